package main

import (
	"embed"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed engines
var engines embed.FS

// engine is something that runs mapihive on many machines.
type engine struct {
	name, file, doc string
}

// engineList lists the engines there are scripts for.
var engineList = []engine{
	{"slurm", "slurm.sh", "a script that scans a share with an array job, and a job that merges"},
	{"velociraptor", "velociraptor.yaml", "an artifact that collects snapshots on clients, and a notebook"},
	{"kape", "kape.mkape", "a module that makes snapshots and reports of what was collected"},
}

func newEngine(a *app) *cobra.Command {
	var names []string
	var list strings.Builder
	for _, e := range engineList {
		names = append(names, e.name)
		list.WriteString("  " + e.name + strings.Repeat(" ", 14-len(e.name)) + e.doc + "\n")
	}
	return &cobra.Command{
		Use:   "engine NAME",
		Short: "Print a script that runs mapihive on many machines",
		Long: `engine prints what another program needs to run mapihive where the hives are, and
to bring the snapshots to one place:

` + list.String() + `
What each does, and how it is used, stands in the script.`,
		Example: `  mapihive engine slurm >scan.sh; sh scan.sh /mnt/share /mnt/results 16
  mapihive engine kape >mapihive.mkape`,
		ValidArgs: names,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("engine needs the name of one: %s", oneOf(names))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			name, err := oneWord("the engine", args[0], names)
			if err != nil {
				return err
			}
			for _, e := range engineList {
				if e.name == name {
					text, err := engines.ReadFile("engines/" + e.file)
					if err != nil {
						return failf("%w", err)
					}
					if _, err := a.stdout.Write(text); err != nil {
						return writeFailure(err, standardFailure)
					}
				}
			}
			return nil
		},
	}
}
