package main

import (
	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/report"
)

func newStores(a *app) *cobra.Command {
	var files mounts
	var match fileName
	var fetch, kape bool
	var o form
	var from inputOptions
	kind := report.Stores(nil)
	cmd := &cobra.Command{
		Use:   "stores PATH...",
		Short: "List the PST and OST files that a user has or had",
		Long: `stores lists every data file (PST, OST, NST) that the profiles in the given
hives name, and those that Outlook's search and settings remember: each file
with its spellings, its record key, its format, and the profiles that use it.
Text groups the references by file; json, jsonl and csv have every reference
with the value it stands in, the role of the store and the user. What has one
record key or, within a hive, one path regardless of case is one file.

With --files the files themselves are looked at: format, size, record key.
--match tells a program that is about to open a PST which of the known ones it
is, and by which spelling to open it; the exit status is 5 if it is none of
them. --collect lists the paths that a collector has to fetch, one a line;
--kape writes them as a target for KAPE.`,
		Example: `  mapihive stores NTUSER.DAT
  mapihive stores --format csv -o stores.csv /mnt/collection/C/Users
  mapihive stores --files C:=/mnt/image /mnt/image/Users
  mapihive stores --match 'c:\mail\ARCHIVE.pst' NTUSER.DAT
  mapihive stores --kape -o pst.tkape /mnt/collection/C/Users`,
		Args: needPath(0),
		RunE: func(cmd *cobra.Command, paths []string) error {
			of, err := storesDocument(string(match), fetch, kape)
			if err != nil {
				return err
			}
			format, err := a.formatFor(&o, of(nil))
			if err != nil {
				return err
			}
			if from.redact.on() && (match != "" || fetch || kape || len(files.flags) > 0) {
				return usagef("--redact hides the paths that --match, --collect, --kape and --files are about: they cannot go together")
			}
			opt := from.options()
			defer files.close()
			if err := files.open(&o.outputOptions); err != nil {
				return err
			}
			in, err := a.gather(cmd.Context(), paths, from, o.outputOptions, opt)
			if err != nil {
				return err
			}
			if err := files.lookUp(cmd.Context(), in.sources, hive.Text(match)); err != nil {
				in.out.discard()
				return err
			}
			d := of(analyze.Snapshots(in.sources))
			d.Run = a.ranOn(in.input, opt)
			if err := a.answer(in, d, format, o); err != nil || match == "" {
				return err
			}
			if len(analyze.MatchStores(analyze.Snapshots(in.sources), hive.Text(match))) == 0 {
				return &failure{status: statusAbsent} // the document says it
			}
			return nil
		},
	}
	a.addForm(cmd, &o, kind)
	addInput(cmd, &from)
	addQuick(cmd, &from)
	addSkipErrors(cmd, &from)
	addFiles(cmd, &files)
	addRedact(cmd, &from)
	cmd.Flags().Var(&match, "match", "say which of the files `PST` is, by its path")
	cmd.Flags().BoolVar(&fetch, "collect", false, "list the paths that a collector has to fetch")
	cmd.Flags().BoolVar(&kape, "kape", false, "list them as a target for KAPE")
	return cmd
}

// storesDocument is what the flags ask for.
func storesDocument(match string, fetch, kape bool) (func([]analyze.Snapshot) *report.Document, error) {
	switch {
	case match != "" && (fetch || kape):
		return nil, usagef("--match and --collect are two questions; ask one at a time")
	case match != "":
		return func(s []analyze.Snapshot) *report.Document { return report.StoreMatches(s, hive.Text(match)) }, nil
	case fetch || kape:
		return func(s []analyze.Snapshot) *report.Document { return report.StoreCollection(s, kape) }, nil
	}
	return report.Stores, nil
}

// list is a command that lists one thing out of every profile of the sources.
type list struct {
	use, short, long, example string

	of func([]analyze.Snapshot) *report.Document
}

func (a *app) newList(l list) *cobra.Command {
	var o form
	var from inputOptions
	kind := l.of(nil)
	cmd := &cobra.Command{
		Use: l.use, Short: l.short, Long: l.long, Example: l.example,
		Args: needPath(0),
		RunE: func(cmd *cobra.Command, paths []string) error {
			format, err := a.formatFor(&o, kind)
			if err != nil {
				return err
			}
			opt := from.options()
			in, err := a.gather(cmd.Context(), paths, from, o.outputOptions, opt)
			if err != nil {
				return err
			}
			d := l.of(analyze.Snapshots(in.sources))
			d.Run = a.ranOn(in.input, opt)
			return a.answer(in, d, format, o)
		},
	}
	a.addForm(cmd, &o, kind)
	addInput(cmd, &from)
	addQuick(cmd, &from)
	addSkipErrors(cmd, &from)
	addRedact(cmd, &from)
	return cmd
}
