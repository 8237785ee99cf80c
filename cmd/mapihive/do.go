package main

import (
	"context"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/report"
)

// addNoLogs adds the flag that leaves transaction logs alone.
func addNoLogs(cmd *cobra.Command, to *bool) {
	cmd.Flags().BoolVar(to, "no-logs", false, "read hives without their transaction logs")
}

// input is what the paths of a command line lead to, and what became of it.
type input struct {
	collector *collect.Collector
	files     []*collect.File // in the order of the paths, a folder's in lexical order; none is opened before it is read

	inputs  []string // paths that are no folders, whatever is there
	folders []string // paths that were searched to the bottom

	skipped  []collect.Skip
	notHives int // files in folders that are no evidence
}

// find looks for files at the given paths. All are known before the first is opened, so that no output is begun
// that is one of them.
func (a *app) find(ctx context.Context, paths []string) (*input, error) {
	in := &input{collector: collect.New(a.readers)}
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			in.folders = append(in.folders, path)
		} else {
			in.inputs = append(in.inputs, path)
		}
	}
	in.files = slices.Collect(in.collector.Find(ctx, paths))
	return in, ctx.Err()
}

// read reads the files and hands over the sources in them, in order, until take has enough.
func (in *input) read(ctx context.Context, opt collect.Options, take func(analyze.Whole) bool) error {
	var read []hive.Text
	for r := range in.collector.Read(ctx, slices.Values(in.files), opt) {
		switch {
		case r.Skip != nil:
			in.skipped = append(in.skipped, *r.Skip)
		case r.Other:
			in.notHives++
		case r.Source != nil:
			read = append(read, r.Source.Path)
			if !take(*r.Source) {
				return nil
			}
		}
	}
	collect.Settle(in.skipped, read)
	return ctx.Err()
}

// gathered is what a command has to report on.
type gathered struct {
	*input
	sources []analyze.Whole
	out     *output
	status  error // which of the paths could not be read
}

// gather finds the evidence at the paths, opens the output, which must not be evidence, and reads. The caller
// discards the output.
func (a *app) gather(ctx context.Context, paths []string, to outputOptions, opt collect.Options) (*gathered, error) {
	in, err := a.find(ctx, paths)
	if err != nil {
		return nil, err
	}
	in.folders = append(in.folders, to.beside...)
	g := &gathered{input: in}
	if g.out, err = a.open(ctx, to, in); err != nil {
		return nil, err
	}
	err = in.read(ctx, opt, func(s analyze.Whole) bool {
		g.sources = append(g.sources, s)
		return true
	})
	if err != nil {
		g.out.discard()
		return nil, err
	}
	g.status = a.coverage(in, analyze.Snapshots(g.sources))
	return g, nil
}

// answer delivers what is made of the sources, and says with its status which paths could not be read. It ends the
// use of the output.
func (a *app) answer(in *gathered, d *report.Document, format *report.Format, o form) error {
	defer in.out.discard()
	if len(in.sources) == 0 && forPeople(format) {
		return in.status
	}
	if err := a.deliver(in.out, d, format, o); err != nil {
		return err
	}
	return in.status
}

// coverage says on stderr what could not be read, a line each, and returns what that means for the exit
// status.
func (a *app) coverage(in *input, sources []analyze.Snapshot) error {
	failures := 0
	for _, s := range in.skipped {
		if s.Failed {
			failures++
			complain(a.stderr, "%s: %s", s.Path, s.Reason)
		}
	}
	unread := 0
	for _, s := range sources {
		if why := report.Unread(&s); why != "" {
			unread++
			complain(a.stderr, "%s: not read: %s", s.Path, why)
		}
	}
	switch {
	case unread == len(sources):
		return &failure{status: statusNothing}
	case unread > 0 || failures > 0:
		return &failure{status: statusPartly}
	}
	return nil
}

// list returns the skipped inputs as the report has them.
func (in *input) list() []report.Skipped {
	out := make([]report.Skipped, len(in.skipped))
	for i, s := range in.skipped {
		out[i] = report.Skipped{Path: s.Path, Reason: s.Reason}
	}
	return out
}
