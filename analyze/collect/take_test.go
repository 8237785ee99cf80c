package collect

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// A fault of the reader costs the one source, and says so.
func TestTakeCatchesFaults(t *testing.T) {
	s := take(t.Context(), "NTUSER.DAT", Options{}, func() (*regf.Hive, error) { panic("out of step") })
	require.Equal(t, analyze.Snapshot{Path: "NTUSER.DAT", Error: "internal error, please report it: out of step"}, s.Snapshot)
}

func TestTakeSaysWhatCannotBeRead(t *testing.T) {
	require.Contains(t, Take(t.Context(), "no/such/file", Options{}).Error, "no such file")
	require.Contains(t, TakeImage(t.Context(), "x", []byte("text")).Error, "not a registry hive")
	require.Empty(t, TakeImage(t.Context(), "x", hivetest.Build(t, "[A]")).Error)
}
