package main

import (
	"context"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/winpath"
)

// mounts are the folders in which data files are looked for: the flag --files.
type mounts struct {
	flags []string
	roots []*os.Root
	at    []analyze.Mount
}

func addFiles(cmd *cobra.Command, m *mounts) {
	cmd.Flags().StringArrayVar(&m.flags, "files", nil, "look at the data files in `[DRIVE:=]DIR`: a mounted disk or share, or a collection with a folder for each drive; may be repeated")
}

// open opens the folders. Nothing outside them is read, wherever links lead.
func (m *mounts) open(o *outputOptions) error {
	for _, flag := range m.flags {
		at, dir := cutMount(flag)
		if dir == "" {
			return usagef("--files is [DRIVE:=]DIR, not %q", flag)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return usagef("--files: %s: %s", hive.Text(dir), cause(err))
		}
		m.roots = append(m.roots, root)
		m.at = append(m.at, analyze.Mount{At: at, FS: root.FS()})
		o.beside = append(o.beside, dir)
	}
	return nil
}

func (m *mounts) close() {
	for _, r := range m.roots {
		r.Close()
	}
}

// cutMount reads "C:=DIR", "\\server\share=DIR" and "DIR".
func cutMount(flag string) (at hive.Text, dir string) {
	before, after, ok := strings.Cut(flag, "=")
	if ok {
		name := hive.Text(strings.TrimRight(before, `\`))
		_, _, share := winpath.Root(name)
		if letter, drive := winpath.Drive(name); drive && len(name) == 2 {
			return hive.Text(letter + ":"), after
		} else if share && winpath.IsUNC(name) {
			return name, after
		}
	}
	return "", flag
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
