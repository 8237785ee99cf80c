package base

// Layers is a hive file with pages laid over it. Only the pages that are written to are copied, and those that are
// read in one piece with them; the file's own bytes are not changed.
type Layers struct {
	file []byte
	size int64
	in   []int32 // by page: the run that it stands in, counted from one; 0 for the file
	runs []run
	room []byte // for the next pages
}

// run is bytes from the start of a page on. Of its pages some may stand in a later run since.
type run struct {
	from  int64
	bytes []byte
}

// NewLayers is the file, with zeros behind it up to size, which is at least its own.
func NewLayers(file []byte, size int64) *Layers {
	l := &Layers{file: file, size: size, in: make([]int32, (size+PageSize-1)/PageSize)}
	if size > int64(len(file)) {
		from := int64(len(file)) / PageSize * PageSize
		rest := make([]byte, size-from)
		copy(rest, file[from:])
		l.add(run{from, rest})
	}
	return l
}

// add has the pages of r stand in it.
func (l *Layers) add(r run) {
	l.runs = append(l.runs, r)
	for p := r.from / PageSize; p*PageSize < r.from+int64(len(r.bytes)); p++ {
		l.in[p] = int32(len(l.runs))
	}
}

// Size is the number of bytes there are.
func (l *Layers) Size() int64 { return l.size }

// File is the file below; what is not Over stands in it.
func (l *Layers) File() []byte { return l.file }

// Over reports whether something was laid over one of the pages that hold the n bytes at off.
func (l *Layers) Over(off, n int64) bool {
	for p := off / PageSize; p*PageSize < off+n; p++ {
		if l.in[p] != 0 {
			return true
		}
	}
	return false
}

// Bytes returns the n bytes at off, which must be there. They are not to be changed: mostly they are the file's own.
// Pages of different places are joined once, and stay so.
func (l *Layers) Bytes(off, n int64) []byte {
	if n == 0 {
		return []byte{}
	}
	first, last := off/PageSize, (off+n-1)/PageSize
	for p := first + 1; p <= last; p++ {
		if l.in[p] != l.in[first] {
			l.join(first, last)
			break
		}
	}
	bytes, from := l.file, int64(0)
	if i := l.in[first]; i > 0 {
		bytes, from = l.runs[i-1].bytes, l.runs[i-1].from
	}
	return bytes[off-from : off-from+n : off-from+n]
}

// join makes the pages from the first to the last one run.
func (l *Layers) join(first, last int64) {
	from, end := first*PageSize, min((last+1)*PageSize, l.size)
	joined := make([]byte, 0, end-from)
	for p := first; p <= last; p++ {
		joined = append(joined, l.Bytes(p*PageSize, min(PageSize, end-p*PageSize))...)
	}
	l.add(run{from, joined})
}

// Write lays data over the bytes at off, which must be there.
func (l *Layers) Write(off int64, data []byte) {
	for len(data) > 0 {
		n := copy(l.Writable(off), data)
		off, data = off+int64(n), data[n:]
	}
}

// Writable is the bytes from off on to the end of its page, laid over the file, to be changed.
func (l *Layers) Writable(off int64) []byte {
	from := off / PageSize * PageSize
	end := min(from+PageSize, l.size)
	i := l.in[off/PageSize]
	if i == 0 {
		l.add(run{from, l.copied(l.file[from:end])})
		i = int32(len(l.runs))
	}
	r := l.runs[i-1]
	return r.bytes[off-r.from : end-r.from]
}

// copied is a copy of a page.
func (l *Layers) copied(page []byte) []byte {
	if len(l.room) < len(page) {
		l.room = make([]byte, 64*PageSize)
	}
	out := l.room[:len(page):len(page)]
	l.room = l.room[len(page):]
	copy(out, page)
	return out
}
