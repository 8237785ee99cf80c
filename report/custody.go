package report

import (
	"cmp"
	"fmt"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// skipped writes the inputs that were not read, by the reason.
func (p *page) skipped(r *Report) {
	const shown = 10
	if len(r.Skipped) == 0 {
		return
	}
	p.section("Skipped")
	var reasons []string
	paths := map[string][]hive.Text{}
	for _, s := range r.Skipped {
		if paths[s.Reason] == nil {
			reasons = append(reasons, s.Reason)
		}
		paths[s.Reason] = append(paths[s.Reason], s.Path)
	}
	for i, reason := range reasons {
		if i == shown && !p.view.Full {
			p.instead(0, "and %s: --full", more(len(reasons)-shown, "reason"))
			p.folded = true
		}
		all := paths[reason]
		n := min(len(all), shown)
		if p.view.Full {
			n = len(all)
		}
		for _, path := range all[:n] {
			p.line(0, "%s", path)
		}
		if left := len(all) - n; left > 0 {
			p.instead(0, "and %s more: --full", english.Grouped(left))
			p.fold(func() {
				for _, path := range all[n:] {
					p.line(0, "%s", path)
				}
			})
		}
		p.para(2, reason)
	}
	p.folded = false
}

// reportCustody is the custody of a report. That of many sources, which are not all named elsewhere, is folded.
func (p *page) reportCustody(r *Report, run *Run) {
	if !p.many {
		p.custody(run, r.Sources)
		return
	}
	p.section("Custody")
	p.instead(0, "Path, size, sha256, base block and transaction logs of each: --full, or --format json.")
	p.fold(func() { p.custodies(r.Sources) })
	p.run(run)
}

// custody writes what proves which bytes were read, and by what. When, only the documents for programs say: a text
// is the same each time.
func (p *page) custody(run *Run, sources []analyze.Snapshot) {
	p.section("Custody")
	p.custodies(sources)
	p.run(run)
}

// custodies writes the custody of each source.
func (p *page) custodies(sources []analyze.Snapshot) {
	copies := (&analyze.Case{Sources: sources}).Copies()
	for i := range sources {
		p.sourceHead(sources, i, Shut)
		p.custodyOf(&sources[i])
		if of, copied := copies[i]; copied {
			p.para(2, fmt.Sprintf("the same bytes as [%d]: its findings are those of [%d] and are not repeated", of+1, of+1))
		}
		p.gap()
	}
}

// ranBy is the custody of a page that has its sources elsewhere.
func (p *page) ranBy(r *Run) {
	p.section("Custody")
	p.run(r)
}

// run writes what read the evidence, and how.
func (p *page) run(r *Run) {
	if r.Tool.Name != "" {
		p.pair(0, custodyGroup, "Tool", r.Tool.made())
	}
	if len(r.Tool.Args) > 0 {
		p.pair(0, custodyGroup, "Arguments", arguments(r.Tool.Args))
	}
	for i := range r.Collected {
		p.collected(&r.Collected[i])
	}
	if len(r.Analyzers) > 0 {
		p.pair(0, custodyGroup, "Analyzers", strings.Join(r.Analyzers, ", "))
	}
	if len(r.NotChecked) > 0 {
		p.pair(0, custodyGroup, "Unchecked", strings.Join(r.NotChecked, ", "))
	}
	for _, o := range r.Options.words() {
		p.pair(0, custodyGroup, "Read", o)
	}
	if r.Cost != nil {
		p.pair(0, custodyGroup, "Asked for", r.Cost.words())
	}
	p.para(0, "The evidence was opened read-only. All times are UTC; offsets are in bytes from the start of the hive file.")
}

// collected writes by which run the snapshots were made that were read in place of evidence.
func (p *page) collected(c *Collected) {
	words := c.Tool + " " + c.Version + " made snapshots"
	if len(c.Paths) > 0 {
		words += " of " + arguments(c.Paths)
	}
	if c.Host != "" {
		words += " on " + quote(c.Host)
	}
	if c.Shard != "" {
		words += ", shard " + c.Shard
	}
	for _, o := range c.Options.words() {
		words += ", " + o
	}
	p.pair(0, custodyGroup, "Collected", words)
}

func (p *page) custodyOf(s *analyze.Snapshot) {
	if s.SHA256 != "" {
		p.line(2, "sha256 %s", s.SHA256)
	} else if s.Error == "" && !s.Whole() {
		p.para(2, "no sha256: the file could not be read whole")
	}
	format := s.Format
	if s.Version != "" {
		format += " " + s.Version
	}
	if s.Size > 0 || s.Error == "" {
		p.facts(2, some(size(s.Size), format, string(s.State))...)
	}
	if facts := baseFacts(s); len(facts) > 0 {
		p.facts(2, facts...)
	}
	if s.CodePage != "" {
		p.para(2, "text is in "+s.CodePage)
	}
	if s.State == hive.Export {
		p.para(2, "places are lines of the text, counted from 1")
	}
	if why := Unread(s); why != "" {
		p.para(2, "not read: "+why)
	}
	p.labels(&s.Labels)
	if s.Touched {
		p.para(2, "reading may have set the access time of this file or of its logs: the system does not let this user read without")
	}
	for i := range s.Logs {
		p.logOf(&s.Logs[i])
	}
}

// baseFacts say what the base block says of the file.
func baseFacts(s *analyze.Snapshot) []string {
	b := s.Base
	if b == (analyze.BaseBlock{}) {
		return nil
	}
	return some("base block: "+cmp.Or(written(s.Written), "last write not known"),
		fmt.Sprintf("sequence numbers %d and %d", b.Sequence1, b.Sequence2), named(b.FileName))
}

// named is the file name in a base block.
func named(t hive.Text) string {
	if t == "" {
		return ""
	}
	return "file name " + quote(t)
}

// logOf writes which transaction log was met, and first what became of it.
func (p *page) logOf(l *analyze.Log) {
	p.line(2, "%s", l.Path)
	verdict := l.Verdict
	if why := strings.TrimPrefix(l.Note, "applied: "); why != "" {
		verdict += ": " + why
	}
	p.para(4, verdict)
	p.facts(4, some(size(l.Size), strings.TrimSpace(l.Kind+" transaction log"))...)
	if l.SHA256 != "" {
		p.line(4, "sha256 %s", l.SHA256)
	}
}

// arguments is a command line, as it would be typed.
func arguments(args []hive.Text) string {
	words := make([]string, len(args))
	for i, a := range args {
		if words[i] = a.String(); a == "" || strings.Contains(string(a), " ") {
			words[i] = quote(a)
		}
	}
	return strings.Join(words, " ")
}
