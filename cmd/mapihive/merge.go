package main

import (
	"bufio"
	"context"
	"slices"

	"github.com/spf13/cobra"

	"mapihive/analyze/collect"
	"mapihive/analyze/exchange"
	"mapihive/hive/english"
)

func newMerge(a *app) *cobra.Command {
	var o outputOptions
	cmd := &cobra.Command{
		Use:   "merge SNAPSHOTS...",
		Short: "Put snapshots of several runs together",
		Long: `merge puts files that collect wrote together into one: those of the shards of one
run into what the run would have written at once, in whatever order they are
given and however often each comes; those of different machines one behind the
other. Folders are searched for them. What is cut off or cannot be read is left
out, and said, also by whatever reads the file.`,
		Example: `  mapihive merge -o all.jsonl 0.jsonl 1.jsonl 2.jsonl 3.jsonl
  mapihive analyze all.jsonl`,
		Args: needPath(0),
		RunE: func(cmd *cobra.Command, paths []string) error {
			return a.merge(cmd.Context(), paths, o)
		},
	}
	cmd.Flags().SortFlags = false
	addOutput(cmd, &o)
	return cmd
}

func (a *app) merge(ctx context.Context, paths []string, o outputOptions) error {
	in, err := a.find(ctx, paths, inputOptions{})
	if err != nil {
		return err
	}
	o.results = true
	out, err := a.open(ctx, o, in)
	if err != nil {
		return err
	}
	defer out.discard()
	to := bufio.NewWriterSize(out.w, 1<<16)
	taken := 0
	var faults []exchange.Skipped
	for r := range in.collector.Merge(ctx, slices.Values(in.files), func(join *exchange.Join) {
		taken = len(join.Runs())
		faults, err = join.Write(to)
	}) {
		if r.Skip != nil {
			in.skipped = append(in.skipped, *r.Skip)
		}
	}
	switch {
	case err != nil:
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	for _, f := range faults {
		in.skipped = append(in.skipped, collect.Skip{Path: f.Path, Reason: f.Reason, Failed: true})
	}
	if taken == 0 {
		return a.covered(in, 0, nil)
	}
	if err := to.Flush(); err != nil {
		return err
	}
	if err := out.put(); err != nil {
		return err
	}
	if !a.quiet {
		defer a.done(english.Count(len(in.files), "file")+" put together", "snapshots", o)
	}
	return a.covered(in, taken, nil)
}
