package analyze_test

import (
	"context"

	"mapihive/analyze"
	"mapihive/analyze/collect"
)

func init() {
	analyze.Take = func(ctx context.Context, path string, opt analyze.Options) analyze.Snapshot {
		return collect.Take(ctx, path, collect.Options{NoRecovery: opt.NoRecovery})
	}
	analyze.TakeWhole = func(ctx context.Context, path string, opt analyze.Options) analyze.Whole {
		return collect.TakeWhole(ctx, path, collect.Options{NoRecovery: opt.NoRecovery, Contents: opt.Contents})
	}
	analyze.TakeImage, analyze.TakeWholeImage = collect.TakeImage, collect.TakeWholeImage
}
