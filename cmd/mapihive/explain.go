package main

import (
	"bytes"
	"strings"

	"github.com/spf13/cobra"

	"mapihive/report"
)

func newExplain(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [ANALYZER[/RULE] | diagnostics | secrets]",
		Short: "Say what a finding means and what to do about it",
		Long: `explain lists the analyzers and their rules, or prints the manual of one
analyzer, or what a finding of one rule means. "diagnostics" lists every kind of
damage that a report can name, and every decision about transaction logs;
"secrets" says which values are never shown.`,
		Example: `  mapihive explain
  mapihive explain pst-path
  mapihive explain pst-path/case
  mapihive explain diagnostics
  mapihive explain secrets`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("explain takes one ANALYZER or ANALYZER/RULE; %q is too many", args[1])
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			names := []string{diagnosticsTopic, secretsTopic}
			for _, an := range a.analyzers {
				names = append(names, an.Name)
				for _, r := range an.Rules {
					names = append(names, an.Name+"/"+r.Name)
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o := report.TextOptions{Width: terminalWidth(a.stdout)}
			var b bytes.Buffer
			if err := a.explain(&b, args, o); err != nil {
				return err
			}
			out, err := a.open(cmd.Context(), outputOptions{})
			if err != nil {
				return err
			}
			return out.write(b.Bytes())
		},
	}
}

// What explain takes beside the analyzers.
const (
	diagnosticsTopic = "diagnostics"
	secretsTopic     = "secrets"
)

func (a *app) explain(b *bytes.Buffer, args []string, o report.TextOptions) error {
	if len(args) == 0 {
		return report.Analyzers(b, a.analyzers, o)
	}
	switch args[0] {
	case diagnosticsTopic:
		return report.ExplainDiagnostics(b, o)
	case secretsTopic:
		return report.ExplainSecrets(b, o)
	}
	name, rule, hasRule := strings.Cut(args[0], "/")
	an, err := a.analyzerNamed(name)
	if err != nil {
		return err
	}
	if !hasRule {
		return report.ExplainAnalyzer(b, an, o)
	}
	r, ok := an.Rule(rule)
	if !ok {
		var names []string
		for _, r := range an.Rules {
			names = append(names, r.Name)
		}
		return usagef("analyzer %s has no rule %q; its rules are %s", an.Name, rule, strings.Join(names, ", "))
	}
	return report.ExplainRule(b, an, r, o)
}
