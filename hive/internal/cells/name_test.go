package cells

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// Stored names are equal where Windows takes them for equal, however that is asked.
func TestNameEqual(t *testing.T) {
	for _, a := range []hive.Text{"", "Outlook", "OUTLOOK", "a[b", "A{B", "Müller", "MÜLLER", "ÿ", "Ÿ", "ς", "Σ", "𐐨", "𐐀", "\xed\xa0\x81"} {
		for _, b := range []hive.Text{"", "outlook", "A[B", "müller", "Ÿ", "σ", "𐐨", "a", "ab"} {
			name, want := StoredName{raw: hive.EncodeUTF16(a)}, hive.EqualFold(a, b)
			require.Equal(t, want, name.Equal(hive.UpcaseUnits(b)), "%s %s", a, b)
			require.Equal(t, want, name.Compare(StoredName{raw: hive.EncodeUTF16(b)}) == 0, "%s %s", a, b)
			require.Equal(t, want, name.CompareUnits(hive.UpcaseUnits(b)) == 0, "%s %s", a, b)
		}
	}
}

// Names of one byte a unit are ordered as the same names in UTF-16 are.
func TestCompareLatin1(t *testing.T) {
	names := []string{"", "a", "A", "b", "same start A", "same start b", "same start_", "SAME START", "eight by", "eight byte", "eight byT", "M\xfcller", "M\xdcller",
		"\xff", "\xb5", "exactly sixteen!", "exactly sixteen?", "EXACTLY SIXTEEN!"}
	for _, a := range names {
		for _, b := range names {
			n, m := StoredName{raw: []byte(a), Latin1: true}, StoredName{raw: []byte(b), Latin1: true}
			wide := func(n StoredName) StoredName { return StoredName{raw: hive.EncodeUTF16(n.Text())} }
			require.Equal(t, wide(n).Compare(wide(m)), n.Compare(m), "%q %q", a, b)
			require.Equal(t, wide(n).Hash(), n.Hash())
		}
	}
}

func TestNameHash(t *testing.T) {
	for _, c := range []struct {
		name hive.Text
		want uint32
	}{
		{"", 0},
		{"a", 'A'},
		{"Ab", 'A'*37 + 'B'},
		{"ÿ", 0x178},
		{"\U00010428", 0xD801*37 + 0xDC28}, // surrogates are not raised
	} {
		wide := StoredName{raw: hive.EncodeUTF16(c.name)}
		require.Equal(t, c.want, wide.Hash())
		require.Equal(t, c.want, HashUnits(hive.UpcaseUnits(c.name)))
	}
	latin1 := StoredName{raw: []byte("M\xfcller"), Latin1: true}
	require.Equal(t, StoredName{raw: hive.EncodeUTF16("Müller")}.Hash(), latin1.Hash())
	require.Equal(t, StoredName{raw: hive.EncodeUTF16("MÜLLER")}.Hash(), latin1.Hash())
}

// TestNameOrder: by raised code unit, not by code point, and the shorter first.
func TestNameOrder(t *testing.T) {
	sorted := []hive.Text{"", "1", "10", "2", "A", "aa", "B", "SS3", "_", "äb", "ß2", "\U00010410", "\U00010438", "\uff21"}
	for i, a := range sorted {
		for j, b := range sorted {
			x, y := StoredName{raw: hive.EncodeUTF16(a)}, StoredName{raw: hive.EncodeUTF16(b)}
			require.Equal(t, sign(i-j), sign(x.Compare(y)), "%s %s", a, b)
			require.Equal(t, sign(i-j), sign(x.CompareUnits(hive.UpcaseUnits(b))), "%s %s", a, b)
		}
	}
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

func TestHints(t *testing.T) {
	hint := func(s string) uint32 {
		var h uint32
		for i := range min(4, len(s)) {
			h |= uint32(s[i]) << (8 * i)
		}
		return h
	}
	for _, c := range []struct {
		name hive.Text
		hint string
		fits bool
	}{
		{"Software", "Soft", true},
		{"Software", "SOFT", false}, // a hint keeps its name's case
		{"ab", "ab", true},
		{"ab", "abc", false},
		{"abc", "ab", false},
		{"", "", true},
		{"a\u009fbc", "a\x81xx", true}, // by code page from here on
		{"a\u009fbc", "b\x81xx", false},
		{"日本", "\x00\x00", true},
		{"Mail", "\x00\x00\x00\x00", false},     // as many would be that have no name
		{"txt\uF00D", "\x00\x00\x00\x00", true}, // filled backwards up to the wide character
		{"t\uF00Dtx", "\x00\x00tx", true},
		{"t\uF00Dtx", "t\x00tx", true}, // the wide character passed over
		{"t\uF00Dtx", "\x00\x00ux", false},
		{"t\uF00Dtx", "\x00\x0Dtx", false},
		{"mail\uF00D", "mail", true}, // too far behind to matter
		{"mail\uF00D", "\x00\x00\x00\x00", false},
	} {
		name := StoredName{raw: hive.EncodeUTF16(c.name)}
		require.Equal(t, c.fits, name.HintFits(hint(c.hint)), "%s %q", c.name, c.hint)
	}
	up, ok := AsciiHint(hive.UpcaseUnits("soFtware"))
	require.True(t, ok)
	require.Equal(t, hint("SOFT"), up)
	require.Equal(t, up, RaiseHint(hint("soFt")))
	_, ok = AsciiHint(hive.UpcaseUnits("maß"))
	require.False(t, ok)
	up, ok = AsciiHint(hive.UpcaseUnits("1234ß"))
	require.True(t, ok)
	require.Equal(t, hint("1234"), up)
	require.Equal(t, hint("@[`{"), RaiseHint(hint("@[`{")))
}
