package main

import (
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
Text groups the references by file; json, jsonl and csv have every reference
with the value it stands in, the role of the store and the user. What has one
record key or, within a hive, one path regardless of case is one file.`,
		example: `  mapihive stores NTUSER.DAT
  mapihive stores --format csv -o stores.csv /mnt/collection/C/Users`,
		of: report.Stores,
	})
}

// list is a command that lists one thing out of every profile of the sources.
type list struct {
	use, short, long, example string

	of func([]analyze.Snapshot) *report.Document
}

func (a *app) newList(l list) *cobra.Command {
	var o form
	var opt collect.Options
	kind := l.of(nil)
	cmd := &cobra.Command{
		Use: l.use, Short: l.short, Long: l.long, Example: l.example,
		Args: needPath(0),
		RunE: func(cmd *cobra.Command, paths []string) error {
			format, err := a.formatFor(&o, kind)
			if err != nil {
				return err
			}
			in, err := a.gather(cmd.Context(), paths, o.outputOptions, opt)
			if err != nil {
				return err
			}
			d := l.of(analyze.Snapshots(in.sources))
			d.Run = a.ran(opt)
			return a.answer(in, d, format, o)
		},
	}
	a.addForm(cmd, &o, kind)
	addNoLogs(cmd, &opt.NoLogs)
	return cmd
}
