package collect

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"mapihive/hive/regf/translog"
)

// gzips is the reader of single files that were compressed with gzip.
func gzips() *Reader {
	return &Reader{
		Name: "gzip",
		Doc:  "a file of evidence compressed with gzip",
		Match: func(f *File) Match {
			if bytes.HasPrefix(f.Head(), []byte("\x1f\x8b\x08")) {
				return Yes
			}
			return No
		},
		Members: openGzip,
	}
}

// openGzip unpacks no more than tells what the file is.
func openGzip(f *File) (*Container, error) {
	if why := f.grows(); why != "" {
		return nil, refused(why)
	}
	z, err := gzip.NewReader(io.NewSectionReader(f.src, 0, f.size))
	if err != nil {
		return nil, refused("a gzip file that cannot be unpacked: " + err.Error())
	}
	head, err := io.ReadAll(io.LimitReader(z, translog.HeadSize))
	switch {
	case err != nil && len(head) == 0:
		return nil, refused("a gzip file that cannot be unpacked: " + err.Error())
	case imageOf(head) != "":
		return nil, refused("compressed with gzip: " + imageOf(head))
	}
	name := path.Base(strings.TrimSuffix(f.Name, path.Ext(f.Name)))
	return &Container{FS: &packed{f, name, head}}, nil
}

// packed is the one file in a gzip file.
type packed struct {
	of   *File
	name string
	head []byte
}

// Head is the first bytes of the file, for which it need not be unpacked.
func (p *packed) Head(string) []byte { return p.head }

func (p *packed) ReadDir(string) ([]fs.DirEntry, error) {
	return []fs.DirEntry{whole{p.name, 0}}, nil
}

// Open unpacks the file into memory: only then is its size known.
func (p *packed) Open(name string) (fs.File, error) {
	if name != p.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	z, err := gzip.NewReader(io.NewSectionReader(p.of.src, 0, p.of.size))
	if err != nil {
		return nil, err
	}
	most := min(max(freeSize, p.of.size*maxRatio), maxInMemory)
	data, err := io.ReadAll(io.LimitReader(z, most+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, refused(fmt.Sprintf("the gzip file is cut off after %d bytes of what is in it; collect it again", len(data)))
	case err != nil:
		return nil, refused("the gzip file cannot be unpacked: " + err.Error())
	case int64(len(data)) > most:
		return nil, refused(fmt.Sprintf("unpacked it has more than %d bytes, which is more than is read of a gzip file of this size; unpack it with care and give the file", most))
	}
	return &unpacked{bytes.NewReader(data), whole{name, int64(len(data))}}, nil
}

// unpacked is a file in memory.
type unpacked struct {
	*bytes.Reader
	is whole
}

func (u *unpacked) Stat() (fs.FileInfo, error) { return u.is, nil }
func (u *unpacked) Close() error               { return nil }

// whole is the one regular file there is.
type whole struct {
	name string
	size int64
}

func (w whole) Name() string               { return w.name }
func (w whole) Size() int64                { return w.size }
func (w whole) Mode() fs.FileMode          { return 0o444 }
func (w whole) Type() fs.FileMode          { return 0 }
func (w whole) ModTime() time.Time         { return time.Time{} }
func (w whole) IsDir() bool                { return false }
func (w whole) Sys() any                   { return nil }
func (w whole) Info() (fs.FileInfo, error) { return w, nil }
