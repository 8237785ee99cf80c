package collect

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"mapihive/hive"
	"mapihive/hive/fserr"
	"mapihive/hive/regf/translog"
)

// Skip is an input that is not read.
type Skip struct {
	Path   hive.Text
	Reason string
	Failed bool // it was asked for, or may be evidence: the report is not whole

	log bool // it is a transaction log, or an empty file, which is what becomes of one
}

// Settle forgives the logs that were named together with their hives, as the shell does for NTUSER.DAT*: they were
// read with them. read are the paths of the sources.
func Settle(skips []Skip, read []hive.Text) {
	hives := map[string]bool{}
	for _, p := range read {
		hives[strings.ToUpper(filepath.Clean(string(p)))] = true
	}
	for i, s := range skips {
		if of, ok := translog.HiveOf(string(s.Path)); ok && s.Failed && s.log && hives[strings.ToUpper(filepath.Clean(of))] {
			skips[i] = Skip{Path: s.Path, Reason: "a transaction log; its hive is read"}
		}
	}
}

// hiveBeside names the hive that a log belongs to, as its folder spells it.
func (f *File) hiveBeside() string {
	want, ok := translog.HiveOf(string(f.Path))
	if !ok {
		return "the hive that it belongs to"
	}
	entries, err := fs.ReadDir(f.FS, path.Dir(f.Name))
	if err != nil {
		return hive.Text(want).String()
	}
	i := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return strings.EqualFold(e.Name(), filepath.Base(want)) })
	if i < 0 {
		return hive.Text(want).String() + ", which is not beside it"
	}
	return hive.Text(filepath.Join(filepath.Dir(string(f.Path)), entries[i].Name())).String()
}

// heldByWindows is said of a file that Windows or a program has open for itself, as it has the hives of everybody
// who is logged on.
const heldByWindows = `in use by Windows or a program, and not to be read meanwhile; save the loaded hive (reg save HKU\SID NTUSER.DAT, as administrator) or take the file from a shadow copy (vssadmin list shadows)`

// inUse reports whether Windows says that another has a file open, or a part of it locked
// (ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION in winerror.h). On other systems the numbers mean other things.
func inUse(err error) bool {
	return errors.Is(err, syscall.Errno(32)) || errors.Is(err, syscall.Errno(33))
}

// reason says what an error in reading a file means without the call and the path, which stand beside it.
func reason(err error) string {
	switch {
	case runtime.GOOS == "windows" && inUse(err):
		return heldByWindows
	case errors.Is(err, fs.ErrPermission):
		return "permission denied; run with the right to read it"
	case errors.Is(err, fs.ErrNotExist):
		return "no such file or folder"
	}
	return fserr.Cause(err).Error()
}
