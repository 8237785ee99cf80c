package cells

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestDiagnosticsAreBounded(t *testing.T) {
	var ds Diagnostics
	require.True(t, ds.Add(hive.Diagnostic{Kind: hive.KindName, Place: hive.Place{Offset: 1}}))
	require.False(t, ds.Add(hive.Diagnostic{Kind: hive.KindName, Place: hive.Place{Offset: 1}}), "one place is said once")
	require.True(t, ds.Add(hive.Diagnostic{Kind: hive.KindRecord, Place: hive.Place{Offset: 1}}))
	for i := range 2 * MaxDiagnostics {
		ds.Add(hive.Diagnostic{Kind: hive.KindName, Place: hive.Place{Offset: int64(i)}})
	}
	all := ds.All()
	require.Len(t, all, MaxDiagnostics+1)
	last := all[len(all)-1]
	require.Equal(t, hive.KindLimit, last.Kind)
	require.Contains(t, last.Message, "name")
	require.Len(t, ds.All(), MaxDiagnostics+1, "asking does not add")
}
