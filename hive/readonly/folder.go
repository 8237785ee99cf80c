package readonly

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// ErrNotRegular is the error of opening what is neither a regular file nor a folder: a device, a FIFO, a socket.
var ErrNotRegular = errors.New("not a regular file")

// Folder is a folder of this machine as a file system of evidence. A symbolic link is followed where it stays
// in the folder that it lies in; what is no regular file is not opened. Names are what the system gives: unlike
// those of other file systems (fs.ValidPath) they need not be UTF-8.
type Folder string

// File is an open file of a Folder.
type File struct {
	*os.File
	untouched bool
}

// Touches reports whether reading an open file may set its access time on this machine. That of a file of an
// archive or in memory does not.
func Touches(f any) bool {
	if c, ok := f.(*counted); ok {
		f = c.ReaderAt
	}
	own, ok := f.(*File)
	return ok && !own.untouched
}

// Open opens a file or a folder.
func (d Folder) Open(name string) (fs.File, error) {
	if !valid(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	root, err := os.OpenRoot(d.of(path.Dir(name)))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	base := path.Base(name)
	info, err := root.Stat(base)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return root.Open(base)
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "open", Path: name, Err: ErrNotRegular}
	}
	f, untouched, err := OpenIn(root, base)
	if err != nil {
		return nil, err
	}
	return &File{f, untouched}, nil
}

// ReadDir lists a folder in the order of names, as far as it can be.
func (d Folder) ReadDir(name string) ([]fs.DirEntry, error) {
	if !valid(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	return os.ReadDir(d.of(name))
}

// of is the path of something in the folder on this machine.
func (d Folder) of(name string) string { return filepath.Join(string(d), filepath.FromSlash(name)) }

// valid reports whether a name stays in its folder: fs.ValidPath, but for UTF-8.
func valid(name string) bool { return fs.ValidPath(strings.ToValidUTF8(name, "x")) }

// Contents returns the bytes of an open file at any offset. Those of a file that can be read only from its
// start to its end, as in an archive, are kept in memory up to the furthest that was asked for.
func Contents(f fs.File) io.ReaderAt {
	if at, ok := f.(io.ReaderAt); ok {
		return at
	}
	return &stream{File: f}
}

// stream gives a file that can only be read on and on.
type stream struct {
	fs.File
	mu   sync.Mutex
	read []byte
	err  error // why there is no more
}

// Sound returns why the bytes of an open file that were all read are not those that were put into the archive that
// it lies in, as far as that can tell.
func Sound(src io.ReaderAt) error {
	s, ok := bare(src).(*stream)
	if !ok {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if info, err := s.Stat(); err != nil || int64(len(s.read)) != info.Size() {
		return nil // it is said elsewhere
	}
	if s.err == nil {
		_, s.err = s.Read(make([]byte, 1))
	}
	if s.err == io.EOF {
		return nil
	}
	return s.err
}

func (s *stream) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, fs.ErrInvalid
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	const step = 1 << 20
	for s.err == nil && int64(len(s.read)) < off+int64(len(p)) {
		at := len(s.read)
		n := min(off+int64(len(p))-int64(at), step)
		s.read = append(s.read, make([]byte, n)...)
		var m int
		m, s.err = io.ReadFull(s.File, s.read[at:])
		s.read = s.read[:at+m]
		if s.err == io.ErrUnexpectedEOF {
			s.err = io.EOF
		}
	}
	if off >= int64(len(s.read)) {
		return 0, s.err
	}
	n := copy(p, s.read[off:])
	if n < len(p) {
		return n, s.err
	}
	return n, nil
}
