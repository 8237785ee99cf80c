package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/readonly"
)

// mounts are the folders in which data files are looked for: the flag --files.
type mounts struct {
	flags []string
	roots []*os.Root
	at    []analyze.Mount
}

func addFiles(cmd *cobra.Command, m *mounts) {
	cmd.Flags().StringArrayVar(&m.flags, "files", nil, "look at data files in `DIR`, or for a drive in C:=DIR")
	_ = cmd.MarkFlagDirname("files") // the only error is a flag that does not exist
}

// open opens the folders. Nothing outside them is read, wherever links lead.
func (m *mounts) open(o *outputOptions) error {
	for _, flag := range m.flags {
		at, dir := analyze.CutMount(flag)
		if dir == "" {
			return usagef("--files is DIR or C:=DIR, not %q", flag)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return usagef("--files: %s: %s", hive.Text(dir), cause(err))
		}
		m.roots = append(m.roots, root)
		m.at = append(m.at, analyze.Mount{At: at, FS: readonly.In(root)})
		o.beside = append(o.beside, dir)
	}
	return nil
}

func (m *mounts) close() {
	for _, r := range m.roots {
		r.Close()
	}
}

// lookUp looks for the data files of the sources, and for those at paths.
func (m *mounts) lookUp(ctx context.Context, sources []analyze.Whole, paths ...hive.Text) error {
	if len(m.at) == 0 {
		return nil
	}
	for i := range sources {
		if err := analyze.LookUp(ctx, &sources[i].Snapshot, m.at, paths...); err != nil {
			return err
		}
	}
	return nil
}
