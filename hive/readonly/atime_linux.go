package readonly

import (
	"errors"
	"os"
	"syscall"
)

// Flags of a mount under which access times stay as they are (statfs(2), ST_RDONLY and ST_NOATIME).
const mountReadOnly, mountNoAtime = 0x1, 0x400

// open asks for access times to be left alone, which only the owner of a file and the superuser may.
func open(with func(flag int) (*os.File, error)) (*os.File, bool, error) {
	f, err := with(os.O_RDONLY | nonblock | syscall.O_NOATIME)
	if err == nil {
		return f, true, nil
	}
	if !errors.Is(err, syscall.EPERM) {
		return nil, false, err
	}
	if f, err = with(os.O_RDONLY | nonblock); err != nil {
		return nil, false, err
	}
	return f, mountKeeps(f), nil
}

// mountKeeps reports whether the file lies on a mount that never sets access times.
func mountKeeps(f *os.File) bool {
	raw, err := f.SyscallConn()
	if err != nil {
		return false
	}
	keeps := false
	_ = raw.Control(func(fd uintptr) {
		var st syscall.Statfs_t
		keeps = syscall.Fstatfs(int(fd), &st) == nil && st.Flags&(mountReadOnly|mountNoAtime) != 0
	})
	return keeps
}
