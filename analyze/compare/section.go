package compare

import (
	"bytes"
	"cmp"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// compareSections compares the parts of two profiles; one of them may be absent. Two that are not one profile at two
// times share no UIDs: their parts are paired by what they are, too.
func compareSections(a, b mapi.Whole, two bool) []SectionDiff {
	namesA, namesB := titles(a), titles(b)
	partsA, partsB := parts(a, namesA), parts(b, namesB)
	whole := a.Profile != nil && b.Profile != nil
	pairs := pairParts(partsA, partsB, two)
	is := sameUIDs(pairs)
	found := map[*part]bool{}
	out := []SectionDiff{}
	for i := range partsA {
		p := &partsA[i]
		q := pairs[p]
		if q == nil {
			out = append(out, oneSided(p, Removed, whole, namesA))
			continue
		}
		found[q] = true
		if d := compareParts(p, q, namesA, namesB, is); len(d.Values) > 0 {
			out = append(out, d)
		}
	}
	for i := range partsB {
		if q := &partsB[i]; !found[q] {
			out = append(out, oneSided(q, Added, whole, namesB))
		}
	}
	slices.SortStableFunc(out, func(x, y SectionDiff) int {
		return cmp.Compare(slices.Index(roleOrder, x.Role), slices.Index(roleOrder, y.Role))
	})
	return out
}

// roleOrder sets the lists that hang a profile together before what they name; what is not here comes first.
var roleOrder = []mapi.Role{
	mapi.RoleInstance, mapi.RoleRoot, mapi.RoleExchangeGlobal, mapi.RoleExchange, mapi.RoleService, mapi.RoleProvider,
	mapi.RoleTemporary, mapi.RoleAccounts, roleAccount, mapi.RolePreferences, mapi.RoleExchangeAB, mapi.RoleClient, mapi.RoleOther, mapi.RoleEmpty,
}

// oneSided is a part that only one of the profiles has.
func oneSided(p *part, kind Kind, values bool, names map[prop.UID]string) SectionDiff {
	d := SectionDiff{Kind: kind, Name: p.name, Role: p.role, Title: p.title, Values: []ValueDiff{}}
	if kind == Removed {
		d.LastWriteBefore = p.lastWrite
	} else {
		d.LastWriteAfter = p.lastWrite
	}
	if !values {
		return d
	}
	for i := range p.values {
		v := newValueDiff(kind, &p.values[i])
		text := shown(&p.values[i].prop, names)
		if kind == Removed {
			v.Before, v.PlaceBefore = text, PlaceBefore(p.values[i].prop.Raw.Place)
		} else {
			v.After, v.PlaceAfter = text, PlaceAfter(p.values[i].prop.Raw.Place)
		}
		d.Values = append(d.Values, v)
	}
	return d
}

// compareParts compares the values of a part that both profiles have.
func compareParts(p, q *part, namesA, namesB map[prop.UID]string, is uidsInB) SectionDiff {
	d := SectionDiff{
		Kind: Changed, Name: q.name, Role: q.role, Title: q.title,
		LastWriteBefore: p.lastWrite, LastWriteAfter: q.lastWrite, Values: []ValueDiff{},
	}
	if d.Title == "" {
		d.Title = p.title
	}
	if !p.name.Equal(q.name) {
		d.NameBefore = p.name
	}
	type id struct {
		key  hive.Path
		name hive.Text
	}
	idOf := func(v *partValue) id { return id{v.key.Raised(), hive.UpcaseText(v.prop.Raw.Name)} }
	rest := map[id][]*partValue{}
	for i := range q.values {
		rest[idOf(&q.values[i])] = append(rest[idOf(&q.values[i])], &q.values[i])
	}
	found := map[*partValue]bool{}
	for i := range p.values {
		v := &p.values[i]
		same := rest[idOf(v)]
		if len(same) == 0 {
			r := newValueDiff(Removed, v)
			r.Before, r.PlaceBefore = shown(&v.prop, namesA), PlaceBefore(v.prop.Raw.Place)
			d.Values = append(d.Values, r)
			continue
		}
		w := same[0]
		rest[idOf(v)] = same[1:]
		found[w] = true
		if v.prop.Raw.Type == w.prop.Raw.Type && (bytes.Equal(v.prop.Raw.Data, w.prop.Raw.Data) || is.equal(&v.prop, &w.prop)) {
			continue
		}
		d.Values = append(d.Values, changedValue(v, w, namesA, namesB, is))
	}
	for i := range q.values {
		if w := &q.values[i]; !found[w] {
			r := newValueDiff(Added, w)
			r.After, r.PlaceAfter = shown(&w.prop, namesB), PlaceAfter(w.prop.Raw.Place)
			d.Values = append(d.Values, r)
		}
	}
	return d
}
