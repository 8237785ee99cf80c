package readonly

import (
	"fmt"
	"io"
	"io/fs"
)

// Watched is a source that is being read.
type Watched struct {
	Source  io.ReaderAt // to read from; of an open file of a [Folder] the system's own, of which the holes are known
	Touched bool        // see Touches

	size int64
	stat func() (fs.FileInfo, error) // nil where it is no file
	was  fs.FileInfo
}

// Watch begins the reading of a source of size bytes, which may be an open file.
func Watch(src io.ReaderAt, size int64) *Watched {
	own := bare(src)
	w := &Watched{Source: src, Touched: Touches(own), size: size}
	if file, ok := own.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if was, err := file.Stat(); err == nil {
			w.stat, w.was = file.Stat, was
		}
	}
	if f, ok := own.(*File); ok {
		w.Source = f.File
		if c, ok := src.(*counted); ok {
			w.Source = Count(f.File, c.read)
		}
	}
	return w
}

// Changed says that the file changed since, "" if it did not.
func (w *Watched) Changed() string {
	if w.stat == nil {
		return ""
	}
	now, err := w.stat()
	if err != nil || now.Size() == w.size && now.ModTime().Equal(w.was.ModTime()) {
		return ""
	}
	return fmt.Sprintf("the file changed while it was read (%d to %d bytes)", w.size, now.Size())
}
