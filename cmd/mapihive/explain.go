package main

import (
	"strings"

	"github.com/spf13/cobra"

	"mapihive/analyze/topic"
	"mapihive/report"
)

func newExplain(a *app) *cobra.Command {
	var o form
	cmd := &cobra.Command{
		Use:   "explain [WORD]",
		Short: "Say what a finding, a property or an error means",
		Long: `explain lists the analyzers and their rules, or says what a word means that
you have in hand, in any case, whole or as far as it is the only one:

  an analyzer, or a rule of one, as findings name them;
  a property by its name, tag or value name (PR_PST_PATH, 001f6700);
  the UID of a profile section, or a GUID; a provider DLL;
  a kind of diagnostic, or a decision about a transaction log;
  the error that a user sees (MAPI_E_FAILONEPROVIDER, 0x8004011D, 1018): which
  rules look for its causes, and what to collect.

"diagnostics" lists every kind of damage that a report can name, and every
decision about transaction logs; "secrets" says which values are never shown.`,
		Example: `  mapihive explain
  mapihive explain pst-path
  mapihive explain pst-path/case
  mapihive explain 001f6700
  mapihive explain 0x8004011D
  mapihive explain diagnostics`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("explain takes one WORD; %q is too many", args[1])
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			names := append([]string{diagnosticsTopic, secretsTopic}, topic.Names(a.analyzers)...)
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
	found, err := topic.Find(a.analyzers, args[0])
	switch {
	case begins(diagnosticsTopic, args[0], err != nil):
		return report.Kinds(), nil
	case begins(secretsTopic, args[0], err != nil):
		return report.Secrets(), nil
	case err == nil:
		return report.Topics(found), nil
	}
	name, rule, hasRule := strings.Cut(args[0], "/")
	if an, known := a.analyzerNamed(name); hasRule && known == nil {
		var names []string
		for _, r := range an.Rules {
			names = append(names, r.Name)
		}
		return nil, usagef("analyzer %s has no rule %q; its rules are %s", an.Name, rule, strings.Join(names, ", "))
	}
	return nil, usagef("%v", err)
}

// begins reports whether word is the topic, in any case, or, where nothing else is meant, begins it.
func begins(topic, word string, free bool) bool {
	word = strings.ToLower(word)
	return word == topic || free && len(word) > 2 && strings.HasPrefix(topic, word)
}
