package hive

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzText: every text comes back from each of its written forms, and none of them can act on a terminal.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "abc", `\u0041`, `\\u0041`, "\x00\x1b", "\u202e", "\xed\xa0\x81", "\U00010400", "\xff", `"\ud801"`, "a\u0301\u0302\u0303\u0304\u0305"} {
		f.Add([]byte(s), s)
	}
	f.Fuzz(func(t *testing.T, utf16le []byte, s string) {
		text := DecodeUTF16(utf16le)
		require.Equal(t, utf16le[:len(utf16le)&^1], append([]byte{}, EncodeUTF16(text)...))
		roundTrips(t, text)
		require.Equal(t, UpcaseText(text), UpcaseText(UpcaseText(text)))

		if utf8.ValidString(s) {
			roundTrips(t, Unescape(s))
		}
		roundTrips(t, DecodeLatin1([]byte(s)))
		shown := Text(s).String() // whatever is in it
		require.True(t, utf8.ValidString(shown))
		harmless(t, shown)
		if doc, err := Text(s).MarshalJSON(); err == nil {
			var back Text
			require.NoError(t, back.UnmarshalJSON(doc), "%s", doc)
		}
		var any Text
		_ = any.UnmarshalJSON([]byte(s))
	})
}
