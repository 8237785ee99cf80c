package report

import (
	"strings"

	"mapihive/analyze"
)

// Overview is the analyzers with their rules.
func Overview(as []*analyze.Analyzer) *Document {
	return explanation(as, nil, func(p *page) {
		for i, a := range as {
			if i > 0 {
				p.gap()
			}
			p.para(0, a.Name+": "+a.Title())
			p.gap()
			p.ruleTable(a)
		}
	})
}

// Manual is the manual of an analyzer, with its rules.
func Manual(a *analyze.Analyzer) *Document {
	return explanation([]*analyze.Analyzer{a}, nil, func(p *page) {
		p.title(a.Name + ": " + a.Title())
		p.manual(a.Manual())
		p.gap()
		p.ruleTable(a)
	})
}

// RuleManual is what a finding of the rule means and what to do about it.
func RuleManual(a *analyze.Analyzer, r analyze.Rule) *Document {
	return explanation([]*analyze.Analyzer{a}, &r, func(p *page) {
		p.title(a.Name + "/" + r.Name)
		p.put(&Block{Kind: Line, Text: "Severity: at most " + upper(r.Severity), Severities: []analyze.Severity{r.Severity}})
		p.gap()
		p.manual(a.RuleDoc(r.Name))
	})
}

func (p *page) ruleTable(a *analyze.Analyzer) {
	var rows [][]string
	for _, r := range a.Rules {
		rows = append(rows, []string{a.Name + "/" + r.Name, string(r.Severity)})
	}
	p.table(2, []string{"Rule", "Severity, at most"}, rows, nil)
}

// manual writes paragraphs, divided by empty lines, each wrapped anew. Lines that begin with a space or
// a tab stay as they are.
func (p *page) manual(text string) {
	var para []string
	end := func() {
		if len(para) > 0 {
			p.para(0, strings.Join(para, " "))
			para = nil
		}
	}
	for l := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		switch {
		case strings.TrimSpace(l) == "":
			end()
			p.gap()
		case l[0] == ' ' || l[0] == '\t':
			end()
			p.line(0, "%s", strings.ReplaceAll(l, "\t", "  "))
		default:
			para = append(para, l)
		}
	}
	end()
}
