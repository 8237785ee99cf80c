package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive/english"
)

// Bounds of a report of many sources: what it shows of each thing does not grow with how many there are.
const (
	shownExamples = 1  // how many rules have an example with what to do, where there are many rules
	shownUsers    = 10 // how many users of a rule are named
	shownFacts    = 3  // how many pieces of evidence an example has
)

// ruleFindings are the findings of one rule.
type ruleFindings struct {
	findings []*analyze.Finding // the worst first
	users    []int
	met      map[int]bool // the users
}

func (g *ruleFindings) first() *analyze.Finding { return g.findings[0] }

// byRule groups findings, the rule with the worst first and among equals that of most users.
func byRule(findings []analyze.Finding, who *people) []*ruleFindings {
	groups := map[[2]string]*ruleFindings{}
	var out []*ruleFindings
	for i := range findings {
		f := &findings[i]
		id := [2]string{f.Analyzer, f.Rule}
		g := groups[id]
		if g == nil {
			g = &ruleFindings{met: map[int]bool{}}
			groups[id] = g
			out = append(out, g)
		}
		g.findings = append(g.findings, f)
		for _, u := range who.who(f) {
			if !g.met[u] {
				g.met[u] = true
				g.users = append(g.users, u)
			}
		}
	}
	for _, g := range out {
		slices.SortStableFunc(g.users, func(a, b int) int { return cmp.Compare(who.name(a), who.name(b)) })
	}
	slices.SortStableFunc(out, func(a, b *ruleFindings) int {
		return cmp.Or(worse(a.first().Severity, b.first().Severity), cmp.Compare(len(b.users), len(a.users)))
	})
	return out
}

// worse orders severities, the worst first.
func worse(a, b analyze.Severity) int {
	all := analyze.Severities()
	return cmp.Compare(slices.Index(all, b), slices.Index(all, a))
}

// rules writes the findings of many sources, grouped by rule, each that matters with one example.
func (p *page) rules(r *Report) {
	groups := byRule(r.Findings, p.who)
	examples := shownExamples
	if len(groups) <= 4*shownExamples {
		examples = len(groups)
	}
	for i, g := range groups {
		apart := g.first().Severity != analyze.Informational
		if i > 0 && (apart || groups[i-1].first().Severity != analyze.Informational) {
			p.gap()
		}
		p.rule(r, i+1, g, i < examples, examples == len(groups))
	}
	p.gap()
	p.instead(0, "A hive in full: mapihive analyze with its path; all of them: --full. What a rule means and what to do: mapihive explain RULE.")
}

// rule writes what one rule found: with what to do about the example and why if that is wanted, and without an example
// where there is nothing to repair.
func (p *page) rule(r *Report, n int, g *ruleFindings, advise, whole bool) {
	f := g.first()
	p.put(&Block{Kind: Item, Group: findingGroup, Text: fmt.Sprintf("%d. %s  %s/%s: %s", n, upper(f.Severity), f.Analyzer, f.Rule, p.concerned(g)),
		Severities: []analyze.Severity{f.Severity}, Below: Unfolded, ID: findingID(n)})
	example := func() {
		if f.Severity.AtLeast(analyze.MediumSeverity) {
			for i, at := range sourcesOf(f)[:min(len(sourcesOf(f)), shownFacts)] {
				lead := ""
				if i == 0 {
					lead = forExample(g)
				}
				p.line(3, "%s[%d] %s", lead, at+1, r.Sources[at].Title())
			}
		}
		p.para(3, assessed(p, f))
	}
	reasons := func() {
		p.whatToDo(f)
		if whole {
			p.why(f)
		} else {
			p.foldOf("Why", func() { p.why(f) })
		}
		p.restingOn(r, f, shownFacts)
	}
	if f.Severity == analyze.Informational && !advise {
		p.foldOf(about(g, false), example)
	} else {
		if len(g.users) > 1 {
			p.para(3, p.who.list(g.users, shownUsers))
		}
		example()
	}
	if advise {
		reasons()
	} else {
		p.foldOf(about(g, false), reasons)
	}
	p.foldOf(about(g, advise), func() {
		for _, f := range g.findings[1:] {
			p.gap()
			p.put(&Block{Kind: Item, Depth: 2, Group: findingGroup, Text: fmt.Sprintf("%s  %s", upper(f.Severity), p.who.list(p.who.who(f), shownUsers)),
				Severities: []analyze.Severity{f.Severity}, Below: Shut})
			p.para(3, assessed(p, f))
			p.reasons(r, f, shownEvidence)
		}
	})
}

// about says what of a rule is folded, where its example says what to do or does not.
func about(g *ruleFindings, advised bool) string {
	switch n := len(g.findings) - 1; {
	case advised:
		return more(n, "finding")
	case n > 0:
		return "What to do, why, the evidence, and " + more(n, "finding")
	}
	return "What to do, why, and the evidence"
}

// concerned says whom the findings of a rule concern: one user by name.
func (p *page) concerned(g *ruleFindings) string {
	if len(g.users) == 1 {
		name := p.who.name(g.users[0])
		if host := " on " + p.who.hosts[g.users[0]].String(); host != " on " && !strings.HasSuffix(name, host) {
			name += host
		}
		if n := len(g.findings); n > 1 {
			name += ", " + english.Count(n, "finding")
		}
		return name
	}
	return p.who.count(g.users)
}

func forExample(g *ruleFindings) string {
	if len(g.findings) > 1 {
		return "For example "
	}
	return ""
}

// assessed is what a finding comes to, and how sure that is.
func assessed(p *page, f *analyze.Finding) string {
	sure := string(f.Confidence)
	if sure != "" {
		sure = strings.ToUpper(sure[:1]) + sure[1:] + " confidence: "
	}
	return sure + p.prose(f.Summary)
}
