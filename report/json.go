package report

import (
	"bytes"
	"io"
	"iter"
	"slices"
	"time"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/secret"
)

// JSON writes the report as one indented document that ends in a newline. Equal reports give equal
// bytes. Where the schema has a list, a list that is known to be empty is written as [], never as null.
func JSON(w io.Writer, r *Report) error {
	return writeJSON(w, newDocument(r))
}

// encodeJSON returns v, indented or without an indent on one line, and the newline that ends it.
func encodeJSON(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	if err := encodeTo(&b, v, "", indent); err != nil {
		return nil, err
	}
	return escapeJSON(b.Bytes()), nil
}

// reportValue is a Report as it is written: every list present, times in UTC.
type reportValue struct {
	Schema    string                    `json:"schema"`
	Tool      Tool                      `json:"tool"`
	Started   time.Time                 `json:"started"`
	Finished  time.Time                 `json:"finished"`
	Analyzers []string                  `json:"analyzers,omitempty"`
	Sources   iter.Seq[source]          `json:"sources"`
	Findings  iter.Seq[analyze.Finding] `json:"findings"`
	Skipped   []Skipped                 `json:"skipped"`
	NotHives  int                       `json:"not_hives"`
}

func newDocument(r *Report) reportValue {
	tool := r.Tool
	tool.Args = list(tool.Args)
	return reportValue{
		Schema: r.Schema, Tool: tool, Started: r.Started.UTC(), Finished: r.Finished.UTC(), Analyzers: r.Analyzers,
		Sources: each(r.Sources, newSource),
		Findings: each(r.Findings, func(f *analyze.Finding) analyze.Finding {
			out := *f
			out.Evidence = list(out.Evidence)
			return out
		}),
		Skipped: list(r.Skipped), NotHives: r.NotHives,
	}
}

// each makes the elements of a list one by one.
func each[T, R any](in []T, make func(*T) R) iter.Seq[R] {
	return func(yield func(R) bool) {
		for i := range in {
			if !yield(make(&in[i])) {
				return
			}
		}
	}
}

// source is a Snapshot as it is written. Of a source that was read, an empty list is a fact; of one that
// could not be read, the lists are absent, because nothing is known. The repeated fields hide those of
// the snapshot.
type source struct {
	analyze.Snapshot
	Logs        []analyze.Log   `json:"logs,omitzero"`
	Outlook     []string        `json:"outlook,omitzero"`
	Drives      []analyze.Drive `json:"drives,omitzero"`
	Profiles    []mapi.Profile  `json:"profiles,omitzero"`
	Diagnostics []diagnostic    `json:"diagnostics,omitzero"`
	Error       string          `json:"error,omitempty"`
}

func newSource(in *analyze.Snapshot) source {
	s := *in
	s.Context.Environment = nil // people keep tokens in variables
	d := source{s, s.Logs, s.Outlook, s.Drives, slices.Clone(s.Profiles), diagnostics(s.Diagnostics), s.Error}
	for i := range d.Profiles {
		p := &d.Profiles[i]
		p.Services = slices.Clone(list(p.Services))
		for j := range p.Services {
			service := &p.Services[j]
			service.Flags, service.Providers = list(service.Flags), slices.Clone(list(service.Providers))
			for k := range service.Providers {
				service.Providers[k].Flags = list(service.Providers[k].Flags)
			}
		}
		p.Accounts = slices.Clone(list(p.Accounts))
		for j := range p.Accounts {
			p.Accounts[j].Servers = list(p.Accounts[j].Servers)
		}
		p.UnlistedSections = list(p.UnlistedSections)
		p.Order.Stores = list(p.Order.Stores)
		p.Order.AddressBooks = list(p.Order.AddressBooks)
		p.Order.Transports = list(p.Order.Transports)
	}
	if s.Error == "" {
		d.Logs, d.Outlook, d.Drives = list(d.Logs), list(d.Outlook), list(d.Drives)
		d.Profiles, d.Diagnostics = list(d.Profiles), list(d.Diagnostics)
	}
	return d
}

// diagnostic is a hive.Diagnostic as it is written.
type diagnostic struct {
	hive.Diagnostic
	Damage bool `json:"damage"` // of the hive; else it is a note
}

// diagnostics returns ds as they are written, nil where there are none.
func diagnostics(ds []hive.Diagnostic) (out []diagnostic) {
	for _, d := range ds {
		out = append(out, diagnostic{d, d.Kind.Damage()})
	}
	return out
}

// list returns s, or an empty list instead of nil.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// escapeJSON writes the characters that hive.Text never lets through as \uXXXX wherever else they stand
// in the document (outside strings JSON is printable ASCII, so that they can only stand in strings), and
// masks the passwords of URLs in names.
func escapeJSON(doc []byte) []byte {
	if bytes.Contains(doc, []byte("://")) {
		doc = []byte(secret.MaskURLs(string(doc)))
	}
	var out []byte
	done := 0 // what of doc is in out
	for i := 0; i < len(doc); {
		end := i
		for end < len(doc) && doc[end] >= 0x7F {
			end++
		}
		if end == i {
			i++
			continue
		}
		quoted, _ := hive.Text(doc[i:end]).MarshalJSON() // the error is always nil
		// U+FFFD is what encoding/json makes of bytes that are no UTF-8.
		escaped := bytes.ReplaceAll(quoted[1:len(quoted)-1], []byte("\uFFFD"), []byte(`\ufffd`))
		if !bytes.Equal(escaped, doc[i:end]) {
			out = append(append(out, doc[done:i]...), escaped...)
			done = end
		}
		i = end
	}
	if done == 0 {
		return doc
	}
	return append(out, doc[done:]...)
}
