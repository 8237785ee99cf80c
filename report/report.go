package report

import (
	"runtime/debug"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
)

// Schema names the layout of the JSON document.
const Schema = "mapihive/report/v1"

// Report is the result of one run over a case.
type Report struct {
	Schema string `json:"schema"`
	Run
	Sources  []analyze.Snapshot `json:"sources"`
	Findings []analyze.Finding  `json:"findings"`
	Skipped  []Skipped          `json:"skipped"`

	// NotHives counts the files met in folders that are not hives; they are not listed one by one.
	NotHives int `json:"not_hives"`

	View View `json:"-"` // of a page for people
}

// New is the report on what analyzers find in a case; where none are given, all of them run. It says which they were
// and what made it, as far as the build of the program tells, and nothing of a time: a report that is to say when it was
// made has that put into Run, and one that is for a page of its own kind has its View changed, before Analysis makes a
// document of it.
func New(c *analyze.Case, analyzers ...*analyze.Analyzer) *Report {
	if len(analyzers) == 0 {
		analyzers = analyze.All()
	}
	r := &Report{Schema: Schema, Sources: c.Sources, Findings: analyze.Run(c, analyzers)}
	r.Run.Tool = Tool{Name: "mapihive", Version: moduleVersion()}
	for _, a := range analyzers {
		r.Run.Analyzers = append(r.Run.Analyzers, a.Name)
	}
	return r
}

// moduleVersion is the version of this module in the program that it is built into, "unknown" where Go was not told it.
func moduleVersion() string {
	const module = "mapihive"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range append(info.Deps, &info.Main) {
		if m.Path == module && m.Version != "" {
			return m.Version
		}
	}
	return "unknown"
}

// Unread says why a source told nothing at all, "" where it did: it could not be opened as a hive, or
// its root key is lost and no profile was found without it.
func Unread(s *analyze.Snapshot) string {
	if s.Error != "" || len(s.Profiles) > 0 {
		return s.Error
	}
	for _, d := range s.Diagnostics {
		if d.Kind == hive.KindRoot {
			return d.Message
		}
	}
	return ""
}

// Tool says which program made the report and how it was called.
type Tool struct {
	Name    string      `json:"name"`
	Version string      `json:"version"`
	Commit  string      `json:"commit,omitempty"` // of the repository, that it was built of; "" where the build was not told
	Args    []hive.Text `json:"args"`             // the command line without the program itself
}

// made names the build. A version that holds what git shows of a commit at least tells the commit.
func (t Tool) made() string {
	const short = 7
	made := t.Name + " " + t.Version
	if t.Commit != "" && !strings.Contains(t.Version, t.Commit[:min(len(t.Commit), short)]) {
		made += ", commit " + t.Commit
	}
	return made
}

// Skipped is an input that was not read as a source.
type Skipped struct {
	Path   hive.Text `json:"path"`
	Reason string    `json:"reason"`
}
