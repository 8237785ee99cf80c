package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/regf/translog"
	"mapihive/report"
)

// found is what the paths of a command line lead to.
type found struct {
	hives    []string // in the order of the paths, a folder's in lexical order
	skipped  []skip
	notHives int // files in folders that are not hives

	inputs  []string        // paths that are no folders, whatever is there
	folders []string        // paths that were searched to the bottom
	seen    map[string]bool // the files that were looked at, by path without symbolic links
}

// skip is an input that is not read.
type skip struct {
	path, reason string
	failed       bool // it was asked for, or may hold hives: the report is not whole
}

// finder collects hives. A file that is reached twice is read once.
type finder struct {
	found
}

// find looks for hives at the given paths. Folders are searched to the bottom; symbolic links are
// followed only where the user names one.
func find(ctx context.Context, paths []string) (*found, error) {
	f := finder{found{seen: map[string]bool{}}}
	for _, path := range paths {
		if err := f.path(ctx, path); err != nil {
			return nil, err
		}
	}
	f.settleLogs()
	return &f.found, nil
}

func (f *finder) skip(path, reason string, failed bool) {
	f.skipped = append(f.skipped, skip{path, reason, failed})
}

// path looks at one path of the command line. The error is that of ctx.
func (f *finder) path(ctx context.Context, path string) error {
	if v := filepath.VolumeName(path); v != "" && v == path {
		path += string(filepath.Separator) // "C:" alone would be the current folder of that drive
	}
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		f.folders = append(f.folders, path)
	} else {
		f.inputs = append(f.inputs, path)
	}
	if err != nil {
		f.skip(path, plain(err), true)
		return nil
	}
	real, err := realPath(path)
	if err != nil {
		f.skip(path, plain(err), true)
		return nil
	}
	switch {
	case info.IsDir():
		return f.folder(ctx, path, real)
	case !info.Mode().IsRegular():
		f.skip(path, "not a regular file; copy the hive to one", true)
	case f.first(real):
		f.named(path)
	}
	return nil
}

// first reports whether a file is met for the first time.
func (f *finder) first(real string) bool {
	if f.seen[real] {
		return false
	}
	f.seen[real] = true
	return true
}

// named takes a file that the user named.
func (f *finder) named(path string) {
	kind, why, err := sniff(path)
	switch {
	case err != nil:
		f.skip(path, plain(err), true)
	case kind == hiveFile:
		f.hives = append(f.hives, path)
	case kind == logFile:
		f.skip(path, "a transaction log, not the hive; give "+hive.Text(hiveBeside(path)).String(), true)
	default:
		f.skip(path, why, true)
	}
}

// folder takes every hive in a folder and below it.
func (f *finder) folder(ctx context.Context, root, real string) error {
	files, links := 0, 0
	barren := true // no hive, and nothing that could not be looked at
	// The separator at the end makes WalkDir enter a folder that is named through a symbolic link.
	err := filepath.WalkDir(root+string(filepath.Separator), func(path string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		path = filepath.Clean(path)
		switch {
		case err != nil:
			f.skip(path, plain(err), true)
			barren = false
			return nil
		case d.IsDir():
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			links++
			f.skip(path, "a symbolic link; name it to have it followed", false)
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			f.skip(path, err.Error(), true)
			return nil
		}
		if !f.first(filepath.Join(real, rel)) {
			barren = false // looked at already, for another path
			return nil
		}
		files++
		kind, why, err := sniff(path)
		switch {
		case err != nil:
			f.skip(path, plain(err), true)
			barren = false
		case kind == hiveFile:
			barren = false
			f.hives = append(f.hives, path)
		case kind == lostHive:
			barren = false
			f.skip(path, why, true)
		case kind == other:
			f.notHives++
		}
		return nil
	})
	if err == nil && barren {
		reason := "holds no hive"
		if files > 0 {
			reason += fmt.Sprintf(" (%s looked at)", english.Count(files, "file"))
		}
		if links > 0 {
			reason += fmt.Sprintf("; %s not followed, name one to have it followed", english.Count(links, "symbolic link"))
		}
		f.skip(root, reason+"; a user's hive is NTUSER.DAT in the folder of the user", true)
	}
	return err
}

// settleLogs forgives a log that was named together with its hive, as the shell does for NTUSER.DAT*.
func (f *finder) settleLogs() {
	read := map[string]bool{}
	for _, h := range f.hives {
		read[strings.ToUpper(filepath.Clean(h))] = true
	}
	for i, s := range f.skipped {
		if h, ok := translog.HiveOf(s.path); ok && s.failed && read[strings.ToUpper(filepath.Clean(h))] {
			kind, _, err := sniff(s.path)
			if info, statErr := os.Stat(s.path); err == nil && statErr == nil && (kind == logFile || info.Size() == 0) {
				f.skipped[i] = skip{s.path, "a transaction log; its hive is read", false}
			}
		}
	}
}

// hiveBeside names the hive that a log belongs to, as its folder spells it.
func hiveBeside(log string) string {
	want, ok := translog.HiveOf(log)
	if !ok {
		return "the hive that it belongs to"
	}
	entries, err := os.ReadDir(filepath.Dir(log))
	if err != nil {
		return want
	}
	for _, e := range entries {
		if strings.EqualFold(e.Name(), filepath.Base(want)) {
			return filepath.Join(filepath.Dir(log), e.Name())
		}
	}
	return want + ", which is not beside it"
}

// realPath is the absolute path without symbolic links.
func realPath(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// plain says what an error in reading a file means without the call and the path, which stand beside it.
func plain(err error) string {
	if errors.Is(err, fs.ErrPermission) {
		return "permission denied; run with the right to read it"
	}
	return cause(err)
}

// failures counts the inputs that should have been read.
func (f *found) failures() int {
	n := 0
	for _, s := range f.skipped {
		if s.failed {
			n++
		}
	}
	return n
}

// list returns the skipped inputs as the report has them.
func (f *found) list() []report.Skipped {
	out := make([]report.Skipped, len(f.skipped))
	for i, s := range f.skipped {
		out[i] = report.Skipped{Path: hive.Text(s.path), Reason: s.reason}
	}
	return out
}
