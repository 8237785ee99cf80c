package report

import (
	"slices"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

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
	SameAs      *int            `json:"same_as,omitempty"` // which of the sources it is a copy of: the first with the same bytes, logs included
	Error       string          `json:"error,omitempty"`
}

// newSources makes the elements of a list of sources.
func newSources(sources []analyze.Snapshot) func(i int) source {
	copies := (&analyze.Case{Sources: sources}).Copies()
	return func(i int) source {
		s := sourceOf(&sources[i])
		if of, is := copies[i]; is {
			s.SameAs = &of
		}
		return s
	}
}

func sourceOf(in *analyze.Snapshot) source {
	s := *in
	s.Context.Environment = nil // people keep tokens in variables
	d := source{s, s.Logs, s.Outlook, s.Drives, slices.Clone(s.Profiles), diagnostics(s.Diagnostics), nil, s.Error}
	for i := range d.Profiles {
		d.Profiles[i] = newProfile(&d.Profiles[i])
	}
	if s.Error == "" {
		d.Logs, d.Outlook, d.Drives = list(d.Logs), list(d.Outlook), list(d.Drives)
		d.Profiles, d.Diagnostics = list(d.Profiles), list(d.Diagnostics)
	}
	return d
}

// newProfile is a profile as it is written, with every list present.
func newProfile(in *mapi.Profile) mapi.Profile {
	p := *in
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
	return p
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
