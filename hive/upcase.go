package hive

import (
	"encoding/binary"
	"sort"
)

// upcase raises one UTF-16 code unit as Windows does when it sorts, hashes and compares key names
// (RtlUpcaseUnicodeChar): one unit to one unit, surrogates unchanged, ß, ı, ſ and µ unchanged.
func upcase(u uint16) uint16 {
	switch {
	case u < 'a':
		return u
	case u <= 'z':
		return u - 'a' + 'A'
	case u < 0x80:
		return u
	}
	return upcaseWide(u)
}

func upcaseWide(u uint16) uint16 {
	i := sort.Search(len(upcaseRanges), func(i int) bool { return upcaseRanges[i].hi >= u })
	if i < len(upcaseRanges) {
		if r := upcaseRanges[i]; u >= r.lo && (u-r.lo)%r.step == 0 {
			return uint16(int32(u) + r.delta)
		}
	}
	return u
}

// UpcaseText raises t the way Windows does when it compares names: per UTF-16 unit, by a frozen table,
// whatever the locale. Two names are the same key exactly when their UpcaseText is equal.
func UpcaseText(t Text) Text {
	for i := range len(t) {
		if t[i] >= 0x80 {
			units := upcaseUnits(EncodeUTF16(t))
			return Text(appendUTF16(make([]byte, 0, len(t)), units))
		}
	}
	b := []byte(t)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return Text(b)
}

// EqualFold reports whether Windows takes a and b for the same name.
func EqualFold(a, b Text) bool { return UpcaseText(a) == UpcaseText(b) }

func upcaseUnits(utf16le []byte) []uint16 {
	units := make([]uint16, len(utf16le)/2)
	for i := range units {
		units[i] = upcase(binary.LittleEndian.Uint16(utf16le[2*i:]))
	}
	return units
}

// storedName is a key or value name as it stands in a record: Latin-1, one byte a unit, or UTF-16LE.
type storedName struct {
	raw    []byte
	latin1 bool
}

// len is the name's length in UTF-16 units; a last odd byte does not count.
func (n storedName) len() int {
	if n.latin1 {
		return len(n.raw)
	}
	return len(n.raw) / 2
}

func (n storedName) unit(i int) uint16 {
	if n.latin1 {
		return uint16(n.raw[i])
	}
	return uint16(n.raw[2*i]) | uint16(n.raw[2*i+1])<<8
}

func (n storedName) text() Text {
	if n.latin1 {
		return DecodeLatin1(n.raw)
	}
	return DecodeUTF16(n.raw)
}

// equal reports whether the name is up when raised; up holds raised units.
func (n storedName) equal(up []uint16) bool {
	if n.len() != len(up) {
		return false
	}
	for i, u := range up {
		if v := n.unit(i); v != u && upcase(v) != u {
			return false
		}
	}
	return true
}

// compare orders two names as subkey lists are sorted: by raised code unit, shorter first.
func (n storedName) compare(m storedName) int {
	for i := range min(n.len(), m.len()) {
		a, b := n.unit(i), m.unit(i)
		if a == b {
			continue
		}
		if a, b = upcase(a), upcase(b); a != b {
			return int(a) - int(b)
		}
	}
	return n.len() - m.len()
}

// hash is the name hash of lh lists: h*37 + raised unit, modulo 2^32.
func (n storedName) hash() uint32 {
	var h uint32
	if n.latin1 {
		for _, c := range n.raw {
			h = h*37 + uint32(upcase(uint16(c)))
		}
		return h
	}
	for i := range len(n.raw) / 2 {
		h = h*37 + uint32(upcase(n.unit(i)))
	}
	return h
}

func hashUnits(up []uint16) uint32 {
	var h uint32
	for _, u := range up {
		h = h*37 + uint32(u)
	}
	return h
}
