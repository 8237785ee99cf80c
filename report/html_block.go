package report

import (
	"fmt"
	"slices"
	"strings"
)

// htmlBlock is what the templates make a block of.
type htmlBlock struct {
	Class, ID, To string
	Open, Whole   bool
	Head          htmlHeading
	Label, Text   []span
	Before, After []span
	Steps         []htmlStep
	Name          string // of a table, for those who do not see it
	Header        []htmlCell
	Rows          []htmlRow
}

type htmlHeading struct {
	Level int // 0 for what is none
	Class string
	Text  []span
}

type htmlStep struct {
	Text     []span
	Commands []string
}

type htmlCell struct {
	Text  string
	Spans []span
	Right bool
}

type htmlRow struct {
	Cells []htmlCell
	Under []string
}

// block adds a block.
func (h *htmlPage) block(b *Block) {
	if b.Kind == Title || b.Kind == Section {
		h.beginPart(b)
		return
	}
	if b.Kind == Drawn {
		h.drawn(b)
		return
	}
	if b.Fold == InPlace {
		h.instead = b.Text
		return
	}
	if b.Kind == Gap {
		h.endList()
		h.apart = true
		return
	}
	h.place(b)
	room := &h.shown
	if b.Fold == Folded {
		room = &h.folds
	}
	if room.full(h.body.Len(), b.Below != Beside) && b.ID == "" {
		return
	}
	h.add(b)
}

// beginPart begins the page or a section of it.
func (h *htmlPage) beginPart(b *Block) {
	if b.Kind == Title && h.body.Len() == 0 {
		h.title = Scrub(b.Text)
		return
	}
	h.close(0)
	h.leftOut(&h.shown)
	if h.inSection {
		h.body.WriteString("</section>\n")
	}
	s := htmlSection{fmt.Sprintf("section-%d", len(h.sections)+1), Scrub(b.Text)}
	h.sections, h.inSection, h.instead = append(h.sections, s), true, ""
	h.shown.begin(h.body.Len())
	h.write("section", htmlBlock{ID: s.ID, Text: plain(b.Text)})
}

// place ends what the block does not stand in, and begins a fold if it is folded.
func (h *htmlPage) place(b *Block) {
	keep := len(h.open)
	for i, head := range h.open {
		if head.fold && (b.Fold != Folded || b.Hint != head.hint) || !head.fold && head.depth >= b.Depth {
			keep = i
			break
		}
	}
	h.close(keep)
	if b.Fold != Folded {
		h.instead = ""
		return
	}
	if slices.ContainsFunc(h.open, func(head htmlHead) bool { return head.fold }) {
		return
	}
	h.endList()
	text, _, _ := strings.Cut(h.instead, ": --")
	switch {
	case b.Hint != "":
		text = b.Hint
	case text == "":
		text = "More"
	}
	h.folds.begin(h.body.Len())
	h.write("details", htmlBlock{Class: "more", Head: htmlHeading{Class: "head", Text: plain(strings.ToUpper(text[:1]) + text[1:])}})
	h.open = append(h.open, htmlHead{depth: b.Depth - 1, hint: b.Hint, fold: true})
}

// close ends what is open, but for the outermost so many.
func (h *htmlPage) close(keep int) {
	for i := len(h.open) - 1; i >= keep; i-- {
		h.endList()
		if h.open[i].fold {
			h.leftOut(&h.folds)
			h.instead = ""
		}
		h.body.WriteString("</details>\n")
		h.open = h.open[:i]
	}
}

func (h *htmlPage) endList() {
	if h.list != "" {
		h.body.WriteString("</dl>\n")
		h.list = ""
	}
}

// add writes the block where it stands.
func (h *htmlPage) add(b *Block) {
	class := h.indent(b.Depth)
	if h.apart {
		class = strings.TrimSpace(class + " gap")
	}
	if b.Kind == Pair || b.Kind == Whole {
		h.pair(b, class)
		return
	}
	h.endList()
	h.apart = false
	switch {
	case b.Below != Beside:
		h.head(b)
	case b.Kind == Line && b.Group == partGroup:
		h.write("part", htmlHeading{min(h.level()+1, 5), "part", plain(b.Text)})
	case b.Kind == Line:
		h.write("para", htmlBlock{Class: join1("line", class), To: b.To, Text: markedLine(b)})
	case b.Kind == Item:
		h.write("para", htmlBlock{Class: join1("head", class), To: b.To, Text: marked(b.Text, b.Severities)})
	case b.Kind == Change:
		h.write("change", htmlBlock{Class: class, Label: plain(b.Label), Before: plain(b.List[0]), After: plain(b.List[1])})
	case b.Kind == Facts:
		h.write("para", htmlBlock{Class: join1("facts", class), Text: facts(b.List)})
	case b.Kind == Steps:
		h.steps(b, class)
	case b.Kind == Rows:
		h.table(b, class)
	default:
		h.write("para", htmlBlock{Class: class, To: b.To, Text: marked(b.Text, b.Severities)})
	}
}

// head writes a block that others stand below.
func (h *htmlPage) head(b *Block) {
	head := htmlHead{depth: b.Depth}
	class := "kept"
	if b.Group == findingGroup {
		head.level = min(h.level()+1, 5)
		if class = "finding"; b.Below == Unfolded {
			class += " kept"
		}
	}
	h.write("details", htmlBlock{Class: class, ID: b.ID, Open: b.Below == Unfolded, Head: htmlHeading{head.level, "head", marked(b.Text, b.Severities)}})
	h.open = append(h.open, head)
}

// level is that of the heading that is above all that comes next.
func (h *htmlPage) level() int {
	level := 1
	if h.inSection {
		level = 2
	}
	for _, head := range h.open {
		level = max(level, head.level)
	}
	return level
}

// indent is the class of what stands so deep, beside what it stands in.
func (h *htmlPage) indent(depth int) string {
	if n := len(h.open); n > 0 {
		head := &h.open[n-1]
		switch depth -= head.depth; {
		case head.fold:
			depth--
		case head.level > 0:
			depth -= 3 // as texts have it
		default:
			depth -= 2
		}
	}
	if depth = min(depth, 8); depth <= 0 {
		return ""
	}
	return fmt.Sprintf("d%d", depth)
}

func (h *htmlPage) pair(b *Block, class string) {
	want := join1(join1("pairs", string(b.Group)), class)
	if h.list != "" && strings.TrimSuffix(want, " gap") != strings.TrimSuffix(h.list, " gap") {
		h.endList()
	}
	if h.list == "" {
		h.write("list", htmlBlock{Class: want})
		h.list, h.apart = want, false
	}
	text := marked(b.Text, b.Severities)
	if b.Kind == Whole {
		text = alone(b.Text)
	}
	h.write("pair", htmlBlock{To: b.To, Whole: b.Kind == Whole, Label: plain(b.Label), Text: text})
}

func (h *htmlPage) steps(b *Block, class string) {
	out := htmlBlock{Class: class}
	for _, s := range b.Steps {
		step := htmlStep{Text: marked(s.Text, nil)}
		for _, c := range s.Commands {
			step.Commands = append(step.Commands, Scrub(c))
		}
		out.Steps = append(out.Steps, step)
	}
	h.write("steps", out)
}

func (h *htmlPage) table(b *Block, class string) {
	out := htmlBlock{Class: class, Name: strings.Join(b.Header, ", ")}
	right := func(i int) bool { return slices.Contains(b.Right, i) }
	for i, name := range b.Header {
		out.Header = append(out.Header, htmlCell{Text: Scrub(name), Right: right(i)})
	}
	for i, cells := range b.Rows {
		var row htmlRow
		for j, cell := range cells {
			row.Cells = append(row.Cells, htmlCell{Spans: marked(cell, nil), Right: right(j)})
		}
		if i < len(b.Under) {
			for _, fact := range b.Under[i] {
				row.Under = append(row.Under, Scrub(fact))
			}
		}
		out.Rows = append(out.Rows, row)
	}
	h.write("table", out)
}

// markedLine is a fact that stands alone, all of it to be copied.
func markedLine(b *Block) []span {
	if len(b.Severities) > 0 {
		return marked(b.Text, b.Severities)
	}
	return alone(b.Text)
}

func alone(text string) []span { return []span{{Text: Scrub(text), Alone: true}} }

// join1 puts one space between two classes of which each may be none.
func join1(a, b string) string { return strings.TrimSpace(a + " " + b) }
