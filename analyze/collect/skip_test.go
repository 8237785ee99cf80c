package collect

import (
	"io/fs"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the system says of a file is put in words of what to do, whatever words the system has.
func TestReason(t *testing.T) {
	in := func(err error) error { return &fs.PathError{Op: "open", Path: "NTUSER.DAT", Err: err} }
	require.Contains(t, reason(in(fs.ErrPermission)), "permission denied; run with the right to read it")
	require.Equal(t, "no such file or folder", reason(in(fs.ErrNotExist)))
	for _, number := range []syscall.Errno{32, 33} {
		require.True(t, inUse(in(number)))
		require.Equal(t, runtime.GOOS == "windows", reason(in(number)) == heldByWindows)
	}
	require.False(t, inUse(in(fs.ErrPermission)))
	require.Contains(t, heldByWindows, "reg save")
	require.Contains(t, heldByWindows, "shadow copy")
}
