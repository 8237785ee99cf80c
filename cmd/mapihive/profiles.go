package main

import (
	"strings"

	"github.com/spf13/cobra"

	"mapihive/analyze/collect"
	"mapihive/report"
)

func newProfiles(a *app) *cobra.Command {
	var o form
	var opt collect.Options
	var from inputOptions
	var full, asJSON bool
	kind := report.Profiles(nil, false)
	cmd := &cobra.Command{
		Use:   "profiles PATH...",
		Short: "Show the profiles in hives, without judgement",
		Long: `profiles shows the profiles in the given hives, or in every hive of a folder:
their services, providers, accounts and order; with --full each value of each
section, decoded, with its place in the file. The other formats than text have
every value always. Nothing is judged. Of a secret nothing is shown but that it
is stored.

--live is for a quick look into a large hive: it reads only what the live
profiles need, and shows neither the file's hash nor what was deleted, nor
profiles that stand elsewhere than where Outlook and Windows look for them.`,
		Example: `  mapihive profiles NTUSER.DAT
  mapihive profiles --full NTUSER.DAT | grep -i -A1 pst_path
  mapihive profiles --format json NTUSER.DAT | jq '.sources[].profiles[].name'`,
		Args: needPath(0),
		RunE: func(cmd *cobra.Command, paths []string) error {
			switch {
			case asJSON && full:
				return usagef("--full and --json cannot go together; --json has every value already")
			case asJSON && cmd.Flags().Changed("format") && !strings.EqualFold(o.format, "json"):
				return usagef("--json is --format json, and cannot go together with --format %s", o.format)
			case asJSON:
				o.format = "json"
			}
			format, err := a.formatFor(&o, kind)
			if err != nil {
				return err
			}
			live := opt.Live
			opt = from.options()
			opt.Contents, opt.Live = full || !forPeople(format), live
			in, err := a.gather(cmd.Context(), paths, from, o.outputOptions, opt)
			if err != nil {
				return err
			}
			d := report.Profiles(in.sources, opt.Contents)
			d.Run = a.ranOn(in.input, opt)
			return a.answer(in, d, format, o)
		},
	}
	a.addForm(cmd, &o, kind)
	cmd.Flags().BoolVar(&full, "full", false, "text: show every value of every section, decoded")
	cmd.Flags().BoolVar(&opt.Live, "live", false, "read only what the live profiles need")
	addInput(cmd, &from)
	addQuick(cmd, &from)
	addSkipErrors(cmd, &from)
	addRedact(cmd, &from)
	cmd.Flags().BoolVar(&asJSON, "json", false, "as --format json")
	cmd.Flag("json").Hidden = true // what it was called before --format
	return cmd
}
