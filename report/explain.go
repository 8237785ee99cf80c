package report

import (
	"io"
	"strings"

	"mapihive/analyze"
)

// Analyzers lists the analyzers with their rules.
func Analyzers(w io.Writer, as []*analyze.Analyzer, o TextOptions) error {
	p := newPage(o)
	for i, a := range as {
		if i > 0 {
			p.blank()
		}
		p.para(0, a.Name+": "+a.Title())
		p.blank()
		p.ruleTable(a)
	}
	return p.flush(w)
}

// ExplainAnalyzer writes the manual of an analyzer and lists its rules.
func ExplainAnalyzer(w io.Writer, a *analyze.Analyzer, o TextOptions) error {
	p := newPage(o)
	p.title("=", a.Name+": "+a.Title())
	p.blank()
	p.manual(a.Manual())
	p.blank()
	p.ruleTable(a)
	return p.flush(w)
}

// ExplainRule writes what a finding of the rule means and what to do about it.
func ExplainRule(w io.Writer, a *analyze.Analyzer, r analyze.Rule, o TextOptions) error {
	p := newPage(o)
	p.title("=", a.Name+"/"+r.Name)
	p.blank()
	p.raw(0, "Severity: at most "+p.severity(r.Severity))
	p.blank()
	p.manual(a.RuleDoc(r.Name))
	return p.flush(w)
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
			p.blank()
		case l[0] == ' ' || l[0] == '\t':
			end()
			p.line(0, "%s", strings.ReplaceAll(l, "\t", "  "))
		default:
			para = append(para, l)
		}
	}
	end()
}
