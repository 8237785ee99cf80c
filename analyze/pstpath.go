package analyze

import (
	_ "embed"
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

const (
	ruleCase      = "case"
	ruleSpelling  = "spelling"
	ruleSameStore = "same-store"
	ruleAlias     = "alias"
)

//go:embed pstpath.md
var pstPathManual string

func pstPath() *Analyzer {
	return &Analyzer{
		Name: "pst-path",
		Doc:  pstPathManual,
		Rules: []Rule{
			{ruleCase, HighSeverity},
			{ruleSpelling, HighSeverity},
			{ruleSameStore, HighSeverity},
			{ruleAlias, HighSeverity},
		},
		Says: pstPathSays,
		Look: lookPSTPath,
	}
}

// pstUse is one store provider section's own path.
type pstUse struct {
	profile *mapi.Profile
	ref     *mapi.PathRef
	name    pathName
}

// pstLook is one source under examination.
type pstLook struct {
	s      *Snapshot
	older  map[*mapi.Profile]*mapi.Profile // see olderCopies
	hidden bool                            // what is absent may have been there
}

func lookPSTPath(s *Snapshot) []Finding {
	l := pstLook{s: s, older: olderCopies(s), hidden: DamageOf(s).Hidden || s.State == hive.Dirty || s.Broken()}
	byFile, byPlace := map[hive.Text][]pstUse{}, map[hive.Text][]pstUse{}
	byRecordKey := map[string][]pstUse{}
	for _, u := range pstUses(s) {
		byFile[u.name.raised] = append(byFile[u.name.raised], u)
		place, _ := mapped(u.name.normal, s.Context.Drives)
		place = hive.UpcaseText(place)
		byPlace[place] = append(byPlace[place], u)
		if k := u.ref.RecordKey; isRecordKey(k) {
			byRecordKey[string(k)] = append(byRecordKey[string(k)], u)
		}
	}
	out := findIn(byFile, l.spelling)
	out = append(out, findIn(byRecordKey, l.sameStore)...)
	return append(out, findIn(byPlace, l.alias)...)
}

func findIn[K ~string](groups map[K][]pstUse, find func([]pstUse) (Finding, bool)) (out []Finding) {
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		if f, ok := find(groups[key]); ok {
			out = append(out, f)
		}
	}
	return out
}

// pstUses returns the PST path of every store provider section of every live profile, one a section.
// Where a section holds it in Unicode and in ANSI the Unicode one is taken: one provider opens one path.
func pstUses(s *Snapshot) []pstUse {
	var uses []pstUse
	for i := range s.Profiles {
		p := &s.Profiles[i]
		if p.State != hive.Live {
			continue
		}
		leftover := unlisted(p)
		section := map[hive.Path]int{}
		for j := range p.Paths {
			r := &p.Paths[j]
			if r.Kind != mapi.PST || r.Source != mapi.SourceProvider || r.Path == "" || r.Fact.State == hive.Recovered {
				continue
			}
			if !r.Provider.IsZero() && leftover[r.Provider] {
				continue // a leftover: MAPI opens what its lists name
			}
			u := pstUse{profile: p, ref: r, name: nameOf(r.Path)}
			if k, ok := section[r.Fact.Key]; !ok {
				section[r.Fact.Key] = len(uses)
				uses = append(uses, u)
			} else if hive.UpcaseText(r.Fact.Value) > hive.UpcaseText(uses[k].ref.Fact.Value) {
				uses[k] = u
			}
		}
	}
	return uses
}

// withoutCopies leaves out what profiles say whose newer copy is in the group too.
func (l *pstLook) withoutCopies(uses []pstUse) []pstUse {
	in := map[*mapi.Profile]bool{}
	for _, u := range uses {
		in[u.profile] = true
	}
	var out []pstUse
	for _, u := range uses {
		if newer := l.older[u.profile]; newer == nil || !in[newer] {
			out = append(out, u)
		}
	}
	return out
}

func pathEvidence(uses []pstUse) []Evidence {
	var out []Evidence
	for _, u := range uses {
		out = append(out, Evidence{Profile: u.profile.Name, Fact: u.ref.Fact})
	}
	return out
}

// files counts the paths of a group that differ in more than spelling.
func files(uses []pstUse) int {
	distinct := map[hive.Text]bool{}
	for _, u := range uses {
		distinct[u.name.raised] = true
	}
	return len(distinct)
}
