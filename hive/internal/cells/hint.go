package cells

import "encoding/binary"

// HintFits reports whether an lf hint can be the name's: its first four characters, a byte each. Windows
// fills it from the fourth backwards and stops at a character above U+00FF, which leaves zeros; so where one
// stands among the four, each byte may be missing. Those from U+0080 on are stored by code page, so nothing
// can be said from the first of them on.
func (n StoredName) HintFits(hint uint32) bool {
	wide := false
	for i := range min(4, n.Len()) {
		wide = wide || n.Unit(i) > 0xFF
	}
	for i := range 4 {
		var want uint16
		if i < n.Len() {
			want = n.Unit(i)
		}
		switch got := uint16(byte(hint >> (8 * i))); {
		case want >= 0x80 && want <= 0xFF:
			return true
		case got != want && !(wide && got == 0):
			return false
		}
	}
	return true
}

// AsciiHint is the lf hint of a raised name, raised: its first four characters, one byte each. Hints of
// other characters depend on a code page and are no help.
func AsciiHint(up []uint16) (hint uint32, ok bool) {
	for i := range min(4, len(up)) {
		if up[i] >= 0x80 {
			return 0, false
		}
		hint |= uint32(up[i]) << (8 * i)
	}
	return hint, true
}

// RaiseHint raises the ASCII letters of a stored hint, which keeps the name's case.
func RaiseHint(hint uint32) uint32 {
	var b [4]byte
	binary.LittleEndian.PutUint32(b[:], hint)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return binary.LittleEndian.Uint32(b[:])
}
