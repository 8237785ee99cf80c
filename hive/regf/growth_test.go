package regf_test

import (
	"context"
	"encoding/binary"
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/internal/base"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
)

// cost is what one piece of work took: counted, never timed, so that a busy machine fails no test.
type cost struct {
	Steps  int64  // the reader's own count, 0 where it keeps none
	Allocs uint64 // allocations
	Bytes  uint64 // bytes allocated, those freed again included
}

// costOf runs work and counts. work returns the steps it took.
func costOf(work func() int64) cost {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	steps := work()
	runtime.ReadMemStats(&after)
	return cost{steps, after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc}
}

// maxExponent is how fast a cost may grow with its input: n to this power. 1 is linear; the rest is for
// tables that grow by doubling.
const maxExponent = 1.15

// requireLinear runs work over the shape built at 10,000 and at 100,000 and fails where a cost grows faster
// than linear.
func requireLinear(t *testing.T, build func(n int) func() int64) {
	t.Helper()
	requireLinearFrom(t, 10_000, 100_000, build)
}

// requireLinearFrom is requireLinear for other sizes.
func requireLinearFrom(t *testing.T, small, large int, build func(n int) func() int64) {
	t.Helper()
	a, b := costOf(build(small)), costOf(build(large))
	grows := func(what string, x, y float64) {
		if x == 0 && y == 0 {
			return
		}
		e := math.Log(y/max(x, 1)) / math.Log(float64(large)/float64(small))
		t.Logf("%s: %.0f at %d, %.0f at %d: exponent %.2f", what, x, small, y, large, e)
		require.LessOrEqual(t, e, maxExponent, "%s grow faster than their input", what)
	}
	grows("steps", float64(a.Steps), float64(b.Steps))
	grows("allocations", float64(a.Allocs), float64(b.Allocs))
	grows("bytes allocated", float64(a.Bytes), float64(b.Bytes))
}

// year1990 is 1990-01-01 as a FILETIME: no honest key is older.
const year1990 = 122756256000000000

// putCell writes the header of an allocated cell.
func putCell(p []byte, size int) { binary.LittleEndian.PutUint32(p, uint32(-size)) }

// The shapes that made reading slower than linear, each met whole: opened, verified and recovered from.
func TestGrowth(t *testing.T) {
	whole := func(t *testing.T, img []byte) func() int64 {
		return func() int64 {
			h, err := regf.Read(context.Background(), img)
			require.NoError(t, err)
			_, err = h.Verify(context.Background())
			require.NoError(t, err)
			_, err = lost.Recover(context.Background(), h)
			require.NoError(t, err)
			return h.Cells().Steps
		}
	}
	for _, shape := range []struct {
		name  string
		build func(n int) []byte
	}{
		{"a bin header every 4 KiB of one bin, impossible cells between", func(n int) []byte {
			img := hivetest.Bare(n * 256) // a page for each 16 of n
			bin := img[base.Size:]
			for at := base.PageSize; at < len(bin); at += base.PageSize {
				copy(bin[at:], "hbin")
				putCell(bin[at-1024:], 1024) // leads to the header
			}
			return img
		}},
		{"bins that all reach over a page that another has", func(n int) []byte {
			img := hivetest.Bare(n * 256)
			bin := img[base.Size:]
			header := func(at, rel, size int) {
				copy(bin[at:], "hbin")
				binary.LittleEndian.PutUint32(bin[at+4:], uint32(rel))
				binary.LittleEndian.PutUint32(bin[at+8:], uint32(size))
			}
			header(0, 0, base.PageSize)
			header(base.PageSize, 3*base.PageSize, base.PageSize)
			header(2*base.PageSize, 4*base.PageSize, base.PageSize)
			for at := 3 * base.PageSize; at < len(bin); at += base.PageSize {
				header(at, 2*base.PageSize, len(bin)-at)
			}
			return img
		}},
	} {
		t.Run(shape.name, func(t *testing.T) {
			requireLinear(t, func(n int) func() int64 { return whole(t, shape.build(n)) })
		})
	}
}
