package prop

import (
	"encoding/binary"
	"fmt"
	"iter"
)

// multiValue is the layout of a multi-value, found and checked by parseMulti. Fixed-size elements stand
// in a bare array. Strings and binaries have a header, whose offsets count from the start of the value:
//
//	u32 count
//	count x { offset }           strings
//	count x { length, offset }   binaries
//
// A 32-bit Outlook writes numbers of 4 bytes, a 64-bit one of 8, without a gap after the count. The
// elements follow in order; binaries are padded with zeros to 4 bytes.
type multiValue struct {
	typ   Type // PTMV...
	count int
	width int // of a fixed element, or of a number in the header; in bytes
}

// headerSize returns the length of the header in bytes.
func (m multiValue) headerSize() int {
	n := m.width
	if m.typ == PTMVBinary {
		n *= 2
	}
	return 4 + m.count*n
}

// parseMulti finds the layout of b. problem says why b has none; it is also set, with a usable layout,
// where bytes are left over that belong to no element.
func parseMulti(b []byte, typ Type) (m multiValue, ok bool, problem string) {
	m.typ = typ
	if size := (typ &^ mvFlag).size(); size > 0 {
		m.count, m.width = len(b)/size, size
		if len(b)%size != 0 {
			return m, false, fmt.Sprintf("%d bytes are not whole elements of %d bytes", len(b), size)
		}
		return m, true, ""
	}
	if len(b) < 4 {
		return m, false, fmt.Sprintf("%d bytes are too short for an element count", len(b))
	}
	count := binary.LittleEndian.Uint32(b)
	if uint64(count) > uint64(len(b))/4 {
		return m, false, fmt.Sprintf("%d bytes cannot hold %d elements", len(b), count)
	}
	m.count = int(count)
	if count == 0 {
		m.width = 4 // both layouts look the same
		return m, true, leftOver(b[4:], "after the empty list")
	}
	for _, m.width = range [...]int{4, 8} {
		if m.matches(b) {
			return m, true, m.check(b)
		}
	}
	return m, false, "neither the 32-bit nor the 64-bit layout fits"
}

// matches reports whether b has a header of m's width, the first element right after it, and every
// element inside b, in order, without overlap. Order is what every known writer keeps, and what stops a
// small value from unfolding into a huge one.
func (m multiValue) matches(b []byte) bool {
	end := m.headerSize()
	if end > len(b) {
		return false
	}
	for i := range m.count {
		off, n, ok := m.entry(b, i)
		switch {
		case !ok:
			return false
		case n == 0 && m.typ == PTMVBinary:
			continue // an empty binary has no place; its offset is free
		case off < end, i == 0 && off != end:
			return false
		}
		end = off + n
	}
	return true
}

// entry returns where element i lies in b: the bytes up to and with the NUL for a string. The header
// must lie within b.
func (m multiValue) entry(b []byte, i int) (off, n int, ok bool) {
	if m.typ == PTMVBinary {
		size := m.number(b, 4+2*i*m.width)
		at := m.number(b, 4+(2*i+1)*m.width)
		if at > uint64(len(b)) || size > uint64(len(b))-at {
			return 0, 0, size == 0
		}
		return int(at), int(size), true
	}
	at := m.number(b, 4+i*m.width)
	if at > uint64(len(b)) {
		return 0, 0, false
	}
	rest := b[at:]
	if m.typ == PTMVUnicode {
		n = len(cutUTF16(rest)) + 2
	} else {
		n = len(cutANSI(rest)) + 1
	}
	return int(at), n, n <= len(rest)
}

func (m multiValue) number(b []byte, at int) uint64 {
	if m.width == 8 {
		return binary.LittleEndian.Uint64(b[at:])
	}
	return uint64(binary.LittleEndian.Uint32(b[at:]))
}

// check looks for bytes between and after the elements that are no padding.
func (m multiValue) check(b []byte) string {
	end := m.headerSize()
	for i := range m.count {
		off, n, _ := m.entry(b, i)
		if n == 0 {
			continue
		}
		if p := leftOver(b[end:off], fmt.Sprintf("before element %d", i)); p != "" {
			return p
		}
		end = off + n
	}
	return leftOver(b[end:], "after the last element")
}

// elements yields the elements of b in order, strings with their NUL.
func (m multiValue) elements(b []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		fixed := (m.typ &^ mvFlag).size() > 0
		for i := range m.count {
			off, n := i*m.width, m.width
			if !fixed {
				off, n, _ = m.entry(b, i)
			}
			if !yield(b[off : off+n]) {
				return
			}
		}
	}
}

// leftOver describes bytes that belong to nothing; fewer than 4 zeros are padding.
func leftOver(b []byte, where string) string {
	if len(b) < 4 && allZero(b) {
		return ""
	}
	return fmt.Sprintf("%d bytes %s belong to no element", len(b), where)
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
