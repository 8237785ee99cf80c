package report

import (
	"iter"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/which"
)

// RecordsSchema names the layout of the records: of the lines of JSONL and of the columns of CSV.
const RecordsSchema = "mapihive/records/v1"

// Record is one fact that tells all that belongs to it, so that it is of use alone: a line of JSONL, a row of
// CSV. Its fields are those of the line, under their JSON names, and the columns of the row, under their CSV
// names where they have one; what is csv:"-" has no column.
type Record interface {
	RecordKind() string // "source", "profile", "value", "store", "account", "finding", "diagnostic", "skipped", …
}

// records are records of one type.
func records[R Record](of iter.Seq[R]) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		for r := range of {
			if !yield(r) {
				return
			}
		}
	}
}

// head begins the record of a fact of one source.
type head struct {
	Record  string    `json:"record" csv:"-"`
	Source  hive.Text `json:"source" csv:"hive"`          // path of the file that holds it, as given
	UserKey hive.Text `json:"user_key,omitempty" csv:"-"` // of a file with several users
	SHA256  string    `json:"sha256,omitempty"`
}

// RecordKind is what the record is of.
func (h head) RecordKind() string { return h.Record }

func headOf(kind string, s *analyze.Snapshot) head { return head{kind, s.Path, s.UserKey, s.SHA256} }

// sourceRecord is one file that was read, or could not be.
type sourceRecord struct {
	head
	Size      int64             `json:"size"`
	Absolute  hive.Text         `json:"absolute_path,omitempty"`
	Format    string            `json:"format,omitempty"`
	Version   string            `json:"version,omitempty"`
	Written   hive.Time         `json:"last_written,omitzero"`
	Base      analyze.BaseBlock `json:"base_block,omitzero"`
	State     hive.State        `json:"state,omitempty"`
	CodePage  string            `json:"code_page,omitempty"`
	Logs      []analyze.Log     `json:"logs,omitempty"`
	Labels    analyze.Labels    `json:"labels,omitzero"`
	User      hive.Text         `json:"user,omitempty"`
	SID       string            `json:"sid,omitempty"`
	Outlook   []string          `json:"outlook,omitempty"`
	Drives    []analyze.Drive   `json:"drives,omitempty"`
	Roots     []mapi.Root       `json:"roots,omitempty"`
	Which     which.Hive        `json:"which,omitzero"`
	Known     bool              `json:"known_places_only,omitempty"` // profiles elsewhere were not looked for
	LiveOnly  bool              `json:"live_only,omitempty"`         // nor deleted and recovered ones
	Changes   []mapi.Change     `json:"changes,omitempty"`
	Recovered analyze.Recovered `json:"recovered,omitzero"`
	Profiles  *int              `json:"profiles,omitempty"` // how many there are, where the source could be read
	Touched   bool              `json:"access_time_may_be_of_reading,omitempty"`
	SameAs    hive.Text         `json:"same_as,omitempty"` // the source whose copy it is: the first with the same bytes, logs included
	Error     string            `json:"error,omitempty"`
}

// sourceRecords makes the records of sources.
func sourceRecords(sources []analyze.Snapshot) func(i int) sourceRecord {
	copies := (&analyze.Case{Sources: sources}).Copies()
	return func(i int) sourceRecord {
		r := newSourceRecord(&sources[i])
		if of, is := copies[i]; is {
			r.SameAs = sources[of].Path
		}
		return r
	}
}

func newSourceRecord(s *analyze.Snapshot) sourceRecord {
	r := sourceRecord{
		head: headOf("source", s), Size: s.Size, Absolute: s.Absolute, Format: s.Format, Version: s.Version, Written: s.Written, Base: s.Base,
		State: s.State, CodePage: s.CodePage, Logs: s.Logs,
		Labels: s.Labels, User: s.User.Name, SID: s.User.SID, Outlook: s.Outlook, Drives: s.Drives, Roots: s.Roots, Which: s.Which, Known: s.KnownPlaces, LiveOnly: s.LiveOnly, Changes: s.Changes,
		Recovered: s.Recovered, Touched: s.Touched, Error: Unread(s),
	}
	if n := len(s.Profiles); r.Error == "" {
		r.Profiles = &n
	}
	return r
}

// yieldRun yields the records that begin those of a document: of its run and of each source.
func yieldRun(yield func(Record) bool, d *Document, sources []analyze.Snapshot) bool {
	if !yield(newRunRecord(&d.Run, d.Name, 0)) {
		return false
	}
	of := sourceRecords(sources)
	for i := range sources {
		if !yield(of(i)) {
			return false
		}
	}
	return true
}

// profileRecord is one profile: its services, providers, accounts and order.
type profileRecord struct {
	head
	User hive.Text `json:"user,omitempty"`
	SID  string    `json:"sid,omitempty"`
	mapi.Profile
}

func newProfileRecord(s *analyze.Snapshot, p *mapi.Profile) profileRecord {
	return profileRecord{headOf("profile", s), s.User.Name, s.User.SID, newProfile(p)}
}

// diagnosticRecord is one place where a source is broken or unusual.
type diagnosticRecord struct {
	head
	diagnostic
}

func newDiagnosticRecord(s *analyze.Snapshot, d *hive.Diagnostic) diagnosticRecord {
	return diagnosticRecord{headOf("diagnostic", s), diagnostic{*d, d.Kind.Damage()}}
}

// findingRecord is one finding. Its source is that of the first piece of evidence.
type findingRecord struct {
	head
	ID             string           `json:"id,omitempty"` // see analyze.Finding
	Analyzer       string           `json:"analyzer"`
	Rule           string           `json:"rule"`
	Severity       analyze.Severity `json:"severity"`
	Confidence     hive.Confidence  `json:"confidence"`
	Summary        string           `json:"summary"`
	Detail         string           `json:"detail,omitempty"`
	Recommendation string           `json:"recommendation,omitempty"`
	Evidence       []evidenceRecord `json:"evidence"`
}

// evidenceRecord is one fact that a finding rests on.
type evidenceRecord struct {
	Source  hive.Text `json:"source"`
	UserKey hive.Text `json:"user_key,omitempty"`
	SHA256  string    `json:"sha256,omitempty"`
	User    hive.Text `json:"user,omitempty"`
	SID     string    `json:"sid,omitempty"`
	Profile hive.Text `json:"profile,omitempty"`
	hive.Fact
}

func newFindingRecord(sources []analyze.Snapshot, f *analyze.Finding) findingRecord {
	out := findingRecord{
		head: head{Record: "finding"}, ID: f.ID, Analyzer: f.Analyzer, Rule: f.Rule, Severity: f.Severity, Confidence: f.Confidence,
		Summary: f.Summary, Detail: f.Detail, Recommendation: f.Recommendation, Evidence: make([]evidenceRecord, len(f.Evidence)),
	}
	for i := range f.Evidence {
		e := &f.Evidence[i]
		s := &sources[e.Source]
		out.Evidence[i] = evidenceRecord{s.Path, s.UserKey, s.SHA256, s.User.Name, s.User.SID, e.Profile, e.Fact}
		if i == 0 {
			out.head = headOf("finding", s)
		}
	}
	return out
}

// runRecord is the run of the program that the records after it are of.
type runRecord struct {
	Record   string `json:"record"`
	Schema   string `json:"schema"`
	Document string `json:"document"` // "stores"
	Run
	NotHives int `json:"not_hives,omitempty"`
}

// RecordKind is "run".
func (r runRecord) RecordKind() string { return r.Record }

func newRunRecord(r *Run, document string, notHives int) runRecord {
	return runRecord{"run", RecordsSchema, document, r.utc(), notHives}
}

// skippedRecord is an input that was not read.
type skippedRecord struct {
	head
	Reason string `json:"reason"`
}
