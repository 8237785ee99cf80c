package report

import "fmt"

// table writes a table; rows that are too wide for the page are written as blocks of labelled facts instead.
func (t *textWriter) table(indent int, in *Table) {
	rows := make([][]string, len(in.Rows))
	for i, r := range in.Rows {
		rows[i] = make([]string, len(r))
		for j, c := range r {
			rows[i][j] = Scrub(c)
		}
	}
	lines, err := table(in.Header, rows, in.Right...)
	if err == nil && len(lines) != len(rows)+1 {
		err = fmt.Errorf("report: a table of %d rows has %d lines", len(rows), len(lines))
	}
	if err != nil {
		t.err = err
		return
	}
	under := func(i, indent int) {
		if i < len(in.Under) {
			for _, l := range in.Under[i] {
				t.raw(indent, Scrub(l))
			}
		}
	}
	wide := false
	for _, l := range lines {
		wide = wide || indent+width(l) > t.width
	}
	if !wide {
		t.raw(indent, lines[0])
		for i, l := range lines[1:] {
			t.raw(indent, l)
			under(i, indent+4)
		}
		return
	}
	label := 0
	for _, h := range in.Header {
		label = max(label, width(h)+2)
	}
	for i, r := range rows {
		for j, c := range r {
			if c != "" {
				t.pair(indent, label, in.Header[j], c, nil)
			}
		}
		under(i, indent+label)
	}
}
