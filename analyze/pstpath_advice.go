package analyze

import (
	"cmp"
	"slices"

	"mapihive/hive"
)

// spelling is one way in which a group writes its path.
type spelling struct {
	text    hive.Text
	uses    int
	profile hive.Text // a profile that uses it; the default one, if that does
	dflt    bool
	stored  bool // as a file dialog stores it
	// since is when the first of the sections with it was last written, 0 where one is not known: it has stood there at
	// least as long.
	since hive.Time
}

// spellings returns the distinct paths of a group, the one to keep first: one that a file dialog stores, then that
// of a default profile, then the most used, then the one that stands there longest, then the first in byte order.
func spellings(uses []pstUse) []spelling {
	out, at := make([]spelling, 0, 2), map[hive.Text]int{}
	undated := false
	for i := range uses {
		u := &uses[i]
		k, met := at[u.ref.Path]
		if !met {
			k = len(out)
			at[u.ref.Path] = k
			out = append(out, spelling{text: u.ref.Path, profile: u.profile.Name, stored: asDialogStores(u.ref.Path)})
		}
		sp := &out[k]
		sp.uses++
		if at := u.ref.Fact.LastWrite; at.IsZero() {
			undated = true
		} else if sp.since == 0 || at < sp.since {
			sp.since = at
		}
		if d := u.profile.Default; d && !sp.dflt || d == sp.dflt && u.profile.Name < sp.profile {
			sp.profile, sp.dflt = u.profile.Name, d
		}
	}
	for i := range out {
		if undated {
			out[i].since = 0 // times tell nothing where one is missing
		}
	}
	slices.SortFunc(out, func(a, b spelling) int {
		return cmp.Or(first(a.stored, b.stored), first(a.dflt, b.dflt), cmp.Compare(b.uses, a.uses), cmp.Compare(a.since, b.since), cmp.Compare(a.text, b.text))
	})
	return out
}

// first orders what has a quality before what has not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// adviseSpelling says which spelling to use and how to get there. Unless it is sure that the paths are one file,
// any of the entries may have to be removed.
func (l *pstLook) adviseSpelling(f *Finding, uses []pstUse, sure bool) {
	ways, use := spellings(uses), "Use"
	if !sure {
		use = "If it is one file, use"
	}
	keep := ways[0]
	disk := l.diskSpelling(uses)
	switch {
	case disk != "" && asDialogStores(disk):
		f.advise(sayKeepDisk, use, quote(disk))
		keep = spelling{text: disk}
	case !keep.stored:
		f.advise(sayKeepNone, use)
		keep = spelling{}
	case keep.dflt:
		f.advise(sayKeepDefault, use, quote(keep.text), quote(keep.profile))
	case !ways[1].stored:
		f.advise(sayKeepOnly, use, quote(keep.text))
	case ways[1].uses < keep.uses:
		f.advise(sayKeepMost, use, quote(keep.text))
	case keep.since != 0 && keep.since < ways[1].since:
		f.advise(sayKeepOldest, use, quote(keep.text), keep.since)
	default:
		f.advise(sayKeepTie, use, quote(keep.text))
	}
	adviseHow(f, uses, keep.text, sure)
}

// adviseHow says what to do in the profiles that do not use the spelling to keep, "" where all have to change.
func adviseHow(f *Finding, uses []pstUse, keep hive.Text, sure bool) {
	has := map[hive.Path]bool{} // profiles that use it
	for _, u := range uses {
		if u.ref.Path == keep {
			has[u.profile.Key] = true
		}
	}
	respell, twice, dflt := map[hive.Text]bool{}, map[hive.Text]bool{}, map[hive.Text]bool{}
	for _, u := range uses {
		if (u.ref.Path != keep || !sure) && u.profile.Order.IsDefault(u.ref.Provider) {
			dflt[u.profile.Name] = true
		}
		if u.ref.Path == keep {
			continue
		}
		if has[u.profile.Key] {
			twice[u.profile.Name] = true
		} else {
			respell[u.profile.Name] = true
		}
	}
	f.advise(saySave)
	f.advise(sayClose)
	if len(dflt) > 0 {
		f.advise(sayDefaultFile, quoted(dflt))
	}
	if len(respell) > 0 {
		f.advise(sayRespell, quoted(respell))
	}
	if len(twice) > 0 {
		f.advise(sayRespellTwice, quoted(twice))
	}
	f.advise(sayDelivery)
	f.advise(sayPrograms)
}
