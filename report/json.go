package report

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"

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

// writeJSON writes v as one indented document.
func writeJSON(w io.Writer, v any) error {
	b, err := encodeJSON(v, "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

// encodeJSON returns v, indented or without an indent on one line, and the newline that ends it.
func encodeJSON(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", indent)
	enc.SetEscapeHTML(false) // the document is no web page; paths stay readable
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return escapeJSON(b.Bytes()), nil
}

// document is a Report as it is written: every list present, times in UTC.
type document struct {
	Report
	Sources []source `json:"sources"`
	// Repeated so that the findings and what was skipped follow the sources, as in the schema.
	Findings []analyze.Finding `json:"findings"`
	Skipped  []Skipped         `json:"skipped"`
	NotHives int               `json:"not_hives"`
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

func newDocument(r *Report) document {
	d := document{
		Report:   *r,
		Sources:  make([]source, len(r.Sources)),
		Findings: slices.Clone(list(r.Findings)),
		Skipped:  list(r.Skipped),
		NotHives: r.NotHives,
	}
	d.Tool.Args = list(d.Tool.Args)
	d.Started, d.Finished = d.Started.UTC(), d.Finished.UTC()
	for i, s := range r.Sources {
		d.Sources[i] = newSource(s)
	}
	for i := range d.Findings {
		d.Findings[i].Evidence = list(d.Findings[i].Evidence)
	}
	return d
}

func newSource(s analyze.Snapshot) source {
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
