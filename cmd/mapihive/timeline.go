package main

import (
	"github.com/spf13/cobra"

	"mapihive/analyze/collect"
	"mapihive/report"
)

func newTimeline(a *app) *cobra.Command {
	var o form
	opt := collect.Options{Contents: true, Sparse: true}
	var from inputOptions
	kind := report.Timeline(nil)
	cmd := &cobra.Command{
		Use:   "timeline PATH...",
		Short: "Order by time what the hives date, and compare copies of one",
		Long: `timeline orders in time what the profiles in the given hives give a time for:
last writes of keys, times in properties, when hives and transaction logs were
last written, and deletions between the moments that bound them. Of several
copies of one user's hive - shadow copies, roaming copies, those of several
terminal servers - it says what became of each profile from copy to copy, also
where nothing is wrong.

csv has the columns message, datetime and timestamp_desc, as Timesketch asks for
(name the file .csv); bodyfile is for mactime of The Sleuth Kit.`,
		Example: `  mapihive timeline NTUSER.DAT
  mapihive timeline --format csv -o profiles.csv /mnt/collection/C/Users
  mapihive timeline --format bodyfile NTUSER.DAT | mactime -d -b -`,
		Args: needPath(0),
		RunE: func(cmd *cobra.Command, paths []string) error {
			opt.NoLogs, opt.NoHash = from.noLogs, from.noHash
			format, err := a.formatFor(&o, kind)
			if err != nil {
				return err
			}
			in, err := a.gather(cmd.Context(), paths, from, o.outputOptions, opt)
			if err != nil {
				return err
			}
			if len(a.runs) > 0 {
				a.note("snapshots have the times of keys that findings rest on, not of every section; the hives have all of them")
			}
			d := report.Timeline(in.sources)
			d.Run = a.ran(opt)
			return a.answer(in, d, format, o)
		},
	}
	a.addForm(cmd, &o, kind)
	addInput(cmd, &from)
	addSkipErrors(cmd, &from)
	addRedact(cmd, &from)
	return cmd
}
