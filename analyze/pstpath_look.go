package analyze

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"mapihive/analyze/sets"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// pstLook is one source under examination.
type pstLook struct {
	s      *Snapshot
	uses   []pstUse
	older  map[*mapi.Profile]*mapi.Profile // see olderCopies
	hidden bool                            // what is absent may have been there
	ways   []pstWay                        // see possibleWays
	disk   map[hive.Text]*DataFile         // what was looked up on the disk, by raised name
	order  []keyedUse                      // see findIn, which uses it again

	waysWith map[hive.Text][]int    // the numbers of the ways with a raised name; made when it is asked for
	unopened map[hive.Text][]pstUse // see unopenedUses; made when it is asked for
}

// keyedUse is a use by its number and something that it may have in common with others.
type keyedUse struct {
	key string
	use int
}

func newPSTLook(s *Snapshot) *pstLook {
	l := &pstLook{s: s, uses: pstUses(nil, s), older: olderCopies(s), hidden: s.State == hive.Dirty || s.State == hive.Export || s.Broken() || DamageOf(s).Hidden}
	for i := range s.Files {
		if l.disk == nil {
			l.disk = map[hive.Text]*DataFile{}
		}
		l.disk[nameOf(s.Files[i].Path).raised] = &s.Files[i]
	}
	l.ways = l.possibleWays()
	return l
}

// pstFinding is what one rung says of a file.
type pstFinding struct {
	Finding
	rung  rung
	names map[hive.Text]bool // the raised names that it is about
	why   []said             // the reasons, before what is said of the harm
}

// rung is a step of the ladder by which paths are known for one file, the surest first.
type rung int

const (
	rungSpelling   rung = iota // equal in case or in normal form
	rungDisk                   // one file on the disk
	rungMapped                 // equal record keys, and one place by the hive's mappings
	rungAlias                  // one place by the hive's mappings
	rungStore                  // equal record keys
	rungPossible               // one place, if Windows is as it usually is
	rungOtherStore             // equal paths, different record keys
)

// conflicts returns what the source says of each file that its profiles name in several ways: one finding a file.
func (l *pstLook) conflicts() []Finding {
	if len(l.uses) < 2 {
		return nil
	}
	byName := func(u *pstUse) string { return string(u.name.raised) }
	byPlace := func(u *pstUse) string { return string(l.place(u)) }
	byRecordKey := func(u *pstUse) string {
		if k := u.ref.RecordKey; isRecordKey(k) {
			return string(k)
		}
		return ""
	}
	var out []pstFinding
	out = l.findIn(out, byName, l.spelling)
	out = l.findIn(out, byRecordKey, l.sameStore)
	out = l.findIn(out, byPlace, l.alias)
	for _, way := range l.ways {
		if f, ok := l.possible(way); ok {
			out = append(out, f)
		}
	}
	out = l.findIn(out, byName, l.otherStore)
	if len(l.disk) > 0 {
		known := byNames(out)
		out = l.findIn(out, l.fileID, func(uses []pstUse) (pstFinding, bool) { return l.oneOnDisk(known, uses) })
	}
	return l.mergeFiles(out)
}

// place is where a path leads with the drives that the hive maps, raised.
func (l *pstLook) place(u *pstUse) hive.Text {
	place, drive := mapped(u.name.normal, l.s.Context.Drives)
	if drive == nil {
		return u.name.raised
	}
	return hive.UpcaseText(place)
}

// findIn adds what find says of the uses that have a key in common, in the order of the keys; those of which the key
// is "" have none. Most files are named once, so that nothing is made for them.
func (l *pstLook) findIn(out []pstFinding, key func(*pstUse) string, find func([]pstUse) (pstFinding, bool)) []pstFinding {
	order := slices.Grow(l.order[:0], len(l.uses))
	for i := range l.uses {
		if k := key(&l.uses[i]); k != "" {
			order = append(order, keyedUse{k, i})
		}
	}
	l.order = order
	slices.SortFunc(order, func(a, b keyedUse) int { return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.use, b.use)) })
	for len(order) > 1 {
		n := 1
		for n < len(order) && order[n].key == order[0].key {
			n++
		}
		if n > 1 {
			uses := make([]pstUse, n)
			for i, o := range order[:n] {
				uses[i] = l.uses[o.use]
			}
			if f, ok := find(uses); ok {
				out = append(out, f)
			}
		}
		order = order[n:]
	}
	return out
}

// withoutCopies leaves out what profiles say whose newer copy is in the group too.
func (l *pstLook) withoutCopies(uses []pstUse) []pstUse {
	in := map[*mapi.Profile]bool{}
	for _, u := range uses {
		in[u.profile] = true
	}
	var out []pstUse
	for _, u := range uses {
		if newer := l.older[u.profile]; newer == nil || !in[newer] {
			out = append(out, u)
		}
	}
	return out
}

// about starts what a rung says of the uses of one file.
func about(rule string, r rung, c hive.Confidence, uses []pstUse) pstFinding {
	f := pstFinding{Finding: Finding{Rule: rule, Confidence: c, Evidence: pathEvidence(uses)}, rung: r, names: map[hive.Text]bool{}}
	var behind []Evidence
	for _, u := range uses {
		f.names[u.name.raised] = true
		for _, fact := range u.behind {
			behind = append(behind, Evidence{Fact: fact})
		}
	}
	f.addEvidence(behind...)
	return f
}

// mergeFiles makes one finding of those about one file: the most severe stands, of equals that of the surest rung, and
// tells what the others say.
func (l *pstLook) mergeFiles(all []pstFinding) []Finding {
	group := sets.By(len(all), func(i int) []hive.Text { return slices.Collect(maps.Keys(all[i].names)) })
	byFile := map[int][]pstFinding{}
	for i, g := range group {
		byFile[g] = append(byFile[g], all[i])
	}
	var out []Finding
	for _, g := range slices.Sorted(maps.Keys(byFile)) {
		fs := byFile[g]
		slices.SortStableFunc(fs, func(a, b pstFinding) int {
			return cmp.Or(cmp.Compare(b.Severity.rank(), a.Severity.rank()), cmp.Compare(a.rung, b.rung))
		})
		f := fs[0].Finding
		more := l.tellUnopened(&f, fs)
		told := map[string]bool{}
		for _, x := range f.said {
			told[x.text] = true
		}
		for _, other := range fs[1:] {
			f.tell(sayPSTAlso, other.Rule, string(other.Confidence), other.Summary)
			for _, why := range other.why {
				if !told[why.text] {
					told[why.text] = true
					f.repeat(why)
				}
			}
			more = append(more, other.Evidence...)
		}
		f.addEvidence(more...)
		out = append(out, f)
	}
	return out
}

// tellUnopened says which profiles that Outlook does not look at name the file too, and returns where.
func (l *pstLook) tellUnopened(f *Finding, fs []pstFinding) (es []Evidence) {
	for _, state := range []struct {
		origin hive.Origin
		says   *Sentence
	}{{hive.Deleted, sayAlsoDeleted}, {hive.KeptAside, sayAlsoAside}, {hive.Recovered, sayAlsoRecovered}} {
		if l.unopened == nil {
			l.unopened = l.unopenedUses()
		}
		profiles, paths := map[hive.Text]bool{}, map[hive.Text]bool{}
		for name := range namesIn(fs) {
			for _, u := range l.unopened[name] {
				if u.profile.State == state.origin {
					profiles[u.profile.Name], paths[u.ref.Path] = true, true
					es = append(es, Evidence{Profile: u.profile.Name, Fact: u.ref.Fact})
				}
			}
		}
		if len(profiles) > 0 {
			f.tell(state.says, quoted(profiles), quoted(paths))
		}
	}
	return es
}

// namesIn are the raised names that any of the findings is about.
func namesIn(fs []pstFinding) map[hive.Text]bool {
	if len(fs) == 1 {
		return fs[0].names
	}
	names := map[hive.Text]bool{}
	for _, f := range fs {
		maps.Copy(names, f.names)
	}
	return names
}

// unopenedUses are the PSTs of providers in profiles that Outlook does not look at, by raised name.
func (l *pstLook) unopenedUses() map[hive.Text][]pstUse {
	out := map[hive.Text][]pstUse{}
	for i := range l.s.Profiles {
		p := &l.s.Profiles[i]
		if p.State == hive.Live {
			continue
		}
		for j := range p.Paths {
			if r := &p.Paths[j]; r.Kind == mapi.PST && r.Source == mapi.SourceProvider {
				name, _ := expandedName(&l.s.Context, r.Path)
				out[name.raised] = append(out[name.raised], pstUse{profile: p, ref: r, name: name})
			}
		}
	}
	return out
}

// repeat adds to the detail what another finding said.
func (f *Finding) repeat(x said) {
	x.part = inDetail
	f.said = append(f.said, x)
}

// reasoned marks the end of the reasons: what follows is about harm.
func (f *pstFinding) reasoned() { f.why = slices.Clone(f.said[1:]) }
