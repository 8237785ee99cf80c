package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/analyze/compare"
	"mapihive/report"
)

// diffOptions are the flags of diff.
type diffOptions struct {
	form
	user     string
	exitCode bool
	input    inputOptions
}

func newDiff(a *app) *cobra.Command {
	var o diffOptions
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Say what changed in the profiles from one hive to another",
		Long: `diff compares the profiles of two hives - before and after a change, or a hive
and its older copy - and says what differs in each profile, service, provider,
property and account, by name, and in the user, Outlook versions, drives and
default profile. That a secret changed is said, never what it is.

HIVE:PROFILE is one profile, of the same hive or of another. The live one of the
name is meant, where there is one; HIVE:@N is that whose key is at offset N.

Of two folders or archives the hives of one path below them are compared, in any
case; of those that are left, the ones of one user, by the SID.

What a hive that is truncated, damaged or dirty seems to lack is not said to be
removed: it may be there. A profile that can be recovered from the deleted
records of the hive that lacks it is said to be.

The exit status is 0 whether anything differs or not; with --exit-code it is 1
where something does.`,
		Example: `  mapihive diff before/NTUSER.DAT after/NTUSER.DAT
  mapihive diff --exit-code --format json NTUSER.DAT copy/NTUSER.DAT
  mapihive diff NTUSER.DAT:Outlook NTUSER.DAT:Backup
  mapihive diff monday/C/Users friday/C/Users`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return usagef("diff needs two hives or folders, for example: %s before/NTUSER.DAT after/NTUSER.DAT", cmd.CommandPath())
			}
			return needPath(2)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, paths []string) error {
			return a.diff(cmd.Context(), paths, o)
		},
	}
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 1 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return a.sidesOf(cmd, begun)
	}
	a.addForm(cmd, &o.form, emptyDiff())
	cmd.Flags().BoolVar(&o.exitCode, "exit-code", false, "exit with 1 if something differs")
	addUser(cmd, &o.user)
	completeFlag(cmd, "user", a.userNames)
	addInput(cmd, &o.input)
	refuseRedact(cmd, "it shows what values were and are; compare two reports that were made with one --redact-key")
	return cmd
}

// ofOneFile reports whether sources are those of the users of one file.
func ofOneFile(sources []analyze.Whole) bool {
	return !slices.ContainsFunc(sources, func(s analyze.Whole) bool { return s.Path != sources[0].Path })
}

func (a *app) diff(ctx context.Context, paths []string, o diffOptions) error {
	format, err := a.formatFor(&o.form, emptyDiff())
	if err != nil {
		return err
	}
	var in []*input
	parts := make([]side, len(paths))
	for i, path := range paths {
		parts[i] = sideOf(path)
		side, err := a.find(ctx, []string{parts[i].path}, o.input) // each on its own: a hive may be compared with itself
		if err != nil {
			return err
		}
		in = append(in, side)
	}
	out, err := a.open(ctx, o.outputOptions, in...)
	if err != nil {
		return err
	}
	defer out.discard()
	opt := o.input.options()
	opt.Contents = true
	if in[0].holder(parts[0].path) && in[1].holder(parts[1].path) && (in[0].hives(ctx) != 1 || in[1].hives(ctx) != 1) {
		return a.diffFolders(ctx, parts, in, o, format, out)
	}
	var sides []analyze.Whole
	for i, one := range in {
		var side []analyze.Whole
		err := one.read(ctx, opt, func(s analyze.Whole) bool {
			side = append(side, s)
			return len(side) == 1 || ofOneFile(side)
		})
		if err != nil {
			return err
		}
		if len(side) > 1 && !ofOneFile(side) {
			return usagef("%s holds %d hives; name the one to compare", paths[i], one.collector.Count(ctx, one.files))
		}
		if status := a.coverage(one, analyze.Snapshots(side)); status != nil {
			return &failure{status: statusNothing} // there is nothing to compare with
		}
		s, err := oneUser(side, o.user)
		if err != nil {
			return err
		}
		sides = append(sides, s)
	}
	d, err := differ(parts, sides)
	if err != nil {
		return err
	}
	doc := report.Diff(&sides[0].Snapshot, &sides[1].Snapshot, &d)
	doc.Run = a.ran(opt)
	if err := a.deliver(out, doc, format, o.form); err != nil {
		return err
	}
	if o.exitCode && !d.Equal() {
		return &failure{status: statusFound}
	}
	return nil
}

// differ compares two sources, or the profiles of them that were chosen.
func differ(of []side, s []analyze.Whole) (d compare.Diff, err error) {
	if of[0].profile == "" && of[1].profile == "" {
		return compare.Snapshots(&s[0], &s[1]), nil
	}
	var chosen [2]int
	for i := range of {
		if of[i].profile == "" {
			return d, usagef("one profile is compared with another; choose one of %s too, with %s:NAME", of[i].path, of[i].path)
		}
		if chosen[i], err = of[i].choose(&s[i].Snapshot); err != nil {
			return d, err
		}
	}
	return compare.Two(&s[0], &s[1], chosen[0], chosen[1]), nil
}

// emptyDiff is a diff of nothing, which has the formats of all.
func emptyDiff() *report.Document {
	return report.Diff(&analyze.Snapshot{}, &analyze.Snapshot{}, &compare.Diff{})
}
