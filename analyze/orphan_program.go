package analyze

import (
	"cmp"
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
)

// fewest is how many profiles with names of one shape are taken for those of a program.
const fewest = 8

// maxShown is how many of them are evidence: they are alike.
const maxShown = 2

// family is profiles of one root whose names have one shape, as a program makes them.
type family struct {
	shape    string
	made     bool // no person types such names
	profiles []*mapi.Profile
	names    map[hive.Text]bool
}

// families finds what programs made many of, and notes for each of these profiles that it is one of them.
func (o *orphanLook) families() []*family {
	type place struct {
		home  hive.Path
		shape string
	}
	all := map[place]*family{}
	for i := range o.Profiles {
		p := &o.Profiles[i]
		if p.Part || p.Root == mapi.UnknownGeneration || o.older(p) {
			continue
		}
		shape, made := generated(p.Name)
		at := place{placeOf(p).Home(), shape}
		fam := all[at]
		if fam == nil {
			fam = &family{shape: shape, names: map[hive.Text]bool{}}
			all[at] = fam
		}
		fam.made = fam.made || made
		fam.profiles = append(fam.profiles, p)
		fam.names[hive.UpcaseText(p.Name)] = true
	}
	maps.DeleteFunc(all, func(_ place, fam *family) bool { return len(fam.names) < fewest })
	var out []*family
	for _, at := range slices.SortedFunc(maps.Keys(all), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.home, b.home), cmp.Compare(a.shape, b.shape))
	}) {
		fam := all[at]
		slices.SortFunc(fam.profiles, func(p, q *mapi.Profile) int {
			return cmp.Or(cmp.Compare(p.Key, q.Key), p.Place.Compare(q.Place))
		})
		for _, p := range fam.profiles {
			o.family[p] = fam
		}
		out = append(out, fam)
	}
	return out
}

// programProfiles says in one finding what would be hundreds.
func (o *orphanLook) programProfiles(fam *family) Finding {
	f := Finding{Rule: ruleProgramProfiles}
	for _, p := range fam.profiles[:min(len(fam.profiles), maxShown)] {
		f.cite(profileKey(p))
	}
	var live, pending, lost, broken, twice int
	for _, p := range fam.profiles {
		switch p.State {
		case hive.Live:
			live++
			if !isWhole(p) {
				broken++
			}
		case hive.Deleted:
			pending++
			if len(o.live[placeOf(p)]) > 0 {
				twice++
			}
		case hive.Recovered:
			lost++
		}
	}
	f.summarize(sayFamily, english.Count(len(fam.names), "profile"), quote(fam.profiles[0].Name))
	f.tell(sayFamilyStates, live, pending, lost)
	w := weighing{f: &f}
	w.support(1, nil, sayFamilyMany)
	if fam.made {
		w.support(2, nil, sayFamilyMade)
	} else {
		f.tell(sayFamilyNumbers)
	}
	if pending+lost > 0 {
		w.support(1, nil, sayFamilyDeletes)
	}
	w.judge(3, 4, hive.High)
	if twice > 0 {
		f.tell(sayFamilyTwice, english.Count(twice, "name"))
	}
	if broken > 0 {
		f.tell(sayFamilyBroken, english.Count(broken, "profile"))
	}
	if live+pending == 0 {
		f.Severity = Informational
		f.tell(sayFamilyGone)
	}
	f.advise(adviseFamily)
	f.advise(adviseFamilyClean)
	f.advise(adviseFamilyFix)
	return f
}

// Alike returns the profiles of a source that programs made, by their place in Snapshot.Profiles: those of one root
// whose names have one form, where there are many. What lists profiles to people names a few of them.
func Alike(s *Snapshot) (groups [][]int) {
	o := newOrphanLook(s)
	o.families()
	at := map[*family]int{}
	for i := range s.Profiles {
		fam := o.family[&s.Profiles[i]]
		if fam == nil {
			continue
		}
		n, known := at[fam]
		if !known {
			n = len(groups)
			at[fam], groups = n, append(groups, nil)
		}
		groups[n] = append(groups[n], i)
	}
	return groups
}
