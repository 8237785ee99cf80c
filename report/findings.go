package report

import (
	"fmt"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// findings writes each finding with its evidence, in the order given: analyze.Run sets the worst first.
func (p *page) findings(r *Report) {
	if len(r.Findings) == 0 {
		return
	}
	p.section("Findings")
	p.sayRoot()
	if p.many {
		p.rules(r)
		return
	}
	for i, f := range r.Findings {
		if i > 0 {
			p.gap()
		}
		p.finding(r, i+1, f)
	}
}

// unfoldedFindings is how many findings are shown at once with all that belongs to them, where the others can be folded.
const unfoldedFindings = 10

// findingID is the ID of a finding that the first screen names, "" of others.
func findingID(n int) string {
	if n > shownContents {
		return ""
	}
	return fmt.Sprintf("finding-%d", n)
}

func (p *page) finding(r *Report, n int, f analyze.Finding) {
	below := Unfolded
	if n > unfoldedFindings && !p.view.Full {
		below = Shut
	}
	p.put(&Block{Kind: Item, Group: findingGroup, Text: fmt.Sprintf("%d. %s  %s/%s, %s confidence", n, upper(f.Severity), f.Analyzer, f.Rule, f.Confidence),
		Severities: []analyze.Severity{f.Severity}, Below: below, ID: findingID(n)})
	p.para(3, p.prose(f.Summary))
	p.reasons(r, &f, shownEvidence)
}

// reasons writes what to do about a finding, why, and what it rests on.
func (p *page) reasons(r *Report, f *analyze.Finding, evidence int) {
	p.whatToDo(f)
	p.why(f)
	p.restingOn(r, f, evidence)
}

func (p *page) whatToDo(f *analyze.Finding) {
	if f.Recommendation != "" {
		p.gap()
		p.part(3, "What to do")
		p.steps(5, p.prose(f.Recommendation))
	}
}

func (p *page) why(f *analyze.Finding) {
	if f.Detail != "" {
		p.gap()
		p.part(3, "Why")
		p.para(5, p.prose(f.Detail))
	}
}

func (p *page) restingOn(r *Report, f *analyze.Finding, shown int) {
	if len(f.Evidence) > 0 {
		p.gap()
		p.part(3, "Evidence")
		p.evidenceOf(r, f, shown)
	}
}

// shownEvidence is how many pieces of evidence of a finding a page has that is not full.
const shownEvidence = 10

// evidenceOf writes the first facts of many; the rest is folded.
func (p *page) evidenceOf(r *Report, f *analyze.Finding, shown int) {
	shown = min(len(f.Evidence), shown)
	alone := p.many && len(sourcesOf(f)) == 1 // the head of the example names it
	if p.view.Full {
		shown = len(f.Evidence)
	}
	for _, e := range f.Evidence[:shown] {
		p.evidence(r, e, alone)
	}
	if n := len(f.Evidence) - shown; n > 0 {
		p.instead(5, "and %s more: --full", english.Grouped(n))
	}
	p.fold(func() {
		for _, e := range f.Evidence[shown:] {
			p.evidence(r, e, alone)
		}
	})
}

// sourcesOf are the numbers of the sources that a finding's evidence is of.
func sourcesOf(f *analyze.Finding) (out []int) {
	for i := range f.Evidence {
		if n := len(out); n == 0 || out[n-1] != f.Evidence[i].Source { // evidence is in the order of its sources
			out = append(out, f.Evidence[i].Source)
		}
	}
	return out
}

// evidence writes one fact. What it says and where it stands have a line each, so that they can be
// copied whole.
func (p *page) evidence(r *Report, e analyze.Evidence, alone bool) {
	const indent = 5
	head := ""
	if e.Profile != "" {
		head = "Profile " + quote(e.Profile)
	}
	if len(r.Sources) > 1 && !alone {
		head = join(fmt.Sprintf("[%d]", e.Source+1), head)
	}
	if e.State != "" && e.State != hive.Live {
		head = join(head, "("+string(e.State)+")")
	}
	if head != "" {
		p.para(indent, head)
	}
	if e.Text != "" {
		p.line(indent+2, "%s", e.Text)
	}
	value := ""
	if e.Value != "" {
		value = "value " + e.Value.String()
	}
	p.facts(indent+2, some(value, position(e.Place), p.written(e.LastWrite))...)
	p.inLog(indent+2, e.File)
	if e.Key != "" || e.Offset != 0 {
		p.line(indent+2, "%s", p.key(e.Key))
	}
}
