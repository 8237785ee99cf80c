package hive

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// DecodeUTF16 decodes UTF-16LE bytes to Text. Pairs are joined, lone surrogates are kept; a last odd
// byte is ignored (callers that must tell keep the bytes).
func DecodeUTF16(b []byte) Text {
	n := len(b) / 2
	ascii := true
	for i := range n {
		if b[2*i+1] != 0 || b[2*i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		s := make([]byte, n)
		for i := range s {
			s[i] = b[2*i]
		}
		return Text(s)
	}
	out := make([]byte, 0, n+n/2)
	for i := 0; i < n; i++ {
		u := rune(b[2*i]) | rune(b[2*i+1])<<8
		if u >= 0xD800 && u < 0xDC00 && i+1 < n {
			if v := rune(b[2*i+2]) | rune(b[2*i+3])<<8; v >= 0xDC00 && v < 0xE000 {
				out = utf8.AppendRune(out, utf16.DecodeRune(u, v))
				i++
				continue
			}
		}
		out = appendWTF8(out, u)
	}
	return Text(out)
}

// EncodeUTF16 is the inverse of DecodeUTF16 for any Text.
func EncodeUTF16(t Text) []byte {
	s := string(t)
	out := make([]byte, 0, 2*len(s))
	for i := 0; i < len(s); {
		r, n := decodeWTF8(s[i:])
		i += n
		if r >= 0x10000 {
			hi, lo := utf16.EncodeRune(r)
			out = append(out, byte(hi), byte(hi>>8), byte(lo), byte(lo>>8))
			continue
		}
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}

// DecodeLatin1 decodes one byte per character, U+0000 to U+00FF exactly: the compressed form of key
// and value names (flag COMP_NAME), which is neither Windows-1252 nor any locale's code page.
func DecodeLatin1(b []byte) Text {
	i := 0
	for i < len(b) && b[i] < 0x80 {
		i++
	}
	if i == len(b) {
		return Text(b)
	}
	out := make([]byte, 0, len(b)+8)
	for _, c := range b {
		out = utf8.AppendRune(out, rune(c))
	}
	return Text(out)
}

// appendUTF16 appends code units as WTF-8, joining pairs.
func appendUTF16(b []byte, units []uint16) []byte {
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if i+1 < len(units) && utf16.IsSurrogate(r) {
			if p := utf16.DecodeRune(r, rune(units[i+1])); p != utf8.RuneError {
				b = utf8.AppendRune(b, p)
				i++
				continue
			}
		}
		b = appendWTF8(b, r)
	}
	return b
}

// appendWTF8 appends one code point; unlike utf8.AppendRune it keeps surrogates.
func appendWTF8(b []byte, r rune) []byte {
	if r >= 0xD800 && r <= 0xDFFF {
		return append(b, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
	}
	return utf8.AppendRune(b, r)
}

// decodeWTF8 decodes the first code point of s, lone surrogates included. A byte that is no WTF-8
// gives utf8.RuneError and a width of 1.
func decodeWTF8(s string) (rune, int) {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && n == 1 && len(s) >= 3 && s[0] == 0xED && s[1] >= 0xA0 && s[1] <= 0xBF && s[2]&0xC0 == 0x80 {
		return 0xD000 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return r, n
}

// unquoteJSON decodes a JSON string and keeps lone surrogate escapes, which encoding/json replaces.
func unquoteJSON(b []byte) (string, error) {
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' {
		return "", fmt.Errorf("hive: not a JSON string: %.40q", b)
	}
	in := string(b[1 : len(b)-1])
	out := make([]byte, 0, len(in))
	var units []uint16
	for i := 0; i < len(in); {
		if u, ok := unitEscape(in[i:]); ok {
			units = append(units, u)
			i += 6
			continue
		}
		out = appendUTF16(out, units)
		units = units[:0]
		if in[i] != '\\' {
			out = append(out, in[i])
			i++
			continue
		}
		if i+1 >= len(in) {
			return "", fmt.Errorf("hive: unfinished escape in JSON string")
		}
		const from, to = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
		k := 0
		for k < len(from) && from[k] != in[i+1] {
			k++
		}
		if k == len(from) {
			return "", fmt.Errorf("hive: unknown escape \\%c in JSON string", in[i+1])
		}
		out = append(out, to[k])
		i += 2
	}
	return string(appendUTF16(out, units)), nil
}
