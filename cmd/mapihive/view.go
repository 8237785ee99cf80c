package main

import (
	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/report"
)

// viewOptions say how much of a report is shown.
type viewOptions struct {
	full, summary      bool
	trees, minSeverity string
}

// addView adds the flags of a command that reports.
func addView(cmd *cobra.Command, o *viewOptions) {
	f := cmd.Flags()
	f.BoolVar(&o.summary, "summary", false, "text: only the first screen")
	f.BoolVar(&o.full, "full", false, "text: every finding, fact, identifier and hash")
	f.StringVar(&o.trees, "profiles", "", "text: profiles of `WHICH` hives: none|findings|all")
	f.StringVar(&o.minSeverity, "min-severity", "", "leave out findings below the severity `LEAST`")
	for flag, words := range map[string][]string{"profiles": treeWords(), "min-severity": severities()} {
		// The only error is a flag that does not exist; a test asks for each completion.
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
}

// view is what the flags ask for.
func (o *viewOptions) view() (report.View, error) {
	v := report.View{Full: o.full, Summary: o.summary}
	if o.full && o.summary {
		return v, usagef("--full and --summary cannot go together")
	}
	if o.trees != "" {
		word, err := oneWord("--profiles", o.trees, treeWords())
		if err != nil {
			return v, err
		}
		v.Trees = report.Trees(word)
	}
	return v, nil
}

// least is the severity that findings have to reach, "" if all are wanted.
func (o *viewOptions) least() (analyze.Severity, error) {
	if o.minSeverity == "" {
		return "", nil
	}
	word, err := oneWord("--min-severity", o.minSeverity, severities())
	return analyze.Severity(word), err
}

func treeWords() (words []string) {
	for _, t := range report.AllTrees() {
		words = append(words, string(t))
	}
	return words
}

// severities are the words for the severity of a finding, the least first.
func severities() (words []string) {
	for _, s := range analyze.Severities() {
		words = append(words, string(s))
	}
	return words
}
