package report

import (
	"fmt"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
)

// findings writes each finding with its evidence, in the order given: analyze.Run sets the worst first.
func (p *page) findings(r *Report) {
	if len(r.Findings) == 0 {
		return
	}
	p.heading("Findings")
	for i, f := range r.Findings {
		if i > 0 {
			p.blank()
		}
		p.finding(r, i+1, f)
	}
}

func (p *page) finding(r *Report, n int, f analyze.Finding) {
	word := strings.ToUpper(string(f.Severity))
	head := fmt.Sprintf("%d. %s  %s/%s, %s confidence", n, word, f.Analyzer, f.Rule, f.Confidence)
	for i, l := range wrap(Scrub(head), p.width-3) {
		if i == 0 {
			p.raw(0, strings.Replace(l, word, p.severity(f.Severity), 1))
		} else {
			p.raw(3, l)
		}
	}
	p.para(3, f.Summary)
	if f.Detail != "" {
		p.blank()
		p.para(3, f.Detail)
	}
	if len(f.Evidence) > 0 {
		p.blank()
		p.line(3, "Evidence")
		for i, e := range f.Evidence {
			if i > 0 {
				p.blank()
			}
			p.evidence(r, e)
		}
	}
	if f.Recommendation != "" {
		p.blank()
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
	p.facts(indent+2, some(value, offset(e.Offset), written(e.LastWrite))...)
	p.inLog(indent+2, e.File)
	if e.Key != "" {
		p.line(indent+2, "%s", e.Key)
	}
}

// steps writes a recommendation, which has one step a line. A line that starts with a space is a command of the
// step above it; it stands whole, so that it can be copied.
func (p *page) steps(indent int, text string) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	count := 0
	for _, l := range lines {
		if !strings.HasPrefix(l, " ") {
			count++
		}
	}
	label := len(fmt.Sprintf("%d. ", count))
	step := 0
	for _, l := range lines {
		command, isCommand := strings.CutPrefix(l, "  ")
		if !isCommand {
			step++
		}
		switch {
		case isCommand && count == 1:
			p.line(indent, "%s", command)
		case isCommand:
			p.line(indent+label, "%s", command)
		case count == 1:
			p.para(indent, l)
		default:
			p.field(indent, label, fmt.Sprintf("%d.", step), l)
		}
	}
}
