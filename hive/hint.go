package hive

// hintFits reports whether an lf hint can be the name's: its first four characters, a byte each. Windows
// fills it from the fourth backwards and stops at a character above U+00FF, which leaves zeros; so where one
// stands among the four, each byte may be missing. Those from U+0080 on are stored by code page, so nothing
// can be said from the first of them on.
func (n storedName) hintFits(hint uint32) bool {
	wide := false
	for i := range min(4, n.len()) {
		wide = wide || n.unit(i) > 0xFF
	}
	for i := range 4 {
		var want uint16
		if i < n.len() {
			want = n.unit(i)
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
