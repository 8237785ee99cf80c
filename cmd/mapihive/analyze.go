package main

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/report"
)

// analyzeOptions are the flags of analyze.
type analyzeOptions struct {
	format, color, failOn string
	output                outputOptions
	only, skip            []string
	noLogs, failOnDamage  bool
}

func newAnalyze(a *app) *cobra.Command {
	var o analyzeOptions
	cmd := &cobra.Command{
		Use:   "analyze PATH...",
		Short: "Report what is wrong with the Outlook profiles in hives",
		Long: `analyze reads every hive at the given paths and reports what is wrong with the
Outlook profiles in them. Folders are searched to the bottom; a hive is known
by its first bytes, whatever its name. All hives of one run are compared with
each other.`,
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
	f.SortFlags = false
	f.StringVar(&o.format, "format", "text", "`FORMAT` of the report: text or json")
	addOutput(cmd, &o.output)
	f.StringSliceVar(&o.only, "only", nil, "run only the analyzers `NAME,...`")
	f.StringSliceVar(&o.skip, "skip", nil, "do not run the analyzers `NAME,...`")
	f.StringVar(&o.failOn, "fail-on", "", "exit with 1 if a finding is this `SEVERITY` or worse")
	f.BoolVar(&o.failOnDamage, "fail-on-damage", false, "exit with 1 if a hive is damaged or not read whole")
	addNoLogs(cmd, &o.noLogs)
	f.StringVar(&o.color, "color", "auto", "colour `WHEN`: auto, always or never")
	var severities []string
	for _, s := range analyze.Severities() {
		severities = append(severities, string(s))
	}
	for flag, words := range map[string][]string{
		"format": {"text", "json"}, "color": {"auto", "always", "never"},
		"only": a.analyzerNames(), "skip": a.analyzerNames(), "fail-on": severities,
	} {
		// The only error is a flag that does not exist; a test asks for each completion.
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
	return cmd
}

func (a *app) analyze(ctx context.Context, paths []string, o analyzeOptions) error {
	if o.format != "text" && o.format != "json" {
		return usagef("--format is text or json, not %q", o.format)
	}
	analyzers, err := a.choose(o.only, o.skip)
	if err != nil {
		return err
	}
	var failOn analyze.Severity
	if o.failOn != "" {
		if failOn, err = analyze.ParseSeverity(strings.ToLower(o.failOn)); err != nil {
			return usagef("--fail-on: %v", err)
		}
	}
	color, err := useColor(o.color, a.textOutput(o.output))
	if err != nil {
		return err
	}

	started := time.Now()
	in, err := a.gather(ctx, paths, o.output, collect.Options{NoLogs: o.noLogs})
	if err != nil {
		return err
	}
	defer in.out.discard()
	c := analyze.Case{Sources: analyze.Snapshots(in.sources)}
	r := report.Report{
		Schema:    report.Schema,
		Tool:      report.Tool{Name: "mapihive", Version: toolVersion(), Args: texts(a.args)},
		Started:   started.UTC(),
		Sources:   c.Sources,
		Findings:  analyze.Run(&c, analyzers),
		Analyzers: namesOf(analyzers),
		Skipped:   in.list(),
		NotHives:  in.notHives,
		NoLogs:    o.noLogs,
	}
	r.Finished = time.Now().UTC()

	var b bytes.Buffer
	switch {
	case o.format == "json":
		err = report.JSON(&b, &r)
	case len(r.Sources) > 0:
		err = report.Text(&b, &r, report.TextOptions{Width: terminalWidth(a.textOutput(o.output)), Color: color})
	default:
		return in.status // everything has been said on one line for each path
	}
	if err != nil {
		return &failure{statusNothing, err}
	}
	if err := in.out.write(b.Bytes()); err != nil {
		return err
	}
	if in.status != nil {
		return in.status
	}
	switch {
	case failOn != "" && slices.ContainsFunc(r.Findings, func(f analyze.Finding) bool { return f.Severity.AtLeast(failOn) }),
		o.failOnDamage && slices.ContainsFunc(c.Sources, func(s analyze.Snapshot) bool { return s.Broken() }):
		return &failure{status: statusFound}
	}
	return nil
}

func texts(args []string) []hive.Text {
	out := make([]hive.Text, len(args))
	for i, a := range args {
		out[i] = hive.Text(a)
	}
	return out
}
