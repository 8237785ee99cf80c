// Package escape is what everything that is written passes through last: whatever a hive says, it acts on no
// terminal, reorders no line and gives no password of a URL away.
package escape

import (
	"bytes"
	"strings"

	"mapihive/hive"
	"mapihive/hive/secret"
)

// Line returns s with every character escaped that could act on a terminal or reorder a line, as
// hive.Text does it, and with the passwords of URLs masked. What is escaped already stays as it is, so
// that doing it twice changes nothing.
func Line(s string) string {
	s = secret.MaskURLs(s)
	// A backslash is always written as it is here: only hive.Text itself has to keep its escapes
	// reversible, and what comes here is the finished line.
	var b strings.Builder
	for {
		before, after, more := strings.Cut(s, `\`)
		b.WriteString(hive.Text(before).String())
		if !more {
			return b.String()
		}
		b.WriteByte('\\')
		s = after
	}
}

// JSON writes the characters that hive.Text never lets through as \uXXXX wherever else they stand
// in a document (outside strings JSON is printable ASCII, so that they can only stand in strings), and
// masks the passwords of URLs in names.
func JSON(doc []byte) []byte {
	if bytes.Contains(doc, []byte("://")) {
		doc = []byte(secret.MaskURLs(string(doc)))
	}
	var out []byte
	done := 0 // what of doc is in out
	for i := 0; i < len(doc); {
		end := i
		for end < len(doc) && doc[end] >= 0x7F {
			end++
		}
		if end == i {
			i++
			continue
		}
		quoted, _ := hive.Text(doc[i:end]).MarshalJSON() // the error is always nil
		// U+FFFD is what encoding/json makes of bytes that are no UTF-8.
		escaped := bytes.ReplaceAll(quoted[1:len(quoted)-1], []byte("\uFFFD"), []byte(`\ufffd`))
		if !bytes.Equal(escaped, doc[i:end]) {
			out = append(append(out, doc[done:i]...), escaped...)
			done = end
		}
		i = end
	}
	if done == 0 {
		return doc
	}
	return append(out, doc[done:]...)
}
