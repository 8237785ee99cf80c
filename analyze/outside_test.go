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
	analyze.TakeImage, analyze.TakeWholeImage = collect.TakeImage, collect.TakeWholeImage
}
