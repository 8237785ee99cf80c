package creg_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/creg"
	"mapihive/hive/hivetest"
	"mapihive/hive/readonly"
)

func openReal(t testing.TB, name string) *creg.Hive {
	h, err := creg.Open(t.Context(), readonly.Folder(hivetest.Real(t, "creg")), name, creg.Options{})
	require.NoError(t, err)
	return h
}

// The real files are sound: nothing is said of them, and every key and value is there.
func TestReal(t *testing.T) {
	for _, c := range []struct {
		file         string
		keys, values int
	}{{"USER.DAT", 787, 1518}, {"SYSTEM.DAT", 4998, 15858}} {
		t.Run(c.file, func(t *testing.T) {
			h := openReal(t, c.file)
			counts, err := h.Verify(t.Context())
			require.NoError(t, err)
			require.Equal(t, creg.Counts{Keys: c.keys + 1, Values: c.values}, counts, "the root key is one more")
			require.Empty(t, h.Diagnostics())
			require.Equal(t, hive.Sound, h.State())
			require.Equal(t, "1.0", h.Version())
			require.Len(t, h.SHA256(), 64)
		})
	}
}
