package mapi

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"mapihive/hive"
	"mapihive/hive/codepage"
)

// holder is a key with profiles of one state.
type holder struct {
	stand
	root     Root       // whose default may be one of them
	profiles []hive.Key // nil for every subkey of the key
	key      hive.Key
}

// all yields the profiles.
func (h *holder) all() iter.Seq[hive.Key] {
	if h.profiles == nil {
		return h.key.Subkeys()
	}
	return slices.Values(h.profiles)
}

// finder finds the keys that hold profiles.
type finder struct {
	setting
	r       hive.Registry
	cp      *codepage.Page
	roots   []Root
	holders []holder
	live    bool               // deleted profiles are left out
	known   map[hive.Path]bool // raised paths of holders
	asides  int                // keys with profiles kept aside
}

// findHolders finds every key that holds profiles: those where Outlook and Windows look for them, which need hold
// none, and those of profiles among the candidates.
func findHolders(r hive.Registry, opt Options) *finder {
	f := finder{setting: newSetting(r), r: r, cp: opt.CodePage, live: opt.LiveOnly, known: map[hive.Path]bool{}}
	for _, hm := range homes(r) {
		f.home(hm)
	}
	groups := byHolder(opt.Candidates.profiles(r))
	f.root = f.partOf(groups)
	for _, g := range groups {
		f.group(g)
	}
	rank := []hive.Origin{hive.Live, hive.Deleted, hive.KeptAside}
	slices.SortStableFunc(f.holders, func(a, b holder) int {
		return cmp.Compare(slices.Index(rank, a.state), slices.Index(rank, b.state))
	})
	return &f
}

// home takes a key that may hold Profiles and Deleted Profiles.
func (f *finder) home(hm home) {
	root, ok := hm.root(f.cp)
	if ok {
		f.roots = append(f.roots, root)
	}
	for _, in := range []struct {
		name  hive.Text
		state hive.Origin
	}{{profilesKey, hive.Live}, {deletedProfilesKey, hive.Deleted}} {
		if f.live && in.state != hive.Live {
			continue
		}
		if k, found := hm.key.Subkey(in.name); found {
			f.hold(holder{stand: stand{Where: hm.where, generation: hm.generation, state: in.state}, root: root, key: k})
		}
	}
}

func (f *finder) hold(h holder) {
	f.known[h.key.Path().Raised()] = true
	f.holders = append(f.holders, h)
}

// shapedGroup is the profiles that were found by their shape below one key.
type shapedGroup struct {
	holder   hive.Path
	profiles []hive.Key
	isRoot   bool // the one profile is the root key itself
}

// byHolder groups profiles by the key that holds them, in the order of the first of each.
func byHolder(profiles []hive.Key) []*shapedGroup {
	var groups []*shapedGroup
	at := map[hive.Path]*shapedGroup{}
	for _, k := range profiles {
		path := k.Path()
		if path == "" {
			groups = append(groups, &shapedGroup{profiles: []hive.Key{k}, isRoot: true})
			continue
		}
		above := path.Parent()
		up := above.Raised()
		if at[up] == nil {
			at[up] = &shapedGroup{holder: above}
			groups = append(groups, at[up])
		}
		at[up].profiles = append(at[up].profiles, k)
	}
	return groups
}

// stand says what it means where the profiles are.
func (g *shapedGroup) stand(in setting) stand { return in.stand(g.holder, g.isRoot) }

// names reports whether the root's default is one of the profiles.
func (g *shapedGroup) names(r Root) bool {
	return slices.ContainsFunc(g.profiles, func(k hive.Key) bool { return r.names(k.Name()) })
}

// partOf returns what the root key is, of a part of a user's registry in which the profiles were found: those tell
// it whose path says most. It is "" where none does.
func (f *finder) partOf(groups []*shapedGroup) (root string) {
	best := len(partRoots) + 1
	for _, g := range groups {
		st := g.stand(f.setting)
		if st.Kind != SavedPart {
			continue
		}
		at := slices.IndexFunc(partRoots, func(p partRoot) bool { return p.root == st.root })
		if at < 0 { // the root key is a profile
			at = len(partRoots)
		}
		if at < best {
			best, root = at, st.root
		}
	}
	return root
}

// group takes profiles that were found by their shape.
func (f *finder) group(g *shapedGroup) {
	st := g.stand(f.setting)
	root, ok := f.r.Root()
	if !ok || f.known[g.holder.Raised()] && !g.isRoot {
		return
	}
	switch {
	case g.isRoot:
		f.holders = append(f.holders, holder{stand: st, profiles: g.profiles})
	case st.Kind != SavedPart:
		f.holders = append(f.holders, holder{stand: st, profiles: g.profiles})
		f.aside(g, root, st)
	case g.holder == "":
		f.profilesKey(g, root, st)
	default:
		f.partHome(g, root, st)
	}
}

// maxAside is how many keys with profiles kept aside are looked up and listed. To find one of n siblings takes n
// steps, and honest registries have a handful.
const maxAside = 1_000

// aside lists the key of profiles where none are looked for.
func (f *finder) aside(g *shapedGroup, root hive.Key, st stand) {
	switch f.asides++; {
	case f.asides <= maxAside:
		if k, ok := hive.Lookup(root, g.holder); ok { // in a damaged hive the path may lead nowhere
			f.roots = append(f.roots, Root{Generation: st.generation, Where: st.Where, Key: g.holder, Place: k.Place(), LastWrite: k.LastWrite()})
		}
	case f.asides == maxAside+1:
		f.r.Note(hive.Diagnostic{
			Kind: hive.KindLimit, Place: g.profiles[0].Place(), Structure: "nk", Path: g.holder,
			Message: fmt.Sprintf("more than %d keys hold profiles outside the places of Outlook; the rest of these keys are not listed, their profiles are", maxAside),
		})
	}
}

// partHome takes the key above that of the group, which holds Profiles in a part of a user's registry.
func (f *finder) partHome(g *shapedGroup, root hive.Key, st stand) {
	k, ok := hive.Lookup(root, g.holder.Parent())
	if !ok {
		return
	}
	hm := home{generation: st.generation, key: k, where: st.Where}
	if r, _ := hm.root(f.cp); g.names(r) {
		hm.where = hm.where.surer()
	}
	f.home(hm)
}

// profilesKey takes the root key of a hive that is a user's key Profiles.
func (f *finder) profilesKey(g *shapedGroup, k hive.Key, st stand) {
	h := holder{stand: st, key: k}
	if v, ok := k.Value(defaultProfile); ok {
		h.root.DefaultProfile, h.root.DefaultType = defaultFact(k, v, f.cp)
	}
	if g.names(h.root) {
		h.Where = h.surer()
	}
	f.hold(h)
}

// surer is the place where a DefaultProfile names a profile in it.
func (w Where) surer() Where {
	w.Sure = hive.Medium
	return w
}
