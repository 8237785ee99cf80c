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
	for i, f := range r.Findings {
		if i > 0 {
			p.gap()
		}
		p.finding(r, i+1, f)
	}
}

func (p *page) finding(r *Report, n int, f analyze.Finding) {
	p.item(0, findingGroup, fmt.Sprintf("%d. %s  %s/%s, %s confidence", n, upper(f.Severity), f.Analyzer, f.Rule, f.Confidence), f.Severity)
	p.para(3, p.prose(f.Summary))
	if f.Recommendation != "" {
		p.gap()
		p.line(3, "What to do")
		p.steps(5, p.prose(f.Recommendation))
	}
	if f.Detail != "" {
		p.gap()
		p.line(3, "Why")
		p.para(5, p.prose(f.Detail))
	}
	if len(f.Evidence) > 0 {
		p.gap()
		p.line(3, "Evidence")
		p.evidenceOf(r, &f, shownEvidence)
	}
}

// shownEvidence is how many pieces of evidence of a finding a page has that is not full.
const shownEvidence = 10

// evidenceOf writes the first facts of many.
func (p *page) evidenceOf(r *Report, f *analyze.Finding, shown int) {
	if p.view.Full {
		shown = len(f.Evidence)
	}
	for _, e := range f.Evidence[:min(len(f.Evidence), shown)] {
		p.evidence(r, e)
	}
	if n := len(f.Evidence) - shown; n > 0 {
		p.line(5, "and %s more: --full", english.Grouped(n))
	}
}

// evidence writes one fact. What it says and where it stands have a line each, so that they can be
// copied whole.
func (p *page) evidence(r *Report, e analyze.Evidence) {
	const indent = 5
	head := ""
	if e.Profile != "" {
		head = "Profile " + quote(e.Profile)
	}
	if len(r.Sources) > 1 {
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
