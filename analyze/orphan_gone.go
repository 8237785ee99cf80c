package analyze

import (
	"bytes"
	"cmp"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// gone is a profile that is not there any more: it was recovered from deleted records, or the transaction logs
// removed it.
type gone struct {
	*mapi.Profile                 // the best founded of its records
	records       []*mapi.Profile // all of them, such as one in a free cell and one in a log; none where only a change tells of it
	change        *mapi.Change    // that of the logs, if they removed it
}

// belowDeleted reports whether one of its records stood in Deleted Profiles.
func (g *gone) belowDeleted() bool {
	return g.Root != mapi.UnknownGeneration && (g.Location().Deleted() || slices.ContainsFunc(g.records, func(p *mapi.Profile) bool { return p.Location().Deleted() }))
}

// evidence are its records, and where there are none the key that held it.
func (g *gone) evidence(o *orphanLook) (out []Evidence) {
	for _, p := range g.records {
		out = append(out, profileKey(p))
	}
	if len(out) == 0 {
		if holder, ok := o.holder(g); ok {
			out = append(out, holder)
		}
	}
	return out
}

// holder is the key in which g stood, which its removal has written.
func (o *orphanLook) holder(g *gone) (e Evidence, ok bool) {
	r := o.rootOf(g.Profile)
	switch {
	case r == nil || g.Root == mapi.UnknownGeneration:
		return Evidence{}, false
	case g.belowDeleted():
		return o.deletedProfiles(g.Profile)
	case r.Key == "":
		return Evidence{}, false
	}
	return Evidence{Fact: hive.Fact{Key: r.Key, Place: r.Place, State: hive.Live, LastWrite: r.LastWrite}}, true
}

// goneProfiles lists what is gone, in an order of its own. Sections that were removed from a profile which is still
// there are none, nor is an older state of a live profile.
func (o *orphanLook) goneProfiles() (out []*gone) {
	at := map[mapi.Location][]*gone{}
	add := func(p *mapi.Profile) *gone {
		g := &gone{Profile: p}
		out = append(out, g)
		at[placeOf(p)] = append(at[placeOf(p)], g)
		return g
	}
	var found []*mapi.Profile
	for i := range o.Profiles {
		if p := &o.Profiles[i]; p.State == hive.Recovered && !p.Part && !o.older(p) && !o.stands(p) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(p, q *mapi.Profile) int {
		return cmp.Or(cmp.Compare(p.Key, q.Key), q.Confidence.Compare(p.Confidence), bytes.Compare(q.Instance, p.Instance), p.Place.Compare(q.Place))
	})
	for _, p := range found {
		var g *gone
		if p.Root != mapi.UnknownGeneration {
			for _, other := range at[placeOf(p)] {
				if g == nil && (sameInstance(p, other.Profile) || p.Key.Equal(other.Key) && !anotherInstance(p, other.Profile)) {
					g = other
				}
			}
		}
		if g == nil {
			g = add(p)
		}
		g.records = append(g.records, p)
	}
	for i := range o.Changes {
		c := &o.Changes[i]
		if c.Kind != mapi.Disappeared {
			continue
		}
		p := &mapi.Profile{Name: c.Profile, State: hive.Recovered, Root: c.Root, Key: c.Before, LastWrite: c.Previous}
		var best *gone
		for _, g := range at[placeOf(p)] {
			for _, r := range g.records {
				if r.Key.Equal(c.Before) && (best == nil || slices.Contains(r.Sources, hive.BeforeLog)) {
					best = g
				}
			}
		}
		if best == nil {
			best = add(p)
		}
		best.change = c
	}
	return out
}

// sameInstance reports whether PR_SEARCH_KEY says that the two are one profile.
func sameInstance(p, q *mapi.Profile) bool {
	return identifies(p.Instance) && bytes.Equal(p.Instance, q.Instance)
}

// anotherInstance reports whether PR_SEARCH_KEY says that the two are not one profile.
func anotherInstance(p, q *mapi.Profile) bool {
	return identifies(p.Instance) && identifies(q.Instance) && !bytes.Equal(p.Instance, q.Instance)
}

// older reports whether a recovered profile is an older state of a live one, and not another of the same name.
func (o *orphanLook) older(p *mapi.Profile) bool {
	return p.Older && !slices.ContainsFunc(o.named[placeOf(p).Name], func(q *mapi.Profile) bool {
		return q.State != hive.Recovered && q.Key.Equal(p.Key) && anotherInstance(p, q)
	})
}

// stands reports whether a recovered profile is what a move has left of one that still stands in its root, under its
// old name or another.
func (o *orphanLook) stands(p *mapi.Profile) bool {
	if p.Root == mapi.UnknownGeneration {
		return false
	}
	if slices.ContainsFunc(o.Changes, func(c mapi.Change) bool {
		return (c.Kind == mapi.MovedToDeleted || c.Kind == mapi.MovedBack) && c.Before.Equal(p.Key)
	}) {
		return true
	}
	return identifies(p.Instance) && o.standing[instanceAt{placeOf(p).Home(), string(p.Instance)}]
}

// instanceAt is one instance in one root.
type instanceAt struct {
	home     hive.Path
	instance string
}

// tellGone says when it went, as far as times bound it, and what it held.
func (o *orphanLook) tellGone(f *Finding, g *gone) {
	if c := g.change; c != nil {
		f.tell(sayGoneLog)
		if c.Previous != 0 && c.LastWrite >= c.Previous {
			f.tell(sayGoneSpan, c.Previous, c.LastWrite)
		}
		if slices.ContainsFunc(o.Logs, func(l Log) bool { return l.Applied > 0 && len(l.Doubts) > 0 }) {
			f.tell(sayGoneLogDoubt)
			f.Confidence = f.Confidence.Weaker(hive.Medium)
		}
	} else if holder, ok := o.holder(g); ok {
		if last := newestKey(g.Profile).time(); last != 0 && holder.LastWrite >= last {
			f.tell(sayGoneBetween, last, holder.LastWrite)
		}
	}
	if held := heldBy(g.Profile); len(held) > 0 {
		f.tell(sayGoneHeld, list(held))
	}
}
