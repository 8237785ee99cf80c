package report

import (
	"iter"
	"time"

	"mapihive/analyze"
)

// Analysis is the report of a run: for people a summary, the findings with what they rest on and what to do, the
// profiles, what is damaged, and the facts that prove where it all came from.
func Analysis(r *Report) *Document {
	d := &Document{Name: "analyze", Run: r.Run, Row: findingRecord{}}
	d.Blocks = blocks(func(p *page) { reportPage(p, r, &d.Run) })
	d.Value = func() any { return newReportValue(r, &d.Run) }
	d.Records = func(yield func(Record) bool) { yieldReport(yield, r, &d.Run) }
	return d
}

func reportPage(p *page, r *Report, run *Run) {
	p.view = r.View
	p.who = whoIsWho(r.Sources)
	p.many = len(r.Sources) > fewSources && !r.View.Full
	p.shortenKeys(r)
	p.title("MAPI profile report")
	p.summary(r)
	if r.View.Summary {
		p.people(r)
		return
	}
	p.findings(r)
	p.sharing(r.Sources)
	p.course(r)
	p.unread(r)
	p.broken(r)
	p.people(r)
	p.copiesOf(r)
	p.changesOfUsers(r)
	p.profiles(r)
	p.diagnostics(r)
	p.skipped(r)
	p.reportCustody(r, run)
}

// reportValue is a Report as it is written, times in UTC. Where the schema has a list, a list that is known to be
// empty is written as [], never as null.
type reportValue struct {
	Schema    string                    `json:"schema"`
	Tool      Tool                      `json:"tool"`
	Started   time.Time                 `json:"started"`
	Finished  time.Time                 `json:"finished"`
	Analyzers []string                  `json:"analyzers,omitempty"`
	Options   Options                   `json:"options,omitzero"`
	Unchecked []string                  `json:"rules_not_checked,omitempty"`
	Cost      *Cost                     `json:"read,omitempty"`
	Collected []Collected               `json:"collected,omitempty"`
	Sources   iter.Seq[source]          `json:"sources"`
	Findings  iter.Seq[analyze.Finding] `json:"findings"`
	Skipped   []Skipped                 `json:"skipped"`
	NotHives  int                       `json:"not_hives"`
}

func newReportValue(r *Report, run *Run) reportValue {
	ran := run.utc()
	ran.Tool.Args = list(ran.Tool.Args)
	return reportValue{
		Schema: r.Schema, Tool: ran.Tool, Started: ran.Started, Finished: ran.Finished, Analyzers: ran.Analyzers, Options: ran.Options, Unchecked: ran.NotChecked, Cost: ran.Cost, Collected: ran.Collected,
		Sources: eachOf(len(r.Sources), newSources(r.Sources)),
		Findings: each(r.Findings, func(f *analyze.Finding) analyze.Finding {
			out := *f
			out.Evidence = list(out.Evidence)
			return out
		}),
		Skipped: list(r.Skipped), NotHives: r.NotHives,
	}
}

// each makes the elements of a list one by one.
func each[T, R any](in []T, make func(*T) R) iter.Seq[R] {
	return eachOf(len(in), func(i int) R { return make(&in[i]) })
}

// eachOf makes n elements one by one.
func eachOf[R any](n int, make func(i int) R) iter.Seq[R] {
	return func(yield func(R) bool) {
		for i := range n {
			if !yield(make(i)) {
				return
			}
		}
	}
}

func yieldReport(yield func(Record) bool, r *Report, run *Run) {
	if !yield(newRunRecord(run, "analyze", r.NotHives)) {
		return
	}
	source := sourceRecords(r.Sources)
	for i := range r.Sources {
		if !yield(source(i)) || !yieldSource(yield, &r.Sources[i]) {
			return
		}
	}
	for i := range r.Findings {
		if !yield(newFindingRecord(r.Sources, &r.Findings[i])) {
			return
		}
	}
	for _, s := range r.Skipped {
		if !yield(skippedRecord{head{Record: "skipped", Source: s.Path}, s.Reason}) {
			return
		}
	}
}

// yieldSource yields the records of the profiles of a source, and of what is broken in it.
func yieldSource(yield func(Record) bool, s *analyze.Snapshot) bool {
	for i := range s.Profiles {
		if !yield(newProfileRecord(s, &s.Profiles[i])) {
			return false
		}
	}
	return yieldDiagnostics(yield, s)
}

func yieldDiagnostics(yield func(Record) bool, s *analyze.Snapshot) bool {
	for i := range s.Diagnostics {
		if !yield(newDiagnosticRecord(s, &s.Diagnostics[i])) {
			return false
		}
	}
	return true
}
