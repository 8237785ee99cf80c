package analyze

import (
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// storeServices are message services that are nothing without a store provider ([MAPISVC.INF] names).
var storeServices = map[hive.Text]bool{"MSEMS": true, "MSPST MS": true, "MSUPST MS": true, "INTERSTOR": true, "EAS": true}

// links are the parts of a profile that should lead to each other and do not: listed services for stores that have no
// provider, and listed providers whose service does not exist.
type links struct {
	bare   []*mapi.Service
	orphan map[prop.UID]hive.Fact // by provider: the value that names its service
}

func (l links) none() bool { return len(l.bare)+len(l.orphan) == 0 }

func brokenLinks(p *mapi.Profile) links {
	l := links{orphan: map[prop.UID]hive.Fact{}}
	misses := map[hive.Path]bool{} // services that list providers which do not exist, which is said as that
	for _, m := range p.Missing {
		misses[m.Fact.Key.Raised()] = true
	}
	listed := map[hive.Path]prop.UID{}
	provider := func(v *mapi.Provider) {
		if v.Listed {
			listed[v.Key.Raised()] = v.UID
		}
	}
	for i := range p.Services {
		s := &p.Services[i]
		if s.Listed && s.Key != "" && len(s.Providers) == 0 && storeServices[hive.UpcaseText(s.Name)] && !misses[s.Key.Raised()] {
			l.bare = append(l.bare, s)
		}
		for j := range s.Providers {
			provider(&s.Providers[j])
		}
	}
	for i := range p.Providers {
		provider(&p.Providers[i])
	}
	for _, m := range p.Missing {
		if tag, _, ok := prop.ParseValueName(m.Fact.Value); ok && tag.Link() == prop.LinkService {
			if uid, ok := listed[m.Fact.Key.Raised()]; ok {
				l.orphan[uid] = m.Fact
			}
		}
	}
	return l
}

// tellLinks says which parts do not lead to each other.
func (f *Finding) tellLinks(p *mapi.Profile, l links) {
	if len(l.bare) > 0 {
		names, keys := map[hive.Text]bool{}, make([]Evidence, len(l.bare))
		for i, s := range l.bare {
			names[s.Name] = true
			keys[i] = Evidence{Profile: p.Name, Fact: hive.Fact{Key: s.Key, Place: s.Place, State: p.State, LastWrite: s.LastWrite}}
		}
		f.cite(keys...)
		f.tell(sayServiceBare, quoted(names))
	}
	if len(l.orphan) > 0 {
		var uids []string
		var values []Evidence
		for _, uid := range slices.SortedFunc(maps.Keys(l.orphan), func(a, b prop.UID) int { return slices.Compare(a[:], b[:]) }) {
			uids = append(uids, uid.String())
			values = append(values, Evidence{Profile: p.Name, Fact: l.orphan[uid]})
		}
		f.cite(values...)
		f.tell(sayProviderOrphan, list(uids))
	}
}
