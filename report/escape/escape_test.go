package escape

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJSON(t *testing.T) {
	for in, want := range map[string]string{
		`"plain"`:                `"plain"`,
		"\"M\u00fcller \u4e2d\"": "\"M\u00fcller \u4e2d\"",
		"\"a\u202eb\u0600\"":     `"a\u202eb\u0600"`,
		"\"\u00c9\x7f\u00c9\"":   "\"\u00c9" + `\u007f` + "\u00c9\"",
		"\"a\xff\"":              `"a\\xff"`,
		"\"\u0301\u0301\u0301\u0301\u0301\u0301\"": "\"\u0301\u0301\u0301\u0301" + `\u0301\u0301"`,
		"\"\U000e0041\"": `"\udb40\udc41"`,
	} {
		require.Equal(t, want, string(JSON([]byte(in))))
	}
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		`plain C:\users\x`:       `plain C:\users\x`,
		"esc \x1b[2J":            `esc \u001B[2J`,
		`escaped before \u001B`:  `escaped before \u001B`,
		"bidi \u202e, C1 \u009b": `bidi \u202E, C1 \u009B`,
		"\\\x00\\":               `\\u0000\`,
		"é 日本":                   "é 日本",
	} {
		require.Equal(t, want, Line(in))
		require.Equal(t, want, Line(Line(in)))
	}
}
