package report

import (
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// tabular is a record that has lists in it, and in CSV a row of another form than its line: a struct whose fields are
// the columns.
type tabular interface {
	Record
	row() any
}

// rowOf is what the row of a record is made of.
func rowOf(r Record) any {
	if t, is := r.(tabular); is {
		return t.row()
	}
	return r
}

// findingRow is a finding. Where it stands is where its first piece of evidence does; whom it concerns, all of them
// say.
type findingRow struct {
	Source         hive.Text        `json:"hive"`
	SHA256         string           `json:"sha256,omitempty"`
	ID             string           `json:"id,omitempty"`
	Severity       analyze.Severity `json:"severity"`
	Confidence     hive.Confidence  `json:"confidence"`
	Analyzer       string           `json:"analyzer"`
	Rule           string           `json:"rule"`
	Summary        string           `json:"summary"`
	User           hive.Text        `json:"user,omitempty"`
	SID            string           `json:"sid,omitempty"`
	Profile        hive.Text        `json:"profile,omitempty"`
	State          hive.Origin      `json:"state,omitempty"`
	Key            hive.Path        `json:"key,omitempty"`
	Value          hive.Text        `json:"value,omitempty"`
	Offset         *int64           `json:"offset,omitempty"`
	Log            hive.Text        `json:"log,omitempty"`
	Line           int              `json:"line,omitempty"`
	LastWrite      hive.Time        `json:"last_write,omitzero"`
	Text           hive.Text        `json:"text,omitempty"`
	Data           hive.Raw         `json:"data,omitempty"`
	Evidence       int              `json:"evidence"` // how many pieces there are
	Hives          []hive.Text      `json:"hives,omitempty"`
	Users          []hive.Text      `json:"users,omitempty"`
	Profiles       []hive.Text      `json:"profiles,omitempty"`
	Detail         string           `json:"detail,omitempty"`
	Recommendation string           `json:"recommendation,omitempty"`
}

func (r findingRecord) row() any {
	out := findingRow{
		Source: r.Source, SHA256: r.SHA256, ID: r.ID, Severity: r.Severity, Confidence: r.Confidence, Analyzer: r.Analyzer, Rule: r.Rule,
		Summary: r.Summary, Evidence: len(r.Evidence), Detail: r.Detail, Recommendation: strings.Join(strings.Fields(r.Recommendation), " "),
	}
	for i := range r.Evidence {
		e := &r.Evidence[i]
		out.Hives, out.Users, out.Profiles = once(out.Hives, e.Source), once(out.Users, e.User), once(out.Profiles, e.Profile)
		if i == 0 {
			out.User, out.SID, out.Profile, out.State, out.Key, out.Value = e.User, e.SID, e.Profile, e.State, e.Key, e.Value
			out.Offset, out.Log, out.Line, out.LastWrite, out.Text, out.Data = &e.Offset, e.File, e.Line, e.LastWrite, e.Text, e.Data
		}
	}
	return out
}

// once adds to a list what is not in it yet, and is not "".
func once(list []hive.Text, t hive.Text) []hive.Text {
	if t == "" || slices.Contains(list, t) {
		return list
	}
	return append(list, t)
}

// profileRow is a profile, with the names of what is in it.
type profileRow struct {
	Source     hive.Text       `json:"hive"`
	SHA256     string          `json:"sha256,omitempty"`
	User       hive.Text       `json:"user,omitempty"`
	SID        string          `json:"sid,omitempty"`
	Profile    hive.Text       `json:"profile"`
	State      hive.Origin     `json:"state"`
	Default    bool            `json:"default_profile"`
	Root       mapi.Generation `json:"root"`
	PlaceKind  mapi.PlaceKind  `json:"place_kind,omitempty"`
	Confidence hive.Confidence `json:"confidence"`
	Services   []hive.Text     `json:"services,omitempty"` // their names, else those of their DLLs
	Stores     []hive.Text     `json:"stores,omitempty"`   // paths that providers open
	Accounts   []hive.Text     `json:"accounts,omitempty"` // addresses, else names
	Servers    []hive.Text     `json:"servers,omitempty"`
	Key        hive.Path       `json:"key"`
	Offset     int64           `json:"offset"`
	Log        hive.Text       `json:"log,omitempty"`
	Line       int             `json:"line,omitempty"`
	LastWrite  hive.Time       `json:"last_write,omitzero"`
	Instance   hive.Hex        `json:"instance,omitempty"`
	Notes      []string        `json:"notes,omitempty"`
}

func (r profileRecord) row() any {
	out := profileRow{
		Source: r.Source, SHA256: r.SHA256, User: r.User, SID: r.SID, Profile: r.Name, State: r.State, Default: r.Default, Root: r.Root,
		PlaceKind: r.Kind, Confidence: r.Confidence, Key: r.Key, Offset: r.Offset, Log: r.File, Line: r.Line, LastWrite: r.LastWrite,
		Instance: r.Instance, Notes: r.Notes,
	}
	store := func(ps []mapi.Provider) {
		for i := range ps {
			out.Stores = once(once(out.Stores, ps[i].PSTPath), ps[i].OSTPath)
			out.Servers = once(out.Servers, ps[i].Server)
		}
	}
	for i := range r.Services {
		s := &r.Services[i]
		name := s.Name
		if name == "" {
			name = s.DLL
		}
		out.Services, out.Servers = once(out.Services, name), once(out.Servers, s.HomeServer)
		out.Accounts = once(out.Accounts, s.Email)
		store(s.Providers)
	}
	store(r.Providers)
	for i := range r.Accounts {
		a := &r.Accounts[i]
		name := a.Email
		if name == "" {
			name = a.Name
		}
		out.Accounts = once(out.Accounts, name)
		for _, s := range a.Servers {
			out.Servers = once(out.Servers, s)
		}
	}
	return out
}
