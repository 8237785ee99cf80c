package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
)

// outputOptions say where the output of a command goes. The zero value is standard output.
type outputOptions struct {
	file       string // "" or "-": standard output
	force      bool   // a file that is there already may be replaced
	private    bool   // a new file is for its user only
	noTerminal bool   // it is for programs, and nothing to show on a terminal

	results bool // what is read are results, among which another may lie

	beside []string // folders of evidence that are not among the paths
}

// addOutput adds the flags of a command that can write to a file.
func addOutput(cmd *cobra.Command, o *outputOptions) {
	cmd.Flags().VarP((*fileName)(&o.file), "output", "o", "write to `FILE`, whole or not at all; - is stdout")
	cmd.Flags().BoolVar(&o.force, "force", false, "let -o replace a FILE that is there; never evidence")
}

// fileName is a flag that cannot be empty, as it would be if a shell variable were unset.
type fileName string

func (n *fileName) String() string { return string(*n) }
func (n *fileName) Type() string   { return "string" }

func (n *fileName) Set(s string) error {
	if s == "" {
		return errors.New("it is empty; is a shell variable unset?")
	}
	*n = fileName(s)
	return nil
}

// standard reports whether the output goes to standard output, under any of its names. It is never opened
// anew by such a name: that would begin a file at its start again.
func (o *outputOptions) standard() bool {
	return o.file == "" || o.file == "-" ||
		slices.Contains([]string{"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}, filepath.ToSlash(filepath.Clean(o.file)))
}

// output is where a report goes, for every command: standard output, a device, or a file that appears under
// its name only when it is whole. What is written to w counts only after put.
type output struct {
	w      io.Writer
	stream *os.File // a device or FIFO that was opened for the report
	draft  *draft   // of a file
}

// open prepares the output of a command that reads what was found. It refuses evidence, and says so where a
// file is to lie among evidence. The caller discards the output.
func (a *app) open(ctx context.Context, o outputOptions, in ...*input) (*output, error) {
	const forPrograms = "this is a file for other programs, not for a terminal; name one with -o FILE"
	of := evidence(in)
	if o.standard() {
		if _, ok := terminal(a.stdout); ok && o.noTerminal {
			return nil, usagef(forPrograms)
		}
		if of.standard(a.stdout) {
			return nil, usagef("standard output goes into a file that this run reads or looks for; evidence is never overwritten, redirect it to another file")
		}
		return &output{w: &patient{ctx, a.stdout, standardFailure}}, nil
	}
	t, err := newTarget(o.file, o.force, of)
	if err != nil {
		return nil, err
	}
	failed := func(err error) error { return cannotWrite(t.asked, err) }
	if t.stream() {
		f, err := openStream(ctx, t.asked)
		if err != nil {
			return nil, writeFailure(err, failed)
		}
		if _, ok := terminal(f); ok && o.noTerminal {
			f.Close()
			return nil, usagef(forPrograms)
		}
		return &output{w: &patient{ctx, f, failed}, stream: f}, nil
	}
	among := ""
	if !o.results {
		among = of.folderAround(t.dir)
	}
	d, err := newDraft(ctx, t, of, o.private, among == "")
	if err != nil {
		return nil, err
	}
	switch {
	case among != "" && a.redactor != nil:
		a.note("-o goes into a folder of evidence")
	case among != "":
		a.note("-o %s: goes into a folder of evidence (%s)", t.asked, among)
	}
	return &output{w: d, draft: d}, nil
}

// write writes the whole report and puts it in place.
func (o *output) write(b []byte) error {
	if _, err := o.w.Write(b); err != nil {
		return err
	}
	return o.put()
}

// put ends the report: the file that was asked for is there, and whole.
func (o *output) put() error {
	switch {
	case o.draft != nil:
		return o.draft.put()
	case o.stream != nil:
		f := o.stream
		o.stream = nil
		if err := f.Close(); err != nil {
			return cannotWrite(f.Name(), err)
		}
	}
	return nil
}

// discard removes what was not put in place.
func (o *output) discard() {
	if o.draft != nil {
		o.draft.discard()
	}
	if o.stream != nil {
		o.stream.Close()
	}
}
