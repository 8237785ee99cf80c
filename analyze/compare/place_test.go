package compare

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf/translog"
)

// The places of a difference are in the evidence: in a replayed hive, in the log that holds the bytes.
func TestPlaces(t *testing.T) {
	const server = `"001e6602"="EXCH01"`
	before, after := hivetest.Build(t, cached), hivetest.Build(t, edit(t, cached, server, `"001e6602"="EXCH02"`))
	log := hivetest.NewLog(before, after, 1, 1)
	in := translog.Input{Path: "NTUSER.DAT.LOG1", Slot: translog.LOG1, Data: log}
	a := collect.TakeWholeImage(t.Context(), "NTUSER.DAT", before)
	b := collect.TakeWholeImage(t.Context(), "NTUSER.DAT", hivetest.Dirty(before, 2, 1), in)
	require.Equal(t, hive.Replayed, b.State)

	v := oneValue(t, Snapshots(&a, &b))
	require.Equal(t, []hive.Text{"EXCH01", "EXCH02"}, []hive.Text{v.Before, v.After})
	require.Empty(t, v.PlaceBefore.File)
	require.Equal(t, "vk", string(before[v.PlaceBefore.Offset+4:][:2]))
	require.Equal(t, in.Path, string(v.PlaceAfter.File))
	require.Equal(t, "vk", string(log[v.PlaceAfter.Offset+4:][:2]))

	b = collect.TakeWholeImage(t.Context(), "NTUSER.DAT", hivetest.Dirty(before, 2, 1),
		translog.Input{Path: in.Path, Slot: translog.LOG1, Data: hivetest.NewLog(before, hivetest.Build(t, edit(t, cached, server, "")), 1, 1)})
	require.Equal(t, PlaceAfter{}, oneValue(t, Snapshots(&a, &b)).PlaceAfter, "it is not there")
	require.Equal(t, PlaceBefore{}, oneValue(t, Snapshots(&b, &a)).PlaceBefore)
}
