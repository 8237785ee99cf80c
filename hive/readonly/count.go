package readonly

import (
	"io"
	"sync/atomic"
)

// Count is src with the bytes counted that are read of it.
func Count(src io.ReaderAt, read *atomic.Int64) io.ReaderAt { return &counted{src, read} }

type counted struct {
	io.ReaderAt
	read *atomic.Int64
}

func (c *counted) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, off)
	c.read.Add(int64(n))
	return n, err
}

// Unwrap returns what is counted, for who knows more of it than how to read it.
func (c *counted) Unwrap() io.ReaderAt { return c.ReaderAt }

// bare is a source itself.
func bare(src io.ReaderAt) io.ReaderAt {
	if c, ok := src.(*counted); ok {
		return c.ReaderAt
	}
	return src
}
