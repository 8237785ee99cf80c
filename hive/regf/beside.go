package regf

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"mapihive/hive/fserr"
	"mapihive/hive/readonly"
	"mapihive/hive/regf/translog"
)

// MaxLogBytes is how much is read of all the logs of one hive together, in bytes. Windows keeps logs far
// below the size of their hive; the largest seen in real ones has 4 MiB.
const MaxLogBytes = 256 << 20

// Beside is the transaction logs in one folder, as its listing names them: NAME.LOG, NAME.LOG1 and NAME.LOG2 for
// a hive NAME, in any case. Who reads many hives of one folder lists it once. It may be used by several
// goroutines.
type Beside struct {
	fsys  fs.FS
	dir   string              // in fsys
	limit int64               // on the bytes read of the logs of one hive
	logs  map[string][]string // upper-case name -> names
}

// NewBeside finds the logs among the names of the files in the folder dir of fsys.
func NewBeside(fsys fs.FS, dir string, names []string) *Beside {
	b := &Beside{fsys, dir, MaxLogBytes, map[string][]string{}}
	for _, name := range names {
		if translog.SlotOf(name) != "" {
			key := strings.ToUpper(name)
			b.logs[key] = append(b.logs[key], name)
		}
	}
	return b
}

// ListBeside lists the folder dir of fsys.
func ListBeside(fsys fs.FS, dir string) (*Beside, error) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return NewBeside(fsys, dir, names), nil
}

// Has reports whether logs of the hive with the given name are there.
func (b *Beside) Has(hiveName string) bool {
	return slices.ContainsFunc(slots, func(slot translog.Slot) bool { return len(b.logs[strings.ToUpper(hiveName+"."+string(slot))]) > 0 })
}

// slots are the logs that a hive may have.
var slots = []translog.Slot{translog.LOG, translog.LOG1, translog.LOG2}

// Read reads the logs of the hive with the given name. Where several names differ only in case, the one
// written like the hive's wins and a note says so. Of logs larger than MaxLogBytes together the first bytes are
// read, and a note says so. A log that is there and cannot be read is returned with Err set.
func (b *Beside) Read(hiveName string) ([]translog.Input, []translog.Note) {
	var found []translog.Input
	var notes []translog.Note
	left := b.limit
	for _, slot := range slots {
		want := hiveName + "." + string(slot)
		names := b.logs[strings.ToUpper(want)]
		if len(names) == 0 {
			continue
		}
		at := path.Join(b.dir, closest(names, want))
		if len(names) > 1 {
			notes = append(notes, translog.Note{Kind: translog.LogAmbiguous, Log: -1, Path: at,
				Message: fmt.Sprintf("%d files match the name of this %s; the one with the closest name was taken", len(names), slot)})
		}
		in := translog.Input{Path: at, Slot: slot}
		data, size, touched, err := readLog(b.fsys, at, left)
		in.Touched = touched
		if left -= int64(len(data)); err != nil {
			in.Err = fserr.Cause(err)
		} else if in.Data = data; int64(len(data)) < size {
			in.Size = size
			if len(data) == 0 {
				in.Data, in.Err = nil, errors.New("none of it was read: the logs before it took all that is read of a hive's logs")
			}
			notes = append(notes, translog.Note{Kind: translog.LogCut, Log: -1, Path: at, Offset: int64(len(data)),
				Message: fmt.Sprintf("the log has %d bytes, the first %d were read: of all logs of a hive together %d are", size, len(data), b.limit)})
		}
		found = append(found, in)
	}
	return found, notes
}

// Names are the names of all files that may be logs of the hive with the given name, in a total order. None is opened.
func (b *Beside) Names(hiveName string) (names []string) {
	for _, slot := range []translog.Slot{translog.LOG, translog.LOG1, translog.LOG2} {
		names = append(names, b.logs[strings.ToUpper(hiveName+"."+string(slot))]...)
	}
	return names
}

// NameLogs names logs, and what there is to say of them, as a user finds them.
func NameLogs(logs []translog.Input, notes []translog.Note, name func(string) string) {
	for i := range logs {
		logs[i].Path = name(logs[i].Path)
	}
	for i := range notes {
		if notes[i].Path != "" {
			notes[i].Path = name(notes[i].Path)
		}
	}
}

// logsBeside reads the logs of the hive called name in fsys.
func logsBeside(fsys fs.FS, name string) ([]translog.Input, []translog.Note) {
	dir, base := path.Dir(name), path.Base(name)
	beside, err := ListBeside(fsys, dir)
	if err != nil {
		return nil, []translog.Note{{Kind: translog.LogUnreadable, Log: -1, Path: dir, Message: "the directory could not be listed: " + fserr.Cause(err).Error()}}
	}
	return beside.Read(base)
}

// closest returns want itself, else a name that keeps the case of the hive's name, else the first in
// byte order.
func closest(names []string, want string) string {
	stem := strings.TrimSuffix(want, path.Ext(want))
	rank := func(name string) int {
		switch {
		case name == want:
			return 0
		case strings.HasPrefix(name, stem):
			return 1
		}
		return 2
	}
	return slices.MinFunc(names, func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
}

// readLog reads up to limit bytes of a regular file, and tells its size; touched says that this may have set its
// access time.
func readLog(fsys fs.FS, name string, limit int64) (data []byte, size int64, touched bool, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, 0, false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, 0, false, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, false, ErrNotRegular
	}
	size, touched = info.Size(), readonly.Touches(f)
	data = make([]byte, min(size, limit))
	n, err := io.ReadFull(f, data)
	if err == io.EOF && len(data) == 0 {
		err = nil
	}
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil, 0, touched, fmt.Errorf("the file shrank while it was read, from %d to %d bytes", len(data), n)
	}
	return data, size, touched, err
}
