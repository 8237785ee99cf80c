package report

import (
	"strings"

	"mapihive/analyze"
)

// byPath says what the path of a source tells of it, "" where it tells nothing.
func byPath(l *analyze.Labels) string {
	var what []string
	if l.User != "" {
		what = append(what, "user "+quote(l.User))
	}
	if l.Host != "" {
		what = append(what, "computer "+quote(l.Host))
	}
	if l.Copy != "" {
		what = append(what, l.Copy.String())
	}
	if len(what) == 0 {
		return ""
	}
	return "by its path: " + strings.Join(what, ", ")
}

// labels writes what the path of a source tells, and where the hive contradicts.
func (p *page) labels(l *analyze.Labels) {
	for _, text := range some(byPath(l), l.Note) {
		p.para(2, text)
	}
}
