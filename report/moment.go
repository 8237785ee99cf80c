package report

import (
	"iter"

	"mapihive/analyze"
	"mapihive/hive"
)

// dated is a record with moments that belong on a timeline.
type dated interface {
	Record
	moments() iter.Seq[moment]
}

// moment is what a timeline has a line for. Timesketch asks for message, datetime and timestamp_desc.
type moment struct {
	Message string            `json:"message"`
	Time    hive.Time         `json:"datetime"`
	What    analyze.EventTime `json:"timestamp_desc"`
	head
	ID         string           `json:"id,omitempty"` // and the four below it: of a finding
	Analyzer   string           `json:"analyzer,omitempty"`
	Rule       string           `json:"rule,omitempty"`
	Severity   analyze.Severity `json:"severity,omitempty"`
	Confidence hive.Confidence  `json:"confidence,omitempty"`
	After      hive.Time        `json:"after,omitzero"` // of an event that is only bounded: not before this
	Before     hive.Time        `json:"before,omitzero"`
	User       hive.Text        `json:"user,omitempty"`
	SID        hive.Text        `json:"sid,omitempty"`
	Profile    hive.Text        `json:"profile,omitempty"`
	State      hive.Origin      `json:"state,omitempty"`
	Key        hive.Path        `json:"key,omitempty"`
	Value      hive.Text        `json:"value,omitempty"`
	Offset     int64            `json:"offset"`
	Log        hive.Text        `json:"log,omitempty"`
	Line       int              `json:"line,omitempty"`
	Text       hive.Text        `json:"text,omitempty"`
}

// momentsOf yields those of the records that a timeline can have: a forged time behind the year 9999 has no place
// on one.
func momentsOf(records iter.Seq[Record]) iter.Seq[moment] {
	return func(yield func(moment) bool) {
		for r := range records {
			d, is := r.(dated)
			if !is {
				continue
			}
			for m := range d.moments() {
				if year := m.Time.Time().Year(); !m.Time.IsZero() && year <= 9999 && !yield(m) {
					return
				}
			}
		}
	}
}

// moments of an event are one.
func (r eventRecord) moments() iter.Seq[moment] {
	return func(yield func(moment) bool) {
		yield(moment{
			Message: r.Message, Time: r.Time, What: r.What, head: r.head, After: r.After, Before: r.Before, User: r.User, SID: r.SID,
			Profile: r.Profile, State: r.State, Key: r.Key, Value: r.Value, Offset: r.Offset, Log: r.Log, Line: r.Line,
		})
	}
}

// moments of a finding are the last writes of the keys that its evidence stands in, each once.
func (r findingRecord) moments() iter.Seq[moment] {
	type written struct {
		source, user hive.Text
		key          hive.Path
		at           hive.Time
	}
	return func(yield func(moment) bool) {
		seen := map[written]bool{}
		for i := range r.Evidence {
			e := &r.Evidence[i]
			w := written{e.Source, e.UserKey, e.Key, e.LastWrite}
			if seen[w] {
				continue
			}
			seen[w] = true
			if !yield(moment{
				Message: r.Analyzer + "/" + r.Rule + " (" + string(r.Severity) + "): " + r.Summary, Time: e.LastWrite, What: analyze.KeyWritten,
				head: head{Record: "finding", Source: e.Source, UserKey: e.UserKey, SHA256: e.SHA256},
				ID:   r.ID, Analyzer: r.Analyzer, Rule: r.Rule, Severity: r.Severity, Confidence: r.Confidence,
				User: e.User, SID: hive.Text(e.SID), Profile: e.Profile, State: e.State, Key: e.Key, Value: e.Value,
				Offset: e.Offset, Log: e.File, Line: e.Line, Text: e.Text,
			}) {
				return
			}
		}
	}
}
