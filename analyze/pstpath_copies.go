package analyze

import (
	"cmp"
	"maps"
	"slices"

	"mapihive/analyze/sets"
	"mapihive/hive"
)

// pstCopy is one copy of a user's hive, with what was found in it.
type pstCopy struct {
	source    int
	s         *Snapshot
	conflicts []Finding
	newest    hive.Time // the youngest time of its profiles
}

// joinUser says what the hive of one user shows. Of several copies of it – shadow copies, a roaming one – the youngest
// counts; what holds in others too is said once, with its history.
func joinUser(rows []Row) (out []Finding) {
	if len(rows) == 1 {
		l := newPSTLook(rows[0].Snapshot)
		out = l.notes(l.conflicts())
		stampSource(out, rows[0].Evidence.Source)
		return out
	}
	copies := make([]pstCopy, len(rows))
	for i, r := range rows {
		c := &copies[i]
		c.source, c.s, c.newest = r.Evidence.Source, r.Snapshot, newestWrite(r.Snapshot)
		l := newPSTLook(c.s)
		c.conflicts = l.conflicts()
	}
	for _, lineage := range lineages(copies) {
		out = append(out, history(lineage)...)
		last := lineage[len(lineage)-1]
		notes := newPSTLook(last.s).notes(nil)
		stampSource(notes, last.source)
		out = append(out, notes...)
	}
	return out
}

func stampSource(fs []Finding, source int) {
	for i := range fs {
		for j := range fs[i].Evidence {
			fs[i].Evidence[j].Source = source
		}
	}
}

// lineages parts sources of one user into those that are copies of one hive, oldest first: they hold one profile, with
// what is made at random. A user has a hive of their own on each computer.
func lineages(copies []pstCopy) [][]pstCopy {
	type made struct {
		key hive.Path
		of  string
	}
	group := sets.By(len(copies), func(i int) (ids []made) {
		for j := range copies[i].s.Profiles {
			p := &copies[i].s.Profiles[j]
			if p.State != hive.Live {
				continue
			}
			key := p.Key.Raised()
			if len(p.Instance) > 0 {
				ids = append(ids, made{key, string(p.Instance)})
			}
			for service, pr := range providers(p) {
				if service != nil {
					ids = append(ids, made{key, service.UID.String()})
				}
				ids = append(ids, made{key, pr.UID.String()})
			}
			for _, r := range p.Paths {
				if !r.Provider.IsZero() {
					ids = append(ids, made{key, r.Provider.String()})
				}
			}
		}
		return ids
	})
	byGroup := map[int][]pstCopy{}
	for i, g := range group {
		byGroup[g] = append(byGroup[g], copies[i])
	}
	var out [][]pstCopy
	for _, g := range slices.Sorted(maps.Keys(byGroup)) {
		slices.SortStableFunc(byGroup[g], func(a, b pstCopy) int {
			return cmp.Or(cmp.Compare(a.newest, b.newest), cmp.Compare(a.s.Path, b.s.Path))
		})
		out = append(out, byGroup[g])
	}
	return out
}

// newestWrite is the youngest time among the profiles of a source.
func newestWrite(s *Snapshot) (t hive.Time) {
	for i := range s.Profiles {
		if p := &s.Profiles[i]; p.State == hive.Live {
			t = max(t, p.LastWrite)
			for j := range p.Paths {
				t = max(t, p.Paths[j].Fact.LastWrite)
			}
		}
	}
	for i := range s.Roots {
		t = max(t, s.Roots[i].LastWrite)
	}
	return t
}

// history makes one finding of what copies of one hive say of one file. That of the youngest copy stands.
func history(copies []pstCopy) (out []Finding) {
	type seen struct {
		copy int
		Finding
	}
	var all []seen
	for i, c := range copies {
		stampSource(c.conflicts, c.source)
		for _, f := range c.conflicts {
			all = append(all, seen{i, f})
		}
	}
	if len(copies) == 1 {
		return copies[0].conflicts
	}
	type named struct {
		profile hive.Text
		key     hive.Path
		path    hive.Text
	}
	group := sets.By(len(all), func(i int) (ids []named) {
		for _, e := range all[i].Evidence {
			if e.Profile != "" {
				ids = append(ids, named{e.Profile, e.Key.Raised(), e.Text})
			}
		}
		return ids
	})
	byFile := map[int][]seen{}
	for i, g := range group {
		byFile[g] = append(byFile[g], all[i])
	}
	for _, g := range slices.Sorted(maps.Keys(byFile)) {
		fs := byFile[g]
		f := fs[len(fs)-1].Finding
		in := map[hive.Text]bool{}
		var es []Evidence
		for _, other := range fs {
			in[copies[other.copy].s.Path] = true
			es = append(es, other.Evidence...)
		}
		f.addEvidence(es...)
		f.tell(sayHistory, len(copies), quoted(in))
		if youngest := len(copies) - 1; fs[len(fs)-1].copy != youngest {
			f.Severity = Informational
			f.tell(sayHistoryGone, quote(copies[youngest].s.Path))
		}
		out = append(out, f)
	}
	return out
}
