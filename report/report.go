package report

import (
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
	Args    []hive.Text `json:"args"` // the command line without the program itself
}

// Skipped is an input that was not read as a source.
type Skipped struct {
	Path   hive.Text `json:"path"`
	Reason string    `json:"reason"`
}
