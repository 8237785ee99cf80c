package analyze

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// Spans of time, in the units of hive.Time.
const (
	second hive.Time = 1e7
	hour             = 3600 * second
	day              = 24 * hour
)

// lastKey is the key of a profile that was written last.
type lastKey struct {
	profile hive.Text
	fact    hive.Fact
}

func (w lastKey) time() hive.Time { return w.fact.LastWrite }

func (w lastKey) evidence() Evidence { return Evidence{Profile: w.profile, Fact: w.fact} }

// newestKey returns the key of a profile or of its services, providers, accounts and Exchange settings that was
// written last; of several of one time the first by path.
func newestKey(p *mapi.Profile) lastKey {
	last := lastKey{p.Name, profileKey(p).Fact}
	take := func(key hive.Path, at hive.Place, t hive.Time) {
		if t > last.fact.LastWrite || t == last.fact.LastWrite && key < last.fact.Key {
			last.fact = hive.Fact{Key: key, Place: at, State: p.State, LastWrite: t}
		}
	}
	for i := range p.Services {
		s := &p.Services[i]
		if s.Key != "" {
			take(s.Key, s.Place, s.LastWrite)
		}
		for j := range s.Providers {
			take(s.Providers[j].Key, s.Providers[j].Place, s.Providers[j].LastWrite)
		}
	}
	for i := range p.Providers {
		take(p.Providers[i].Key, p.Providers[i].Place, p.Providers[i].LastWrite)
	}
	for i := range p.Accounts {
		take(p.Accounts[i].Key, p.Accounts[i].Place, p.Accounts[i].LastWrite)
	}
	for i := range p.Exchange {
		take(p.Exchange[i].Key, p.Exchange[i].Place, p.Exchange[i].LastWrite)
	}
	return last
}

// activity is what MAPI wrote last in the live profiles of the root that p belongs to; false where there is none.
// The keys Profiles and Deleted Profiles do not count: a deletion itself writes them.
func (o *orphanLook) activity(p *mapi.Profile) (last lastKey, ok bool) {
	home := placeOf(p).Home()
	for at, live := range o.live {
		if at.Home() != home {
			continue
		}
		for _, q := range live {
			w := newestKey(q)
			if w.time() > last.time() || w.time() == last.time() && w.fact.Key < last.fact.Key {
				last = w
			}
		}
	}
	return last, last.time() != 0
}

// rootOf returns the root in which a profile stands or stood, nil where the snapshot has none.
func (o *orphanLook) rootOf(p *mapi.Profile) *mapi.Root {
	home := placeOf(p).Home()
	i := slices.IndexFunc(o.Roots, func(r mapi.Root) bool { return homeOf(&r).Raised() == home })
	if i < 0 {
		return nil
	}
	return &o.Roots[i]
}

// deletedProfiles returns the key Deleted Profiles in which p stands, with its own last-write time: when a profile
// was last added to it or removed from it.
func (o *orphanLook) deletedProfiles(p *mapi.Profile) (e Evidence, ok bool) {
	r := o.rootOf(p)
	if r == nil || r.Deleted == "" || r.DeletedWrite == 0 {
		return Evidence{}, false
	}
	return Evidence{Fact: hive.Fact{Key: r.Deleted, Place: r.DeletedPlace, State: hive.Live, LastWrite: r.DeletedWrite}}, true
}
