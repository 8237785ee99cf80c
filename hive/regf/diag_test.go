package regf_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
	"mapihive/hive/regf/translog"
)

// What is damaged in a page that a log laid over the hive is said with the log and the offset in the log: the
// hive after replay is no file.
func TestDiagnosticsNameTheLog(t *testing.T) {
	before := hivetest.Build(t, "[K]\n\"v\"=dword:1")
	after, layout := hivetest.BuildLayout(t, "[K]\n\"v\"=dword:1\n[Z]\n\"last\"=hex:01,02,03,04,05,"+strings.Repeat("00,", 9000)+"00")
	after = hivetest.Apply(after, layout, hivetest.DataSize("Z", "last", 15000))
	log := hivetest.NewLog(before, after, 7, 1)

	h, err := regf.Read(t.Context(), hivetest.Dirty(before, 8, 7), translog.Input{Path: "h.LOG1", Slot: translog.LOG1, Data: log})
	require.NoError(t, err)
	require.Equal(t, hive.Replayed, h.State())
	for range 2 { // once is enough
		v, ok := mustLookup(t, h, "Z").Value("last")
		require.True(t, ok)
		_, whole := v.Data()
		require.False(t, whole)
	}
	ds := h.Diagnostics()
	require.Len(t, ds, 1, "%s", diagText(ds))
	require.Equal(t, hive.KindDataBounds, ds[0].Kind)
	require.Equal(t, hive.Path("Z"), ds[0].Path)
	require.Equal(t, hive.Text("h.LOG1"), ds[0].File)
	require.Equal(t, []byte{1, 2, 3, 4, 5}, log[ds[0].Offset+4:ds[0].Offset+9], "the data's cell stands there")
	require.Greater(t, int64(layout.Keys["Z"].Values[0].Data), h.FileSize(), "beyond the end of the hive file")
}

// A log that grew the hive and lost the page that was to fill it leaves bytes that are in no file.
func TestDiagnosticsOfBytesInNoFile(t *testing.T) {
	before := hivetest.Build(t, "[K]")
	after := hivetest.Build(t, "[K]\n\"big\"=hex:"+strings.Repeat("00,", 12000)+"00")
	log := hivetest.AppendEntry(hivetest.LogBase(after, 6, 7), 7, uint32(len(after)-4096), hivetest.DirtyPages(before, after)[:1])

	h, err := regf.Read(t.Context(), hivetest.Dirty(before, 8, 7), translog.Input{Path: "h.LOG1", Slot: translog.LOG1, Data: log})
	require.NoError(t, err)
	_, err = h.Verify(t.Context())
	require.NoError(t, err)
	requirePlaces(t, h, map[hive.Text]int{"": len(before), "h.LOG1": len(log)})
	lost := 0
	for _, d := range h.Diagnostics() {
		if strings.Contains(d.Message, "which is in no file") {
			lost++
			require.Equal(t, hive.Place{Offset: int64(len(before))}, d.Place)
		}
	}
	require.Positive(t, lost, "%s", diagText(h.Diagnostics()))
}

// requirePlaces says that every diagnostic stands inside the file that it names, or at its end.
func requirePlaces(t testing.TB, h *regf.Hive, sizes map[hive.Text]int) {
	t.Helper()
	for _, d := range h.Diagnostics() {
		size, ok := sizes[d.File]
		require.True(t, ok && d.Offset >= 0 && d.Offset <= int64(size), "%v", d)
	}
}
