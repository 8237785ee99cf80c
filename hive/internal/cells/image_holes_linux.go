package cells

import (
	"errors"
	"syscall"
)

// Whence values of lseek(2) that find data and holes.
const (
	seekData = 3
	seekHole = 4
)

// noMoreData reports whether a search for data came to the end of the file.
func noMoreData(err error) bool { return errors.Is(err, syscall.ENXIO) }
