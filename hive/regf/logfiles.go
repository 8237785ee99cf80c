package regf

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mapihive/hive/fserr"
	"mapihive/hive/readonly"
	"mapihive/hive/regf/translog"
)

// maxLogBytes is how much is read of all the logs of one hive together, in bytes. Windows keeps logs far
// below the size of their hive; the largest seen in real ones has 4 MiB.
const maxLogBytes = 256 << 20

// findLogs reads the logs that lie beside a hive: NAME.LOG, NAME.LOG1 and NAME.LOG2 in any case. A log that
// is there and cannot be read is returned with Err set. Who looks for the logs of many hives in one
// directory should use readLogDir, which lists it once.
func findLogs(hivePath string) ([]translog.Input, []translog.Note) {
	dir, name := filepath.Split(hivePath)
	if dir == "" {
		dir = "."
	}
	d, err := readLogDir(dir)
	if err != nil {
		return nil, []translog.Note{{Kind: translog.LogUnreadable, Log: -1, Path: dir, Message: "the directory could not be listed: " + fserr.Cause(err).Error()}}
	}
	return d.Logs(name)
}

// logDir is the logs in a directory as they were when it was listed. It may be used by several
// goroutines.
type logDir struct {
	path  string
	limit int64               // on the bytes read of the logs of one hive
	logs  map[string][]string // upper-case name -> names
}

// readLogDir lists a directory.
func readLogDir(path string) (*logDir, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := &logDir{path, maxLogBytes, map[string][]string{}}
	for {
		names, err := f.Readdirnames(1024)
		for _, name := range names {
			if translog.SlotOf(name) != "" {
				key := strings.ToUpper(name)
				d.logs[key] = append(d.logs[key], name)
			}
		}
		if err == io.EOF {
			return d, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// Logs reads the logs of the hive with the given name. Where several names differ only in case, the
// one written like the hive's wins and a note says so. Only regular files are read, and symbolic links
// that leave the directory are refused. Of logs larger than maxLogBytes together the first bytes are
// read, and a note says so.
func (d *logDir) Logs(hiveName string) ([]translog.Input, []translog.Note) {
	var found []translog.Input
	var notes []translog.Note
	var root *os.Root
	left := d.limit
	for _, slot := range []translog.Slot{translog.LOG, translog.LOG1, translog.LOG2} {
		want := hiveName + "." + string(slot)
		names := d.logs[strings.ToUpper(want)]
		if len(names) == 0 {
			continue
		}
		name := closest(names, want)
		path := filepath.Join(d.path, name)
		if len(names) > 1 {
			notes = append(notes, translog.Note{Kind: translog.LogAmbiguous, Log: -1, Path: path,
				Message: fmt.Sprintf("%d files match the name of this %s; the one with the closest name was taken", len(names), slot)})
		}
		in := translog.Input{Path: path, Slot: slot}
		if root == nil {
			r, err := os.OpenRoot(d.path)
			if err != nil {
				in.Err = fserr.Cause(err)
				found = append(found, in)
				continue
			}
			root = r
			defer root.Close()
		}
		data, size, touched, err := readLog(root, name, left)
		in.Touched = touched
		if left -= int64(len(data)); err != nil {
			in.Err = fserr.Cause(err)
		} else if in.Data = data; int64(len(data)) < size {
			in.Size = size
			if len(data) == 0 {
				in.Data, in.Err = nil, errors.New("none of it was read: the logs before it took all that is read of a hive's logs")
			}
			notes = append(notes, translog.Note{Kind: translog.LogCut, Log: -1, Path: path, Offset: int64(len(data)),
				Message: fmt.Sprintf("the log has %d bytes, the first %d were read: of all logs of a hive together %d are", size, len(data), d.limit)})
		}
		found = append(found, in)
	}
	return found, notes
}

// closest returns want itself, else a name that keeps the case of the hive's name, else the first in
// byte order.
func closest(names []string, want string) string {
	stem := strings.TrimSuffix(want, filepath.Ext(want))
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

// readLog reads up to limit bytes of a regular file that does not lie outside root, and tells its size; touched
// says that this may have set its access time.
func readLog(root *os.Root, name string, limit int64) (data []byte, size int64, touched bool, err error) {
	if info, err := root.Stat(name); err != nil {
		return nil, 0, false, err
	} else if !info.Mode().IsRegular() {
		return nil, 0, false, errors.New("not a regular file")
	}
	f, untouched, err := readonly.OpenIn(root, name)
	if err != nil {
		return nil, 0, false, err
	}
	defer f.Close()
	data, size, err = readRegular(f, limit)
	return data, size, !untouched, err
}

// readRegular is readLog for an open file. Its name may have come to mean something else since it was looked at.
func readRegular(f *os.File, limit int64) (data []byte, size int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, errors.New("not a regular file")
	}
	size = info.Size()
	data = make([]byte, min(size, limit))
	n, err := io.ReadFull(f, data)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil, 0, fmt.Errorf("the file shrank while it was read, from %d to %d bytes", len(data), n)
	}
	return data, size, err
}
