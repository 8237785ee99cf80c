package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"mapihive/hive/fserr"
)

// target is the file that -o names.
type target struct {
	asked string      // as on the command line; messages say this
	path  string      // absolute and without symbolic links
	dir   string      // the folder of path
	info  fs.FileInfo // of the file that is there already; nil where none is
}

// stream reports whether path is a FIFO or a device, which is written as it is.
func (t *target) stream() bool { return t.info != nil && !t.info.Mode().IsRegular() }

// askedDir is the folder that the name on the command line lies in, without symbolic links; it is not dir
// where that name is a link itself.
func (t *target) askedDir() string {
	dir, err := realPath(filepath.Dir(t.asked))
	if err != nil {
		return t.dir
	}
	return dir
}

// newTarget finds out where path leads and refuses what must not be written: evidence always, any other
// file that is there unless force says so.
func newTarget(path string, force bool, of evidence) (*target, error) {
	if os.IsPathSeparator(path[len(path)-1]) {
		return nil, usagef("-o %s: ends as the name of a folder; name a file", path)
	}
	if why := otherFileOnWindows(path); runtime.GOOS == "windows" && why != "" {
		return nil, usagef("-o %s: %s", path, why)
	}
	t, err := resolve(path)
	if err != nil {
		return nil, err
	}
	if t.info != nil {
		switch mode := t.info.Mode(); {
		case mode.IsDir():
			return nil, usagef("-o %s: is a folder; name a file in it", path)
		case mode.Type() == fs.ModeDevice: // without ModeCharDevice: a block device
			return nil, usagef("-o %s: is a disk, which may hold evidence; name a file", path)
		case !mode.IsRegular():
			return t, nil
		}
	}
	if why := of.claims(t); why != "" {
		return nil, usagef("-o %s: %s; evidence is never overwritten", path, why)
	}
	if t.info == nil {
		return t, nil
	}
	if !force {
		return nil, usagef("-o %s: is there already; name a new file, or replace this one with --force", path)
	}
	if t.info.Mode()&0o200 == 0 {
		return nil, usagef("-o %s: is write-protected; name a new file", path)
	}
	return t, nil
}

// otherFileOnWindows says why Windows would write to a file of another name than that in path, or "": what
// is evidence is known by its name where there is no file yet ([MS-FSCC] 2.1.5; "Naming Files, Paths, and
// Namespaces").
func otherFileOnWindows(path string) string {
	base := filepath.Base(path)
	switch bare := strings.TrimRight(base, ". "); {
	case strings.Contains(path[len(filepath.VolumeName(path)):], ":"):
		return "names a stream inside another file; name a file"
	case bare != base && bare != "":
		return "ends in a dot or a space, which Windows leaves out; leave it out too"
	}
	return ""
}

// resolve follows the symbolic links of path. What they lead to is replaced, not the link.
func resolve(path string) (*target, error) {
	t := &target{asked: path}
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular(): // needs no path: /dev/fd/5 can lead to one that has none
		t.info = info
		return t, nil
	case err == nil:
		t.info = info
		t.path, err = realPath(path)
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(path); err == nil {
			return nil, usagef("-o %s: is a symbolic link to nothing; name the file itself", path)
		}
		t.path, err = realPath(filepath.Dir(path))
		t.path = filepath.Join(t.path, filepath.Base(path))
	}
	if err != nil {
		return nil, cannotWrite(path, err)
	}
	t.dir = filepath.Dir(t.path)
	return t, nil
}

// cannotWrite is the error of an -o that could not be written.
func cannotWrite(asked string, err error) error {
	return failf("-o %s: cannot be written: %w", asked, bare{err})
}

// bare is an error that is said without the call and the path: messages name the file that was asked for.
type bare struct{ error }

func (b bare) Error() string { return cause(b.error) }

func (b bare) Unwrap() error { return b.error }

// cause is what went wrong, without the call and the path.
func cause(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "no such file or folder"
	}
	return fserr.Cause(err).Error()
}
