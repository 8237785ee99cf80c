package hive

import (
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
)

// chunkSize is the unit in which a lazily read file is fetched, in bytes.
const chunkSize = 16 << 10

// image is the bytes of a hive file. Every read of evidence goes through bytes, so every bounds check
// lives here. A lazy image fetches only the chunks that are asked for: buf is virtual memory until then.
type image struct {
	src   io.ReaderAt // nil once everything is in buf
	buf   []byte
	got   []uint64 // bit per chunk
	diags *diagnostics
}

// newImage holds the first size bytes of src and has read none of them.
func newImage(src io.ReaderAt, size int64, diags *diagnostics) *image {
	chunks := (size + chunkSize - 1) / chunkSize
	return &image{src: src, buf: make([]byte, size), got: make([]uint64, (chunks+63)/64), diags: diags}
}

// size is the number of bytes the image holds.
func (m *image) size() int64 { return int64(len(m.buf)) }

// bytes returns n bytes at the file offset off, or false where the image does not hold them all. The
// slice is the evidence itself and must not be changed.
func (m *image) bytes(off, n int64) ([]byte, bool) {
	if off < 0 || n < 0 || off > int64(len(m.buf)) || n > int64(len(m.buf))-off {
		return nil, false
	}
	if m.src != nil && n > 0 {
		m.fetch(off, off+n)
	}
	return m.buf[off : off+n : off+n], true
}

// fetch reads the chunks that overlap [from, to).
func (m *image) fetch(from, to int64) {
	for c := from / chunkSize; c*chunkSize < to; c++ {
		if m.got[c/64]&(1<<(c%64)) != 0 {
			continue
		}
		m.got[c/64] |= 1 << (c % 64)
		start := c * chunkSize
		m.readRange(start, min(start+chunkSize, int64(len(m.buf))))
	}
}

// readRange fills buf[from:to] and says where it could not; what is missing stays zero.
func (m *image) readRange(from, to int64) {
	n, err := m.src.ReadAt(m.buf[from:to], from)
	switch {
	case int64(n) == to-from:
	case errors.Is(err, io.EOF):
		m.diags.add(Diagnostic{Kind: KindFileChanged, Place: Place{Offset: from + int64(n)}, Structure: "file",
			Message: fmt.Sprintf("the file shrank while it was read: %d bytes are missing here", to-from-int64(n))})
	default:
		m.diags.add(Diagnostic{Kind: KindUnreadable, Place: Place{Offset: from + int64(n)}, Structure: "file",
			Message: fmt.Sprintf("%d bytes could not be read: %v", to-from-int64(n), err)})
	}
}

// readAll reads what is still missing, in file order, and with sum also feeds every byte to it, beside
// the reading.
func (m *image) readAll(ctx context.Context, sum hash.Hash) error {
	const step = 64 * chunkSize // 1 MiB: large reads, and a hash that keeps close behind
	var done chan struct{}
	parts := make(chan []byte, 64)
	if sum != nil {
		done = make(chan struct{})
		go func() {
			defer close(done)
			for p := range parts {
				sum.Write(p)
			}
		}()
	}
	var err error
	for from := int64(0); from < m.size(); from += step {
		if err = ctx.Err(); err != nil {
			break
		}
		to := min(from+step, m.size())
		if m.src != nil {
			m.fetchStep(from, to)
		}
		if sum != nil {
			parts <- m.buf[from:to]
		}
	}
	close(parts)
	if sum != nil {
		<-done
	}
	if err == nil {
		m.src = nil
	}
	return err
}

// fetchStep reads [from, to) in one go where none of it is there yet, else chunk by chunk.
func (m *image) fetchStep(from, to int64) {
	for c := from / chunkSize; c*chunkSize < to; c++ {
		if m.got[c/64]&(1<<(c%64)) != 0 {
			m.fetch(from, to)
			return
		}
	}
	m.readRange(from, to)
	for c := from / chunkSize; c*chunkSize < to; c++ {
		m.got[c/64] |= 1 << (c % 64)
	}
}

// sumRest feeds the file's bytes after the image (a tail too long to keep) to sum.
func sumRest(ctx context.Context, src io.ReaderAt, from, to int64, sum hash.Hash) error {
	buf := make([]byte, 1<<20)
	for from < to {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := src.ReadAt(buf[:min(int64(len(buf)), to-from)], from)
		sum.Write(buf[:n])
		from += int64(n)
		if n == 0 {
			return err
		}
	}
	return nil
}
