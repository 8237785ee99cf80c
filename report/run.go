package report

import (
	"time"
)

// Run is by what, when and how a document was made; what is zero is not said.
type Run struct {
	Tool      Tool
	Started   time.Time
	Finished  time.Time
	Analyzers []string // those that ran: no finding means that these found nothing
	Options   Options
}

// Options are those of a run that decide what can be in a document.
type Options struct {
	NoLogs bool `json:"no_logs,omitempty"` // transaction logs were left alone
	Live   bool `json:"live,omitempty"`    // no more was read than live profiles need
}

// words say each of the options that was chosen.
func (o Options) words() (out []string) {
	if o.NoLogs {
		out = append(out, "without transaction logs (--no-logs)")
	}
	if o.Live {
		out = append(out, "in part (--live): the places where profiles are known to stand, no hash, nothing that was deleted")
	}
	return out
}

// runValue is a Run as JSON documents have it: absent where nothing is known.
type runValue struct {
	Tool      *Tool      `json:"tool,omitempty"`
	Started   *time.Time `json:"started,omitempty"`
	Finished  *time.Time `json:"finished,omitempty"`
	Analyzers []string   `json:"analyzers,omitempty"`
	Options   Options    `json:"options,omitzero"`
}

func newRunValue(r *Run) (out runValue) {
	if r.Tool.Name != "" {
		tool := r.Tool
		tool.Args = list(tool.Args)
		out.Tool = &tool
	}
	for from, to := range map[*time.Time]**time.Time{&r.Started: &out.Started, &r.Finished: &out.Finished} {
		if !from.IsZero() {
			utc := from.UTC()
			*to = &utc
		}
	}
	out.Analyzers, out.Options = r.Analyzers, r.Options
	return out
}
