package compare

import (
	"cmp"
	"slices"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi/prop"
)

// Kinds of difference where the side that lacks a thing is not whole, so that it may be there all the same.
// Doubt says why.
const (
	NotInA Kind = "not-found-in-a"
	NotInB Kind = "not-found-in-b"
)

// OneSided reports whether only one side has the thing, as far as was read.
func (k Kind) OneSided() bool { return k == Added || k == Removed || k == NotInA || k == NotInB }

// DiffGaps says of each side why it does not prove that what it lacks was absent: "is truncated". Empty for a
// side that is whole.
type Gaps struct {
	A []string `json:"a,omitempty"`
	B []string `json:"b,omitempty"`
}

// gapsOf says what the snapshot of a hive leaves open, each in words that follow "A" or "B".
func gapsOf(s *analyze.Snapshot) []string {
	var out []string
	for _, gap := range []struct {
		kind hive.Kind
		word string
	}{
		{hive.KindTruncated, "is truncated"},
		{hive.KindUnreadable, "could not be read in part"},
		{hive.KindFileChanged, "changed while it was read"},
		{hive.KindLimit, "was read up to a limit"},
		{hive.KindDepth, "has keys nested deeper than is read"},
	} {
		if slices.ContainsFunc(s.Diagnostics, func(g hive.Diagnostic) bool { return g.Kind == gap.kind }) {
			out = append(out, gap.word)
		}
	}
	if len(out) == 0 && !s.LiveOnly && analyze.DamageOf(s).Hidden {
		out = append(out, "is damaged")
	}
	if s.LiveOnly {
		out = append(out, "was read for its live profiles only")
	}
	switch s.State {
	case hive.Dirty:
		out = append(out, "is dirty, without its last changes")
	case hive.Replayed:
		if slices.ContainsFunc(s.Logs, func(l analyze.Log) bool { return l.Missing > 0 }) {
			out = append(out, "lacks the end of its transaction log")
		}
	}
	return out
}

// absences judges what one side lacks.
type absences struct {
	letter string
	kind   Kind // of what it lacks and may have
	damage analyze.Damage
	gaps   []string
	near   bool // something was doubted for damage at its own key
	text   bool // it is registry text, of which one that has a profile has all of it, and else nothing is known
}

func absencesOf(letter string, kind Kind, s *analyze.Snapshot) absences {
	return absences{letter: letter, kind: kind, damage: analyze.DamageOf(s), gaps: gapsOf(s), text: s.State == hive.Export}
}

// doubt says why what the side lacks at or below key may be there, "" where nothing says so. inside says that it is
// of a profile that the side has.
func (a *absences) doubt(key hive.Path, inside bool) string {
	switch {
	case a.text && !inside:
		return a.letter + " is registry text, which has only what was exported: it may be there"
	case len(a.gaps) > 0:
		return a.letter + " " + english.And(a.gaps) + ": it may be there"
	case a.damage.Near(key):
		a.near = true
		return a.letter + " is damaged at or above this key: it may be there"
	}
	return ""
}

// qualify says of everything that one side lacks, and of what was read in part, that it may be there.
func (d *Diff) qualify(a, b *analyze.Snapshot) {
	inA, inB := absencesOf("A", NotInA, a), absencesOf("B", NotInB, b)
	inside := false
	judge := func(kind *Kind, doubt *string, keyA, keyB hive.Path) {
		side, key := &inA, keyA
		switch *kind {
		case Added:
		case Removed:
			side, key = &inB, keyB
		default:
			return
		}
		if why := side.doubt(key, inside); why != "" {
			*kind, *doubt = side.kind, why
		}
	}
	for i := range d.Context {
		c := &d.Context[i]
		judge(&c.Kind, &c.Doubt, "", "")
	}
	for i := range d.Profiles {
		p := &d.Profiles[i]
		inside = false
		keyA, keyB := p.keys()
		judge(&p.Kind, &p.Doubt, keyA, keyB)
		inside = p.Before != nil && p.After != nil
		for j := range p.Sections {
			s := &p.Sections[j]
			sectionA, sectionB := under(keyA, cmp.Or(s.NameBefore, s.Name)), under(keyB, s.Name)
			judge(&s.Kind, &s.Doubt, sectionA, sectionB)
			for k := range s.Values {
				v := &s.Values[k]
				judge(&v.Kind, &v.Doubt, under(sectionA, v.Key), under(sectionB, v.Key))
			}
		}
	}
	d.Gaps = Gaps{inA.all(), inB.all()}
}

// all is why the side does not prove absences, damage at single keys included.
func (a *absences) all() []string {
	if a.near {
		return append(a.gaps, "is damaged at or above keys that are compared")
	}
	return a.gaps
}

// keys are those of the profile in both; where one lacks it, where the other has it.
func (p *ProfileDiff) keys() (a, b hive.Path) {
	switch {
	case p.Before == nil:
		return p.After.Key, p.After.Key
	case p.After == nil:
		return p.Before.Key, p.Before.Key
	}
	return p.Before.Key, p.After.Key
}

// under is the path below a key, which may be the key itself.
func under(key, path hive.Path) hive.Path {
	if path == "" {
		return key
	}
	return key + `\` + path
}

// partly says that not all of two values was read, "" where both are whole. How long they are is not said: they
// can be secrets.
func partly(v, w *prop.Property) string {
	switch a, b := v.Raw.Missing != "", w.Raw.Missing != ""; {
	case a && b:
		return "neither could be read whole: they may be equal"
	case a:
		return "in A it could not be read whole: they may be equal"
	case b:
		return "in B it could not be read whole: they may be equal"
	}
	return ""
}
