package main

import (
	"bytes"
	"io"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/report"
)

func newProfiles(a *app) *cobra.Command {
	var opt collect.Options
	var full, asJSON bool
	cmd := &cobra.Command{
		Use:   "profiles PATH",
		Short: "Show the profiles in a hive, without judgement",
		Long: `profiles shows the profiles in a hive, or in every hive of a folder: their
services, providers, accounts and order; with --full each value of each section,
decoded, with its place in the file; with --json all of that as a document.
Nothing is judged. Of a secret nothing is shown but that it is stored.

--live is for a quick look into a large hive: it reads only what the live
profiles need, and shows neither the file's hash nor what was deleted, nor
profiles that stand elsewhere than where Outlook and Windows look for them.`,
		Example: `  mapihive profiles NTUSER.DAT
  mapihive profiles --full NTUSER.DAT | grep -i -A1 pst_path
  mapihive profiles --json NTUSER.DAT | jq '.sources[].profiles[].name'`,
		Args: needPath(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			if full && asJSON {
				return usagef("--full and --json cannot go together; --json has every value already")
			}
			opt.Contents = full || asJSON
			in, err := a.gather(cmd.Context(), paths, outputOptions{}, opt)
			if err != nil {
				return err
			}
			defer in.out.discard()
			if len(in.sources) == 0 {
				return in.status
			}
			write := func(w io.Writer) error {
				text := report.TextOptions{Width: terminalWidth(a.stdout)}
				switch {
				case asJSON:
					return report.ProfilesJSON(w, in.sources)
				case full:
					return report.Profiles(w, in.sources, text)
				}
				return report.Tree(w, analyze.Snapshots(in.sources), text)
			}
			var b bytes.Buffer
			if err := write(&b); err != nil {
				return &failure{statusNothing, err}
			}
			if err := in.out.write(b.Bytes()); err != nil {
				return err
			}
			return in.status
		},
	}
	addNoLogs(cmd, &opt.NoLogs)
	cmd.Flags().BoolVar(&full, "full", false, "show every value of every section, decoded")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write the profiles with every value as a JSON document")
	cmd.Flags().BoolVar(&opt.Live, "live", false, "read only what the live profiles need")
	return cmd
}
