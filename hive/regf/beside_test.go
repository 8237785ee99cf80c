package regf

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/readonly"
	"mapihive/hive/regf/translog"
)

func TestLogsBeside(t *testing.T) {
	for _, c := range []struct {
		name      string
		hive      string
		files     []string
		want      []string
		ambiguous int
	}{
		{"as Windows writes them", "NTUSER.DAT", []string{"NTUSER.DAT.LOG", "NTUSER.DAT.LOG1", "NTUSER.DAT.LOG2"}, []string{"NTUSER.DAT.LOG", "NTUSER.DAT.LOG1", "NTUSER.DAT.LOG2"}, 0},
		{"stem in lower case", "NTUSER.DAT", []string{"ntuser.dat.LOG1", "ntuser.dat.LOG2"}, []string{"ntuser.dat.LOG1", "ntuser.dat.LOG2"}, 0},
		{"extension in lower case", "aa", []string{"aa.log", "aa.log1"}, []string{"aa.log", "aa.log1"}, 0},
		{"exact name wins", "aa", []string{"AA.LOG1", "aa.LOG1", "aa.log1"}, []string{"aa.LOG1"}, 1},
		{"then the stem's case", "aa", []string{"AA.LOG1", "aa.log1"}, []string{"aa.log1"}, 1},
		{"none of it is a log of this hive", "aa", []string{"aa", "aa.LOG3", "aaa.LOG1", "a.LOG1", "aa.LOG1.bak", "aa.dat.LOG1"}, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, f := range c.files {
				require.NoError(t, os.WriteFile(filepath.Join(dir, f), []byte(f), 0o600))
			}
			logs, notes := logsBeside(readonly.Folder(dir), c.hive)
			var got []string
			for _, l := range logs {
				require.NoError(t, l.Err)
				require.Equal(t, filepath.Base(l.Path), string(l.Data))
				require.Equal(t, translog.SlotOf(l.Path), l.Slot)
				got = append(got, filepath.Base(l.Path))
			}
			require.Equal(t, c.want, got)
			require.Len(t, notes, c.ambiguous)
			for _, n := range notes {
				require.Equal(t, translog.LogAmbiguous, n.Kind)
			}
		})
	}
}

func TestLogsBesideAreRefused(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside")
	require.NoError(t, os.WriteFile(outside, []byte("secret"), 0o600))
	for _, c := range []struct {
		name string
		make func(path string) error
		want string
	}{
		{"directory", func(p string) error { return os.Mkdir(p, 0o700) }, "not a regular file"},
		{"link that leaves the directory", func(p string) error { return os.Symlink(outside, p) }, "escapes"},
		{"link that goes up", func(p string) error { return os.Symlink("../../outside", p) }, "escapes"},
		{"link to nowhere", func(p string) error { return os.Symlink("gone", p) }, "no such file"},
		{"link to itself", func(p string) error { return os.Symlink(filepath.Base(p), p) }, "too many"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := c.make(filepath.Join(dir, "a.LOG1")); err != nil {
				t.Skip(err)
			}
			logs, notes := logsBeside(readonly.Folder(dir), "a")
			require.Empty(t, notes)
			require.Len(t, logs, 1)
			require.ErrorContains(t, logs[0].Err, c.want)
			require.NotContains(t, logs[0].Err.Error(), "LOG1", "the path is said elsewhere")
			require.Nil(t, logs[0].Data)
		})
	}

	t.Run("link within the directory", func(t *testing.T) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "x"), []byte("x"), 0o600))
		if err := os.Symlink("x", filepath.Join(dir, "a.LOG1")); err != nil {
			t.Skip(err)
		}
		logs, _ := logsBeside(readonly.Folder(dir), "a")
		require.Len(t, logs, 1)
		require.NoError(t, logs[0].Err)
		require.Equal(t, "x", string(logs[0].Data))
	})

	t.Run("no directory", func(t *testing.T) {
		logs, notes := logsBeside(readonly.Folder(t.TempDir()), "gone/a")
		require.Empty(t, logs)
		require.Len(t, notes, 1)
		require.Equal(t, translog.LogUnreadable, notes[0].Kind)
	})
}

// Logs that are too large together are read up to the limit, and it is said.
func TestLogsWithinALimit(t *testing.T) {
	dir := t.TempDir()
	const size = 3000
	for _, name := range []string{"h.LOG1", "h.LOG2"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), bytes.Repeat([]byte("x"), size), 0o600))
	}
	b, err := ListBeside(readonly.Folder(dir), ".")
	require.NoError(t, err)
	for _, c := range []struct {
		limit int64
		read  []int
		notes []translog.Kind
	}{
		{2 * size, []int{size, size}, nil},
		{2*size - 1, []int{size, size - 1}, []translog.Kind{translog.LogCut}},
		{size - 512, []int{size - 512, 0}, []translog.Kind{translog.LogCut, translog.LogCut}},
	} {
		b.limit = c.limit
		logs, notes := b.Read("h")
		require.Len(t, logs, 2)
		var kinds []translog.Kind
		for i, in := range logs {
			require.Equal(t, c.read[i] == 0, in.Err != nil)
			require.Len(t, in.Data, c.read[i])
		}
		for _, n := range notes {
			kinds = append(kinds, n.Kind)
		}
		require.Equal(t, c.notes, kinds)
	}
}
