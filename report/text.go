package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"iter"
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
	// BOM has a table begin with a byte order mark, by which Excel knows that it is UTF-8, and names of digits kept as
	// text.
	BOM bool
}

// minWidth keeps the columns of the layout apart on a very narrow terminal.
const minWidth = 40

// columns is how many the labels of a group take; others take what they need and two.
var columns = map[Group]int{
	summaryGroup: 10, custodyGroup: 10, storeGroup: 12, accountGroup: 17, kindGroup: 20, decisionGroup: 22, topicGroup: 7, orderGroup: 4,
}

// hangs is how far to the right of it stands what has no room beside a label, or behind the head of an entry.
var hangs = map[Group]int{summaryGroup: 10, accountGroup: 2, propertyGroup: 10, findingGroup: 3}

// textWriter lays blocks out as lines. Everything but the colour of a severity word is scrubbed.
type textWriter struct {
	w     *bufio.Writer
	width int
	color bool
	err   error // of a table; the writer keeps its own
}

func newTextWriter(w io.Writer, o TextOptions) *textWriter {
	if o.Width == 0 {
		o.Width = 80
	}
	return &textWriter{w: bufio.NewWriterSize(w, 1<<16), width: max(o.Width, minWidth), color: o.Color}
}

// writeText writes blocks as a text.
func writeText(w io.Writer, blocks iter.Seq[*Block], o TextOptions) error {
	t := newTextWriter(w, o)
	for b := range blocks {
		if b.Fold != Folded {
			t.block(b)
		}
	}
	return cmp.Or(t.err, t.w.Flush())
}

func (t *textWriter) block(b *Block) {
	switch b.Kind {
	case Title:
		t.title("=", b.Text)
		t.raw(0, "")
	case Section:
		t.raw(0, "")
		t.title("-", b.Text)
		t.raw(0, "")
	case Para:
		t.para(b.Depth, b.Text)
	case Item:
		t.item(b)
	case Line:
		line, _ := t.paint(Scrub(b.Text), b.Severities)
		t.raw(b.Depth, line)
	case Pair:
		t.pair(b.Depth, columnOf(b), b.Label, b.Text, b.Severities)
	case Whole:
		t.whole(b)
	case Change:
		t.change(b)
	case Facts:
		t.facts(b.Depth, b.List)
	case Steps:
		t.steps(b.Depth, b.Steps)
	case Rows:
		t.table(b.Depth, &b.Table)
	case Gap:
		t.raw(0, "")
	}
}

// raw writes one line that is scrubbed already.
func (t *textWriter) raw(indent int, s string) {
	if s != "" {
		for range indent {
			t.w.WriteByte(' ')
		}
		t.w.WriteString(strings.TrimRight(s, " "))
	}
	t.w.WriteByte('\n') // Flush tells what went wrong
}

// title writes a heading that is underlined with c.
func (t *textWriter) title(c, s string) {
	s = Scrub(s)
	t.raw(0, s)
	t.raw(0, strings.Repeat(c, width(s)))
}

// para writes text wrapped at the page's width; a line break in it stays one.
func (t *textWriter) para(indent int, text string) {
	for l := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		for _, l := range wrap(Scrub(l), t.width-indent) {
			t.raw(indent, l)
		}
	}
}

// item writes the head of an entry; what does not fit hangs below it.
func (t *textWriter) item(b *Block) {
	hang := 2
	if h, ok := hangs[b.Group]; ok {
		hang = h
	}
	indent, marked := b.Depth, b.Severities
	for _, l := range wrap(Scrub(b.Text), t.width-b.Depth-hang) {
		l, marked = t.paint(l, marked)
		t.raw(indent, l)
		indent = b.Depth + hang
	}
}

// columnOf is how many columns a label takes.
func columnOf(b *Block) int {
	if n, ok := columns[b.Group]; ok {
		return n
	}
	return width(Scrub(b.Label)) + 2
}

// pair writes a label and a wrapped text that hangs to the right of it.
func (t *textWriter) pair(indent, column int, label, text string, marked []analyze.Severity) {
	for i, l := range wrap(Scrub(text), t.width-indent-column) {
		fits := indent+column+width(l) <= t.width
		l, marked = t.paint(l, marked)
		switch {
		case i > 0:
			t.raw(indent+column, l)
		case !fits && label != "":
			t.raw(indent, Scrub(label))
			t.raw(indent+column, l)
		default:
			t.raw(indent, fmt.Sprintf("%-*s%s", column, Scrub(label), l))
		}
	}
}

// whole writes a label and a text on one line if they fit, else below each other.
func (t *textWriter) whole(b *Block) {
	label, text, column := Scrub(b.Label), Scrub(b.Text), columnOf(b)
	if b.Depth+column+width(text) <= t.width {
		t.raw(b.Depth, fmt.Sprintf("%-*s%s", column, label, text))
		return
	}
	hang := 4
	if h, ok := hangs[b.Group]; ok {
		hang = h
	}
	t.para(b.Depth, label)
	t.raw(b.Depth+hang, text)
}

// change writes what something was and is, on one line if there are both and they fit.
func (t *textWriter) change(b *Block) {
	before, after := Scrub(b.List[0]), Scrub(b.List[1])
	if line := Scrub(b.Label) + "  " + before + " -> " + after; before != "" && after != "" && b.Depth+width(line) <= t.width {
		t.raw(b.Depth, line)
		return
	}
	t.para(b.Depth, b.Label)
	t.raw(b.Depth+4, "- "+before)
	t.raw(b.Depth+4, "+ "+after)
}

// facts writes short facts one after the other, separated by commas, and breaks lines only between them.
func (t *textWriter) facts(indent int, facts []string) {
	line := ""
	for i, f := range facts {
		if f = Scrub(f); i < len(facts)-1 {
			f += ","
		}
		switch {
		case line == "":
			line = f
		case indent+width(line)+1+width(f) > t.width:
			t.raw(indent, line)
			line = f
		default:
			line += " " + f
		}
	}
	t.raw(indent, line)
}

// steps numbers what is to do, if there is more than one thing. A command stands whole on a line of its own, so
// that it can be copied.
func (t *textWriter) steps(indent int, steps []Step) {
	column := 0
	if len(steps) > 1 {
		column = len(fmt.Sprintf("%d. ", len(steps)))
	}
	for i, s := range steps {
		switch {
		case s.Text == "":
		case len(steps) == 1:
			t.para(indent, s.Text)
		default:
			t.pair(indent, column, fmt.Sprintf("%d.", i+1), s.Text, nil)
		}
		for _, c := range s.Commands {
			t.raw(indent+column, Scrub(c))
		}
	}
}

// paint colours the words of severities in a line that is scrubbed, each once where the page has colours, and returns
// those that it did not meet.
func (t *textWriter) paint(line string, marked []analyze.Severity) (painted string, rest []analyze.Severity) {
	if !t.color {
		return line, nil
	}
	for _, s := range marked {
		if code, ok := colors[s]; ok && strings.Contains(line, upper(s)) {
			line = strings.Replace(line, upper(s), "\x1b["+code+"m"+upper(s)+"\x1b[0m", 1)
		} else {
			rest = append(rest, s)
		}
	}
	return line, rest
}

var colors = map[analyze.Severity]string{
	analyze.Critical:       "1;35", // bold magenta
	analyze.HighSeverity:   "1;31", // bold red
	analyze.MediumSeverity: "33",   // yellow
	analyze.LowSeverity:    "36",   // cyan
	analyze.Informational:  "32",   // green
}
