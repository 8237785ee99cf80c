package analyze

import (
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// absentSignatures names the stores of other makers for which a live profile holds no signature: one finding for each
// DLL. Microsoft's own stores hold none in healthy profiles, Exchange aside.
func absentSignatures(s *Snapshot, damage Damage, older map[*mapi.Profile]*mapi.Profile) []Finding {
	byDLL, spelled := map[string][]Evidence{}, map[string]hive.Text{}
	for i := range s.Profiles {
		p := &s.Profiles[i]
		if p.State != hive.Live || older[p] != nil {
			continue
		}
		signed, loose := map[prop.UID]bool{}, false
		for j := range p.Signatures {
			signed[p.Signatures[j].Store] = true
			loose = loose || p.Signatures[j].Store.IsZero()
		}
		if loose {
			continue // it may be that of any store
		}
		seen := map[prop.UID]bool{}
		for _, pr := range providers(p) {
			name := mapi.ModuleName(pr.DLL)
			if pr.Kind != mapi.KindStore || !pr.Listed || name == "" || microsofts(name) || signed[pr.UID] || seen[pr.UID] {
				continue
			}
			seen[pr.UID] = true
			if other, ok := spelled[name]; !ok || pr.DLL < other {
				spelled[name] = pr.DLL
			}
			fact := hive.Fact{Key: pr.Key, Place: pr.Place, State: p.State, LastWrite: pr.LastWrite, Text: pr.DisplayName}
			byDLL[name] = append(byDLL[name], Evidence{Profile: p.Name, Fact: fact})
		}
	}
	var out []Finding
	for _, name := range slices.Sorted(maps.Keys(byDLL)) {
		f := Finding{Rule: ruleAbsent, Confidence: hive.Low, Evidence: byDLL[name]}
		f.summarize(sayAbsent, english.Count(len(f.Evidence), "store"), quote(spelled[name]))
		f.tell(sayAbsentNext)
		f.tell(sayAbsentWhere)
		for _, e := range f.Evidence {
			if _, why := damage.absence(e.Key); why != nil {
				f.tell(why)
				break
			}
		}
		f.advise(sayAbsentNothing)
		f.advise(sayAbsentMaker)
		out = append(out, f)
	}
	return out
}

// microsofts reports whether the module is one of Microsoft's known ones, by its name.
func microsofts(name string) bool {
	m, ok := mapi.LookupModule(name)
	return ok && m.Maker == mapi.Microsoft
}
