package lost

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

// Data that a hole in the evidence has cut already is cut no further than it is long by what was written
// into its cell later.
func TestOverlapBehindAReplayHole(t *testing.T) {
	h, err := regf.Read(t.Context(), hivetest.Build(t, "[A]"))
	require.NoError(t, err)
	for _, c := range []struct {
		data   int
		before hive.DataStatus
		want   hive.DataStatus
	}{{12, hive.Partial, hive.Partial}, {0, hive.Unavailable, hive.Unavailable}, {64, hive.Intact, hive.Partial}} {
		cv := &carver{h: h, f: h.Cells(), big: map[int]bigCarved{0: {make([]byte, c.data), []extent{{1000, 1000 + 4 + 64}}}}}
		v := carvedValue{rel: cells.NIL}
		v.setData(c.data, c.before)
		cv.values.add(v)
		cv.keys.add(carvedKey{rel: 1040, rec: make(cells.KeyNode, cells.NKFixed), listed: -1})
		cv.cutOverlaps()
		require.Equal(t, c.want, cv.values.at(0).dataStatus())
		require.EqualValues(t, min(c.data, 1040-1004), cv.values.at(0).kept)
	}
}
