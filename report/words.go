package report

import (
	"fmt"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// source names a source on a line of its own; the number is what evidence refers to.
func (p *page) source(sources []analyze.Snapshot, i int) {
	p.sourceHead(sources, i, Beside)
}

func (p *page) sourceHead(sources []analyze.Snapshot, i int, below Below) {
	head := sources[i].Title().String()
	if len(sources) > 1 {
		head = fmt.Sprintf("[%d] %s", i+1, head)
	}
	p.put(&Block{Kind: Line, Group: hiveGroup, Text: head, Below: below})
}

// tally counts words and writes them in the order given: "2 live, 1 deleted".
func tally[T ~string](order []T, words []T) string {
	var parts []string
	for _, o := range order {
		n := 0
		for _, w := range words {
			if w == o {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", english.Grouped(n), o))
		}
	}
	return strings.Join(parts, ", ")
}

// position writes a place: the line of registry text, else the offset both ways, as in the JSON and as a hex editor shows
// it. The transaction log that it is in is said elsewhere.
func position(p hive.Place) string {
	if p.Line > 0 {
		return fmt.Sprintf("line %d", p.Line)
	}
	return fmt.Sprintf("offset %d (0x%x)", p.Offset, p.Offset)
}

// written writes a last-written time, "" where the evidence holds none.
func written(t hive.Time) string {
	if t.IsZero() {
		return ""
	}
	return "last write " + t.String()
}

// some leaves out the empty strings.
func some[T ~string](s ...T) []T {
	return slices.DeleteFunc(s, func(s T) bool { return s == "" })
}

// quote sets a name in quotation marks, so that spaces at its ends can be seen.
func quote[T hive.Text | hive.Path](t T) string { return `"` + hive.Text(t).String() + `"` }

// join puts two spaces between the parts that are not empty.
func join(parts ...string) string { return strings.Join(some(parts...), "  ") }

// more writes "1 more user", "1,480 more users".
func more(n int, noun string) string {
	return english.Grouped(n) + " more " + english.Noun(n, noun)
}
