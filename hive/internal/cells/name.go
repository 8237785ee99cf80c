package cells

import (
	"bytes"
	"encoding/binary"

	"mapihive/hive"
)

// StoredName is a key or value name as it stands in a record: Latin-1, one byte a unit, or UTF-16LE.
type StoredName struct {
	raw    []byte
	Latin1 bool
}

// Len is the name's length in UTF-16 units; a last odd byte does not count.
func (n StoredName) Len() int {
	if n.Latin1 {
		return len(n.raw)
	}
	return len(n.raw) / 2
}

func (n StoredName) Unit(i int) uint16 {
	if n.Latin1 {
		return uint16(n.raw[i])
	}
	return uint16(n.raw[2*i]) | uint16(n.raw[2*i+1])<<8
}

func (n StoredName) Text() hive.Text {
	if n.Latin1 {
		return hive.DecodeLatin1(n.raw)
	}
	return hive.DecodeUTF16(n.raw)
}

// Equal reports whether the name is up when raised; up holds raised units.
func (n StoredName) Equal(up []uint16) bool {
	if n.Len() != len(up) {
		return false
	}
	for i, u := range up {
		if v := n.Unit(i); v != u && hive.Upcase(v) != u {
			return false
		}
	}
	return true
}

// Compare orders two names as subkey lists are sorted: by raised code unit, shorter first.
func (n StoredName) Compare(m StoredName) int {
	if n.Latin1 && m.Latin1 {
		return compareLatin1(n.raw, m.raw)
	}
	for i := range min(n.Len(), m.Len()) {
		a, b := n.Unit(i), m.Unit(i)
		if a == b {
			continue
		}
		if a, b = hive.Upcase(a), hive.Upcase(b); a != b {
			return int(a) - int(b)
		}
	}
	return n.Len() - m.Len()
}

// compareLatin1 is Compare of names of one byte a unit: eight at a time, as far as they are the same.
func compareLatin1(n, m []byte) int {
	i, shorter := 0, min(len(n), len(m))
	for i+8 <= shorter && binary.LittleEndian.Uint64(n[i:]) == binary.LittleEndian.Uint64(m[i:]) {
		i += 8
	}
	for ; i < shorter; i++ {
		if n[i] == m[i] {
			continue
		}
		if a, b := raised[n[i]], raised[m[i]]; a != b {
			return int(a) - int(b)
		}
	}
	return len(n) - len(m)
}

// raised is the units that Latin-1 letters are raised to.
var raised = func() (up [256]uint16) {
	for u := range up {
		up[u] = hive.Upcase(uint16(u))
	}
	return up
}()

// CompareUnits orders the name against raised units.
func (n StoredName) CompareUnits(up []uint16) int {
	for i := range min(n.Len(), len(up)) {
		if d := int(hive.Upcase(n.Unit(i))) - int(up[i]); d != 0 {
			return d
		}
	}
	return n.Len() - len(up)
}

func (n StoredName) Contains(u byte) bool {
	if n.Latin1 {
		return bytes.IndexByte(n.raw, u) >= 0
	}
	for i := range n.Len() {
		if n.Unit(i) == uint16(u) {
			return true
		}
	}
	return false
}

// Hash is the name hash of lh lists: h*37 + raised unit, modulo 2^32.
func (n StoredName) Hash() uint32 {
	var h uint32
	if n.Latin1 {
		for _, c := range n.raw {
			h = h*37 + uint32(raised[c])
		}
		return h
	}
	for i := range len(n.raw) / 2 {
		h = h*37 + uint32(hive.Upcase(n.Unit(i)))
	}
	return h
}

func HashUnits(up []uint16) uint32 {
	var h uint32
	for _, u := range up {
		h = h*37 + uint32(u)
	}
	return h
}

// Digest is equal for names that Windows takes for the same: of their length and their last four characters.
func (n StoredName) Digest() uint32 {
	length := n.Len()
	d := uint32(length)
	for i := max(0, length-4); i < length; i++ {
		d = d*37 + uint32(hive.Upcase(n.Unit(i)))
	}
	return d
}
