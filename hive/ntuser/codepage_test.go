package ntuser

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCodePage(t *testing.T) {
	for locale, want := range map[string]int{
		"00000409": 1252, "0000040F": 1252, "00000407": 1252, "00010407": 1252, "00000411": 932, "00000804": 936, "00000404": 950,
		"00000412": 949, "00000415": 1250, "00000419": 1251, "00000408": 1253, "0000041f": 1254, "0000040d": 1255, "00000401": 1256,
		"00000427": 1257, "0000042a": 1258, "0000041e": 874, "0000081a": 1250, "00000c1a": 1251, "409": 1252,
		"00000439": 0, // Hindi, Unicode only
		"00000437": 0, // Georgian, Unicode only
		"00000009": 0, // a language without a place
		"00001000": 0, // a locale without a number, "en-DE"
		"00000c00": 0, // a custom locale
		"00000000": 0, "01000409": 0, "en-US": 0, "": 0,
	} {
		c := read(t, "[Control Panel\\International]\n\"Locale\"=\""+locale+"\"\n")
		number, why, ok := c.CodePage()
		require.Equal(t, want, number, locale)
		require.Equal(t, want != 0, ok, locale)
		require.NotEmpty(t, why)
	}
	c := read(t, "[Control Panel\\International]\n\"LocaleName\"=\"en-US\"\n")
	_, why, ok := c.CodePage()
	require.False(t, ok)
	require.Equal(t, "the hive names no locale", why)
}
