package mapi

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/mapi/prop"
)

// Recovered rebuilds profiles from recovered records: whole profile keys, sections and values that were
// removed from a profile that still exists, and sections whose profile key is lost. What a profile
// announces and could not be recovered is said in its notes. The profiles share no memory with the hive.
func Recovered(live hive.Registry, rec *hive.Recovery, opt Options) (out Profiles) {
	r := recoverer{live: live, rec: rec, cp: opt.CodePage, data: maxData(live), taken: make([]bool, len(rec.Keys)), spots: newSpots(live, opt)}
	r.wholeProfiles()
	r.looseSections()
	slices.SortStableFunc(r.out, func(a, b Whole) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(b.LastWrite, a.LastWrite), a.Place.Compare(b.Place))
	})
	for _, p := range r.out {
		out.add(p, opt)
	}
	return out
}

type recoverer struct {
	live  hive.Registry
	rec   *hive.Recovery
	cp    *codepage.Page
	spots spots
	taken []bool // keys that are part of a profile already
	bytes int
	data  int64 // how many more bytes of value data are copied
	out   []Whole
}

func (r *recoverer) lookup(path hive.Path) (hive.Key, bool) {
	root, ok := r.live.Root()
	if !ok {
		return nil, false
	}
	return hive.Lookup(root, path)
}

// wholeProfiles takes every recovered key that stands where profiles stand, or that has the sections of one.
func (r *recoverer) wholeProfiles() {
	for i := range r.rec.Keys {
		k := &r.rec.Keys[i]
		if r.taken[i] {
			continue
		}
		st, ok := stand{generation: UnknownGeneration}, false
		if k.PathStatus != hive.FullPath {
			ok = r.hasKnownSection(k.Subkeys) || r.shaped(k.Subkeys)
		} else if st, ok = r.spots.at(k.Path); !ok && r.shaped(k.Subkeys) {
			st, ok = r.spots.stand(k.Path.Parent(), false), true
		}
		if !ok || k.LiveTwin && len(k.Subkeys) == 0 {
			continue // an older state of a profile's key node tells nothing about the profile
		}
		var made tally
		p, limits := build(r.tree(i, 0, &made), st.generation, r.cp)
		p.Where = st.Where
		if st.state == hive.Deleted {
			p.Notes = append(p.Notes, "it stood in Deleted Profiles")
		}
		if p.Older = k.LiveTwin; p.Older {
			p.Notes = append(p.Notes, "a live profile has the same key: this is an older state, or another profile of the same name")
		}
		if k.PathStatus != hive.FullPath {
			p.Confidence = hive.Medium
			p.Notes = append(p.Notes, "the keys above it are lost, and with them whether it stood in Profiles or Deleted Profiles")
		}
		made.judge(p, limits)
		r.out = append(r.out, p)
	}
}

// group is what is left of one profile without the profile's own key.
type group struct {
	groupID
	keys    []int // recovered keys whose parent is live or lost
	values  []int // values removed from live keys
	tooDeep int   // records that are left out: they are nested deeper than is followed
}

// groupID tells profiles apart: a live one by its path, a lost one by the place of its key.
type groupID struct {
	path   hive.Path // "" where the profile's key is lost
	parent int64     // where its key's cell is or was
	shape  bool      // the key at path is no profile any more: that these are sections of one, only their shape says
}

// looseSections gathers recovered records by the profile they belong to: a live one by its path, a lost
// one by the place of its key, which its sections name alike.
func (r *recoverer) looseSections() {
	groups := map[groupID]*group{}
	var order []*group
	of := func(id groupID) *group {
		g := groups[id]
		if g == nil {
			g = &group{groupID: id}
			groups[id] = g
			order = append(order, g)
		}
		return g
	}
	for i := range r.rec.Keys {
		k := &r.rec.Keys[i]
		switch {
		case r.taken[i], k.Parent >= 0, k.LiveTwin && len(k.Values)+len(k.Subkeys) == 0:
		case k.PathStatus == hive.FullPath:
			path, deep := r.profileAbove(k.Path)
			switch {
			case path == "" && isSectionName(k.Name):
				g := of(groupID{path: k.Path.Parent(), shape: true})
				g.keys = append(g.keys, i)
			case path == "":
			case deep:
				of(groupID{path: path}).tooDeep += r.records(i)
			default:
				g := of(groupID{path: path})
				g.keys = append(g.keys, i)
			}
		case k.ParentOffset != 0 && isSectionName(k.Name):
			g := of(groupID{parent: k.ParentOffset})
			g.keys = append(g.keys, i)
		}
	}
	for i := range r.rec.Values {
		path, deep := r.profileAbove(r.rec.Values[i].Key.Join("v"))
		switch {
		case path == "":
		case deep:
			of(groupID{path: path}).tooDeep++
		default:
			g := of(groupID{path: path})
			g.values = append(g.values, i)
		}
	}
	for _, g := range order {
		switch {
		case g.shape && (g.path == "" || !r.shaped(g.keys)):
		case g.path != "":
			r.out = append(r.out, r.removed(g))
		case r.hasKnownSection(g.keys): // 32 hex digits are common names elsewhere too
			r.out = append(r.out, r.nameless(g))
		}
	}
}

// nameless makes a profile of sections whose profile key is lost.
func (r *recoverer) nameless(g *group) Whole {
	top := Key{Name: lostName, Path: lostName, Place: r.rec.Keys[g.keys[0]].ParentPlace, State: hive.Recovered}
	var made tally
	for _, i := range g.keys {
		top.Subkeys = append(top.Subkeys, r.tree(i, 0, &made))
		top.LastWrite = max(top.LastWrite, r.rec.Keys[i].LastWrite)
	}
	p, limits := build(top, UnknownGeneration, r.cp)
	p.Confidence = hive.Medium
	p.Notes = append(p.Notes, "the profile's own key is lost, and with it its name")
	made.judge(p, limits)
	return p
}

// node is a key under construction.
type node struct {
	key     Key
	subkeys []*node
}

func (n *node) finish() Key {
	for _, sub := range n.subkeys {
		n.key.Subkeys = append(n.key.Subkeys, sub.finish())
	}
	return n.key
}

// removed makes a profile of what was removed from a live one. The live keys on the way to a record
// stand in it without their values.
func (r *recoverer) removed(g *group) Whole {
	nodes := map[hive.Path]*node{}
	var at func(path hive.Path) *node // as deep as maxProfileDepth
	at = func(path hive.Path) *node {
		n := nodes[path]
		if n != nil {
			return n
		}
		n = &node{key: Key{Name: path.Base(), Path: path, State: hive.Recovered}}
		if live, ok := r.lookup(path); ok {
			n.key.Name, n.key.LastWrite = live.Name(), live.LastWrite()
			n.key.Place = live.Place()
		}
		nodes[path] = n
		if path != g.path {
			above := at(path.Parent())
			above.subkeys = append(above.subkeys, n)
		}
		return n
	}
	made := tally{tooDeep: g.tooDeep}
	top := at(g.path)
	for _, i := range g.keys {
		n := at(r.rec.Keys[i].Path.Parent())
		n.subkeys = append(n.subkeys, &node{key: r.tree(i, 0, &made)})
	}
	for _, i := range g.values {
		v := &r.rec.Values[i]
		if value, ok := r.value(v, SecretKey(v.Key), &made); ok {
			n := at(v.Key)
			n.key.Values = append(n.key.Values, value)
		}
	}
	st, ok := r.spots.at(g.path)
	if !ok {
		st = r.spots.stand(g.path.Parent(), false)
	}
	p, limits := build(top.finish(), st.generation, r.cp)
	p.Confidence, p.Where = hive.Medium, st.Where
	if g.shape {
		p.Notes = append(p.Notes, "sections of a profile, by their shape; the key that they were removed from still exists and is no profile any more")
		made.judge(p, limits)
		return p
	}
	p.Notes = append(p.Notes, "sections and values that were removed from a profile that still exists")
	// What the lists name and what a profile must have is still there; only the rest is here.
	p.Missing = slices.DeleteFunc(p.Missing, func(m Listed) bool {
		_, ok := r.lookup(g.path.Join(hive.Text(m.UID.String())))
		return ok
	})
	p.MissingProperties, p.UnlistedSections, p.Part = nil, []prop.UID{}, true
	made.fragment = true
	if len(g.keys)+len(g.values) == 0 {
		p.Empty = false // nothing that could be followed was removed; judge says what could not
		made.confidence = hive.Medium
	}
	made.judge(p, limits)
	return p
}

// tree copies a recovered key and the recovered keys below it.
func (r *recoverer) tree(i, depth int, made *tally) Key {
	r.taken[i] = true
	k := &r.rec.Keys[i]
	made.key(k)
	out := Key{Name: k.Name, Path: k.Path, Place: k.Place, LastWrite: k.LastWrite, State: hive.Recovered}
	if k.LostValues > 0 {
		out.Lost = fmt.Sprintf("%d values", k.LostValues)
	}
	r.bytes += keyOverhead + len(k.Path)
	hidden, deep := SecretKey(k.Path), 0
	for j := range k.Values {
		if v, ok := r.value(&k.Values[j], hidden, made); ok {
			out.Values = append(out.Values, v)
		}
	}
	for _, sub := range k.Subkeys {
		switch {
		case r.taken[sub]:
		case depth >= maxProfileDepth:
			deep += r.records(sub)
		case r.bytes > maxBytes:
			made.overLimit += r.records(sub)
		default:
			out.Subkeys = append(out.Subkeys, r.tree(sub, depth+1, made))
		}
	}
	if deep > 0 {
		made.tooDeep += deep
		out.LeftOut = tooDeep(deep)
	}
	return out
}

// value copies a recovered value of a key that is one of secrets or not; false over the limit.
func (r *recoverer) value(v *hive.RecoveredValue, hidden bool, made *tally) (prop.Value, bool) {
	made.value(v)
	r.data -= int64(len(v.Data))
	if r.bytes += valueOverhead + len(v.Name) + len(v.Data); r.bytes > maxBytes || r.data < 0 {
		made.overLimit++
		return prop.Value{}, false
	}
	out := prop.Value{Name: v.Name, Type: v.Type, Data: bytes.Clone(v.Data), Place: v.Place, Hidden: hidden}
	if v.Status != hive.Intact {
		out.Missing = fmt.Sprintf("its data is %s, %d of %d bytes are left", v.Status, len(v.Data), v.Size)
	}
	return out, true
}
