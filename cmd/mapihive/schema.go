package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"mapihive/report"
)

func newSchema(*app) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [LAYOUT]",
		Short: "Print the JSON Schema of a document or of JSONL",
		Long: `schema lists the layouts of the JSON documents and of the lines of JSONL, or
prints the JSON Schema (draft 2020-12) of one. Every document names its layout
in the field schema, JSONL in its line of the run. Within a version, fields may
come; none is renamed or changes its meaning.`,
		Example: `  mapihive schema
  mapihive schema report > report.schema.json
  mapihive schema records`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("schema takes one LAYOUT; %q is too many", args[1])
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return layoutNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			out := cmd.OutOrStdout()
			if len(args) == 0 {
				for _, l := range report.Layouts() {
					if _, err := fmt.Fprintf(out, "%-13s  %-25s  %s\n", l.Name, l.ID, l.Doc); err != nil {
						return err
					}
				}
				return nil
			}
			name, err := oneWord("LAYOUT", args[0], layoutNames())
			if err != nil {
				return err
			}
			for _, l := range report.Layouts() {
				if l.Name != name {
					continue
				}
				text, err := l.Schema()
				if err != nil {
					return err
				}
				_, err = out.Write(text)
				return err
			}
			return nil
		},
	}
}

func layoutNames() (names []string) {
	for _, l := range report.Layouts() {
		names = append(names, l.Name)
	}
	return names
}
