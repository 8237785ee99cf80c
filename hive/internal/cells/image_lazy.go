package cells

import "io"

// lazy is what was read of a file of which only that is read which is asked for. It is kept in runs of whole pages,
// so that its memory is that of what was read, however large the file.
type lazy struct {
	size int64
	at   []int32 // by page: the last run that holds it, counted from one; 0 where it was not read
	runs []run

	spare *Spare
	rooms []*room // that runs stand in
	left  []byte  // of the last room, for the next runs
}

// run is consecutive pages. Its bytes do not change any more.
type run struct {
	from  int64
	bytes []byte
}

// newLazyImage holds the first size bytes of src and reads those of them that are asked for.
func newLazyImage(src io.ReaderAt, size int64, spare *Spare, diags *Diagnostics) *image {
	return &image{src: src, lazy: &lazy{size: size, at: make([]int32, (size+chunkSize-1)/chunkSize), spare: spare}, diags: diags}
}

// Glance is Bytes for who needs few bytes of a page, and perhaps none of the others: the page is not kept.
func (m *image) Glance(off, n int64) ([]byte, bool) {
	if m.lazy == nil || off < 0 || n <= 0 || n > m.lazy.size-off || m.lazy.held(off, n) != nil {
		return m.Bytes(off, n)
	}
	buf := m.lazy.take(n)
	if got, _ := m.src.ReadAt(buf, off); int64(got) < n {
		return m.Bytes(off, n) // which says what is wrong
	}
	return buf, true
}

// held returns n bytes at the file offset off where one run has them all.
func (l *lazy) held(off, n int64) []byte {
	if i := l.at[off/chunkSize]; i > 0 {
		if r := &l.runs[i-1]; off+n <= r.from+int64(len(r.bytes)) {
			return r.bytes[off-r.from : off-r.from+n : off-r.from+n]
		}
	}
	return nil
}

// take cuts n bytes off the room. What they hold is for the caller to write over.
func (l *lazy) take(n int64) []byte {
	if n > roomSize/2 {
		return make([]byte, n)
	}
	if n > int64(len(l.left)) {
		r := l.spare.take()
		l.rooms, l.left = append(l.rooms, r), r[:]
	}
	buf := l.left[:n:n]
	l.left = l.left[n:]
	return buf
}

// lazyBytes returns n bytes at the file offset off, which the image has.
func (m *image) lazyBytes(off, n int64) []byte {
	l := m.lazy
	if n == 0 {
		return []byte{}
	}
	if b := l.held(off, n); b != nil {
		return b
	}
	first, last := off/chunkSize, (off+n-1)/chunkSize
	r := run{from: first * chunkSize}
	r.bytes = l.take(min((last+1)*chunkSize, l.size) - r.from)
	m.fill(r.bytes, r.from)
	l.runs = append(l.runs, r)
	for p := first; p <= last; p++ {
		l.at[p] = int32(len(l.runs))
	}
	return l.held(off, n)
}

// fill sets dst to the bytes from the start of a page on: pages that were read are copied, others are read, as many at
// a time as follow each other.
func (m *image) fill(dst []byte, from int64) {
	l, end := m.lazy, from+int64(len(dst))
	for at := from; at < end; {
		stop := at
		for stop < end && l.at[stop/chunkSize] == 0 {
			stop = min(stop+chunkSize, end)
		}
		if at < stop {
			m.readPart(dst[at-from:stop-from], at)
			at = stop
			continue
		}
		stop = min(at+chunkSize, end)
		copy(dst[at-from:], l.held(at, stop-at))
		at = stop
	}
}

// readPart reads the bytes at a file offset, says where it could not, and leaves zeros there.
func (m *image) readPart(dst []byte, from int64) {
	if n, _ := m.src.ReadAt(dst, from); n == len(dst) {
		return
	}
	var said Diagnostics
	part := image{src: from0{m.src, from}, Buf: dst, diags: &said}
	part.readData(0, int64(len(dst)))
	for _, bad := range part.Lost {
		m.lose(Span{from + bad.From, from + bad.To})
		m.failure = part.failure
	}
	for _, d := range said.List {
		d.Offset += from
		m.diags.Add(d)
	}
}

// from0 is a source from an offset on.
type from0 struct {
	io.ReaderAt
	offset int64
}

func (s from0) ReadAt(p []byte, off int64) (int, error) { return s.ReaderAt.ReadAt(p, s.offset+off) }

// unfold makes the image one that is going to be read whole. What was read stays as it was: bytes of it may be in
// use.
func (m *image) unfold() {
	l := m.lazy
	if l == nil {
		return
	}
	whole := newImage(m.src, l.size, nil, m.diags)
	for p, i := range l.at {
		if i == 0 {
			continue
		}
		from := int64(p) * chunkSize
		copy(whole.Buf[from:], l.held(from, min(chunkSize, l.size-from)))
		whole.got[p/64] |= 1 << (p % 64)
	}
	whole.Lost, whole.failure = m.Lost, m.failure
	*m = *whole
}
