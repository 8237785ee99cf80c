package main

import (
	"cmp"
	"context"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/analyze/exchange"
	"mapihive/hive"
	"mapihive/report"
)

// inputOptions say what of the paths is read, and how. Every command that takes paths has them.
type inputOptions struct {
	noLogs, noHash   bool
	quick            bool     // only what live profiles need; of the commands that have it
	logs             string   // a folder with logs; "" for none
	include, exclude []string // patterns
	skipErrors       bool     // what could not be read makes no exit status of its own, unless that is all
	shard            exchange.Shard
	resume           string                      // the run file; "" for none
	progress         string                      // one of the forms; "" for a command that says nothing
	findings         func(*analyze.Snapshot) int // in a source alone, for progress
	redact           redaction
	resources
}

// addInput adds the flags of a command that reads evidence.
func addInput(cmd *cobra.Command, o *inputOptions) {
	addPaths(cmd, o)
	addResources(cmd, &o.resources)
}

// addPaths adds those that say what of the paths is read.
func addPaths(cmd *cobra.Command, o *inputOptions) {
	f := cmd.Flags()
	f.BoolVar(&o.noLogs, "no-logs", false, "read hives without their transaction logs")
	f.BoolVar(&o.noHash, "no-hash", false, "leave out the SHA-256 of files")
	f.Var((*fileName)(&o.logs), "logs", "look for transaction logs in the folder `DIR` first")
	_ = cmd.MarkFlagDirname("logs") // the only error is a flag that does not exist
	f.StringArrayVar(&o.include, "include", nil, "of folders and archives, only files like `GLOB`")
	f.StringArrayVar(&o.exclude, "exclude", nil, "of folders and archives, nothing like `GLOB`")
}

// addSkipErrors adds the flag of a command that reports on as much as can be read.
func addSkipErrors(cmd *cobra.Command, o *inputOptions) {
	cmd.Flags().BoolVar(&o.skipErrors, "skip-errors", false, "no exit status 3 for sources that cannot be read")
}

// addQuick adds the flag of a command that can do with less than all that a hive holds.
func addQuick(cmd *cobra.Command, o *inputOptions) {
	cmd.Flags().BoolVar(&o.quick, "quick", false, "read only what live profiles need and hash nothing,\nfor slow shares")
}

// options are those that the flags ask for.
func (o *inputOptions) options() collect.Options {
	return collect.Options{NoLogs: o.noLogs, NoHash: o.noHash, Quick: o.quick}
}

// input is what the paths of a command line lead to, and what became of it.
type input struct {
	collector *collect.Collector
	files     []*collect.File // in the order of their paths; none is opened before it is read

	inputs  []string // paths that are no folders, whatever is there
	folders []string // paths that were searched to the bottom

	skipped  []collect.Skip
	notHives int // files in folders that are no evidence

	skipErrors bool
	runClock
	resources resources
	progress  string    // its form
	going     *progress // says how far reading is
	events              // what became of each
}

// find looks for files at the given paths. All are known before the first is opened, so that no output is begun
// that is one of them.
func (a *app) find(ctx context.Context, args []string, o inputOptions) (*input, error) {
	if err := collect.CheckPatterns(slices.Concat(o.include, o.exclude)); err != nil {
		return nil, usagef("--include and --exclude: %v", err)
	}
	if err := o.resources.check(); err != nil {
		return nil, err
	}
	paths, err := collect.Expand(args, a.stdin)
	if err != nil {
		return nil, usagef("%v", err)
	}
	inOrder(paths)
	in := &input{collector: collect.New(a.readers), skipErrors: o.skipErrors, progress: o.progress, events: a.events, runClock: a.runClock, resources: o.resources}
	in.collector.Include, in.collector.Exclude, in.collector.LogsIn, in.collector.Shard = o.include, o.exclude, o.logs, o.shard
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			in.folders = append(in.folders, path)
		} else if archive, _, ok := collect.SplitMember(path); err != nil && ok {
			in.inputs = append(in.inputs, archive)
		} else {
			in.inputs = append(in.inputs, path)
		}
	}
	for _, arg := range args { // a list is no evidence, but what says what was looked at
		if list, isList := strings.CutPrefix(arg, "@"); isList && list != "-" {
			in.inputs = append(in.inputs, list)
		}
	}
	if o.logs != "" {
		if info, err := os.Stat(o.logs); err != nil || !info.IsDir() {
			return nil, usagef("--logs %s: is no folder", hive.Text(o.logs))
		}
		in.folders = append(in.folders, o.logs)
	}
	in.files = slices.Collect(in.collector.Find(ctx, paths))
	a.log("found", "paths", len(paths), "files", len(in.files))
	return in, ctx.Err()
}

// read reads the files and hands over the sources in them, in order, until take has enough.
func (in *input) read(ctx context.Context, opt collect.Options, take func(analyze.Whole) bool) error {
	var read []hive.Text
	for r := range in.collector.Read(ctx, slices.Values(in.files), in.resources.limit(opt)) {
		in.notHives += r.Others
		in.going.met(r)
		switch {
		case r.Skip != nil:
			in.log("skip", "path", r.Skip.Path, "reason", r.Skip.Reason)
			in.skipped = append(in.skipped, *r.Skip)
		case r.Other:
			in.log("no evidence", "path", r.File.Path)
			in.notHives++
		case r.Source != nil:
			in.logRead(&r.Source.Snapshot)
			read = append(read, r.Source.Path)
			s := *r.Source // the collector may still be keeping it in a run file
			s.Absolute = in.absolute(s.Path, s.Absolute)
			if !take(s) {
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
	status  error              // which of the paths could not be read
	part    bool               // no more was read than live profiles need
	ended   func(written bool) // says at the end what was done; nil says nothing
}

// gather finds the evidence at the paths, opens the output, which must not be evidence, and reads. The caller
// discards the output.
func (a *app) gather(ctx context.Context, paths []string, from inputOptions, to outputOptions, opt collect.Options) (*gathered, error) {
	return a.gatherEnough(ctx, paths, from, to, opt, nil)
}

// gatherEnough is gather which, with enough, reads no more first than live profiles need, and all only where that is not
// enough.
func (a *app) gatherEnough(ctx context.Context, paths []string, from inputOptions, to outputOptions, opt collect.Options, enough func([]analyze.Whole) bool) (*gathered, error) {
	if err := a.startRedaction(&from); err != nil {
		return nil, err
	}
	in, err := a.find(ctx, paths, from)
	if err != nil {
		return nil, err
	}
	in.folders = append(in.folders, to.beside...)
	g := &gathered{input: in}
	if g.out, err = a.open(ctx, to, in); err != nil {
		return nil, err
	}
	if enough != nil {
		live := opt
		live.Live = true
		err = g.take(ctx, live)
		if g.part = err == nil && enough(g.sources); g.part {
			unverified(g.sources)
		}
	}
	if err == nil && !g.part {
		err = a.takeAll(ctx, g, from, runOf(paths, from, opt), opt)
		in.files, in.going = nil, nil // of a share they are many, and nobody looks at them again
	}
	if err != nil {
		g.out.discard()
		return nil, err
	}
	a.runs = in.collector.Runs()
	cost := in.collector.Cost()
	a.log("asked of the evidence", "files", cost.Files, "folders", cost.Folders, "bytes", cost.Bytes, "of", cost.Of)
	a.redactAll(g)
	slices.SortStableFunc(g.sources, byPath)
	g.status = a.coverage(in, analyze.Snapshots(g.sources))
	return g, nil
}

// unverified says of clean hives that no more of them was read than live profiles need.
func unverified(sources []analyze.Whole) {
	for i := range sources {
		if s := &sources[i]; s.State == hive.Clean && s.SHA256 == "" {
			s.State = hive.Unverified
		}
	}
}

// take reads the files, in place of what was read of them before.
func (g *gathered) take(ctx context.Context, opt collect.Options) error {
	g.sources, g.skipped, g.notHives = nil, nil, 0
	return g.read(ctx, opt, func(s analyze.Whole) bool {
		g.sources = append(g.sources, s)
		return true
	})
}

// takeAll is take that goes on where an earlier run ended, and keeps what it reads for a later one, if a run file was
// asked for. It says how far it is.
func (a *app) takeAll(ctx context.Context, g *gathered, from inputOptions, run exchange.Run, opt collect.Options) error {
	kept, err := a.resume(g.input, from.resume, run)
	if err != nil {
		return err
	}
	if g.going, err = a.startProgress(from.progress, g.input, from.findings); err != nil {
		return err
	}
	err = g.take(ctx, opt)
	g.going.end(a)
	if keptErr := kept.done(ctx, a, g.input); err == nil {
		err = keptErr
	}
	return err
}

// byPath orders sources by what they are, so that the order in which they were given or found changes no report.
func byPath(a, b analyze.Whole) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.UserKey, b.UserKey), cmp.Compare(a.SHA256, b.SHA256))
}

// answer delivers what is made of the sources, and says with its status which paths could not be read. It ends the
// use of the output.
func (a *app) answer(in *gathered, d *report.Document, format *report.Format, o form) error {
	defer in.out.discard()
	ended := in.ended
	if ended == nil {
		ended = func(bool) {}
	}
	if len(in.sources) == 0 && forPeople(format) {
		ended(false)
		return in.status
	}
	if err := a.deliver(in.out, d, format, o); err != nil {
		return err
	}
	ended(true)
	return in.status
}

// logRead logs what a source is.
func (in *input) logRead(s *analyze.Snapshot) {
	in.log("read", "path", s.Path, "size", s.Size, "format", s.Format, "state", s.State, "logs", len(s.Logs), "profiles", len(s.Profiles), "diagnostics", len(s.Diagnostics))
}

// list returns the skipped inputs as the report has them.
func (in *input) list() []report.Skipped {
	out := make([]report.Skipped, len(in.skipped))
	for i, s := range in.skipped {
		out[i] = report.Skipped{Path: s.Path, Reason: s.Reason}
	}
	slices.SortFunc(out, func(a, b report.Skipped) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Reason, b.Reason))
	})
	return out
}
