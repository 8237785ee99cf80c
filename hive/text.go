package hive

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// Text is a string that came out of evidence: a key or value name, a path, a decoded value.
//
// It holds WTF-8: UTF-8 in which a UTF-16 surrogate that stands alone (legal in key names, [regf
// specification, "Key node"]) is kept as its own three bytes, so that no name is lost or merged with
// another. The path of a file may also hold bytes that are no UTF-8 at all: they are shown as \xff, so that
// the file can be found again. Hive text is hostile until proven otherwise, hence the type: String and every fmt verb give
// the escaped form, MarshalJSON gives pure ASCII escapes for everything that could act on a terminal,
// and only an explicit string(t) gives the raw bytes.
type Text string

// String returns the text with every character that could act on a terminal, hide in a table or
// reorder a line written as \uXXXX (UTF-16 code unit, upper-case hex): C0 and C1 controls, DEL, line and
// paragraph separators, format characters (category Cf, the bidirectional ones among them) and others that
// are invisible, noncharacters and lone surrogates, and all but the first few of many combining marks in a
// row, which pile up over the lines around. A backslash that could be misread as the start of such an
// escape is itself written \u005C, so Unescape restores the text exactly.
func (t Text) String() string {
	return escape(string(t), false)
}

// Component returns the text as one component of a key path: as String, and a backslash inside the
// name (illegal, yet found in damaged hives) is always written \u005C.
func (t Text) Component() string {
	return escape(string(t), true)
}

// MarshalJSON writes the text as a JSON string. Lone surrogates become \udXXX escapes, which JSON
// permits, so the document holds the name exactly.
func (t Text) MarshalJSON() ([]byte, error) {
	s := string(t)
	text := brokenText{s: s}
	b := make([]byte, 0, len(s)+2)
	b = append(b, '"')
	var run marks
	for i := 0; i < len(s); {
		r, n := decodeWTF8(s[i:])
		switch {
		case r == '\\' && text.likeByte(i):
			b = appendUnit(append(b, '\\'), '\\', false)
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case n == 1 && r == utf8.RuneError:
			b = appendByte(append(b, '\\'), s[i])
		case hostile(r), run.flood(r):
			b = appendEscaped(b, r, false)
		default:
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return append(b, '"'), nil
}

// UnmarshalJSON is the inverse of MarshalJSON, lone surrogates included.
func (t *Text) UnmarshalJSON(b []byte) error {
	s, err := unquoteJSON(b)
	if err != nil {
		return err
	}
	*t = Text(s)
	return nil
}

// Unescape is the inverse of Text.String and Text.Component.
func Unescape(s string) Text {
	if !strings.Contains(s, `\u`) {
		return Text(s)
	}
	var units []uint16
	b := make([]byte, 0, len(s))
	flush := func() {
		b = appendUTF16(b, units)
		units = units[:0]
	}
	for i := 0; i < len(s); {
		if u, ok := unitEscape(s[i:]); ok {
			units = append(units, u)
			i += 6
			continue
		}
		flush()
		b = append(b, s[i])
		i++
	}
	flush()
	return Text(b)
}

func escape(s string, component bool) string {
	i := 0
	for i < len(s) && s[i] >= 0x20 && s[i] < 0x7F && (s[i] != '\\' || !component && !likeEscape(s[i:])) {
		i++
	}
	if i == len(s) {
		return s
	}
	b := make([]byte, 0, len(s)+16)
	b = append(b, s[:i]...)
	text := brokenText{s: s}
	var run marks
	for i < len(s) {
		r, n := decodeWTF8(s[i:])
		switch {
		case r == '\\':
			if _, ambiguous := unitEscape(s[i:]); component || ambiguous || text.likeByte(i) {
				b = appendUnit(b, '\\', true)
			} else {
				b = append(b, '\\')
			}
		case n == 1 && r == utf8.RuneError:
			b = appendByte(b, s[i])
		case hostile(r), run.flood(r):
			b = appendEscaped(b, r, true)
		default:
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return string(b)
}

// likeEscape reports whether the backslash at the start of s may be taken for that of an escape: few of those in paths
// may.
func likeEscape(s string) bool {
	if len(s) > 1 && s[1] == 'x' {
		return true
	}
	_, unit := unitEscape(s)
	return unit
}

// unitEscape reports the code unit written as \uXXXX at the start of s.
func unitEscape(s string) (uint16, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	var u [2]byte
	_, err := hex.Decode(u[:], []byte(s[2:6]))
	return binary.BigEndian.Uint16(u[:]), err == nil
}

const upperHex = "0123456789ABCDEF"
const lowerHex = "0123456789abcdef"

func appendEscaped(b []byte, r rune, upper bool) []byte {
	if r >= 0x10000 {
		r -= 0x10000
		b = appendUnit(b, uint16(0xD800+(r>>10)), upper)
		return appendUnit(b, uint16(0xDC00+(r&0x3FF)), upper)
	}
	return appendUnit(b, uint16(r), upper)
}

func appendUnit(b []byte, u uint16, upper bool) []byte {
	digits := lowerHex
	if upper {
		digits = upperHex
	}
	return append(b, '\\', 'u', digits[u>>12], digits[u>>8&15], digits[u>>4&15], digits[u&15])
}

// appendByte writes a byte that is no UTF-8.
func appendByte(b []byte, c byte) []byte {
	return append(b, '\\', 'x', lowerHex[c>>4], lowerHex[c&15])
}

// brokenText answers once, and only when asked, whether a text has bytes that are no UTF-8.
type brokenText struct {
	s             string
	known, broken bool
}

// likeByte reports whether the backslash at s[i] could be taken for the start of such a byte as it is shown.
func (t *brokenText) likeByte(i int) bool {
	if len(t.s)-i < 4 || t.s[i+1] != 'x' {
		return false
	}
	if _, err := hex.DecodeString(t.s[i+2 : i+4]); err != nil {
		return false
	}
	for at := 0; at < len(t.s) && !t.known; {
		r, n := decodeWTF8(t.s[at:])
		if at += n; n == 1 && r == utf8.RuneError {
			t.known, t.broken = true, true
		}
	}
	t.known = true
	return t.broken
}
