package mapi

import (
	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// spots knows what it means that a recovered profile stood at a path.
type spots struct {
	setting
	profiles map[hive.Path]stand // live profiles that were found by their shape, by raised path
	holders  map[hive.Path]stand // keys of a part of a user's registry whose subkeys are profiles, by raised path
}

func newSpots(r hive.Registry, opt Options) spots {
	f := findHolders(r, opt)
	s := spots{setting: f.setting, profiles: map[hive.Path]stand{}, holders: map[hive.Path]stand{}}
	for _, h := range f.holders {
		for _, k := range h.profiles {
			s.profiles[k.Path().Raised()] = h.stand
		}
		if h.profiles == nil && h.Kind != "" {
			s.holders[h.key.Path().Raised()] = h.stand
		}
	}
	return s
}

// at returns the stand of the key at path where it is one of a profile, recovered or not, whatever it holds.
func (s *spots) at(path hive.Path) (st stand, ok bool) {
	l := locate(path)
	if g := l.Generation(); g != "" {
		st = stand{generation: g, state: hive.Live}
		if l.Deleted() {
			st.state = hive.Deleted
		}
		return st, true
	}
	if len(s.profiles) > 0 {
		if st, ok = s.profiles[path.Raised()]; ok {
			return st, true
		}
	}
	if len(s.holders) > 0 {
		st, ok = s.holders[path.Parent().Raised()]
	}
	return st, ok
}

// shaped reports whether recovered keys are sections that make the key above them a profile; see judge.
func (r *recoverer) shaped(keys []int) bool {
	sections := 0
	for _, i := range keys {
		k := &r.rec.Keys[i]
		uid, ok := prop.ParseUID(k.Name)
		if ok && (uid == prop.UIDRoot || uid == prop.UIDAccounts) {
			return true
		}
		if ok && sections < minSections && r.holdsProperty(k) {
			sections++
		}
	}
	return sections >= minSections
}

func (r *recoverer) holdsProperty(k *hive.RecoveredKey) bool {
	for i := range k.Values {
		v := &k.Values[i]
		tag, secured, ok := prop.ParseValueName(v.Name)
		if ok && !secured && v.Status == hive.Intact && isProperty(tag, prop.Value{Name: v.Name, Type: v.Type, Data: v.Data}) {
			return true
		}
	}
	return false
}

// hasKnownSection reports whether one of the recovered keys is a section that only profiles have.
func (r *recoverer) hasKnownSection(keys []int) bool {
	for _, i := range keys {
		if uid, ok := prop.ParseUID(r.rec.Keys[i].Name); ok && uidRole(uid) != "" {
			return true
		}
	}
	return false
}
