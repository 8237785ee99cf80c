package hivetest

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
)

// notUpcased are the BMP characters that have a simple upper case in Unicode 15 but none in the table
// Windows 10 uses for names (RtlUpcaseUnicodeChar): first, last, step.
var notUpcased = [][3]uint16{
	{0x00B5, 0x00B5, 1}, {0x0131, 0x0131, 1}, {0x017F, 0x017F, 1}, {0x01C5, 0x01C5, 1}, {0x01C8, 0x01CB, 3},
	{0x01F2, 0x01F2, 1}, {0x023F, 0x0240, 1}, {0x0252, 0x0252, 1}, {0x025C, 0x025C, 1}, {0x0261, 0x0261, 1},
	{0x0265, 0x0266, 1}, {0x026A, 0x026C, 2}, {0x0282, 0x0282, 1}, {0x0287, 0x0287, 1}, {0x029D, 0x029E, 1},
	{0x0345, 0x0345, 1}, {0x03C2, 0x03C2, 1}, {0x03D0, 0x03D1, 1}, {0x03D5, 0x03D6, 1}, {0x03F0, 0x03F1, 1},
	{0x03F3, 0x03F5, 2}, {0x0525, 0x052F, 2}, {0x10D0, 0x10FA, 1}, {0x10FD, 0x10FF, 1}, {0x13F8, 0x13FD, 1},
	{0x1C80, 0x1C88, 1}, {0x1D8E, 0x1D8E, 1}, {0x1E9B, 0x1E9B, 1}, {0x1FBE, 0x1FBE, 1}, {0x2C5F, 0x2C5F, 1},
	{0x2CEC, 0x2CEE, 2}, {0x2CF3, 0x2CF3, 1}, {0x2D27, 0x2D2D, 6}, {0xA661, 0xA661, 1}, {0xA699, 0xA69B, 2},
	{0xA791, 0xA793, 2}, {0xA794, 0xA794, 1}, {0xA797, 0xA7A9, 2}, {0xA7B5, 0xA7C3, 2}, {0xA7C8, 0xA7CA, 2},
	{0xA7D1, 0xA7D1, 1}, {0xA7D7, 0xA7D9, 2}, {0xA7F6, 0xA7F6, 1}, {0xAB53, 0xAB53, 1}, {0xAB70, 0xABBF, 1},
}

// upcase is the upper case of one UTF-16 unit as Windows compares names. Surrogates stay as they are.
func upcase(u uint16) uint16 {
	if u < 0x80 {
		if 'a' <= u && u <= 'z' {
			return u - 32
		}
		return u
	}
	for _, r := range notUpcased {
		if r[0] <= u && u <= r[1] && (u-r[0])%r[2] == 0 {
			return u
		}
	}
	if up := unicode.ToUpper(rune(u)); up <= 0xFFFF {
		return uint16(up)
	}
	return u
}

func upcased(name []uint16) []uint16 {
	up := make([]uint16, len(name))
	for i, u := range name {
		up[i] = upcase(u)
	}
	return up
}

// folded is a map key under which two names meet iff Windows takes them for the same.
func folded(name []uint16) string { return string(utf16LE(upcased(name))) }

// isLatin1 says whether every unit is at most U+00FF, which is when Windows stores one byte per unit.
func isLatin1(name []uint16) bool {
	return !slices.ContainsFunc(name, func(u uint16) bool { return u > 0xFF })
}

// storedName is a name as a record holds it, and whether that is the compressed form.
func storedName(name []uint16, wide bool) (stored []byte, compressed bool) {
	if wide || !isLatin1(name) {
		return utf16LE(name), false
	}
	stored = make([]byte, len(name))
	for i, u := range name {
		stored[i] = byte(u)
	}
	return stored, true
}

func utf16LE(name []uint16) []byte {
	out := make([]byte, 0, 2*len(name))
	for _, u := range name {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// units is a Go string as UTF-16 units.
func units(s string) []uint16 { return utf16.Encode([]rune(s)) }

// lhHash is the name hash of lh lists.
func lhHash(name []uint16) uint32 {
	var h uint32
	for _, u := range name {
		h = h*37 + uint32(upcase(u))
	}
	return h
}

// lfHint is the name hint of lf lists: the first four characters, a byte each. Windows fills it from the
// fourth character backwards and stops at one that does not fit a byte, so what comes before that is zero.
func lfHint(name []uint16) uint32 {
	var h uint32
	for i := min(4, len(name)) - 1; i >= 0 && name[i] <= 0xFF; i-- {
		h |= uint32(name[i]) << (8 * i)
	}
	return h
}

// NameText is a name as this package's texts, layouts and wants show it: lone surrogates and control
// characters are written \uXXXX, everything else stands for itself.
func NameText(name []uint16) string {
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		u := name[i]
		switch {
		case utf16.IsSurrogate(rune(u)):
			if i+1 < len(name) {
				if r := utf16.DecodeRune(rune(u), rune(name[i+1])); r != unicode.ReplacementChar {
					b.WriteRune(r)
					i++
					continue
				}
			}
			fmt.Fprintf(&b, `\u%04x`, u)
		case u < 0x20 || 0x7F <= u && u < 0xA0:
			fmt.Fprintf(&b, `\u%04x`, u)
		default:
			b.WriteRune(rune(u))
		}
	}
	return b.String()
}

// JoinPath is the path of the subkey name below parent. A backslash inside the name is escaped.
func JoinPath(parent string, name []uint16) string {
	text := strings.ReplaceAll(NameText(name), `\u`, "\x00")
	text = strings.ReplaceAll(text, `\`, `\u005c`)
	text = strings.ReplaceAll(text, "\x00", `\u`)
	if parent == "" {
		return text
	}
	return parent + `\` + text
}
