package report

import "strings"

// wrap breaks s at spaces into lines of at most n columns. A word that is longer stands alone on its
// line: a path that was cut would be useless. There is always one line, "" for an empty s.
func wrap(s string, n int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range words(s) {
		w := width(word)
		switch {
		case line == "":
			line, used = word, w
		case used+1+w > n:
			lines = append(lines, line)
			line, used = word, w
		default:
			line += " " + word
			used += 1 + w
		}
	}
	return append(lines, line)
}

// words splits s at spaces. A quoted path stays in one piece, with the spaces in it.
func words(s string) []string {
	var out []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ':
			out = append(out, s[start:i])
			start = i + 1
		case '"':
			// A name may have a quotation mark in it, so that a backslash counts behind any; a slash stands in
			// sentences, too.
			opens := i == start || s[i-1] == '('
			inside, _, closed := strings.Cut(s[i+1:], `"`)
			if closed && (strings.Contains(inside, `\`) || opens && strings.Contains(inside, "/")) {
				i += len(inside) + 1
			}
		}
	}
	return append(out, s[start:])
}
