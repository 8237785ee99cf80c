package dump

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/secret"
)

// appendBracketed appends a key path; the root's is a backslash.
func appendBracketed(b []byte, path hive.Path) []byte {
	b = append(b, '[')
	if path == "" {
		return append(b, `\]`...)
	}
	s := string(secret.MaskURLs(path))
	if !plain(s) {
		s = strings.ReplaceAll(hive.Text(s).String(), "] ", `\u005D `)
	}
	return append(append(b, s...), ']')
}

// plain reports whether a path needs no look at what has to be escaped: most do not.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7F || c == ']' || c == '\\' && i+1 < len(s) && s[i+1] == 'u' {
			return false
		}
	}
	return true
}

// appendQuoted appends a text in quotes.
func appendQuoted(b []byte, t hive.Text) []byte {
	b = append(b, '"')
	s := secret.MaskURLs(t).String()
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			break
		}
		b = append(append(b, s[:i]...), `\u0022`...)
		s = s[i+1:]
	}
	return append(append(b, s...), '"')
}

// appendQuotedUnits is appendQuoted for UTF-16LE bytes, without a copy where nothing has to be escaped.
func appendQuotedUnits(b, units []byte) []byte {
	start := len(b)
	b = append(b, '"')
	for i := 0; i+1 < len(units); i += 2 {
		c := units[i]
		if units[i+1] != 0 || c < 0x20 || c >= 0x7F || c == '"' || c == '\\' && i+2 < len(units) && units[i+2] == 'u' {
			return appendQuoted(b[:start], hive.DecodeUTF16(units))
		}
		b = append(b, c)
	}
	return append(b, '"')
}
