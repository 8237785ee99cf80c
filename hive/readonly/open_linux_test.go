package readonly

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func accessed(t *testing.T, path string) time.Time {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	at := info.Sys().(*syscall.Stat_t).Atim
	return time.Unix(int64(at.Sec), int64(at.Nsec))
}

func TestOpenKeepsAccessTime(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "NTUSER.DAT")
	require.NoError(t, os.WriteFile(path, []byte("regf"), 0o600))
	// Older than a day and than the last change: a plain read would set it, however the disk is mounted.
	old := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	require.NoError(t, os.Chtimes(path, old, time.Now()))
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	defer root.Close()
	for _, open := range []func() (*os.File, bool, error){
		func() (*os.File, bool, error) { return Open(path) },
		func() (*os.File, bool, error) { return OpenIn(root, "NTUSER.DAT") },
		func() (*os.File, bool, error) {
			f, err := In(root).Open("NTUSER.DAT")
			require.NoError(t, err)
			return f.(*File).File, !Touches(f), nil
		},
	} {
		f, untouched, err := open()
		require.NoError(t, err)
		_, err = io.ReadAll(f)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		require.True(t, untouched)
		require.True(t, accessed(t, path).Equal(old), accessed(t, path))
	}
}

func TestOpenRefusedAccessTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "NTUSER.DAT")
	require.NoError(t, os.WriteFile(path, []byte("regf"), 0o600))
	asked := 0
	f, untouched, err := open(func(flag int) (*os.File, error) {
		if asked++; flag&syscall.O_NOATIME != 0 {
			return nil, &os.PathError{Op: "open", Path: path, Err: syscall.EPERM}
		}
		return os.OpenFile(path, flag, 0)
	})
	require.NoError(t, err)
	defer f.Close()
	require.Equal(t, 2, asked)
	require.Equal(t, mountKeeps(f), untouched)
}
