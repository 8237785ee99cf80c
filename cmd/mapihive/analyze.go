package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/report"
)

// analyzeOptions are the flags of analyze.
type analyzeOptions struct {
	form
	color, failOn string
	only, skip    []string
	failOnDamage  bool
	input         inputOptions
	files         mounts
	view          viewOptions
}

func newAnalyze(a *app) *cobra.Command {
	var o analyzeOptions
	cmd := &cobra.Command{
		Use:   "analyze PATH...",
		Short: "Report what is wrong with the Outlook profiles in hives",
		Long: `analyze reads every hive at the given paths and reports what is wrong with the
Outlook profiles in them. Folders and zip collections are searched to the
bottom; a hive is known by its first bytes, whatever its name. All hives of one
run are compared with each other. A path can also be a pattern ('*/NTUSER.DAT'),
a list of paths (@FILE, @- for standard input) or ARCHIVE!PATH.

Of more than five hives the text has the findings by rule, with an example each,
and the first entries of every list; --full has all, as the other formats have.

--quick is for shares: of a hive that is clean, or has no logs, only the pages
are read that live profiles need. Nothing is hashed, nothing deleted is looked
for, and what rests on something being absent is not checked.

For monitors: with --fail-on the exit status is 1 if a finding is that severe or
worse. A source that could not be read goes before it, with 3, and where none
could be read 4: a hive that was not read may hold what you watch for. With
--skip-errors only 4 does; what was not read is said all the same.`,
		Example: `  mapihive analyze NTUSER.DAT
  mapihive analyze --fail-on medium /mnt/collection/C/Users
  mapihive analyze --format json -o report.json host1/ host2/`,
		Args: needPath(0),
		RunE: func(cmd *cobra.Command, paths []string) error {
			if cmd.Flags().Changed("only") && len(o.only) == 0 {
				return usagef("--only names no analyzer; is a shell variable unset?")
			}
			return a.analyze(cmd.Context(), paths, o)
		},
	}
	f := cmd.Flags()
	a.addForm(cmd, &o.form, report.Analysis(&report.Report{}))
	f.StringSliceVar(&o.only, "only", nil, "run only the analyzers `NAME,...`")
	f.StringSliceVar(&o.skip, "skip", nil, "do not run the analyzers `NAME,...`")
	f.StringVar(&o.failOn, "fail-on", "", "exit with 1 if a finding is this `SEVERITY` or worse")
	f.BoolVar(&o.failOnDamage, "fail-on-damage", false, "exit with 1 if a hive is damaged or not read whole")
	addView(cmd, &o.view)
	addResume(cmd, &o.input)
	addProgress(cmd, &o.input)
	addInput(cmd, &o.input)
	addQuick(cmd, &o.input)
	addSkipErrors(cmd, &o.input)
	addFiles(cmd, &o.files)
	addRedact(cmd, &o.input)
	f.StringVar(&o.color, "color", "auto", "colour `WHEN`: auto, always or never")
	for flag, words := range map[string][]string{
		"color": {"auto", "always", "never"},
		"only":  a.analyzerNames(), "skip": a.analyzerNames(), "fail-on": severities(),
	} {
		// The only error is a flag that does not exist; a test asks for each completion.
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
	return cmd
}

func (a *app) analyze(ctx context.Context, paths []string, o analyzeOptions) error {
	format, err := a.formatFor(&o.form, report.Analysis(&report.Report{}))
	if err != nil {
		return err
	}
	analyzers, err := a.choose(o.only, o.skip)
	if err != nil {
		return err
	}
	var failOn analyze.Severity
	if o.failOn != "" {
		word, err := oneWord("--fail-on", o.failOn, severities())
		if err != nil {
			return err
		}
		failOn = analyze.Severity(word)
	}
	view, err := o.view.view()
	if err != nil {
		return err
	}
	least, err := o.view.least()
	if err != nil {
		return err
	}
	if o.form.color, err = useColor(o.color, a.textOutput(o.outputOptions)); err != nil {
		return err
	}

	if o.input.quick && o.failOnDamage {
		return usagef("--quick and --fail-on-damage cannot go together: a quick run does not check hives for damage")
	}
	opt := o.input.options()
	if o.input.redact.on() && len(o.files.flags) > 0 {
		return usagef("--redact and --files cannot go together: files are found by the paths that --redact hides")
	}
	defer o.files.close()
	if err := o.files.open(&o.outputOptions); err != nil {
		return err
	}
	o.input.findings = func(s *analyze.Snapshot) int {
		return len(analyze.Run(&analyze.Case{Sources: []analyze.Snapshot{*s}}, analyzers))
	}
	in, err := a.gather(ctx, paths, o.input, o.outputOptions, opt)
	if err != nil {
		return err
	}
	if err := o.files.lookUp(ctx, in.sources); err != nil {
		in.out.discard()
		return err
	}
	c := analyze.Case{Sources: analyze.Snapshots(in.sources)}
	r := report.Report{
		Schema: report.Schema, Run: a.ranOn(in.input, opt), Sources: c.Sources, Findings: analyze.Run(&c, analyzers),
		Skipped: in.list(), NotHives: in.notHives, View: view,
	}
	r.Run.Analyzers, r.Run.NotChecked = namesOf(analyzers), analyze.NotChecked(&c, analyzers)
	reached := failOn != "" && slices.ContainsFunc(r.Findings, func(f analyze.Finding) bool { return f.Severity.AtLeast(failOn) })
	if least != "" {
		r.AtLeast(least)
	}
	done := outcome{what: "report", Sources: len(r.Sources)}
	for i := range r.Sources {
		if report.Unread(&r.Sources[i]) != "" {
			done.Sources--
			done.NotRead++
		}
	}
	done.found(r.Findings)
	in.ended = func(written bool) { a.closing(in.input, done, o.outputOptions, written) }
	if err := a.answer(in, report.Analysis(&r), format, o.form); err != nil {
		return err
	}
	switch {
	case reached,
		o.failOnDamage && slices.ContainsFunc(c.Sources, func(s analyze.Snapshot) bool { return s.Broken() }):
		return &failure{status: statusFound}
	}
	return nil
}
