package analyze

import (
	"iter"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
	"mapihive/hive/which"
)

// Snapshot is the inert facts of one source: all that an analyzer sees. It has no pointers and hides nothing, so
// that what was written as JSON on one machine gives the same findings on another.
type Snapshot struct {
	Path        hive.Text         `json:"path"`                    // as given
	Absolute    hive.Text         `json:"absolute_path,omitempty"` // on the machine that read it; "" where it is no file there
	UserKey     hive.Text         `json:"user_key,omitempty"`      // of a file with several users, the name of the key of the one that the source is of
	SHA256      string            `json:"sha256,omitempty"`
	Size        int64             `json:"size"`
	Format      string            `json:"format,omitempty"`  // "regf"
	Version     string            `json:"version,omitempty"` // "1.3"
	Base        BaseBlock         `json:"base_block,omitzero"`
	State       hive.State        `json:"state,omitempty"`
	Written     hive.Time         `json:"last_written,omitzero"` // by the base block of the hive file, logs aside
	CodePage    string            `json:"code_page,omitempty"`   // of a file whose text is all ANSI: what it was read with, and why
	Logs        []Log             `json:"logs,omitempty"`
	Labels      Labels            `json:"labels,omitzero"`
	User        User              `json:"user,omitzero"`
	Outlook     []string          `json:"outlook,omitempty"` // versions, "14.0"
	Drives      []Drive           `json:"drives,omitempty"`
	Profiles    []mapi.Profile    `json:"profiles,omitempty"`
	Changes     []mapi.Change     `json:"changes,omitempty"` // what the transaction logs did to profiles
	Recovered   Recovered         `json:"recovered,omitzero"`
	Diagnostics []hive.Diagnostic `json:"diagnostics,omitempty"`
	Error       string            `json:"error,omitempty"` // only where the source could not be read at all

	// Touched says that reading may have set the access time of the hive or of one of its logs.
	Touched bool `json:"access_time_may_be_of_reading,omitempty"`

	Roots   []mapi.Root    `json:"roots,omitempty"`  // the keys that hold profiles
	Context ntuser.Context `json:"context,omitzero"` // what else the hive says about its user, with the evidence
	Which   which.Hive     `json:"which,omitzero"`   // which of Windows' hives it is, where its keys tell

	// KnownPlaces says that profiles were looked for only where Outlook and Windows look for them; else profiles
	// are found at any key, by their shape.
	KnownPlaces bool `json:"known_places_only,omitempty"`
	// LiveOnly says that no deleted and no recovered profiles were looked for, nor what the transaction logs did to
	// profiles: of what is absent it says nothing.
	LiveOnly bool `json:"live_only,omitempty"`

	Files []DataFile `json:"files,omitempty"` // what LookUp found at the paths of data files
}

// Title is the source as it is shown: the path of its file and the key of its user.
func (s *Snapshot) Title() hive.Text {
	if s.UserKey == "" {
		return s.Path
	}
	return s.Path + " [" + s.UserKey + "]"
}

// Whole is a snapshot with the contents of its profiles, where Options ask for them. An analyzer never sees
// them.
type Whole struct {
	Snapshot
	Contents []mapi.Contents // of each of Profiles; nil where they were not kept
}

// Profile returns a profile with its contents, which were kept.
func (w *Whole) Profile(i int) mapi.Whole {
	return mapi.Whole{Profile: &w.Profiles[i], Contents: &w.Contents[i]}
}

// Snapshots returns the snapshots alone.
func Snapshots(ws []Whole) []Snapshot {
	out := make([]Snapshot, len(ws))
	for i := range ws {
		out[i] = ws[i].Snapshot
	}
	return out
}

// Labels are what the path of a source tells, decoded: how it was collected. They prove nothing.
type Labels struct {
	Host hive.Text `json:"host,omitempty"`
	User hive.Text `json:"user,omitempty"` // the name of the user's folder
	Copy hive.Text `json:"copy,omitempty"` // "shadow copy 3", "Windows.old", "roaming profile V6"; absent for the file in use
	Note string    `json:"note,omitempty"` // where the hive contradicts
}

// Log is one transaction log found beside the hive.
type Log struct {
	Verdict string    `json:"verdict"` // "applied", "applied in part" or "not applied"; Note says why
	Path    hive.Text `json:"path"`
	Size    int64     `json:"size"` // in bytes
	SHA256  string    `json:"sha256,omitempty"`
	Kind    string    `json:"kind,omitempty"`  // "HvLE", "DIRT"
	Applied int       `json:"applied"`         // log entries (HvLE) or dirty runs (DIRT) laid over the hive
	Pages   int       `json:"pages,omitempty"` // dirty pages (HvLE) or sectors (DIRT) in them
	// Missing is what should have followed the applied part and is missing or broken: log entries (HvLE, at
	// least so many) or dirty sectors (DIRT).
	Missing   int      `json:"missing,omitempty"`
	Doubts    []string `json:"doubts,omitempty"`    // what of it does not fit the hive
	OtherHive bool     `json:"otherHive,omitempty"` // so much that it was not applied
	Note      string   `json:"note,omitempty"`

	Written hive.Time `json:"last_written,omitzero"` // by the base block of the log
}

// Recovered counts the deleted records that were found in the hive, whatever they are of.
type Recovered struct {
	Keys   int `json:"keys"`
	Values int `json:"values"`
}

// User is whose hive it is, as far as the hive says.
type User struct {
	Name hive.Text `json:"name,omitempty"`
	SID  string    `json:"sid,omitempty"`
}

// Drive is a persistent network drive mapping (HKCU\Network\X).
type Drive struct {
	Letter string    `json:"letter"`
	Remote hive.Text `json:"remote"`
}

// Case is the snapshots analyzed together; a finding's evidence names its source by index.
type Case struct {
	Sources []Snapshot
}

// Finding is what the evidence means. Summary, Detail and Recommendation are safe to print as they
// are: what they quote from a hive is escaped already, and a line feed in them is always ours.
type Finding struct {
	// ID is made of the rule, the content of the files and the places of the evidence in them, of no path and no
	// text: it is the same on every machine, and for equal copies. Run writes it; a finding that rests on a source
	// without a hash has none.
	ID             string          `json:"id,omitempty"`
	Analyzer       string          `json:"analyzer"`
	Rule           string          `json:"rule"`
	Severity       Severity        `json:"severity"`
	Confidence     hive.Confidence `json:"confidence"`
	Summary        string          `json:"summary"`                  // one sentence
	Detail         string          `json:"detail,omitempty"`         // one paragraph: reasons and readings
	Recommendation string          `json:"recommendation,omitempty"` // one step a line; a line that starts with spaces is a command of the step above it
	Evidence       []Evidence      `json:"evidence"`                 // in a total order

	said []said // the sentences that the texts are made of
}

// Evidence is one fact that a finding rests on. Where the fact is a key itself, Value is empty.
type Evidence struct {
	Source  int       `json:"source"` // index into Case.Sources; written by Run
	Profile hive.Text `json:"profile,omitempty"`
	hive.Fact
}

// Analyzer is a value: what it looks for, its rules, and the functions that look. Look needs one
// source alone. Rows and Join compare facts of all sources: facts that may concern each other are
// sent to one place by a key, so that a map in one process and a shuffle on a cluster give the same
// findings. Each function is pure: its result depends on its arguments alone. Which source a fact is of, Run
// writes into the evidence.
type Analyzer struct {
	Name  string
	Doc   string // its manual, a page of Markdown that Title, Manual and RuleDoc take apart
	Rules []Rule
	Says  []*Sentence // every sentence that its findings can say

	// Absences are the rules that rest on what is absent, deleted or recovered. Of sources of which only live profiles
	// were read they find nothing, and the report says that they were not checked.
	Absences []string

	Look func(s *Snapshot) []Finding
	Rows func(s *Snapshot) iter.Seq[Row]
	Join func(rows []Row) []Finding // every row of one Key, in the order of their evidence; they are its own until it returns
}

// Row is one fact on its way to a join. All rows of a case wait until the last is sent: one that says no more than Key,
// At and Snapshot takes little room, and its Join finds the rest in the Snapshot.
type Row struct {
	Key      ID     // rows with equal keys meet
	Local    bool   // the key tells things apart within one source only: rows of other sources do not meet it
	Value    string // what is compared
	IDs      []ID   // whose value it is: every identity known
	About    []ID   // what else is known of it; equal ones mean nothing
	Evidence Evidence

	At       int64     // which fact of the snapshot it is, as the analyzer counts them
	Snapshot *Snapshot // the source as a whole, for a Join that needs more than one fact: few rows meet then
}

// ID is one thing by which a store, a file or whatever rows are about is known. Equal IDs mean one thing.
type ID struct{ Kind, Value string }

// Rule is one thing an analyzer can find. What it means stands in the manual, in a section of its name.
type Rule struct {
	Name     string
	Severity Severity // the highest a finding of this rule has; one with less says why in its detail
}
