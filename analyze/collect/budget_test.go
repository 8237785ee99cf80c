package collect

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
)

// However many may be read at a time, the files in memory need no more than there is; what needs more is read alone.
func TestMemoryBoundsWhatIsRead(t *testing.T) {
	const memory = 100_000
	files := fstest.MapFS{}
	for i := range 60 {
		files[fmt.Sprintf("%02d", i)] = &fstest.MapFile{Data: make([]byte, 1000+i%7*7000)}
	}
	files["30"].Data = make([]byte, memory)
	var now, most, together atomic.Int64
	toy := &Reader{
		Name: "toy", Match: func(*File) Match { return Yes },
		Read: func(_ context.Context, f *File, _ Options, emit func(analyze.Whole)) error {
			n := now.Add(f.need())
			defer now.Add(-f.need())
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			if f.Name == "30" {
				together.Add(n - f.need())
			}
			emit(analyze.Whole{Snapshot: analyze.Snapshot{Path: f.Path}})
			return nil
		},
	}
	c := New([]*Reader{toy})
	n := 0
	for r := range c.Read(t.Context(), c.Walk(t.Context(), files, ""), Options{Workers: 16, Memory: memory}) {
		require.Equal(t, fmt.Sprintf("%02d", n), string(r.Source.Path))
		n++
	}
	require.Equal(t, 60, n)
	require.Zero(t, together.Load(), "the large one is alone")
	require.LessOrEqual(t, most.Load(), int64(memory/10*tenthsClean))
}

// A hive of which a write was not finished may need a copy for its logs.
func TestNeed(t *testing.T) {
	img, _ := dirtyHive(t)
	clean := &File{size: 1000, head: []byte("regf\x01\x00\x00\x00\x01\x00\x00\x00")}
	dirty := &File{size: 1000, head: img[:512]}
	require.Equal(t, int64(1600), clean.need())
	require.Equal(t, int64(4200), dirty.need())
	require.Equal(t, int64(2600), (&File{size: 1000, parent: clean}).need())
	require.Zero(t, (&File{}).need())
}
