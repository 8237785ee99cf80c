package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"mapihive/analyze"
)

// TextOptions say how a text is laid out.
type TextOptions struct {
	// Width is the columns to use, 80 if 0. A path or a hex string that is longer stands alone on its
	// line, whole, so that it can be copied.
	Width int
	// Color paints the severity words with ANSI sequences; nothing else is ever coloured.
	Color bool
}

// minWidth keeps the columns of the layout apart on a very narrow terminal.
const minWidth = 40

// page collects the lines of a text. Everything but the colour of a severity word is scrubbed.
type page struct {
	b     bytes.Buffer
	width int
	color bool
	err   error // the first error of a table
}

func newPage(o TextOptions) *page {
	if o.Width == 0 {
		o.Width = 80
	}
	return &page{width: max(o.Width, minWidth), color: o.Color}
}

// flush writes the page to w.
func (p *page) flush(w io.Writer) error {
	if p.err != nil {
		return p.err
	}
	_, err := w.Write(p.b.Bytes())
	return err
}

func (p *page) blank() { p.b.WriteByte('\n') }

// line writes one line as it is, however long.
func (p *page) line(indent int, format string, args ...any) {
	p.raw(indent, Scrub(fmt.Sprintf(format, args...)))
}

// raw writes one line that is scrubbed already.
func (p *page) raw(indent int, s string) {
	if s != "" {
		p.b.WriteString(strings.Repeat(" ", indent))
		p.b.WriteString(strings.TrimRight(s, " "))
	}
	p.b.WriteByte('\n')
}

// title writes a heading that is underlined with c.
func (p *page) title(c, s string) {
	s = Scrub(s)
	p.raw(0, s)
	p.raw(0, strings.Repeat(c, width(s)))
}

// para writes text wrapped at the page's width; a line break in it stays one.
func (p *page) para(indent int, text string) {
	for l := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		for _, l := range wrap(Scrub(l), p.width-indent) {
			p.raw(indent, l)
		}
	}
}

// field writes a label and a wrapped text that hangs to the right of it.
func (p *page) field(indent, label int, name, text string) {
	for i, l := range wrap(Scrub(text), p.width-indent-label) {
		switch {
		case i > 0:
			p.raw(indent+label, l)
		case indent+label+width(l) > p.width:
			p.raw(indent, Scrub(name))
			p.raw(indent+label, l)
		default:
			p.raw(indent, fmt.Sprintf("%-*s%s", label, Scrub(name), l))
		}
	}
}

// facts writes short facts one after the other, separated by commas, and breaks lines only between them.
func (p *page) facts(indent int, facts ...string) {
	line := ""
	for i, f := range facts {
		if f = Scrub(f); i < len(facts)-1 {
			f += ","
		}
		switch {
		case line == "":
			line = f
		case indent+width(line)+1+width(f) > p.width:
			p.raw(indent, line)
			line = f
		default:
			line += " " + f
		}
	}
	p.raw(indent, line)
}

// table writes rows below a header; below[i], where there is one, are lines that stand whole below row
// i. Rows that are too wide for the page are written as blocks of labelled fields instead.
func (p *page) table(indent int, header []string, rows [][]string, below [][]string, right ...int) {
	if len(rows) == 0 {
		return
	}
	for _, r := range rows {
		for i := range r {
			r[i] = Scrub(r[i])
		}
	}
	lines, err := table(header, rows, right...)
	if err == nil && len(lines) != len(rows)+1 {
		err = fmt.Errorf("report: a table of %d rows has %d lines", len(rows), len(lines))
	}
	if err != nil {
		p.err = err
		return
	}
	under := func(i, indent int) {
		if i < len(below) {
			for _, l := range below[i] {
				p.line(indent, "%s", l)
			}
		}
	}
	wide := false
	for _, l := range lines {
		wide = wide || indent+width(l) > p.width
	}
	if !wide {
		p.raw(indent, lines[0])
		for i, l := range lines[1:] {
			p.raw(indent, l)
			under(i, indent+4)
		}
		return
	}
	label := 0
	for _, h := range header {
		label = max(label, width(h)+2)
	}
	for i, r := range rows {
		for j, c := range r {
			if c != "" {
				p.field(indent, label, header[j], c)
			}
		}
		under(i, indent+label)
	}
}

// severity returns the severity's word, coloured where the page is.
func (p *page) severity(s analyze.Severity) string {
	word := Scrub(strings.ToUpper(string(s)))
	if !p.color {
		return word
	}
	code, ok := map[analyze.Severity]string{
		analyze.Critical:       "1;35", // bold magenta
		analyze.HighSeverity:   "1;31", // bold red
		analyze.MediumSeverity: "33",   // yellow
		analyze.LowSeverity:    "36",   // cyan
		analyze.Informational:  "32",   // green
	}[s]
	if !ok {
		return word
	}
	return "\x1b[" + code + "m" + word + "\x1b[0m"
}
