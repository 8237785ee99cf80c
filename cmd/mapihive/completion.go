package main

import (
	_ "embed"
	"io"

	"github.com/spf13/cobra"
)

// bashCompletion is our own: that of cobra needs a package of the distribution, and evaluates what is typed.
//
//go:embed completion.bash
var bashCompletion string

const bashLong = `bash prints a script that completes commands, options, their words, profiles and
keys. It needs nothing but bash itself:

  source <(mapihive completion bash)

in ~/.bashrc loads it for each new shell.`

// addCompletion adds the command that prints scripts for shells.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() != "completion" {
			continue
		}
		c.Short = "Print a completion script for a shell"
		c.Args = cobra.ArbitraryArgs
		c.RunE = func(*cobra.Command, []string) error {
			return usagef("completion needs the name of a shell: bash, fish, powershell or zsh")
		}
		for _, shell := range c.Commands() {
			if shell.Name() == "bash" {
				shell.Long = bashLong
				shell.RunE = func(cmd *cobra.Command, _ []string) error {
					_, err := io.WriteString(cmd.OutOrStdout(), bashCompletion)
					return err
				}
			}
		}
	}
}
