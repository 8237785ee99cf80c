package report

import (
	"mapihive/analyze"
	"mapihive/hive"
)

// sourceID is what a list says about a hive: which bytes were read, and how whole they are.
type sourceID struct {
	Path     hive.Text         `json:"path"`
	Absolute hive.Text         `json:"absolute_path,omitempty"`
	UserKey  hive.Text         `json:"user_key,omitempty"`
	SHA256   string            `json:"sha256,omitempty"`
	Size     int64             `json:"size"`
	Format   string            `json:"format,omitempty"`
	Version  string            `json:"version,omitempty"`
	Written  hive.Time         `json:"last_written,omitzero"`
	Base     analyze.BaseBlock `json:"base_block,omitzero"`
	State    hive.State        `json:"state,omitempty"`
	CodePage string            `json:"code_page,omitempty"`
	Logs     []analyze.Log     `json:"logs,omitempty"`
	Touched  bool              `json:"access_time_may_be_of_reading,omitempty"`
	SameAs   *int              `json:"same_as,omitempty"` // which of the sources it is a copy of
	Error    string            `json:"error,omitempty"`
}

func sourceIDs(sources []analyze.Snapshot) []sourceID {
	out := make([]sourceID, len(sources))
	copies := (&analyze.Case{Sources: sources}).Copies()
	for i := range sources {
		s := &sources[i]
		out[i] = sourceID{
			Path: s.Path, Absolute: s.Absolute, UserKey: s.UserKey, SHA256: s.SHA256, Size: s.Size, Format: s.Format, Version: s.Version, Written: s.Written, Base: s.Base,
			State: s.State, CodePage: s.CodePage, Logs: s.Logs, Touched: s.Touched, Error: Unread(s),
		}
		if of, is := copies[i]; is {
			out[i].SameAs = &of
		}
	}
	return out
}
