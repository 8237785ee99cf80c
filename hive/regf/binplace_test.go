package regf_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// TestBinsByTheirPlace: a wrong offset in a bin's header costs nothing where all else shows its place.
func TestBinsByTheirPlace(t *testing.T) {
	img, l := hivetest.BuildLayout(t, "[A]\n\"v\"=hex:01*9000\n[B]\n\"v\"=hex:02*9000\n[C]")
	sound := dump(t, read(t, img))
	require.Greater(t, len(l.Bins), 2)
	for i := range l.Bins {
		for _, offset := range []uint32{0, 0x1000, 0x7000, 0x100000, 0xFFFFFFFF, 5} {
			if int(offset) == l.Bins[i]-4096 {
				continue
			}
			damaged := hivetest.Apply(img, l, hivetest.Put32(hivetest.BinField(i, 4), offset))
			h := read(t, damaged)
			keys := dump(t, h)
			require.Equal(t, sound, keys, "bin %d at 0x%x\n%s", i, offset, diagText(h.Diagnostics()))
			require.Equal(t, []hive.Kind{hive.KindBin}, kindsOf(h.Diagnostics()))
			requireLazySame(t, damaged, keys)
		}
	}
}
