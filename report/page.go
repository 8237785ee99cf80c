package report

import (
	"fmt"
	"iter"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
)

// page takes the blocks of a document, one after the other, and hands each to a writer at once.
type page struct {
	put  func(*Block) (wanted bool)
	view View

	root     hive.Path // below which most keys stand, "" where each is written whole
	rootSaid bool
	ticketed bool // the first screen says whose hive it is
	who      *people
	many     bool   // there are more sources than can be shown one by one
	folded   bool   // what is added now is Folded
	hint     string // what that is
}

// blocks are what fill adds to a page.
func blocks(fill func(*page)) iter.Seq[*Block] {
	return func(yield func(*Block) bool) {
		wanted := true
		p := &page{}
		p.put = func(b *Block) bool {
			if p.folded && b.Fold == InPlace {
				return wanted // what it stands for is folded with the rest
			}
			if p.folded {
				b.Fold, b.Hint = Folded, p.hint
			}
			wanted = wanted && yield(b)
			return wanted
		}
		fill(p)
	}
}

func (p *page) title(s string)   { p.put(&Block{Kind: Title, Text: s}) }
func (p *page) section(s string) { p.put(&Block{Kind: Section, Text: s}) }
func (p *page) gap()             { p.put(&Block{Kind: Gap}) }

// fold adds what a page shows folded, if it can.
func (p *page) fold(fill func()) {
	outer := p.folded
	p.folded = true
	fill()
	p.folded = outer
}

// foldOf adds what a page shows folded, if it can, and says what that is.
func (p *page) foldOf(hint string, fill func()) {
	outer := p.hint
	if !p.folded {
		p.hint = hint
	}
	p.fold(fill)
	p.hint = outer
}

// instead says what is left out where nothing can be folded.
func (p *page) instead(depth int, format string, args ...any) {
	p.put(&Block{Kind: Para, Depth: depth, Text: fmt.Sprintf(format, args...), Fold: InPlace})
}

// line adds one fact as it is, however long.
func (p *page) line(depth int, format string, args ...any) {
	p.put(&Block{Kind: Line, Depth: depth, Text: fmt.Sprintf(format, args...)})
}

// part adds the heading of a part of an entry.
func (p *page) part(depth int, text string) {
	p.put(&Block{Kind: Line, Depth: depth, Group: partGroup, Text: text})
}

// para adds sentences.
func (p *page) para(depth int, text string) {
	p.put(&Block{Kind: Para, Depth: depth, Text: text})
}

// item adds the head of an entry.
func (p *page) item(depth int, of Group, text string, severities ...analyze.Severity) {
	p.put(&Block{Kind: Item, Depth: depth, Group: of, Text: text, Severities: severities})
}

// pair adds a label and sentences.
func (p *page) pair(depth int, of Group, label, text string) {
	p.put(&Block{Kind: Pair, Depth: depth, Group: of, Label: label, Text: text})
}

// whole adds a label and a fact that stays in one piece.
func (p *page) whole(depth int, of Group, label, text string) {
	p.put(&Block{Kind: Whole, Depth: depth, Group: of, Label: label, Text: text})
}

// change adds what something was and is.
func (p *page) change(depth int, label, before, after string) {
	p.put(&Block{Kind: Change, Depth: depth, Label: label, List: []string{before, after}})
}

// facts adds short facts.
func (p *page) facts(depth int, facts ...string) {
	p.put(&Block{Kind: Facts, Depth: depth, List: facts})
}

// table adds rows below a header; under[i], where there is one, are facts that stand whole below row i.
func (p *page) table(depth int, header []string, rows [][]string, under [][]string, right ...int) {
	if len(rows) > 0 {
		p.put(&Block{Kind: Rows, Depth: depth, Table: Table{header, rows, under, right}})
	}
}

// steps adds a recommendation, which has one step a line. A line that starts with two spaces is a command of the
// step above it.
func (p *page) steps(depth int, text string) {
	var steps []Step
	for l := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		command, isCommand := strings.CutPrefix(l, "  ")
		if !isCommand {
			steps = append(steps, Step{Text: l})
			continue
		}
		if len(steps) == 0 {
			steps = append(steps, Step{})
		}
		last := &steps[len(steps)-1]
		last.Commands = append(last.Commands, command)
	}
	p.put(&Block{Kind: Steps, Depth: depth, Steps: steps})
}

// upper is the word of a severity as pages have it.
func upper(s analyze.Severity) string { return strings.ToUpper(string(s)) }
