// Package readonly opens files of evidence: read-only, without waiting, and so that reading them leaves as
// few traces as the system allows.
package readonly

import (
	"os"
	"syscall"
)

// nonblock: opening a FIFO must not wait for a writer. It changes nothing for regular files.
const nonblock = syscall.O_NONBLOCK

// Open opens the file at path for reading. untouched says that reading it does not set its access time.
func Open(path string) (f *os.File, untouched bool, err error) {
	return open(func(flag int) (*os.File, error) { return os.OpenFile(path, flag, 0) })
}

// OpenIn is Open for a file that must not lie outside root.
func OpenIn(root *os.Root, name string) (f *os.File, untouched bool, err error) {
	return open(func(flag int) (*os.File, error) { return root.OpenFile(name, flag, 0) })
}
