package report

import (
	"slices"
	"strings"
	"time"

	"mapihive/analyze"
	"mapihive/hive"
)

// Run is by what, when and how a document was made; what is zero is not said.
type Run struct {
	Tool      Tool      `json:"tool,omitzero"`
	Started   time.Time `json:"started,omitzero"`
	Finished  time.Time `json:"finished,omitzero"`
	Analyzers []string  `json:"analyzers,omitempty"` // those that ran: no finding means that these found nothing
	Options   Options   `json:"options,omitzero"`

	Collected []Collected `json:"collected,omitempty"` // the runs whose snapshots were read in place of evidence
}

// Collected is a run that read evidence, maybe on another machine, and left snapshots of it.
type Collected struct {
	Tool    string      `json:"tool"`
	Version string      `json:"version"`
	Host    hive.Text   `json:"host,omitempty"` // that the run was told
	Paths   []hive.Text `json:"paths"`          // as given
	Shard   string      `json:"shard,omitempty"`
	Options Options     `json:"options,omitzero"`
}

// Options are those of a run that decide what can be in a document.
type Options struct {
	NoLogs bool `json:"no_logs,omitempty"` // transaction logs were left alone
	Live   bool `json:"live,omitempty"`    // no more was read than live profiles need
	Part   bool `json:"part,omitempty"`    // no more was read than the one thing that was asked for needs

	MinSeverity analyze.Severity `json:"min_severity,omitempty"`      // the least that findings have; others were made and left out
	LeftOut     int              `json:"findings_left_out,omitempty"` // how many these were
}

// words say each of the options that was chosen.
func (o Options) words() (out []string) {
	if o.NoLogs {
		out = append(out, "without transaction logs (--no-logs)")
	}
	if o.Live {
		out = append(out, "in part (--live): the places where profiles are known to stand, no hash, nothing that was deleted")
	}
	if o.Part {
		out = append(out, "in part: what was asked for and the keys that lead there, which were found by the hashes of their names; no hash, and the rest of the hive was not checked")
	}
	return out
}

// utc is the run as it is written.
func (r Run) utc() Run {
	if r.Tool.Name != "" {
		r.Tool.Args = list(r.Tool.Args)
	}
	for _, t := range []*time.Time{&r.Started, &r.Finished} {
		if !t.IsZero() {
			*t = t.UTC()
		}
	}
	return r
}

// analyzers names those that ran.
func analyzers(r *Report) string { return strings.Join(r.Analyzers, ", ") }

// AtLeast leaves out the findings that are less severe, which the options then say.
func (r *Report) AtLeast(least analyze.Severity) {
	n := len(r.Findings)
	r.Findings = slices.DeleteFunc(r.Findings, func(f analyze.Finding) bool { return !f.Severity.AtLeast(least) })
	r.Options.MinSeverity, r.Options.LeftOut = least, r.Options.LeftOut+n-len(r.Findings)
}
