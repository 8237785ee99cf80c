package hive

import (
	"encoding/binary"
	"sort"
	"strings"
)

// Upcase raises one UTF-16 code unit as Windows does when it sorts, hashes and compares key names
// (RtlUpcaseUnicodeChar): one unit to one unit, surrogates unchanged, ß, ı, ſ and µ unchanged.
func Upcase(u uint16) uint16 {
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
	raised := true
	for i := range len(t) {
		if t[i] >= 0x80 {
			return Text(appendUTF16(make([]byte, 0, len(t)), UpcaseUnits(t)))
		}
		raised = raised && t[i] == upcaseASCII(t[i])
	}
	if raised {
		return t
	}
	var b strings.Builder
	b.Grow(len(t))
	for i := range len(t) {
		b.WriteByte(upcaseASCII(t[i]))
	}
	return Text(b.String())
}

// EqualFold reports whether Windows takes a and b for the same name.
func EqualFold(a, b Text) bool {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x >= 0x80 || y >= 0x80 {
			return UpcaseText(a[i:]) == UpcaseText(b[i:])
		}
		if x != y && upcaseASCII(x) != upcaseASCII(y) {
			return false
		}
	}
	return len(a) == len(b)
}

func upcaseASCII(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}

// UpcaseUnits returns the UTF-16 units of t, raised.
func UpcaseUnits(t Text) []uint16 { return AppendUpcase(make([]uint16, 0, len(t)), t) }

// AppendUpcase appends the UTF-16 units of t, raised.
func AppendUpcase(up []uint16, t Text) []uint16 {
	if strings.IndexFunc(string(t), func(r rune) bool { return r >= 0x80 }) >= 0 {
		for b := EncodeUTF16(t); len(b) > 0; b = b[2:] {
			up = append(up, Upcase(binary.LittleEndian.Uint16(b)))
		}
		return up
	}
	for i := range len(t) {
		up = append(up, Upcase(uint16(t[i])))
	}
	return up
}
