package compare

import (
	"bytes"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// RecoveredSide is a profile among the deleted records of the side that lacks it.
type RecoveredSide struct {
	ProfileSide
	Confidence hive.Confidence `json:"confidence"`
	Sections   int             `json:"sections"`    // how many sections of the profile are in it
	Of         int             `json:"sections_of"` // and how many the profile has
}

// recoveredFrom finds p among the recovered profiles of the other side.
func recoveredFrom(p mapi.Whole, other *analyze.Whole) []RecoveredSide {
	var out []RecoveredSide
	for i := range other.Profiles {
		r := other.Profile(i)
		if r.State != hive.Recovered || !sameProfile(p, r) {
			continue
		}
		sections := sectionKeys(r)
		one := RecoveredSide{ProfileSide: *side(r.Profile), Confidence: r.Confidence, Of: len(p.Sections)}
		for name := range sectionKeys(p) {
			if _, ok := sections[name]; ok {
				one.Sections++
			}
		}
		if one.Sections > 0 || one.Of == 0 {
			out = append(out, one)
		}
	}
	return out
}

// sameProfile reports whether a recovered profile is what is left of p: both have one instance; they stood in
// one place, and no instance says that they are two; or they share a service or provider, whose UIDs are
// random.
func sameProfile(p, r mapi.Whole) bool {
	if len(p.Instance) == 16 && len(r.Instance) == 16 {
		return bytes.Equal(p.Instance, r.Instance)
	}
	if !r.Key.Lost() && p.Location().Live().Raised() == r.Location().Live().Raised() {
		return true
	}
	theirs := sectionKeys(r)
	for name, s := range sectionKeys(p) {
		if s.Role == mapi.RoleService || s.Role == mapi.RoleProvider {
			if _, ok := theirs[name]; ok {
				return true
			}
		}
	}
	return false
}

// sectionKeys are the sections of a profile by the raised name of their key.
func sectionKeys(p mapi.Whole) map[hive.Text]*mapi.Section {
	out := make(map[hive.Text]*mapi.Section, len(p.Sections))
	for i := range p.Sections {
		out[hive.UpcaseText(p.Sections[i].Key.Name)] = &p.Sections[i]
	}
	return out
}
