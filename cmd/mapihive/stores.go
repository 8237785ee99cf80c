package main

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/report"
)

func newStores(a *app) *cobra.Command {
	return a.newList(list{
		use:   "stores PATH...",
		short: "List the PST and OST files that a user has or had",
		long: `stores lists every data file (PST, OST, NST) that the profiles in the given
hives name, and those that Outlook's search and settings remember: each file
with its spellings, its record key, its format, and the profiles that use it.
Text groups the references by file; json and csv have every reference with the
value it stands in, the role of the store and the user. What has one record key
or, within a hive, one path regardless of case is one file.`,
		example: `  mapihive stores NTUSER.DAT
  mapihive stores --format csv -o stores.csv /mnt/collection/C/Users`,
		text: report.Stores, json: report.StoresJSON, csv: report.StoresCSV,
	})
}

// list is a command that lists one thing out of every profile of the sources.
type list struct {
	use, short, long, example string

	text      func(io.Writer, []analyze.Snapshot, report.TextOptions) error
	json, csv func(io.Writer, []analyze.Snapshot) error
}

// listOptions are the flags of a list.
type listOptions struct {
	format string
	output outputOptions
	noLogs bool
}

func (a *app) newList(l list) *cobra.Command {
	var o listOptions
	cmd := &cobra.Command{
		Use: l.use, Short: l.short, Long: l.long, Example: l.example,
		Args: needPath(0),
		RunE: func(cmd *cobra.Command, paths []string) error {
			return a.list(cmd.Context(), l, paths, o)
		},
	}
	addFormat(cmd, &o.format, "text", "json", "csv")
	addOutput(cmd, &o.output)
	addNoLogs(cmd, &o.noLogs)
	return cmd
}

func (a *app) list(ctx context.Context, l list, paths []string, o listOptions) error {
	if err := checkFormat(o.format, "text", "json", "csv"); err != nil {
		return err
	}
	in, err := a.gather(ctx, paths, o.output, collect.Options{NoLogs: o.noLogs})
	if err != nil {
		return err
	}
	defer in.out.discard()
	if len(in.sources) == 0 {
		return in.status
	}
	sources := analyze.Snapshots(in.sources)
	var b bytes.Buffer
	switch o.format {
	case "json":
		err = l.json(&b, sources)
	case "csv":
		err = l.csv(&b, sources)
	default:
		err = l.text(&b, sources, report.TextOptions{Width: terminalWidth(a.textOutput(o.output))})
	}
	if err != nil {
		return &failure{statusNothing, err}
	}
	if err := in.out.write(b.Bytes()); err != nil {
		return err
	}
	return in.status
}

func addFormat(cmd *cobra.Command, format *string, words ...string) {
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(format, "format", words[0], "`FORMAT` of the output: "+oneOf(words))
	// The only error is a flag that does not exist.
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

func checkFormat(format string, words ...string) error {
	if slices.Contains(words, format) {
		return nil
	}
	return usagef("--format is %s, not %q", oneOf(words), format)
}

// oneOf writes a choice: "text, json or csv".
func oneOf(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
