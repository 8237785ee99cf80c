package base

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Layers read as the same writes to a copy do, and leave the file alone.
func TestLayers(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct{ file, size int }{{3 * PageSize, 3 * PageSize}, {5*PageSize + 700, 5*PageSize + 700}, {4*PageSize + 700, 9 * PageSize}, {100, 2 * PageSize}, {0, PageSize}} {
		file := make([]byte, c.file)
		for i := range file {
			file[i] = byte(rnd.Uint32())
		}
		before, want := bytes.Clone(file), make([]byte, c.size)
		copy(want, file)
		l := NewLayers(file, int64(c.size))
		for range 60 {
			off := rnd.IntN(c.size)
			data := make([]byte, rnd.IntN(min(2*PageSize, c.size-off)))
			for i := range data {
				data[i] = byte(rnd.Uint32())
			}
			if rnd.IntN(3) > 0 {
				l.Write(int64(off), data)
				copy(want[off:], data)
				require.True(t, len(data) == 0 || l.Over(int64(off), int64(len(data))))
			}
			n := rnd.IntN(c.size - off + 1)
			got := l.Bytes(int64(off), int64(n))
			require.True(t, bytes.Equal(want[off:off+n], got))
			require.Equal(t, n, cap(got), "nothing can be appended in place")
			if !l.Over(int64(off), int64(n)) && n > 0 {
				require.Same(t, &file[off], &got[0], "not copied")
			}
		}
		all := l.Bytes(0, int64(c.size))
		require.True(t, bytes.Equal(want, all))
		require.Same(t, &all[0], &l.Bytes(0, int64(c.size))[0], "joined once")
		require.Equal(t, int64(c.size), l.Size())
		require.Equal(t, before, file)
	}
}
