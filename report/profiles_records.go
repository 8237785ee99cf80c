package report

import (
	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// valueRecord is one value of a section of a profile, or of a key below one.
type valueRecord struct {
	head
	Profile   hive.Text       `json:"profile"`
	Root      mapi.Generation `json:"root"`
	Section   hive.Text       `json:"section"` // name of its key
	Role      mapi.Role       `json:"role,omitempty"`
	Key       hive.Path       `json:"key"`
	LastWrite hive.Time       `json:"last_write,omitzero"` // of the key
	State     hive.Origin     `json:"state"`
	value
}

func yieldProfiles(yield func(Record) bool, sources []analyze.Whole) {
	source := sourceRecords(analyze.Snapshots(sources))
	for i := range sources {
		w := &sources[i]
		if !yield(source(i)) {
			return
		}
		for j := range w.Profiles {
			if !yield(newProfileRecord(&w.Snapshot, &w.Profiles[j])) {
				return
			}
			for k := range w.Contents[j].Sections {
				if !yieldValues(yield, &w.Snapshot, &w.Profiles[j], &w.Contents[j].Sections[k]) {
					return
				}
			}
		}
		if !yieldDiagnostics(yield, &w.Snapshot) {
			return
		}
	}
}

func yieldValues(yield func(Record) bool, src *analyze.Snapshot, p *mapi.Profile, s *mapi.Section) bool {
	for path, k := range keysOf(s) {
		r := valueRecord{
			head: headOf("value", src), Profile: p.Name, Root: p.Root, Section: s.Key.Name, Role: s.Role,
			Key: k.Path, LastWrite: k.LastWrite, State: k.State,
		}
		for i := range k.Values {
			if path == "" {
				r.value = newValue(&s.Properties[i])
			} else {
				v := s.Decode(k.Values[i])
				r.value = newValue(&v)
			}
			if !yield(r) {
				return false
			}
		}
	}
	return true
}
