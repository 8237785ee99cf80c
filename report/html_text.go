package report

import (
	"slices"
	"strings"

	"mapihive/analyze"
)

// span is a piece of text that is marked as a whole. Its text is scrubbed.
type span struct {
	Text     string
	Code     bool // a path or the like, to be copied
	Alone    bool // it stands alone, and may be one
	Severity analyze.Severity
}

// plain is a text with nothing marked in it; nil where it is empty.
func plain(text string) []span {
	if text == "" {
		return nil
	}
	return []span{{Text: Scrub(text)}}
}

// breaks are the parts of a path between which a line may end where it has to.
func breaks(path string) []string {
	var out []string
	for part := range strings.SplitAfterSeq(path, `\`) {
		if n := len(out); n > 0 && (part == "" || strings.Trim(out[n-1], `\`) == "") {
			out[n-1] += part // \\server
			continue
		}
		out = append(out, part)
	}
	return out
}

// marked finds what is marked in a text: the words of severities, each once and in their order, and paths. A line break
// stays one.
func marked(text string, severities []analyze.Severity) (out []span) {
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if i > 0 {
			out = append(out, span{Text: "\n"})
		}
		line = Scrub(line)
		severities = slices.Clone(severities)
		for len(severities) > 0 {
			at, which := -1, 0
			for j, s := range severities {
				if found := strings.Index(line, upper(s)); found >= 0 && (at < 0 || found < at) {
					at, which = found, j
				}
			}
			if at < 0 {
				break
			}
			word := upper(severities[which])
			out = append(out, paths(line[:at])...)
			out = append(out, span{Text: word, Severity: severities[which]})
			line, severities = line[at+len(word):], slices.Delete(severities, which, which+1)
		}
		out = append(out, paths(line)...)
	}
	return out
}

// facts are short facts in a row, paths among them whole.
func facts(list []string) (out []span) {
	for i, f := range list {
		if i > 0 {
			out = append(out, span{Text: ", "})
		}
		if f = Scrub(f); strings.Contains(f, `\`) && !strings.Contains(f, `"`) {
			out = append(out, span{Text: f, Code: true})
		} else {
			out = append(out, paths(f)...)
		}
	}
	return out
}

// paths marks what has a backslash in it, as paths of files and keys have, with the quotation marks around it.
func paths(line string) (out []span) {
	if !strings.Contains(line, `\`) {
		if line == "" {
			return nil
		}
		return []span{{Text: line}}
	}
	prose := ""
	for i, word := range words(line) {
		if i > 0 {
			prose += " "
		}
		if !strings.Contains(word, `\`) {
			prose += word
			continue
		}
		opening := len(word) - len(strings.TrimLeft(word, "("))
		closing := len(strings.TrimRight(word, ".,;:)"))
		if prose += word[:opening]; prose != "" {
			out = append(out, span{Text: prose})
		}
		out = append(out, span{Text: word[opening:closing], Code: true})
		prose = word[closing:]
	}
	if prose != "" {
		out = append(out, span{Text: prose})
	}
	return out
}
