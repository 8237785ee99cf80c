package cells

import (
	"context"
	"hash"
	"io"

	"mapihive/hive/internal/base"
)

// chunkSize is the unit in which a file is fetched that is not read in one go, in bytes: that in which the systems
// read files, and the least that a bin has.
const chunkSize = base.PageSize

// image is the bytes of a hive file. Every read of evidence goes through bytes, so every bounds check
// lives here. Of a lazy image (image_lazy.go) only what is asked for is kept.
type image struct {
	src     io.ReaderAt  // nil once everything is in buf
	Buf     []byte       // nil while the image is lazy
	got     []uint64     // bit per chunk of Buf
	lazy    *lazy        // nil once everything is in Buf
	layers  *base.Layers // what is laid over Buf; nil for a file as it is
	Lost    []Span       // what could not be read and is zero, by ascending offset where it was read in file order
	holes   *holes       // nil where the source cannot tell
	zeros   int64        // bytes of holes that were left out
	spare   *Spare       // that Buf is of; nil where it is of the image's own
	stale   int64        // Buf[:stale] may hold bytes of another file until it is read or cleared
	failure error        // why the last range in lost could not be read
	diags   *Diagnostics
}

// newImage holds the first size bytes of src, in memory of spare if there is one, and has read none of them.
func newImage(src io.ReaderAt, size int64, spare *Spare, diags *Diagnostics) *image {
	chunks := (size + chunkSize - 1) / chunkSize
	buf, stale := spare.takeWhole(size)
	return &image{src: src, Buf: buf, spare: spare, stale: stale, got: make([]uint64, (chunks+63)/64), holes: holesOf(src), diags: diags}
}

// Size is the number of bytes the image holds.
func (m *image) Size() int64 {
	if m.lazy != nil {
		return m.lazy.size
	}
	if m.layers != nil {
		return m.layers.Size()
	}
	return int64(len(m.Buf))
}

// Stored is the number of bytes that the file holds of them; holes hold none.
func (m *image) Stored() int64 { return m.Size() - m.zeros }

// Bytes returns n bytes at the file offset off, or false where the image does not hold them all. The
// slice is the evidence itself and must not be changed.
func (m *image) Bytes(off, n int64) ([]byte, bool) {
	if size := m.Size(); off < 0 || n < 0 || off > size || n > size-off {
		return nil, false
	}
	switch {
	case m.lazy != nil:
		return m.lazyBytes(off, n), true
	case m.layers != nil:
		return m.layers.Bytes(off, n), true
	case m.src != nil:
		m.fetch(off, off+n)
	}
	return m.Buf[off : off+n : off+n], true
}

// fetch reads the chunks that overlap [from, to) and are not there yet.
func (m *image) fetch(from, to int64) {
	for c := from / chunkSize; c*chunkSize < to; c++ {
		start := c
		for c*chunkSize < to && m.got[c/64]&(1<<(c%64)) == 0 {
			m.got[c/64] |= 1 << (c % 64)
			c++
		}
		if start < c {
			m.readRange(start*chunkSize, min(c*chunkSize, int64(len(m.Buf))))
		}
	}
}

// readRange fills buf[from:to] and says where it could not; what is missing stays zero.
func (m *image) readRange(from, to int64) {
	for from < to {
		data, hole := m.holes.next(from, to)
		m.zeros += data - from
		if from < m.stale {
			clear(m.Buf[from:min(data, m.stale)])
		}
		if data < hole {
			m.readData(data, hole)
		}
		from = hole
	}
}

// readAll reads what is still missing, in file order, and with sum also feeds every byte to it, beside
// the reading.
func (m *image) readAll(ctx context.Context, sum hash.Hash) error {
	const step = 256 * chunkSize // 1 MiB: large reads, and a hash that keeps close behind
	m.unfold()
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
	if m.src != nil {
		if data, hole := m.holes.next(0, m.Size()); data == 0 && hole == m.Size() { // holes are to take no room
			huge(m.Buf)
		}
	}
	var err error
	for from := int64(0); from < m.Size(); from += step {
		if err = ctx.Err(); err != nil {
			break
		}
		to := min(from+step, m.Size())
		if m.src != nil {
			m.fetch(from, to)
		}
		if sum != nil {
			m.send(parts, from, to)
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
