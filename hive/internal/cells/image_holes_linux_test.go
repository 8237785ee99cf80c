package cells

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// isWhole reports whether the first size bytes hold no hole.
func (h *holes) isWhole(size int64) bool {
	from, to := h.next(0, size)
	return from == 0 && to == size
}

// Data behind a hole is found, wherever a read begins.
func TestHoles(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	require.NoError(t, err)
	defer f.Close()
	const piece = 1 << 20
	for _, at := range []int64{piece, 3 * piece} {
		_, err := f.WriteAt(make([]byte, piece), at)
		require.NoError(t, err)
	}
	require.NoError(t, f.Truncate(5*piece))
	if holesOf(f).isWhole(5 * piece) {
		t.Skip("this file system keeps no holes")
	}
	h := holesOf(f)
	for _, c := range []struct{ from, to, data, hole int64 }{
		{0, piece / 2, piece / 2, piece / 2},
		{0, 5 * piece, piece, 2 * piece},
		{piece + 10, piece + 20, piece + 10, piece + 20},
		{2 * piece, 5 * piece, 3 * piece, 4 * piece},
		{4 * piece, 5 * piece, 5 * piece, 5 * piece},
		{0, 2 * piece, piece, 2 * piece}, // and back
	} {
		data, hole := h.next(c.from, c.to)
		require.Equal(t, [2]int64{c.data, c.hole}, [2]int64{data, hole}, "%+v", c)
	}
	require.NoError(t, f.Truncate(piece))
	h = holesOf(f)
	data, hole := h.next(2*piece, 3*piece)
	require.Equal(t, [2]int64{2 * piece, 3 * piece}, [2]int64{data, hole}, "what the file lost is to be read, and missed")
}
