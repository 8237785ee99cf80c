package compare

import (
	"slices"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// Chosen are two profiles of which each was chosen.
type Chosen struct {
	A ProfileSide `json:"a"`
	B ProfileSide `json:"b"`
}

// Two says what differs from the i-th profile of a to the j-th of b, whose contents were kept and which may be one
// snapshot. Their services, providers and accounts are paired by what they are and are called; what is the only one of
// its sort in both is paired whatever it is called. That a list names the section that is paired with another's is no
// difference. Nothing else of the snapshots is compared.
func Two(a, b *analyze.Whole, i, j int) Diff {
	p, q := a.Profile(i), b.Profile(j)
	d := Diff{Context: []ContextDiff{}, Profiles: []ProfileDiff{}, Two: &Chosen{*side(p.Profile), *side(q.Profile)}}
	one := ProfileDiff{Kind: Other, Before: side(p.Profile), After: side(q.Profile), Sections: compareSections(p, q, true)}
	if len(one.Sections) > 0 {
		one.nameOrders(p, q)
		d.Profiles = append(d.Profiles, one)
	}
	d.qualify(&a.Snapshot, &b.Snapshot)
	return d
}

// pairParts finds the parts of one profile in another: by their keys and, where the profiles are two, by what they are.
func pairParts(a, b []part, two bool) map[*part]*part {
	pairs, taken := map[*part]*part{}, map[*part]bool{}
	by := func(id func(*part) string, onlyOne bool) {
		rest, n := map[string][]*part{}, map[string]int{}
		for i := range b {
			if q := &b[i]; !taken[q] && id(q) != "" {
				rest[id(q)] = append(rest[id(q)], q)
			}
		}
		for i := range a {
			if p := &a[i]; pairs[p] == nil {
				n[id(p)]++
			}
		}
		for i := range a {
			p := &a[i]
			same := rest[id(p)]
			if pairs[p] != nil || len(same) == 0 || onlyOne && (len(same) > 1 || n[id(p)] > 1) {
				continue
			}
			pairs[p], taken[same[0]], rest[id(p)] = same[0], true, same[1:]
		}
	}
	by(func(p *part) string { return "key " + string(partID(p)) }, false)
	if two {
		by(func(p *part) string { return string(p.role) + "\x00" + p.title }, true)
		by(func(p *part) string { return string(p.role) + "\x00" + p.sort }, true)
	}
	return pairs
}

// uidsInB are the UIDs that sections of the first profile have in the second, where it is another.
type uidsInB map[prop.UID]prop.UID

func sameUIDs(pairs map[*part]*part) uidsInB {
	is := uidsInB{}
	for p, q := range pairs {
		if p.uid != q.uid && p.uid != (prop.UID{}) && q.uid != (prop.UID{}) {
			is[p.uid] = q.uid
		}
	}
	return is
}

func (is uidsInB) of(u prop.UID) prop.UID {
	if other, ok := is[u]; ok {
		return other
	}
	return u
}

// equal reports whether two values name the same sections, each of its profile, in one order.
func (is uidsInB) equal(v, w *prop.Property) bool {
	if len(is) == 0 {
		return false
	}
	before, after := sectionUIDs(v), sectionUIDs(w)
	return before != nil && v.Raw.Missing == "" && w.Raw.Missing == "" && slices.EqualFunc(before, after, func(x, y prop.UID) bool { return is.of(x) == y })
}

// Named returns the profiles of a snapshot that are called so, in any case: the live one alone, if there is one.
func Named(s *analyze.Snapshot, name hive.Text) (found []int) {
	var live []int
	for i := range s.Profiles {
		p := &s.Profiles[i]
		if !hive.EqualFold(p.Name, name) {
			continue
		}
		found = append(found, i)
		if p.State == hive.Live {
			live = append(live, i)
		}
	}
	if len(live) == 1 {
		return live
	}
	return found
}
