package readonly

import (
	"io/fs"
	"os"
)

// In is the files of a folder that is held open, wherever links lead only those inside it, opened as a [Folder] opens
// them.
func In(root *os.Root) fs.FS { return in{root.FS(), root} }

type in struct {
	fs.FS
	root *os.Root
}

// Open opens a file or a folder.
func (d in) Open(name string) (fs.File, error) {
	if info, err := d.Stat(name); err != nil || !info.Mode().IsRegular() {
		return d.FS.Open(name)
	}
	f, untouched, err := OpenIn(d.root, name)
	if err != nil {
		return nil, err
	}
	return &File{f, untouched}, nil
}

// Stat follows links, and opens nothing.
func (d in) Stat(name string) (fs.FileInfo, error) { return fs.Stat(d.FS, name) }
