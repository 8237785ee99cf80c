package report

// Drawing is what a document shows where it can be drawn: what belongs together, or what happened when. It is bounded.
type Drawing struct {
	Says  string // what is shown, and what is left out
	Net   *Net
	Times *Times
	Table // the same in rows
}

// Net is columns of nodes, each linked with some of the next column.
type Net struct {
	Columns []string
	Nodes   [][]Node // by column
	Links   []Link
}

// Node is one thing in a net.
type Node struct {
	Text  string
	Lines []string // that links can lead to
	Faint bool     // it is not in use
}

// Link leads from a node of a column to a line of a node of the next.
type Link struct {
	Column, From, To, Line int // Line -1: the node itself
	Faint                  bool
}

// Times is rows of moments in columns, which stand in the order of time.
type Times struct {
	Columns []string // when
	Rows    []TimeRow
	Legend  []string // "W last written"
}

// TimeRow is what happened to one thing.
type TimeRow struct {
	Text  string
	Marks []TimeMark
}

// TimeMark is a letter at a moment, or from one to another.
type TimeMark struct {
	From, To int // columns
	Letters  string
}

// drawn adds a section that is left out where nothing can be drawn. What it shows is made only where it is, and nil where
// there is nothing to show.
func (p *page) drawn(title string, draw func() *Drawing) {
	p.put(&Block{Kind: Drawn, Text: title, Fold: Folded, Draw: draw})
}

// shortened is a text that fits into so many columns: what is left out of it is in the middle.
func shortened(s string, most int) string {
	if s = Scrub(s); width(s) <= most {
		return s
	}
	runes := []rune(s)
	head, tail := []rune{}, []rune{}
	for i := range runes {
		longer, end := head, tail
		if i%2 == 0 {
			end = append([]rune{runes[len(runes)-1-len(tail)]}, tail...)
		} else {
			longer = append(longer, runes[len(head)])
		}
		if width(string(longer))+width(string(end))+1 > most {
			break
		}
		head, tail = longer, end
	}
	return string(head) + "…" + string(tail)
}
