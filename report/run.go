package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// Run is by what, when and how a document was made; what is zero is not said.
type Run struct {
	Tool      Tool      `json:"tool,omitzero"`
	Started   time.Time `json:"started,omitzero"`
	Finished  time.Time `json:"finished,omitzero"`
	Analyzers []string  `json:"analyzers,omitempty"` // those that ran: no finding means that these found nothing
	Options   Options   `json:"options,omitzero"`

	// NotChecked are the rules of these analyzers, as "analyzer/rule", that found nothing in sources of which only live
	// profiles were read: they rest on what is absent, deleted or recovered.
	NotChecked []string `json:"rules_not_checked,omitempty"`
	Cost       *Cost    `json:"read,omitempty"` // what was asked of the disks and shares that the evidence lies on

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

// Cost is what was read of the evidence; of files in archives, what of the archives.
type Cost struct {
	Files   int64 `json:"files_opened"`
	Folders int64 `json:"folders_listed"`
	Bytes   int64 `json:"bytes_read"`
	Of      int64 `json:"bytes_of_files"` // the size of the files that were opened
}

// words say the cost in a line.
func (c *Cost) words() string {
	return fmt.Sprintf("%s of %s; %s opened, %s listed", english.Grouped(c.Bytes), size(c.Of), english.Count(int(c.Files), "file"), english.Count(int(c.Folders), "folder"))
}

// Options are those of a run that decide what can be in a document.
type Options struct {
	NoLogs bool `json:"no_logs,omitempty"` // transaction logs were left alone
	NoHash bool `json:"no_hash,omitempty"` // no file was hashed
	Live   bool `json:"live,omitempty"`    // no more was read than live profiles need
	Quick  bool `json:"quick,omitempty"`   // nor were deleted profiles looked for, and no file was hashed
	Part   bool `json:"part,omitempty"`    // no more was read than the one thing that was asked for needs

	// Redacted says that names, addresses, computers, SIDs and paths are replaced by tokens, in all of the document.
	Redacted bool `json:"redacted,omitempty"`

	MinSeverity analyze.Severity `json:"min_severity,omitempty"`      // the least that findings have; others were made and left out
	LeftOut     int              `json:"findings_left_out,omitempty"` // how many these were
}

// words say each of the options that was chosen.
func (o Options) words() (out []string) {
	if o.Redacted {
		out = append(out, "with tokens in place of names, addresses, computers, SIDs and paths (--redact); the bytes of values and what no finding rests on are left out")
	}
	if o.NoLogs {
		out = append(out, "without transaction logs (--no-logs)")
	}
	switch {
	case o.Quick:
		return append(out, "in part (--quick): of hives only the live profiles, where Outlook and Windows keep them. No deleted, kept aside or recovered ones were looked for, nor what a wrong hash in a list of keys hides; no file was hashed, and the rest of each hive was not checked")
	case o.NoHash:
		out = append(out, "without hashes (--no-hash)")
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
