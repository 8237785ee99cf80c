//go:build !linux

package cells

// Without a way to ask for holes everything is read.
const (
	seekData = -1
	seekHole = -1
)

func noMoreData(error) bool { return false }
