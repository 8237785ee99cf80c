package hive

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestTextString(t *testing.T) {
	for _, c := range []struct {
		name string
		text Text
		want string
	}{
		{"plain", "Software", "Software"},
		{"empty", "", ""},
		{"path", `C:\Mail\work.pst`, `C:\Mail\work.pst`},
		{"umlaut", "Müller", "Müller"},
		{"outside the BMP", "\U00010400", "\U00010400"},
		{"NUL", "a\x00b", `a\u0000b`},
		{"line break", "a\r\nb", `a\u000D\u000Ab`},
		{"escape sequence", "\x1b[2J", `\u001B[2J`},
		{"DEL", "\x7f", `\u007F`},
		{"C1", "\u009b", `\u009B`},
		{"soft hyphen", "a\u00adb", `a\u00ADb`},
		{"bidirectional override", "txt.\u202eexe", `txt.\u202Eexe`},
		{"bidirectional isolate", "\u2066x", `\u2066x`},
		{"zero width space", "a\u200bb", `a\u200Bb`},
		{"line separator", "\u2028", `\u2028`},
		{"byte order mark", "\ufeff", `\uFEFF`},
		{"noncharacter", "\uffff", `\uFFFF`},
		{"noncharacter of a higher plane", "\U0001fffe", `\uD83F\uDFFE`},
		{"tag", "\U000e0041", `\uDB40\uDC41`},
		{"lone high surrogate", "\xed\xa0\x81", `\uD801`},
		{"lone low surrogate", "\xed\xb0\x80", `\uDC00`},
		{"backslash that starts no escape", `\user`, `\user`},
		{"backslash that could start one", `\u0041`, `\u005Cu0041`},
		{"the same in lower case", `\uabcd`, `\u005Cuabcd`},
		{"two of them", `\\u0041`, `\\u005Cu0041`},
		{"backslash before an escape", "\\\x00", `\\u0000`},
		{"a byte that is no UTF-8", "a\xffb", `a\xffb`},
		{"and what looks like one beside it", "\xe9\\xe9\\xyz", `\xe9\u005Cxe9\xyz`},
		{"what looks like one in sound text", `\xe9`, `\xe9`},
		{"Arabic number sign", "\u0600123", `\u0600123`},
		{"musical format character", "\U0001d173", `\uD834\uDD73`},
		{"Khmer vowel that is not shown", "\u17b4", `\u17B4`},
		{"Mongolian variation selector", "\u180b", `\u180B`},
		{"Hebrew with all its points", "\u05e9\u05bc\u05c1\u05b8\u05bd", "\u05e9\u05bc\u05c1\u05b8\u05bd"},
		{"Vietnamese, decomposed", "e\u0323\u0302", "e\u0323\u0302"},
		{"a flood of marks", "a\u0300\u0301\u0302\u0303\u0304\u0305b\u0300", "a\u0300\u0301\u0302\u0303" + `\u0304\u0305` + "b\u0300"},
		{"marks beyond the BMP", "\U0001e8d0\U0001e8d0\U0001e8d0\U0001e8d0\U0001e8d0", "\U0001e8d0\U0001e8d0\U0001e8d0\U0001e8d0" + `\uD83A\uDCD0`},
		{"a flood with a spacing mark in it", "\u0915\u093c\u093c\u093c\u093e\u093c\u093c", "\u0915\u093c\u093c\u093c\u093e\u093c" + `\u093C`},
		{"enclosing marks", "x\u20dd\u20dd\u20dd\u20dd\u20dd", "x\u20dd\u20dd\u20dd\u20dd" + `\u20DD`},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, c.text.String())
			require.Equal(t, c.want, fmt.Sprintf("%v", c.text))
			require.Equal(t, c.want+"!", fmt.Sprintf("%s!", c.text))
		})
	}
}

func TestTextComponentEscapesEveryBackslash(t *testing.T) {
	require.Equal(t, `a\u005Cb`, Text(`a\b`).Component())
	require.Equal(t, `ab`, Text(`ab`).Component())
	require.Equal(t, Text(`a\b`), Unescape(Text(`a\b`).Component()))
}

// harmless says that nothing in s can act on a terminal, or on the lines around.
func harmless(t testing.TB, s string) {
	t.Helper()
	var run marks
	for _, r := range s {
		require.False(t, hostile(r), "%q shows %U", s, r)
		require.False(t, run.flood(r), "%q: %U", s, r)
	}
}

func TestHostile(t *testing.T) {
	for r := range rune(unicode.MaxRune + 1) {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Bidi_Control, unicode.Noncharacter_Code_Point) {
			require.True(t, hostile(r), "%U", r)
		} else if unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.Sc, unicode.Sm) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) {
			require.False(t, hostile(r), "%U", r)
		}
	}
}

// roundTrips says that every text form gives the same text back.
func roundTrips(t testing.TB, text Text) {
	t.Helper()
	for _, s := range []string{text.String(), text.Component()} {
		require.True(t, utf8.ValidString(s), "%q", s)
		harmless(t, s)
		require.Equal(t, text, Unescape(s), "%q", s)
	}
	doc, err := json.Marshal(text)
	require.NoError(t, err)
	require.True(t, utf8.Valid(doc))
	var back Text
	require.NoError(t, json.Unmarshal(doc, &back), "%s", doc)
	require.Equal(t, text, back, "%s", doc)
	require.Equal(t, text, DecodeUTF16(EncodeUTF16(text)))
}

func TestTextRoundTripOfEveryCodeUnit(t *testing.T) {
	for u := range 0x10000 {
		units := []byte{byte(u), byte(u >> 8)}
		text := DecodeUTF16(units)
		if string(EncodeUTF16(text)) != string(units) || Unescape(text.String()) != text || Unescape(text.Component()) != text {
			t.Fatalf("U+%04X does not come back", u)
		}
		if u%257 == 0 || u >= 0xD7F0 && u < 0xE010 || u < 0x180 {
			roundTrips(t, text)
			roundTrips(t, text+`\u0041`)
			roundTrips(t, `\`+text)
			roundTrips(t, "u"+text+"0041")
		}
	}
}

func TestTextRoundTripOfSurrogatesInEveryOrder(t *testing.T) {
	units := []uint16{'a', 0xD801, 0xDC00, 0xDBFF, 0xDFFF, 0xE000}
	var b []byte
	for i := range 6 * 6 * 6 * 6 {
		b = b[:0]
		for n := range 4 {
			u := units[i/[]int{1, 6, 36, 216}[n]%6]
			b = append(b, byte(u), byte(u>>8))
		}
		text := DecodeUTF16(b)
		require.Equal(t, b, EncodeUTF16(text))
		roundTrips(t, text)
	}
}

func TestTextJSON(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a", `"a"`},
		{`C:\x`, `"C:\\x"`},
		{`say "hi"`, `"say \"hi\""`},
		{"\x00\x1b", `"\u0000\u001b"`},
		{"\u202e", `"\u202e"`},
		{"\u0600", `"\u0600"`},
		{"a\u0301\u0301\u0301\u0301\u0301", `"a` + "\u0301\u0301\u0301\u0301" + `\u0301"`},
		{"\xed\xa0\x81", `"\ud801"`},
		{"\U00010400", `"` + "\U00010400" + `"`},
		{"\U000e0041", `"\udb40\udc41"`},
		{"\xff", `"\\xff"`}, {`\xe9` + "\xe9", `"\\u005cxe9\\xe9"`},
	} {
		doc, err := json.Marshal(Text(c.text))
		require.NoError(t, err)
		require.Equal(t, c.want, string(doc))
	}
	for _, c := range []struct{ doc, want string }{
		{`"\/\b\f\n\r\t\"\\"`, "/\b\f\n\r\t\"\\"},
		{`"\ud801\udc00"`, "\U00010400"},
		{`"\ud801x\udc00"`, "\xed\xa0\x81x\xed\xb0\x80"},
		{`"\\u0041"`, `\u0041`},
		{`"\u0041"`, `A`},
	} {
		var got Text
		require.NoError(t, json.Unmarshal([]byte(c.doc), &got))
		require.Equal(t, Text(c.want), got, c.doc)
	}
	var got Text
	for _, bad := range []string{``, `"`, `7`, `"\`, `"\"`, `"\x"`} {
		require.Error(t, got.UnmarshalJSON([]byte(bad)), bad)
	}
}

func TestUnescapeLeavesWhatIsNoEscape(t *testing.T) {
	for _, s := range []string{`\u12`, `\u12g4`, `\U0041`, `\x41`, `\`, `u0041`} {
		require.Equal(t, Text(s), Unescape(s))
	}
	require.Equal(t, Text("\U00010400"), Unescape(`\uD801\uDC00`))
}

func TestDecodeLatin1(t *testing.T) {
	var b []byte
	var want strings.Builder
	for i := range 256 {
		b = append(b, byte(i))
		want.WriteRune(rune(i))
	}
	require.Equal(t, Text(want.String()), DecodeLatin1(b))
	require.Equal(t, Text("plain"), DecodeLatin1([]byte("plain")))
	require.Equal(t, Text(""), DecodeLatin1(nil))
}

func TestDecodeUTF16(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     Text
	}{
		{"empty", "", ""},
		{"ASCII", "a\x00b\x00", "ab"},
		{"odd last byte is ignored", "a\x00b", "a"},
		{"no byte order mark is taken", "\xff\xfea\x00", "\ufeffa"},
		{"pair", "\x01\xd8\x00\xdc", "\U00010400"},
		{"high alone at the end", "a\x00\x01\xd8", "a\xed\xa0\x81"},
		{"high before a letter", "\x01\xd8a\x00", "\xed\xa0\x81a"},
		{"low first", "\x00\xdc\x01\xd8", "\xed\xb0\x80\xed\xa0\x81"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, DecodeUTF16([]byte(c.in))) })
	}
}

func TestHex(t *testing.T) {
	doc, err := json.Marshal(Hex{0x5C, 0xE9, 0x00})
	require.NoError(t, err)
	require.Equal(t, `"5ce900"`, string(doc))
	var h Hex
	require.NoError(t, json.Unmarshal([]byte(`"5CE900"`), &h))
	require.Equal(t, Hex{0x5C, 0xE9, 0x00}, h)
	require.Equal(t, "5ce900", h.String())
	require.Error(t, json.Unmarshal([]byte(`"5"`), &h))
}
