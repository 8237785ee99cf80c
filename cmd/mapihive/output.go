package main

import (
	"io"
	"os"
	"path/filepath"
)

// output is where a report goes: standard output, or a file that appears under its name only when it is
// whole.
type output struct {
	w    io.Writer
	tmp  *os.File // nil for standard output
	path string
}

// openOutput prepares -o. It never takes a file that is evidence: one of the inputs, or any hive or log.
func openOutput(path string, inputs []string, stdout io.Writer) (*output, error) {
	if path == "" {
		return &output{w: stdout}, nil
	}
	if info, err := os.Stat(path); err == nil {
		switch {
		case info.IsDir():
			return nil, usagef("-o %s: is a folder; name a file in it", path)
		case !info.Mode().IsRegular():
			return nil, usagef("-o %s: is not a regular file; leave out -o to write to standard output", path)
		}
		for _, in := range inputs {
			if evidence, err := os.Stat(in); err == nil && os.SameFile(info, evidence) {
				return nil, usagef("-o %s: is one of the inputs; evidence is never overwritten", path)
			}
		}
		if kind, _, err := sniff(path); err != nil || kind != other {
			return nil, usagef("-o %s: is a registry hive or cannot be looked at; evidence is never overwritten", path)
		}
		// Where path is a symbolic link, what it points to is replaced, not the link.
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real
		}
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".mapihive-*")
	if err != nil {
		return nil, failf("-o %s: cannot be written: %s", path, plain(err))
	}
	return &output{w: tmp, tmp: tmp, path: path}, nil
}

// write puts the whole report in place.
func (o *output) write(b []byte) error {
	if _, err := o.w.Write(b); err != nil || o.tmp == nil {
		return writeFailure(err)
	}
	if err := o.tmp.Sync(); err != nil {
		return writeFailure(err)
	}
	if err := o.tmp.Close(); err != nil {
		return writeFailure(err)
	}
	if err := os.Rename(o.tmp.Name(), o.path); err != nil {
		return writeFailure(err)
	}
	o.tmp = nil
	return nil
}

// discard removes what was not put in place.
func (o *output) discard() {
	if o.tmp != nil {
		o.tmp.Close()
		os.Remove(o.tmp.Name())
	}
}

// writeFailure is the error of a report that could not be written.
func writeFailure(err error) error {
	if err == nil || brokenPipe(err) {
		return err
	}
	return &failure{statusNothing, err}
}
