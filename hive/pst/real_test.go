package pst_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/pst"
)

// Record keys, formats, encodings and passwords are those that pffinfo and pffexport -m all -d (pff-tools 20180714)
// show of the same files.
func TestRealFiles(t *testing.T) {
	const pair = "a41d63dbc53b8e4ab8071e15e55750ce"
	for _, c := range []struct {
		name, format, key string
		unique            uint32
		password          bool
	}{
		{"32-bit.pst", pst.ANSI, "8eccf9b491d9fb4a9a9c3eeac1e30748", 0, false},
		{"dist-list.pst", pst.Unicode, pair, 365, false},
		{"passworded.pst", pst.Unicode, pair, 341, true},
		{"support.pst", pst.Unicode, "4207c2fa04ed104f963c71d91da319d8", 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, info := readFile(t, hivetest.Real(t, "pst/"+c.name))
			require.Empty(t, info.Unread)
			require.Empty(t, info.Problems)
			require.Equal(t, c.key, info.RecordKey.String())
			require.Equal(t, c.format, info.Format)
			require.Equal(t, pst.ClientPST, info.Client)
			require.Equal(t, "permute", info.Encoding)
			require.Equal(t, c.password, info.Password)
			require.Equal(t, int64(len(b)), info.HeaderSize)
			require.Equal(t, pst.MapsValid, info.Maps)
			if c.unique != 0 {
				require.Equal(t, c.unique, info.Unique)
			}
		})
	}
}

func readFile(t *testing.T, path string) ([]byte, *pst.Info) {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	info, err := pst.Read(f, int64(len(b)))
	require.NoError(t, err)
	return b, info
}
