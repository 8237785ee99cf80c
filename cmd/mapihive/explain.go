package main

import (
	"strings"

	"github.com/spf13/cobra"

	"mapihive/report"
)

func newExplain(a *app) *cobra.Command {
	var o form
	cmd := &cobra.Command{
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
			d, err := a.explanation(args)
			if err != nil {
				return err
			}
			format, err := a.formatFor(&o, d)
			if err != nil {
				return err
			}
			out, err := a.open(cmd.Context(), o.outputOptions)
			if err != nil {
				return err
			}
			defer out.discard()
			return a.deliver(out, d, format, o)
		},
	}
	a.addForm(cmd, &o, report.Overview(nil))
	return cmd
}

// What explain takes beside the analyzers.
const (
	diagnosticsTopic = "diagnostics"
	secretsTopic     = "secrets"
)

func (a *app) explanation(args []string) (*report.Document, error) {
	if len(args) == 0 {
		return report.Overview(a.analyzers), nil
	}
	switch args[0] {
	case diagnosticsTopic:
		return report.Kinds(), nil
	case secretsTopic:
		return report.Secrets(), nil
	}
	name, rule, hasRule := strings.Cut(args[0], "/")
	an, err := a.analyzerNamed(name)
	if err != nil {
		return nil, err
	}
	if !hasRule {
		return report.Manual(an), nil
	}
	r, ok := an.Rule(rule)
	if !ok {
		var names []string
		for _, r := range an.Rules {
			names = append(names, r.Name)
		}
		return nil, usagef("analyzer %s has no rule %q; its rules are %s", an.Name, rule, strings.Join(names, ", "))
	}
	return report.RuleManual(an, r), nil
}
