package report

import (
	"fmt"
	"strings"

	"mapihive/hive/english"
)

// svgDrawing is a drawing with its places, in pixels: what the template writes down.
type svgDrawing struct {
	ID            string
	Width, Height int
	Title         string
	Paths         []svgPath
	Boxes         []svgBox
	Texts         []svgText
}

type svgPath struct{ D, Class string }

type svgBox struct {
	X, Y, W, H int
	Class      string
}

type svgText struct {
	X, Y      int
	Class     string
	Text      string
	Transform string
}

// drawn adds a section with a drawing, and the same in a table for those who do not see it.
func (h *htmlPage) drawn(b *Block) {
	d := b.Draw()
	if d == nil {
		return
	}
	h.beginPart(&Block{Kind: Section, Text: b.Text})
	h.write("para", htmlBlock{Text: plain(d.Says)})
	svg := svgDrawing{ID: h.sections[len(h.sections)-1].ID + "-drawing", Title: Scrub(b.Text + ": " + d.Says)}
	switch {
	case d.Net != nil:
		svg.net(d.Net)
	case d.Times != nil:
		svg.times(d.Times)
		h.write("para", htmlBlock{Class: "quiet", Text: plain(strings.Join(d.Times.Legend, "; "))})
	}
	h.write("drawing", svg)
	h.write("details", htmlBlock{Class: "more", Head: htmlHeading{Class: "head", Text: plain("As a table of " + english.Count(len(d.Rows), "row"))}})
	h.open = append(h.open, htmlHead{depth: -1})
	h.table(&Block{Table: d.Table}, "")
	h.close(0)
}

// The places of a net: columns and nodes grow downwards.
const (
	netLine   = 18 // height of a line of text
	netPad    = 7  // around the lines of a node
	netApart  = 12 // between nodes
	netHead   = 28
	netLetter = 5 // below the middle of a line, its letters stand
)

var (
	netX     = []int{1, 221, 461}
	netWidth = []int{180, 200, 540}
	netFits  = []int{24, 26, 68} // characters
)

// net draws the nodes of the middle column below each other, and those of the others beside what they are linked with.
func (s *svgDrawing) net(n *Net) {
	s.Width = netX[2] + netWidth[2] + 1
	tops := make([][]int, len(n.Nodes)) // of nodes
	for _, c := range []int{1, 0, 2} {
		s.text(netX[c], netLine, "name", n.Columns[c])
		y := netHead
		for i, node := range n.Nodes[c] {
			high := 2*netPad + netLine*(1+len(node.Lines))
			y = max(y, beside(n, tops, c, i)-high/2)
			tops[c] = append(tops[c], y)
			box := svgBox{netX[c], y, netWidth[c], high, ""}
			if node.Faint {
				box.Class = "faint"
			}
			s.Boxes = append(s.Boxes, box)
			s.text(netX[c]+netPad+2, y+netPad+netLine/2+netLetter, "head", shortened(node.Text, netFits[c]))
			for j, line := range node.Lines {
				s.text(netX[c]+netPad+2, y+netPad+netLine*(j+1)+netLine/2+netLetter, "path", shortened(line, netFits[c]))
			}
			y += high + netApart
		}
		s.Height = max(s.Height, y)
	}
	for _, l := range n.Links {
		from, to := tops[l.Column][l.From]+netPad+netLine/2, tops[l.Column+1][l.To]+netPad+netLine*(l.Line+1)+netLine/2
		x, end := netX[l.Column]+netWidth[l.Column], netX[l.Column+1]
		middle := (x + end) / 2
		p := svgPath{D: fmt.Sprintf("M%d %d C%d %d %d %d %d %d", x, from, middle, from, middle, to, end, to)}
		if l.Faint {
			p.Class = "faint"
		}
		s.Paths = append(s.Paths, p)
	}
}

// beside is where a node of an outer column stands best: a user beside the first of the profiles, a file in the middle of
// those that name it; 0 for the middle column.
func beside(n *Net, tops [][]int, column, node int) int {
	sum, count := 0, 0
	for _, l := range n.Links {
		switch {
		case column == 0 && l.Column == 0 && l.From == node:
			return tops[1][l.To] + netPad + netLine/2
		case column == 2 && l.Column == 1 && l.To == node:
			sum, count = sum+tops[1][l.From], count+1
		}
	}
	if count == 0 {
		return 0
	}
	return sum/count + netPad + netLine/2
}

// The places of times: a row for each thing, a column for each moment.
const (
	timesLabel  = 230
	timesFits   = 32
	timesRow    = 28
	timesLetter = 8  // width of a letter
	timesApart  = 14 // what a column has beside its letters
)

func (s *svgDrawing) times(t *Times) {
	most := 0
	for _, c := range t.Columns {
		most = max(most, len(c))
	}
	letters := 2
	for _, row := range t.Rows {
		for _, m := range row.Marks {
			letters = max(letters, len(m.Letters))
		}
	}
	head, column := 7*most+16, timesLetter*letters+timesApart
	s.Width, s.Height = max(1000, timesLabel+column*len(t.Columns)+20), head+timesRow*len(t.Rows)+8
	middle := func(n int) int { return timesLabel + column*n + column/2 }
	for i, c := range t.Columns {
		x := middle(i)
		s.Texts = append(s.Texts, svgText{x + 4, head - 8, "when", Scrub(c), fmt.Sprintf("rotate(-90 %d %d)", x+4, head-8)})
		s.Paths = append(s.Paths, svgPath{fmt.Sprintf("M%d %d V%d", x, head, s.Height-8), "grid"})
	}
	for i, row := range t.Rows {
		y := head + timesRow*i + timesRow/2
		s.text(0, y+netLetter, "", shortened(row.Text, timesFits))
		s.Paths = append(s.Paths, svgPath{fmt.Sprintf("M0 %d H%d", y+timesRow/2, middle(len(t.Columns))), "grid"})
		for _, m := range row.Marks {
			if m.From < m.To {
				s.Paths = append(s.Paths, svgPath{fmt.Sprintf("M%d %d H%d", middle(m.From), y, middle(m.To)), "span"})
			}
			wide := timesLetter*len(m.Letters) + 8
			s.Boxes = append(s.Boxes, svgBox{middle(m.To) - wide/2, y - 10, wide, 20, ""})
			s.text(middle(m.To), y+netLetter, "letter", m.Letters)
		}
	}
}

func (s *svgDrawing) text(x, y int, class, text string) {
	s.Texts = append(s.Texts, svgText{X: x, Y: y, Class: class, Text: Scrub(text)})
}
