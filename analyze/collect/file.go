package collect

import (
	"bytes"
	"encoding/binary"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"mapihive/analyze"
	"mapihive/analyze/exchange"
	"mapihive/hive"
	"mapihive/hive/fserr"
	"mapihive/hive/readonly"
	"mapihive/hive/regf"
	"mapihive/hive/regf/translog"
)

// File is one file that may be evidence. It is opened once, when it is first looked at, and is for one goroutine.
type File struct {
	FS    fs.FS
	Name  string    // in FS
	Path  hive.Text // as a user finds it
	Named bool      // the user named it, and not a folder that it lies in

	Labels analyze.Labels // what its path says

	cost    *cost    // counts what is asked of the disk that it lies on; nil for nothing
	real    string   // absolute and without symbolic links; "" where it is no file of this machine
	besides []beside // where its logs may be, the likeliest place first
	logs    []*File  // files in its folder that are named as its logs
	index   string   // a file in its folder that may say what of it is missing

	kept  *exchange.Key // what tells it, where a journal is to keep what becomes of it
	place place         // where it stands in the run

	skip *Skip  // it is not looked at
	in   *tally // the folder that was named, if one was; nil
	end  bool   // no file: the end of that folder

	member string       // the one file in it that was named, if it is an archive; "" for all
	parent *File        // the archive that it lies in; nil for none
	nested int          // how many archives it lies in
	held   atomic.Int32 // how many still read what lies in it; for archives

	part   bool // it is read with another
	left   bool // a reader that does not stop still has it
	looked bool
	opened fs.File
	src    io.ReaderAt
	size   int64
	head   []byte
	err    error
}

// beside is where the logs of a file may be.
type beside struct {
	*folder
	name string // that of the hive there
}

// folder is one folder with the logs in it, listed when they are first asked for.
type folder struct {
	shown func(name string) string // how a user finds a file in it
	logs  func() (*regf.Beside, error)
}

// folderAt is a folder of this machine that nobody has listed yet.
func folderAt(dir string) *folder { return countedFolder(dir, nil) }

func countedFolder(dir string, c *cost) *folder {
	return &folder{
		func(name string) string { return filepath.Join(dir, name) },
		sync.OnceValues(func() (*regf.Beside, error) {
			c.listed()
			return regf.ListBeside(readonly.Folder(dir), ".")
		}),
	}
}

// fileAt is the file at a path of this machine. Its logs lie beside it; where path is a symbolic link, beside its
// target, and only where there are none, beside the link itself.
func fileAt(file string, in func(dir string) *folder) *File {
	target := file
	if info, err := os.Lstat(file); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if real, err := filepath.EvalSymlinks(file); err == nil {
			target = real
		}
	}
	dir, name := filepath.Split(target)
	f := &File{FS: readonly.Folder(dir), Name: name, Path: hive.Text(file), Named: true, Labels: labelsOf(file), index: name + indexed}
	for _, at := range []string{target, file} {
		f.besides = append(f.besides, beside{in(filepath.Dir(at)), filepath.Base(at)})
		if target == file {
			break
		}
	}
	return f
}

// indexed is the end of the names of files that say what of others is missing.
const indexed = ".idx"

// Head is the first bytes of the file, as many as tell what it is.
func (f *File) Head() []byte { return f.head }

// Contents is the bytes of the file.
func (f *File) Contents() io.ReaderAt { return f.src }

// Absolute is where the file lies on this machine, without symbolic links, a member of an archive behind its mark;
// "" where it lies in none of its folders.
func (f *File) Absolute() hive.Text {
	if f.parent == nil {
		return hive.Text(f.real)
	}
	if of := f.parent.Absolute(); of != "" {
		return of + memberMark + hive.Text(f.Name)
	}
	return ""
}

// Size is that of the file in bytes.
func (f *File) Size() int64 { return f.size }

// Close ends the use of the file. It would be opened anew if it were looked at again.
func (f *File) Close() {
	if f.left {
		return
	}
	if f.opened != nil {
		f.opened.Close()
	}
	f.opened, f.src, f.head, f.looked = nil, nil, nil, false
}

// look opens the file and reads its head, if that was not done.
func (f *File) look() error {
	if f.looked && (f.opened != nil || f.err != nil) {
		return f.err
	}
	f.looked = true
	if f.opened, f.err = f.FS.Open(f.Name); f.err != nil {
		return f.err
	}
	info, err := f.opened.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = readonly.ErrNotRegular
	}
	if err == nil {
		f.src, f.size = readonly.Contents(f.opened), info.Size()
		if f.cost != nil {
			f.cost.opened(f.size, 0)
			f.src = readonly.Count(f.src, &f.cost.bytes)
		}
		f.head, err = readHead(f.src)
	}
	if err != nil {
		f.Close()
		f.looked, f.err = true, err
	}
	return f.err
}

// known is look for who needs no more than the head, which may be known from reading the file as a log.
func (f *File) known() error {
	if f.looked {
		return f.err
	}
	if p, ok := f.FS.(interface{ Head(name string) []byte }); ok {
		f.looked, f.head = true, p.Head(f.Name)
		return nil
	}
	return f.look()
}

// readHead reads the first bytes of a file. Those of a hive whose base block cannot be read are taken to be a
// hive's.
func readHead(src io.ReaderAt) ([]byte, error) {
	head := make([]byte, translog.HeadSize)
	n, err := src.ReadAt(head, 0)
	head = head[:n]
	if err != nil && err != io.EOF && !strings.HasPrefix(string(head), "regf") { // what else of a hive can be read is for its reader to find out
		if startsBins(src) {
			return []byte("regf"), nil
		}
		return nil, err
	}
	return head, nil
}

// startsBins reports whether hive bins start where they do in a hive, behind a base block that cannot be read.
func startsBins(src io.ReaderAt) bool {
	const baseBlock = 4096
	var bin [8]byte
	n, _ := src.ReadAt(bin[:], baseBlock)
	return n == len(bin) && string(bin[:4]) == "hbin" && binary.LittleEndian.Uint32(bin[4:]) == 0
}

// mayHaveLogs reports whether transaction logs of a hive are there, or may be.
func (f *File) mayHaveLogs() bool {
	for _, at := range f.besides {
		if b, err := at.logs(); err != nil || b.Has(at.name) {
			return true
		}
	}
	return false
}

// readLogs reads the transaction logs of a hive.
func (f *File) readLogs() (logs []translog.Input, notes []translog.Note) {
	for _, at := range f.besides {
		b, err := at.logs()
		if err != nil {
			dir := filepath.Dir(at.shown(at.name))
			return nil, []translog.Note{{Kind: translog.LogUnreadable, Log: -1, Path: dir, Message: "the directory could not be listed: " + fserr.Cause(err).Error()}}
		}
		logs, notes = b.Read(at.name)
		f.cost.logs(logs)
		f.met(logs)
		regf.NameLogs(logs, notes, func(name string) string { return at.shown(path.Base(name)) })
		if len(logs) > 0 {
			break
		}
	}
	return logs, notes
}

// met keeps what the files of the folder are of which all was read as logs: they need not be opened again.
func (f *File) met(logs []translog.Input) {
	for _, in := range logs {
		for _, l := range f.logs {
			if in.Err == nil && path.Base(l.Name) == path.Base(in.Path) {
				l.looked, l.head = true, bytes.Clone(in.Data[:min(len(in.Data), translog.HeadSize)])
			}
		}
	}
}
