package collect

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"mapihive/hive"
	"mapihive/hive/regf/translog"
)

// zips is the reader of ZIP archives, as KAPE, Velociraptor and CyLR make them, and anybody else.
func zips() *Reader {
	return &Reader{
		Name: "zip",
		Doc:  "a ZIP archive with evidence in it",
		Match: func(f *File) Match {
			if h := string(f.Head()); strings.HasPrefix(h, "PK\x03\x04") || strings.HasPrefix(h, "PK\x05\x06") {
				return Yes
			}
			return No
		},
		Members: openZip,
	}
}

func openZip(f *File) (*Container, error) {
	src := f.src
	if m, ok := f.opened.(*member); ok && m.raw != nil {
		src = m.raw
	} else if why := f.grows(); why != "" {
		return nil, refused(why)
	}
	if n := zipMembers(src, f.size); n > maxMembers {
		return nil, refused(fmt.Sprintf("a ZIP archive that lists %d files, more than are read (%d); unpack it and give the folder", n, maxMembers))
	}
	z, err := zip.NewReader(src, f.size)
	switch {
	case errors.Is(err, zip.ErrInsecurePath): // only where the environment asks for that error (GODEBUG); names are looked at below
	case errors.Is(err, zip.ErrFormat):
		return nil, refused("a ZIP archive that is cut off or damaged: its list of files, which is its end, cannot be read; collect it again")
	case err != nil:
		return nil, err
	}
	a := &archive{src: src, files: map[string]*zip.File{}, folders: map[string][]fs.DirEntry{".": nil}}
	c := &Container{FS: a, Plain: isDocument(z)}
	locked, files := 0, 0
	for _, m := range z.File {
		if strings.HasSuffix(m.Name, "/") || strings.HasSuffix(m.Name, `\`) {
			continue
		}
		files++
		name, why := memberName(m.Name)
		switch {
		case m.Flags&1 != 0:
			locked++
			why = "encrypted; unpack the archive with its password and give the folder"
		case why != "":
		case m.Method != zip.Store && m.Method != zip.Deflate:
			why = fmt.Sprintf("compressed by a method that is not read (%d); unpack the archive and give the folder", m.Method)
		case a.files[name] != nil:
			why = "the archive has two files of this name, and only the first is read; unpack the other and give the file"
		case a.folders[name] != nil || a.below(name):
			why = "the archive has a folder of this name too; unpack it and give the file"
		}
		if why != "" {
			c.Skipped = append(c.Skipped, Skip{Path: hive.Text(m.Name), Reason: why, Failed: true})
			continue
		}
		a.add(name, m)
	}
	switch {
	case locked > 0 && files <= 2 && slices.ContainsFunc(z.File, func(m *zip.File) bool { return m.Name == "data.zip" && m.Flags&1 != 0 }):
		return nil, refused("an encrypted collection of Velociraptor (metadata.json and data.zip); decrypt it with Velociraptor and give what comes out")
	case files > 0 && locked == files:
		return nil, refused("an encrypted ZIP archive; unpack it with its password and give the folder")
	}
	a.sort()
	return c, nil
}

// isDocument reports whether an archive is that of a document or program: its first file is the one that its format
// asks for. User folders are full of them.
func isDocument(z *zip.Reader) bool {
	if len(z.File) == 0 {
		return false
	}
	switch first := z.File[0].Name; {
	case first == "[Content_Types].xml", first == "_rels/.rels", first == "mimetype", first == "AndroidManifest.xml", strings.HasPrefix(first, "META-INF/"):
		return true
	}
	return false
}

// zipMembers is how many files the end of an archive says that it lists; 0 where that cannot be read ([APPNOTE.TXT
// 4.3.14 to 4.3.16]).
func zipMembers(src io.ReaderAt, size int64) uint64 {
	tail := make([]byte, min(size, 22+1<<16))
	if _, err := src.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return 0
	}
	at := strings.LastIndex(string(tail), "PK\x05\x06")
	if at < 0 || at+22 > len(tail) {
		return 0
	}
	n := uint64(binary.LittleEndian.Uint16(tail[at+10:]))
	if at >= 20 && string(tail[at-20:][:4]) == "PK\x06\x07" {
		var end [56]byte
		if off := int64(binary.LittleEndian.Uint64(tail[at-20+8:])); off >= 0 && off < size {
			if _, err := src.ReadAt(end[:], off); err == nil && string(end[:4]) == "PK\x06\x06" {
				n = max(n, binary.LittleEndian.Uint64(end[32:]))
			}
		}
	}
	return n
}

// archive is the members of a ZIP archive as a file system. That of package zip wants names to be UTF-8, and
// listing a folder fails for one name that stands in it twice.
type archive struct {
	src     io.ReaderAt
	files   map[string]*zip.File
	folders map[string][]fs.DirEntry
}

// below reports whether something above a name is a file.
func (a *archive) below(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if a.files[dir] != nil {
			return true
		}
	}
	return false
}

func (a *archive) add(name string, m *zip.File) {
	a.files[name] = m
	var e fs.DirEntry = entry{path.Base(name), m}
	for dir := path.Dir(name); ; name, dir = dir, path.Dir(dir) {
		_, known := a.folders[dir]
		a.folders[dir] = append(a.folders[dir], e)
		if known || dir == "." {
			return
		}
		e = entry{path.Base(dir), nil}
	}
}

func (a *archive) sort() {
	for _, entries := range a.folders {
		slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	}
}

func (a *archive) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, ok := a.folders[name]
	if !ok {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	return slices.Clone(entries), nil
}

func (a *archive) Open(name string) (fs.File, error) {
	m := a.files[name]
	if m == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	out := &member{entry: entry{path.Base(name), m}}
	if translog.SlotOf(name) != "" { // read whole, with the hive
		if why := out.grows(); why != "" {
			return nil, refused(why)
		}
	}
	var err error
	if out.ReadCloser, err = m.Open(); err != nil {
		return nil, err
	}
	if off, err := m.DataOffset(); err == nil && m.Method == zip.Store && m.CompressedSize64 == m.UncompressedSize64 {
		out.raw = io.NewSectionReader(a.src, off, out.Size())
	}
	return out, nil
}

// member is an open file of an archive.
type member struct {
	io.ReadCloser
	entry
	raw *io.SectionReader // its bytes, where they lie in the archive as they are
}

func (m *member) Stat() (fs.FileInfo, error) { return m.entry, nil }

func (m *member) grows() string { return grows(int64(m.file.CompressedSize64), m.Size()) }

// entry is a file in an archive, or a folder where file is nil.
type entry struct {
	name string
	file *zip.File
}

func (e entry) Name() string               { return e.name }
func (e entry) IsDir() bool                { return e.file == nil }
func (e entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }
func (e entry) Sys() any                   { return nil }

// Mode takes what an archive says of a file only as far as it is a link, which is not followed.
func (e entry) Mode() fs.FileMode {
	switch {
	case e.file == nil:
		return fs.ModeDir | 0o555
	case e.file.Mode()&fs.ModeSymlink != 0:
		return fs.ModeSymlink | 0o444
	}
	return 0o444
}

func (e entry) Size() int64 {
	if e.file == nil {
		return 0
	}
	return int64(e.file.UncompressedSize64)
}

func (e entry) ModTime() time.Time {
	if e.file == nil {
		return time.Time{}
	}
	return e.file.Modified
}
