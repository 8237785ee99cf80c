package report

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/secret"
)

// Scrub returns s with every character escaped that could act on a terminal or reorder a line, as
// hive.Text does it, and with the passwords of URLs masked. What is escaped already stays as it is, so
// scrubbing twice changes nothing; every line of a text report passes through here, whoever made its parts.
func Scrub(s string) string {
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
