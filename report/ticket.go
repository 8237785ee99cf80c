package report

import (
	"fmt"
	"slices"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// ticket is the first screen of a report of one source: what somebody asks who reads no further.
func (p *page) ticket(r *Report, s surveyed) {
	src := &r.Sources[0]
	unread := Unread(src)
	if p.ticketed = unread == "" && !notAUsers(src); p.ticketed {
		p.fact1("User", userOf(src))
		host := "not known"
		if src.Labels.Host != "" {
			host = src.Labels.Host.String() + " (by its path)"
		}
		p.fact1("Host", host)
		product := "not known"
		if len(src.Outlook) > 0 {
			product = outlooks(src.Outlook)
		}
		p.fact1("Product", product)
	}
	label := "Hive"
	if src.State == hive.Export {
		label = "Text"
	}
	p.whole(0, summaryGroup, label, src.Title().String())
	if src.Labels.Copy != "" {
		p.fact1("", src.Labels.Copy.String()+" (by its path)")
	}
	if src.Size > 0 {
		p.fact1("", size(src.Size))
	}
	if unread != "" {
		p.fact1("Not read", unread)
	}
	if src.Format == "regf" && unread == "" {
		written := "not known: the base block has no time"
		if !src.Written.IsZero() {
			written = p.time(src.Written) + ", by its base block"
		}
		p.fact1("Written", written)
	}
	if name := src.Base.FileName; name != "" {
		p.whole(0, summaryGroup, "Embedded", "file name "+quote(name))
	}
	if src.SHA256 != "" {
		p.whole(0, summaryGroup, "sha256", src.SHA256)
	}
	p.states(r, &s)
	p.profileCounts(r, &s)
	if names := profileNames(src); names != "" {
		p.fact1("", names)
	}
	p.verdict(r, &s)
}

// fact1 adds a line of the first screen.
func (p *page) fact1(label, text string) { p.pair(0, summaryGroup, label, text) }

// userOf says whose hive a source is.
func userOf(s *analyze.Snapshot) string {
	switch {
	case s.User != (analyze.User{}):
		return join(s.User.Name.String(), s.User.SID)
	case s.Labels.User != "":
		return s.Labels.User.String() + " (by its path)"
	}
	return "not known"
}

// profileNames are the first names of a source's profiles, the default one first, without those of one form.
func profileNames(s *analyze.Snapshot) string {
	const shown = 4
	alike := map[int]bool{}
	for _, group := range analyze.Alike(s) {
		for _, i := range group {
			alike[i] = true
		}
	}
	var names []string
	for _, isDefault := range []bool{true, false} {
		for i := range s.Profiles {
			pr := &s.Profiles[i]
			if pr.Default != isDefault || alike[i] {
				continue
			}
			name := quote(pr.Name)
			if isDefault {
				name += " (default)"
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if n := len(names) - shown; n > 0 {
		names = append(names[:shown], english.Grouped(n)+" more")
	}
	return english.And(names)
}

// verdict says what the findings come to, what looked for them and what to do next.
func (p *page) verdict(r *Report, s *surveyed) {
	if s.unread < len(r.Sources) || len(r.Findings) > 0 {
		if len(r.Findings) > 0 && p.many {
			p.severityCounts(r)
			p.worstRules(r)
		} else if len(r.Findings) > 0 {
			first := &r.Findings[0]
			p.put(&Block{Kind: Pair, Group: summaryGroup, Label: "Verdict", Severities: []analyze.Severity{first.Severity},
				Text: fmt.Sprintf("%s, %s confidence: %s", upper(first.Severity), first.Confidence, p.prose(first.Summary))})
			p.severityCounts(r)
			p.contents(r)
		} else {
			p.fact1("Verdict", noFinding(r, s))
		}
		if len(r.Analyzers) > 0 {
			p.fact1("Checked", analyzers(r))
		}
		if n := len(r.NotChecked); n > 0 {
			p.fact1("Unchecked", english.Count(n, "rule")+" that rest on what is absent, deleted or recovered: only live profiles were read")
		}
	}
	p.fact1("Next", next(r, *s))
}

// worstRules lists what was found in several sources, the worst first.
func (p *page) worstRules(r *Report) {
	const shown = 5
	groups := byRule(r.Findings, p.who)
	for i, g := range groups[:min(len(groups), shown)] {
		f := g.first()
		p.put(&Block{To: p.toFinding(i + 1), Kind: Pair, Group: summaryGroup, Text: fmt.Sprintf("%d. %s  %s/%s: %s", i+1, upper(f.Severity), f.Analyzer, f.Rule, p.concerned(g)),
			Severities: []analyze.Severity{f.Severity}})
	}
	if n := len(groups) - shown; n > 0 {
		p.fact1("", "and "+more(n, "rule"))
	}
}

// shownContents is how many findings the first screen names.
const shownContents = 8

// contents lists the findings, where there are several.
func (p *page) contents(r *Report) {
	const shown = shownContents
	if len(r.Findings) < 2 {
		return
	}
	for i := range r.Findings[:min(len(r.Findings), shown)] {
		f := &r.Findings[i]
		p.put(&Block{To: p.toFinding(i + 1), Kind: Pair, Group: summaryGroup, Text: fmt.Sprintf("%d. %s  %s/%s", i+1, upper(f.Severity), f.Analyzer, f.Rule),
			Severities: []analyze.Severity{f.Severity}})
	}
	if n := len(r.Findings) - shown; n > 0 {
		p.fact1("", fmt.Sprintf("and %s more", english.Grouped(n)))
	}
}

// toFinding is the ID of a finding, where the page has it.
func (p *page) toFinding(n int) string {
	if p.view.Summary {
		return ""
	}
	return findingID(n)
}

// noFinding says that there is none, and what that leaves open.
func noFinding(r *Report, s *surveyed) string {
	text := "no finding"
	if min := r.Options.MinSeverity; min != "" {
		text += " of severity " + string(min) + " or worse"
	}
	if s.states[hive.Damaged]+s.states[hive.Dirty]+s.liveOnly+s.logs.damaged+s.logs.partly+s.logs.unread+s.unread+len(r.Skipped) > 0 {
		text += " in what was read"
	}
	return text
}
