package collect

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// What identifies a hive and its logs is in the snapshot, the same by each way that leads to it.
func TestSnapshotsIdentifyTheirFiles(t *testing.T) {
	real, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	t.Chdir(real)
	img, log := dirtyHive(t)
	require.NoError(t, os.Mkdir("case", 0o777))
	require.NoError(t, os.WriteFile("case/NTUSER.DAT", img, 0o666))
	require.NoError(t, os.WriteFile("case/NTUSER.DAT.LOG1", log, 0o666))
	require.NoError(t, os.WriteFile("case/broken.dat", hivetest.Build(t, hasProfile)[:512], 0o666))

	taken := Take(context.Background(), filepath.Join("case", "NTUSER.DAT"), Options{})
	require.EqualValues(t, filepath.Join(real, "case", "NTUSER.DAT"), taken.Absolute)
	require.EqualValues(t, 2, taken.Base.Sequence1, "as the file has it, not as it is with its log")
	require.EqualValues(t, 1, taken.Base.Sequence2)
	require.EqualValues(t, "NTUSER.DAT", taken.Base.FileName)
	require.NotZero(t, taken.Written)
	require.Len(t, taken.Logs, 1)
	require.EqualValues(t, len(log), taken.Logs[0].Size)
	require.Equal(t, "applied", taken.Logs[0].Verdict)

	for _, paths := range [][]string{{"case"}, {filepath.Join("case", "NTUSER.DAT"), filepath.Join("case", "broken.dat")}} {
		c := New(Readers())
		var found []string
		for r := range c.Read(context.Background(), c.Find(context.Background(), paths), Options{}) {
			if r.Source == nil {
				continue
			}
			found = append(found, string(r.Source.Absolute))
			require.Equal(t, filepath.Join(real, string(r.Source.Path)), string(r.Source.Absolute))
			if r.Source.Error == "" && filepath.Base(string(r.Source.Path)) == "NTUSER.DAT" {
				require.Equal(t, taken, r.Source.Snapshot)
			}
		}
		require.Len(t, found, 2, "%v", paths)
	}

	if runtime.GOOS == "windows" {
		return // links need a right there
	}
	require.NoError(t, os.Symlink(filepath.Join("case", "NTUSER.DAT"), "link.dat"))
	linked := Take(context.Background(), "link.dat", Options{})
	require.EqualValues(t, "link.dat", linked.Path)
	require.Equal(t, taken.Absolute, linked.Absolute, "that of the file itself")
}
