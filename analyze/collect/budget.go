package collect

import (
	"context"
	"encoding/binary"

	"golang.org/x/sync/semaphore"
)

// What reading a hive takes, in tenths of its size: its bytes, the bits and tables about them, and what is found.
// Where a write was not finished, logs may be laid over a second copy, and what they wrote over is searched too.
const (
	tenthsClean = 16
	tenthsDirty = 42
)

// need is how much memory the reading of a file may take, in bytes, by its size and first bytes alone.
func (f *File) need() int64 {
	tenths := int64(tenthsClean)
	const sequence1, sequence2 = 4, 8 // base block of a hive: equal where the last write was finished
	if h := f.head; len(h) >= sequence2+4 &&
		binary.LittleEndian.Uint32(h[sequence1:]) != binary.LittleEndian.Uint32(h[sequence2:]) {
		tenths = tenthsDirty
	}
	if f.parent != nil {
		tenths += 10 // it is unpacked first
	}
	return f.size / 10 * tenths
}

// budget is how much memory there is for all files that are read at a time. What needs more than all of it is read
// alone.
type budget struct {
	of int64
	s  *semaphore.Weighted
}

func newBudget(bytes int64) *budget { return &budget{bytes, semaphore.NewWeighted(bytes)} }

// take waits until there is so much left. It is false where ctx ended first.
func (b *budget) take(ctx context.Context, n int64) (taken int64, ok bool) {
	n = min(n, b.of)
	return n, b.s.Acquire(ctx, n) == nil
}

func (b *budget) put(n int64) { b.s.Release(n) }
