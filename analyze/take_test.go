package analyze

import (
	"context"

	"mapihive/hive/regf/translog"
)

// The tests of this package look at snapshots of hives. Those are made by package collect, which knows this one, so
// that a test from outside sets what makes them (outside_test.go).
var (
	Take           func(ctx context.Context, path string, opt Options) Snapshot
	TakeWhole      func(ctx context.Context, path string, opt Options) Whole
	TakeImage      func(ctx context.Context, name string, image []byte, logs ...translog.Input) Snapshot
	TakeWholeImage func(ctx context.Context, name string, image []byte, logs ...translog.Input) Whole
)

// Options are those of package collect that the tests use.
type Options struct{ NoRecovery, Contents bool }
