package cells

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/internal/base"
)

// anyBase takes any base block for that of a hive without bins, so that all of a file is its tail.
func anyBase([]byte) (base.Block, error) {
	return base.Block{ChecksumOK: true, Type: 1, Format: 1}, nil
}

// filled is memory in which a file of other bytes was.
func filled(t *testing.T, size int) *Spare {
	spare := &Spare{}
	f, _, err := Read(t.Context(), bytes.NewReader(bytes.Repeat([]byte{0xaa}, size)), int64(size), true, spare, anyBase)
	require.NoError(t, err)
	require.Equal(t, byte(0xaa), f.Image.Buf[size-1])
	f.Close()
	require.Len(t, spare.whole, 1)
	return spare
}

// broken gives the first bytes of a file, of which some cannot be read; it scribbles over what it does not give, as
// an io.ReaderAt may.
type broken struct {
	b        []byte
	from, to int64
}

func (r broken) ReadAt(p []byte, off int64) (int, error) {
	for i := range p {
		p[i] = 0xbb
	}
	if off < r.to && off+int64(len(p)) > r.from {
		return copy(p, r.b[off:max(off, r.from)]), errors.New("input/output error")
	}
	return bytes.NewReader(r.b).ReadAt(p, off)
}

// What one file left never shows in the next, wherever that is short, unreadable, or has holes.
func TestSpareShowsOneFile(t *testing.T) {
	const size = 3<<20 + 700
	data := bytes.Repeat([]byte("regf"), size/4)
	sparse := filepath.Join(t.TempDir(), "sparse")
	require.NoError(t, os.WriteFile(sparse, data[:5000], 0o600))
	require.NoError(t, os.Truncate(sparse, size))
	holes, err := os.Open(sparse)
	require.NoError(t, err)
	defer holes.Close()
	for name, src := range map[string]io.ReaderAt{
		"whole": bytes.NewReader(data), "shrank": bytes.NewReader(data[:1<<20+5]), "cut at once": bytes.NewReader(data[:4100]),
		"a bad sector": broken{data, 2<<20 + 1024, 2<<20 + 1536}, "a bad end": broken{data, 2 << 20, size}, "holes": holes,
	} {
		want, sum, err := Read(t.Context(), src, size, true, nil, anyBase)
		require.NoError(t, err, name)
		for _, before := range []int{size, size + 1, 2 * size, size / 2} {
			got, hash, err := Read(t.Context(), src, size, true, filled(t, before), anyBase)
			require.NoError(t, err, name)
			require.Equal(t, sum, hash, name)
			require.True(t, bytes.Equal(want.Image.Buf, got.Image.Buf), "%s after %d bytes", name, before)
			require.Equal(t, want.Image.Lost, got.Image.Lost, name)
			require.Equal(t, want.Diagnostics.All(), got.Diagnostics.All(), name)
		}
	}
}

// A file that fits needs no memory of its size, neither for its bytes nor for hashing what follows them.
func TestSpareIsUsedAgain(t *testing.T) {
	const size = 4 << 20
	spare, src := filled(t, size), bytes.NewReader(make([]byte, size))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 10 {
		f, _, err := Read(context.Background(), src, size, true, spare, anyBase)
		require.NoError(t, err)
		f.Close()
		f.Close() // gives nothing twice
	}
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
	require.Len(t, spare.whole, 1)
	require.Less(t, cap(spare.whole[0]), size+size/3)
}

// The least memory that is large enough is taken, and none is handed out twice; that of a giant is given back.
func TestSpareFits(t *testing.T) {
	s := &Spare{Most: 1 << 20}
	small, _ := s.takeWhole(10)
	large, stale := s.takeWhole(300 << 10)
	require.Zero(t, stale)
	s.giveWhole(large)
	s.giveWhole(small)
	require.True(t, slices.IsSortedFunc(s.whole, func(a, b []byte) int { return cap(a) - cap(b) }))
	got, stale := s.takeWhole(100 << 10)
	require.Equal(t, int64(100<<10), stale)
	require.Len(t, got, 100<<10)
	require.Same(t, &large[0], &got[0])
	got, stale = s.takeWhole(100 << 10)
	require.Zero(t, stale)
	require.NotSame(t, &small[0], &got[0])
	require.Empty(t, s.whole, "the small one made way")
	s.giveWhole(make([]byte, 2<<20))
	require.Empty(t, s.whole)
}

func TestRoomFor(t *testing.T) {
	for size, want := range map[int64]int64{1: 4096, 4096: 4096, 256 << 10: 256 << 10, 256<<10 + 1: 320 << 10, 5<<20 + 1: 6 << 20} {
		require.Equal(t, want, roomFor(size))
	}
}
