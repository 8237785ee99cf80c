package hive

import (
	"slices"
	"sort"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

// unicodeNotWindows are the units that have a simple upper case in Unicode 15 but stay as they are in the
// table of Windows 10: first, last, step. Go's tables may learn further mappings; Windows' table is
// what hives were sorted by.
var unicodeNotWindows = [][3]uint16{
	{0x00B5, 0x00B5, 1}, {0x0131, 0x0131, 1}, {0x017F, 0x017F, 1}, {0x01C5, 0x01CB, 3}, {0x01F2, 0x01F2, 1},
	{0x023F, 0x0240, 1}, {0x0252, 0x0252, 1}, {0x025C, 0x025C, 1}, {0x0261, 0x0261, 1}, {0x0265, 0x0266, 1},
	{0x026A, 0x026C, 2}, {0x0282, 0x0287, 5}, {0x029D, 0x029E, 1}, {0x0345, 0x0345, 1}, {0x03C2, 0x03C2, 1},
	{0x03D0, 0x03D1, 1}, {0x03D5, 0x03D6, 1}, {0x03F0, 0x03F1, 1}, {0x03F3, 0x03F5, 2}, {0x0525, 0x052F, 2},
	{0x10D0, 0x10FA, 1}, {0x10FD, 0x10FF, 1}, {0x13F8, 0x13FD, 1}, {0x1C80, 0x1C88, 1}, {0x1D8E, 0x1D8E, 1},
	{0x1E9B, 0x1E9B, 1}, {0x1FBE, 0x1FBE, 1}, {0x2C5F, 0x2C5F, 1}, {0x2CEC, 0x2CEE, 2}, {0x2CF3, 0x2CF3, 1},
	{0x2D27, 0x2D2D, 6}, {0xA661, 0xA661, 1}, {0xA699, 0xA69B, 2}, {0xA791, 0xA793, 2}, {0xA794, 0xA794, 1},
	{0xA797, 0xA7A9, 2}, {0xA7B5, 0xA7C3, 2}, {0xA7C8, 0xA7CA, 2}, {0xA7D1, 0xA7D1, 1}, {0xA7D7, 0xA7D9, 2},
	{0xA7F6, 0xA7F6, 1}, {0xAB53, 0xAB53, 1}, {0xAB70, 0xABBF, 1},
}

// TestUpcaseTable holds the frozen table against Unicode less its exceptions. The counts are those of
// RtlUpcaseUnicodeChar of Windows 10.
func TestUpcaseTable(t *testing.T) {
	except := map[uint16]bool{}
	for _, r := range unicodeNotWindows {
		for u := int(r[0]); u <= int(r[1]); u += int(r[2]) {
			except[uint16(u)] = true
		}
	}
	require.Len(t, except, 217)
	mapped := 0
	for i := range 0x10000 {
		u := uint16(i)
		up := Upcase(u)
		if up != u {
			mapped++
			require.Equal(t, unicode.ToUpper(rune(u)), rune(up), "U+%04X", u)
			require.Equal(t, up, Upcase(up), "U+%04X is raised twice", u)
		}
		if except[u] {
			require.Equal(t, u, up, "U+%04X must stay", u)
			require.NotEqual(t, rune(u), unicode.ToUpper(rune(u)), "U+%04X is no exception", u)
		}
	}
	require.Equal(t, 973, mapped)
	require.True(t, sort.SliceIsSorted(upcaseRanges[:], func(i, j int) bool { return upcaseRanges[i].hi < upcaseRanges[j].lo }))
}

// TestUpcaseComplete finds a mapping missing from the frozen table: everything that Unicode 15 raises and
// that is no exception. A later version of Unicode maps more and cannot be counted against.
func TestUpcaseComplete(t *testing.T) {
	if unicode.Version != "15.0.0" {
		t.Skipf("NOT COMPARED: this Go has Unicode %s, the exceptions are those of 15.0.0", unicode.Version)
	}
	except := 0
	for i := range 0x10000 {
		if up := unicode.ToUpper(rune(i)); up != rune(i) && rune(Upcase(uint16(i))) != up {
			except++
		}
	}
	require.Equal(t, 217, except)
}

func TestEqualFold(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b Text
		want bool
	}{
		{"ASCII", "Outlook", "OUTLOOK", true},
		{"punctuation between the letters", "a[b", "A{B", false},
		{"umlaut", "Müller", "MÜLLER", true},
		{"y with diaeresis", "ÿ", "\u0178", true},
		{"sharp s", "ß", "\u1e9e", false},
		{"sharp s is not ss", "ß", "SS", false},
		{"dotless i", "ı", "I", false},
		{"final sigma", "ς", "Σ", false},
		{"sigma", "σ", "Σ", true},
		{"Cyrillic", "ПриВет", "привет", true},
		{"a pair that Unicode maps", "\U00010428", "\U00010400", false},
		{"lone surrogates differ", "\xed\xa0\x81", "\xed\xa0\x82", false},
		{"lone surrogate and U+FFFD", "\xed\xa0\x81", "\ufffd", false},
		{"length", "a", "ab", false},
		{"full width", "ａ", "Ａ", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, EqualFold(c.a, c.b))
			require.Equal(t, c.want, EqualFold(c.b, c.a))
			require.Equal(t, c.want, slices.Equal(UpcaseUnits(c.a), UpcaseUnits(c.b)))
		})
	}
}

// Names are compared character by character, whatever mixture of ASCII and others they are.
func TestEqualFoldIsEqualWhenRaised(t *testing.T) {
	names := []Text{"", "a", "A", "ab", "aB", "b", "aé", "aÉ", "Aé", "é", "É", "éa", "ÉA", "ı", "I", "i", "ſ", "S", "s", "ß", "SS", "k", "\u212a", "[", "{", "@", "`", "\xed\xa0\x80", "A\xed\xa0\x80"}
	for _, a := range names {
		for _, b := range names {
			require.Equal(t, UpcaseText(a) == UpcaseText(b), EqualFold(a, b), "%q %q", a, b)
		}
	}
	require.Zero(t, testing.AllocsPerRun(100, func() { EqualFold("Software", "SOFTWARE") }))
}
