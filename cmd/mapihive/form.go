package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mapihive/analyze/collect"
	"mapihive/report"
	"mapihive/report/dump"
)

// form is what a document is written as and where to: the same flags for every command.
type form struct {
	format string
	color  bool
	bom    bool
	outputOptions
}

// addForm adds the flags. kind is an empty document of the kind that the command makes.
func (a *app) addForm(cmd *cobra.Command, f *form, kind *report.Document) {
	words := a.formatsOf(kind)
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&f.format, "format", words[0], formatUsage(words))
	// The only error is a flag that does not exist.
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	addOutput(cmd, &f.outputOptions)
	if slices.Contains(words, "csv") {
		cmd.Flags().BoolVar(&f.bom, "bom", false, "csv: for Excel: a byte order mark, text stays text")
	}
}

// formatUsage names the formats, in lines that leave room for the flag and the default.
func formatUsage(words []string) string {
	const room = 32
	usage, wide := "`FORMAT`: "+words[0], len("FORMAT: "+words[0])
	for _, w := range words[1:] {
		if wide += len("|" + w); wide > room {
			usage, wide = usage+"\n", len("|"+w)
		}
		usage += "|" + w
	}
	return usage
}

// formatsOf names the formats that a document of some kind has.
func (a *app) formatsOf(kind *report.Document) []string {
	var words []string
	for _, f := range a.formats {
		if f.Of(kind) {
			words = append(words, f.Name)
		}
	}
	return words
}

// formatFor returns the format that was asked for, if a document of this kind has it.
func (a *app) formatFor(f *form, kind *report.Document) (*report.Format, error) {
	words := a.formatsOf(kind)
	if slices.ContainsFunc(a.formats, func(format *report.Format) bool {
		return strings.EqualFold(format.Name, f.format) && !format.Of(kind) // json is not short for jsonl
	}) {
		return nil, usagef("--format is %s, not %q", oneOf(words), f.format)
	}
	name, err := oneWord("--format", f.format, words)
	switch {
	case err != nil:
		return nil, err
	case f.bom && name != "csv":
		return nil, usagef("--bom is for --format csv, not %s", name)
	}
	return a.formats[slices.IndexFunc(a.formats, func(format *report.Format) bool { return format.Name == name })], nil
}

// forPeople reports whether a format has nothing to say where nothing was read: what was wrong with each path has
// been said on a line of its own. A program gets its document all the same.
func forPeople(f *report.Format) bool { return f.Name == "text" }

// ran is the run of the program, for the custody of a document.
func (a *app) ran(opt collect.Options) report.Run {
	args := a.shownArgs()
	run := report.Run{
		Tool:    report.Tool{Name: "mapihive", Version: toolVersion(), Commit: thisBuild().Commit, Args: args},
		Started: a.started,
		Options: report.Options{NoLogs: opt.NoLogs, NoHash: opt.NoHash, Live: opt.Live, Quick: opt.Quick, Redacted: a.redactor != nil},
	}
	for _, r := range a.runs {
		of := report.Options{NoLogs: r.Options.NoLogs, NoHash: r.Options.NoHash, Live: r.Options.Live, Quick: r.Options.Quick}
		to := &run.Options
		to.NoLogs, to.NoHash, to.Live, to.Quick = to.NoLogs || of.NoLogs, to.NoHash || of.NoHash, to.Live || of.Live, to.Quick || of.Quick
		run.Collected = append(run.Collected, report.Collected{
			Tool: r.Tool, Version: r.Version, Host: r.Options.Host, Paths: r.Paths, Shard: r.Shard.String(), Options: of,
		})
	}
	return run
}

// ranOn is ran with what a quick run asked of the disks.
func (a *app) ranOn(in *input, opt collect.Options) report.Run {
	run := a.ran(opt)
	if opt.Quick {
		cost := report.Cost(in.collector.Cost())
		run.Cost = &cost
	}
	return run
}

// deliver writes the whole document and puts it in place. A dump that had to be cut off says so itself, and is
// put in place with the error.
func (a *app) deliver(out *output, d *report.Document, f *report.Format, o form) error {
	if !d.Run.Started.IsZero() {
		d.Run.Finished = a.now()
	}
	to := a.textOutput(o.outputOptions)
	err := d.Write(out.w, f, report.TextOptions{Width: terminalWidth(to), Color: o.color, BOM: o.bom})
	cut := errors.Is(err, dump.ErrLimit)
	var known *failure
	switch {
	case err == nil, cut:
	case errors.As(err, &known), brokenPipe(err), errors.Is(err, context.Canceled):
		return err
	default:
		return &failure{statusNothing, err}
	}
	if err := out.put(); err != nil {
		return err
	}
	if cut {
		return &failure{statusPartly, err}
	}
	return nil
}

// textOutput is what a text is written to, as far as its layout is concerned: a terminal or not.
func (a *app) textOutput(o outputOptions) io.Writer {
	if !o.standard() {
		return io.Discard
	}
	return a.stdout
}

// oneOf writes a choice: "text, json or csv".
func oneOf(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
