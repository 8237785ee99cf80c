package main

import (
	"context"
	"runtime"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"mapihive/analyze"
)

// addNoLogs adds the flag that leaves transaction logs alone.
func addNoLogs(cmd *cobra.Command, to *bool) {
	cmd.Flags().BoolVar(to, "no-logs", false, "read hives without their transaction logs")
}

// take reads every source, a few at a time, and returns them in the order of the paths, with their
// contents if opt asks for them. A hive is in memory only while it is read.
func take(ctx context.Context, paths []string, opt analyze.Options) ([]analyze.Whole, error) {
	out := make([]analyze.Whole, len(paths))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, path := range paths {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error {
			out[i] = analyze.TakeWhole(ctx, path, opt)
			return nil
		})
	}
	_ = g.Wait() // Take says in its snapshot what went wrong
	return out, ctx.Err()
}

// gather finds the hives at the paths, opens the output, which must not be evidence, and reads the hives.
// status says which of them could not be read. The caller discards the output.
func (a *app) gather(ctx context.Context, paths []string, to outputOptions, opt analyze.Options) (sources []analyze.Whole, out *output, status, err error) {
	in, err := find(ctx, paths)
	if err != nil {
		return nil, nil, nil, err
	}
	if out, err = a.open(ctx, to, in); err != nil {
		return nil, nil, nil, err
	}
	if sources, err = take(ctx, in.hives, opt); err != nil {
		out.discard()
		return nil, nil, nil, err
	}
	return sources, out, a.coverage(in, analyze.Snapshots(sources)), nil
}
