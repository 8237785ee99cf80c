package analyze

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// A fault of the reader costs the one source, and says so.
func TestTakeCatchesFaults(t *testing.T) {
	s := take(context.Background(), "NTUSER.DAT", Options{}, func() (*regf.Hive, error) { panic("out of step") })
	require.Equal(t, Snapshot{Path: "NTUSER.DAT", Error: "internal error, please report it: out of step"}, s.Snapshot)
}

func TestTakeSaysWhatCannotBeRead(t *testing.T) {
	require.Contains(t, Take(context.Background(), "no/such/file", Options{}).Error, "no such file")
	require.Contains(t, TakeImage(context.Background(), "x", []byte("text")).Error, "not a registry hive")
	require.Empty(t, TakeImage(context.Background(), "x", hivetest.Build(t, "[A]")).Error)
}
