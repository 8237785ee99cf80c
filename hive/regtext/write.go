package regtext

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"mapihive/hive"
)

// heading is the first line of a file that regedit takes for its own, since Windows 2000.
const heading = "Windows Registry Editor Version 5.00"

// CurrentUser stands for the root key of a user's hive.
const CurrentUser = "HKEY_CURRENT_USER"

// Text collects lines of registry text.
type Text struct {
	// UTF8 says that Write is to write UTF-8 with LF, as hivexregedit reads it; otherwise it is UTF-16LE with a byte
	// order mark and CRLF, as regedit writes it.
	UTF8 bool

	lines strings.Builder
}

// Write writes the heading and the lines of texts. The encoding is that of the first; the error is w's.
func Write(w io.Writer, texts ...*Text) error {
	out := bufio.NewWriter(w) // it keeps the first error for Flush
	asUTF8 := texts[0].UTF8
	if !asUTF8 {
		out.Write(hive.EncodeUTF16("\ufeff"))
	}
	write := func(text string) {
		if asUTF8 {
			out.WriteString(text)
			return
		}
		for line := range strings.Lines(text) {
			out.Write(hive.EncodeUTF16(hive.Text(strings.TrimSuffix(line, "\n") + "\r\n")))
		}
	}
	write(heading + "\n\n")
	for _, t := range texts {
		write(t.lines.String())
	}
	return out.Flush()
}

// Blank writes an empty line.
func (t *Text) Blank() { t.lines.WriteByte('\n') }

// Comment writes a comment of one line, which must not hold a line end. One that ends in a backslash gets a full
// stop: some importers would join the next line to it.
func (t *Text) Comment(line string) {
	if strings.HasSuffix(line, `\`) {
		line += "."
	}
	t.lines.WriteString("; " + line + "\n")
}

// Key opens the key at a path below CurrentUser, whose names are joined by backslashes and not escaped.
func (t *Text) Key(path hive.Text) {
	t.lines.WriteString("[" + CurrentUser + `\` + string(path) + "]\n")
}

// Value writes a value of the key opened last; the name of the default value is "".
func (t *Text) Value(name hive.Text, typ hive.ValueType, data []byte) {
	start := "@="
	if name != "" {
		start = quote(name) + "="
	}
	if text, ok := t.plainText(typ, data); ok {
		t.lines.WriteString(start + quote(text) + "\n")
		return
	}
	switch {
	case typ == hive.RegDword && len(data) == 4:
		fmt.Fprintf(&t.lines, "%sdword:%08x\n", start, binary.LittleEndian.Uint32(data))
		return
	case typ == hive.RegBinary:
		start += "hex:"
	default:
		start += fmt.Sprintf("hex(%x):", uint32(typ))
	}
	const lineEnd = 80 - len(`,\`)
	t.lines.WriteString(start)
	column := utf8.RuneCountInString(start)
	for i, b := range data {
		if i > 0 {
			t.lines.WriteByte(',')
			if column++; column+2 > lineEnd {
				t.lines.WriteString("\\\n  ")
				column = 2
			}
		}
		fmt.Fprintf(&t.lines, "%02x", b)
		column += 2
	}
	t.lines.WriteByte('\n')
}

// plainText returns the text of a REG_SZ that can stand in quotation marks: one that ends in its only NUL and
// that every importer reads as the same bytes. hivexregedit takes the bytes of UTF-8 for characters, so that
// text beyond ASCII is for regedit only.
func (t *Text) plainText(typ hive.ValueType, data []byte) (hive.Text, bool) {
	n := len(data) - 2
	if typ != hive.RegSz || n < 0 || n%2 != 0 || data[n] != 0 || data[n+1] != 0 {
		return "", false
	}
	text := hive.DecodeUTF16(data[:n])
	for _, c := range string(text) {
		if !unicode.IsPrint(c) || c == unicode.ReplacementChar || t.UTF8 && c > unicode.MaxASCII {
			return "", false
		}
	}
	return text, true
}

func quote(t hive.Text) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(string(t)) + `"`
}

// BadName says why a key's name cannot stand in registry text, "" where it can.
func (t *Text) BadName(name hive.Text) string {
	switch {
	case name == "":
		return "it is empty"
	case strings.Contains(string(name), `\`):
		return "it holds a backslash"
	}
	return t.BadText(name)
}

// BadText says why a value's name cannot stand in registry text, "" where it can: text has no way to write control
// characters, and UTF-8 none to write half a surrogate pair.
func (t *Text) BadText(name hive.Text) string {
	for i, c := range string(name) {
		switch {
		case unicode.IsControl(c):
			return fmt.Sprintf("it holds the control character U+%04X", c)
		case t.UTF8 && c == unicode.ReplacementChar && !strings.HasPrefix(string(name)[i:], "\uFFFD"):
			return "it holds half a surrogate pair, which UTF-8 cannot write"
		}
	}
	return ""
}
