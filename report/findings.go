package report

import (
	"fmt"

	"mapihive/analyze"
	"mapihive/hive"
)

// findings writes each finding with its evidence, in the order given: analyze.Run sets the worst first.
func (p *page) findings(r *Report) {
	if len(r.Findings) == 0 {
		return
	}
	p.section("Findings")
	for i, f := range r.Findings {
		if i > 0 {
			p.gap()
		}
		p.finding(r, i+1, f)
	}
}

func (p *page) finding(r *Report, n int, f analyze.Finding) {
	p.item(0, findingGroup, fmt.Sprintf("%d. %s  %s/%s, %s confidence", n, upper(f.Severity), f.Analyzer, f.Rule, f.Confidence), f.Severity)
	p.para(3, f.Summary)
	if f.Detail != "" {
		p.gap()
		p.para(3, f.Detail)
	}
	if len(f.Evidence) > 0 {
		p.gap()
		p.line(3, "Evidence")
		for i, e := range f.Evidence {
			if i > 0 {
				p.gap()
			}
			p.evidence(r, e)
		}
	}
	if f.Recommendation != "" {
		p.gap()
		p.line(3, "What to do")
		p.steps(5, f.Recommendation)
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
	p.facts(indent+2, some(value, position(e.Place), written(e.LastWrite))...)
	p.inLog(indent+2, e.File)
	if e.Key != "" || e.Offset != 0 {
		p.line(indent+2, "%s", keyLine(e.Key))
	}
}
