package analyze

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mapihive/hive"
)

// userCopy is one copy of a user's hive.
type userCopy struct {
	row      Row
	time     hive.Time
	whole    hive.Confidence
	roots    []Row
	profiles []Row

	known map[ID][]*Row // the profiles by instance and by place, see note
}

// note makes the profiles known by all that they can be asked for by.
func (c *userCopy) note() {
	c.known = map[ID][]*Row{}
	for i := range c.profiles {
		p := &c.profiles[i]
		for _, id := range p.IDs {
			if id.Kind == idInstance || id.Kind == idPlace {
				c.known[id] = append(c.known[id], p)
			}
		}
	}
}

// joinCopies compares the copies of one user's hive: a profile that is live in an older one and not in the youngest is
// lost elsewhere. Rows meet by SID and by name; those that have a SID are compared by it.
func joinCopies(rows []Row) (out []Finding) {
	bySID := slices.ContainsFunc(rows, func(r Row) bool { return r.Key.Kind == idUser && r.Key.Value == idSID+" "+r.id(idSID) })
	copies := copiesOf(rows)
	if len(copies) < 2 {
		return nil
	}
	sids := map[string]bool{}
	for _, c := range copies {
		sids[c.row.id(idSID)] = true
	}
	if delete(sids, ""); !bySID && len(sids) > 1 {
		return nil // there are several users of that name
	}
	// Each instance that is live in some copy, and where nothing identifies it each place.
	seen := map[ID]bool{}
	for _, c := range copies {
		for _, p := range c.profiles {
			if p.about(aboutState) == string(hive.Live) {
				seen[identity(p)] = true
			}
		}
	}
	for _, id := range slices.SortedFunc(maps.Keys(seen), func(a, b ID) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value))
	}) {
		if f, ok := lostElsewhere(copies, id, bySID); ok {
			out = append(out, f)
		}
	}
	return out
}

func copiesOf(rows []Row) []*userCopy {
	bySource := map[int]*userCopy{}
	for _, r := range rows {
		c := bySource[r.Evidence.Source]
		if c == nil {
			c = &userCopy{}
			bySource[r.Evidence.Source] = c
		}
		switch r.Value {
		case rowCopy:
			c.row = r
			t, _ := strconv.ParseUint(r.about(aboutTime), 16, 64)
			c.time, c.whole = hive.Time(t), hive.Confidence(r.about(aboutWhole))
		case rowRoot:
			c.roots = append(c.roots, r)
		case rowProfile:
			c.profiles = append(c.profiles, r)
		}
	}
	for _, c := range bySource {
		c.note()
	}
	return slices.SortedFunc(maps.Values(bySource), func(a, b *userCopy) int {
		return cmp.Or(cmp.Compare(a.time, b.time), cmp.Compare(a.content(), b.content()), cmp.Compare(a.row.Evidence.Source, b.row.Evidence.Source))
	})
}

// content is all that the copy says, so that copies of one time have an order that no input gives them.
func (c *userCopy) content() string {
	var all []string
	for _, r := range slices.Concat([]Row{c.row}, c.roots, c.profiles) {
		r.Evidence.Source = 0
		all = append(all, fmt.Sprint(r.Value, r.IDs, r.About, r.Evidence))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// identity is what a profile is known by from one copy to another.
func identity(p Row) ID {
	if v := p.id(idInstance); v != "" {
		return ID{idInstance, v}
	}
	return ID{idPlace, p.id(idPlace)}
}

// in returns the row of a profile in a copy, the most alive one; nil where the copy has none.
func (c *userCopy) in(id ID, place string) *Row {
	var best *Row
	for _, p := range slices.Concat(c.known[id], c.known[ID{idPlace, place}]) {
		if identity(*p) != id && id.Kind != idPlace && p.id(idInstance) != "" {
			continue // another profile in its place
		}
		if best == nil || alive(*p) > alive(*best) {
			best = p
		}
	}
	return best
}

func alive(p Row) int {
	return slices.Index([]string{string(hive.Recovered), string(hive.KeptAside), string(hive.Deleted), string(hive.Live)}, p.about(aboutState))
}

// live returns the live profile in a place.
func (c *userCopy) live(place string) *Row { return firstLive(c.known[ID{idPlace, place}]) }

// anyLive reports whether the copy has a live profile.
func (c *userCopy) anyLive() bool {
	return slices.ContainsFunc(c.profiles, func(p Row) bool { return p.about(aboutState) == string(hive.Live) })
}

func firstLive(rows []*Row) *Row {
	i := slices.IndexFunc(rows, func(p *Row) bool { return p.about(aboutState) == string(hive.Live) })
	if i < 0 {
		return nil
	}
	return rows[i]
}

// lostElsewhere judges one profile across the copies.
func lostElsewhere(copies []*userCopy, id ID, bySID bool) (Finding, bool) {
	var lived *userCopy
	var was *Row
	for _, c := range copies {
		if p := c.liveAs(id); p != nil {
			lived, was = c, p
		}
	}
	place := was.id(idPlace)
	// The youngest copy decides; one of the same time only where there is no younger one.
	youngest := copies[len(copies)-1]
	for _, c := range copies {
		if c.time == youngest.time && c.liveAs(id) == nil {
			youngest = c
			break
		}
	}
	if youngest == lived || youngest.liveAs(id) != nil || youngest.time < lived.time {
		return Finding{}, false
	}
	if !bySID && lived.row.id(idSID) != "" && youngest.row.id(idSID) != "" {
		return Finding{}, false // they have met by their SID
	}
	now := youngest.in(id, place)
	if now != nil && now.about(aboutState) == string(hive.Live) {
		return Finding{}, false // it has no identity there, and the same name
	}
	f := Finding{Rule: ruleLostElsewhere, Severity: Informational}
	f.cite(was.Evidence)
	name := quote(was.Evidence.Profile)
	f.summarize(sayElsewhere, name)
	w := weighing{f: &f}
	if youngest.time > lived.time && lived.time != 0 {
		w.support(1, nil, sayElsewhereYounger, lived.time, youngest.time)
	} else {
		f.tell(sayElsewhereUnordered)
	}
	again := youngest.live(place)
	most := hive.High
	switch {
	case now == nil:
		f.cite(youngest.here(was.about(aboutHome)))
		if most = youngest.whole; most == hive.High {
			f.tell(sayElsewhereAbsent)
		} else {
			f.tell(sayElsewhereUnread)
		}
	case now.about(aboutState) == string(hive.Deleted):
		f.Severity = LowSeverity
		f.cite(now.Evidence)
		f.tell(sayElsewherePending)
	case now.about(aboutState) == string(hive.KeptAside):
		f.cite(now.Evidence)
		f.tell(sayElsewhereAside)
	default:
		f.cite(now.Evidence)
		f.tell(sayElsewhereRecovered)
	}
	if has := was.about(aboutHas); has != "" {
		f.tell(sayElsewhereHad, has)
	}
	if id.Kind == idInstance {
		w.support(2, nil, sayElsewhereInstance)
	} else {
		f.tell(sayElsewhereName)
	}
	if bySID {
		w.support(1, nil, sayElsewhereSID)
	} else {
		f.tell(sayElsewhereUser)
	}
	if again != nil {
		f.cite(again.Evidence)
		f.tell(sayElsewhereAgain)
	}
	if i := slices.IndexFunc(youngest.roots, func(r Row) bool { return r.about(aboutDefault) == place }); i >= 0 && again == nil {
		f.Severity = MediumSeverity
		f.cite(youngest.roots[i].Evidence)
		f.tell(sayElsewhereDefault)
	}
	if again == nil && youngest.whole == hive.High && !youngest.anyLive() {
		f.Severity = MediumSeverity
		f.tell(sayElsewhereNone)
	}
	if slices.ContainsFunc(copies, func(c *userCopy) bool { return c.row.about(aboutUEV) != "" }) {
		w.rival(1, nil, sayElsewhereUEV)
	}
	w.judge(2, 4, most)
	if f.Severity != MediumSeverity {
		f.tell(sayElsewhereLow)
	}
	if command := was.about(aboutExport); command != "" {
		f.advise(adviseElsewhere, command)
	} else {
		f.advise(adviseElsewhereByHand)
	}
	f.advise(adviseElsewhereMore)
	return f, true
}

// liveAs returns the live profile of that identity.
func (c *userCopy) liveAs(id ID) *Row {
	rows := slices.DeleteFunc(slices.Clone(c.known[id]), func(p *Row) bool { return identity(*p) != id })
	return firstLive(rows)
}

// here is the evidence of the copy for what it lacks: its root there, else the key that says whose it is.
func (c *userCopy) here(home string) Evidence {
	if i := slices.IndexFunc(c.roots, func(r Row) bool { return r.about(aboutHome) == home }); i >= 0 {
		return c.roots[i].Evidence
	}
	return c.row.Evidence
}
