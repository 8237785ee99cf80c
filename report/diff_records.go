package report

import (
	"mapihive/analyze"
	"mapihive/analyze/compare"
	"mapihive/hive"
)

// differenceHead begins the record of a difference, which is between two sources.
type differenceHead struct {
	Record  string    `json:"record"`
	Of      string    `json:"of"`                           // "context", "profile", "section" or "value"
	A       hive.Text `json:"a"`                            // path as given
	AUser   hive.Text `json:"a_user_key,omitempty" csv:"-"` // of a file with several users
	ASHA256 string    `json:"a_sha256,omitempty"`
	B       hive.Text `json:"b"`
	BUser   hive.Text `json:"b_user_key,omitempty" csv:"-"`
	BSHA256 string    `json:"b_sha256,omitempty"`
}

// RecordKind is "difference".
func (h differenceHead) RecordKind() string { return h.Record }

type contextDifference struct {
	differenceHead
	compare.ContextDiff
}

// profileDifference is a profile that is not the same in both; what differs in it are records of their own.
type profileDifference struct {
	differenceHead
	Difference compare.Kind            `json:"kind"`
	Before     *compare.ProfileSide    `json:"before,omitempty"`
	After      *compare.ProfileSide    `json:"after,omitempty"`
	Doubt      string                  `json:"doubt,omitempty"`
	Recovered  []compare.RecoveredSide `json:"recovered,omitempty"`
}

// sectionDifference is a section or account that is not the same in both.
type sectionDifference struct {
	differenceHead
	ofProfile
	Difference compare.Kind `json:"kind"`
	ofSection
	LastWriteBefore hive.Time `json:"last_write_before,omitzero"`
	LastWriteAfter  hive.Time `json:"last_write_after,omitzero"`
	Doubt           string    `json:"doubt,omitempty"`
}

// valueDifference is a value that is not the same in both.
type valueDifference struct {
	differenceHead
	ofProfile
	ofSection
	compare.ValueDiff
}

// ofProfile names the profile that a difference is in, as the second hive has it, or else the first.
type ofProfile struct {
	Profile    hive.Text   `json:"profile"`
	State      hive.Origin `json:"state"`
	ProfileKey hive.Path   `json:"profile_key"`
}

// ofSection names the section that a difference is in.
type ofSection struct {
	Section hive.Path `json:"section"`                  // below the profile's key
	Before  hive.Path `json:"section_before,omitempty"` // that of the first profile, where it has another
	Role    string    `json:"role"`
	Title   string    `json:"title"`
}

func yieldDifferences(yield func(Record) bool, a, b *analyze.Snapshot, d *compare.Diff) {
	of := func(what string) differenceHead {
		return differenceHead{"difference", what, a.Path, a.UserKey, a.SHA256, b.Path, b.UserKey, b.SHA256}
	}
	for i := range d.Context {
		if !yield(contextDifference{of("context"), d.Context[i]}) {
			return
		}
	}
	for i := range d.Profiles {
		p := &d.Profiles[i]
		if !yield(profileDifference{of("profile"), p.Kind, p.Before, p.After, p.Doubt, p.Recovered}) {
			return
		}
		side := p.After
		if side == nil {
			side = p.Before
		}
		profile := ofProfile{side.Name, side.State, side.Key}
		for j := range p.Sections {
			s := &p.Sections[j]
			section := ofSection{s.Name, s.NameBefore, string(s.Role), s.Title}
			if !yield(sectionDifference{of("section"), profile, s.Kind, section, s.LastWriteBefore, s.LastWriteAfter, s.Doubt}) {
				return
			}
			for k := range s.Values {
				if !yield(valueDifference{of("value"), profile, section, s.Values[k]}) {
					return
				}
			}
		}
	}
}
