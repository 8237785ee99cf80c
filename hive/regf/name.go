package regf

import (
	"bytes"

	"mapihive/hive"
)

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

func (n storedName) text() hive.Text {
	if n.latin1 {
		return hive.DecodeLatin1(n.raw)
	}
	return hive.DecodeUTF16(n.raw)
}

// equal reports whether the name is up when raised; up holds raised units.
func (n storedName) equal(up []uint16) bool {
	if n.len() != len(up) {
		return false
	}
	for i, u := range up {
		if v := n.unit(i); v != u && hive.Upcase(v) != u {
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
		if a, b = hive.Upcase(a), hive.Upcase(b); a != b {
			return int(a) - int(b)
		}
	}
	return n.len() - m.len()
}

// compareUnits orders the name against raised units.
func (n storedName) compareUnits(up []uint16) int {
	for i := range min(n.len(), len(up)) {
		if d := int(hive.Upcase(n.unit(i))) - int(up[i]); d != 0 {
			return d
		}
	}
	return n.len() - len(up)
}

func (n storedName) contains(u byte) bool {
	if n.latin1 {
		return bytes.IndexByte(n.raw, u) >= 0
	}
	for i := range n.len() {
		if n.unit(i) == uint16(u) {
			return true
		}
	}
	return false
}

// hash is the name hash of lh lists: h*37 + raised unit, modulo 2^32.
func (n storedName) hash() uint32 {
	var h uint32
	if n.latin1 {
		for _, c := range n.raw {
			h = h*37 + uint32(hive.Upcase(uint16(c)))
		}
		return h
	}
	for i := range len(n.raw) / 2 {
		h = h*37 + uint32(hive.Upcase(n.unit(i)))
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

// digest is equal for names that Windows takes for the same: of their length and their last four characters.
func (n storedName) digest() uint32 {
	length := n.len()
	d := uint32(length)
	for i := max(0, length-4); i < length; i++ {
		d = d*37 + uint32(hive.Upcase(n.unit(i)))
	}
	return d
}
