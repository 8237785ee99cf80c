package analyze

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
	"mapihive/hive/office"
)

// mapping is what the hive's drive mappings make of a group's paths.
type mapping struct {
	drives []*ntuser.Drive // that a path goes through, by letter
	places int             // how many places the paths lead to with them
	oldest hive.Time       // when the first of the sections with the paths was last written; 0 where one is not known
}

func (l *pstLook) mapping(uses []pstUse) mapping {
	m := mapping{oldest: uses[0].ref.Fact.LastWrite}
	places := map[hive.Text]bool{}
	for _, u := range uses {
		to, drive := mapped(u.name.normal, l.s.Context.Drives)
		places[hive.UpcaseText(to)] = true
		if drive != nil && !slices.Contains(m.drives, drive) {
			m.drives = append(m.drives, drive)
		}
		m.oldest = min(m.oldest, u.ref.Fact.LastWrite)
	}
	m.places = len(places)
	slices.SortFunc(m.drives, func(a, b *ntuser.Drive) int { return int(a.Letter[0]) - int(b.Letter[0]) })
	return m
}

// tell says which mappings there are and whether they stood there when the paths were written; where that is not
// so or not known the confidence is one step lower.
func (m mapping) tell(f *Finding) {
	sure := true
	for _, d := range m.drives {
		f.Evidence = append(f.Evidence, Evidence{Fact: d.Fact})
		f.tell(sayMapping, d.Letter, quote(d.Remote))
		switch at := d.Fact.LastWrite; {
		case at.IsZero() || m.oldest.IsZero():
			sure = false
			f.tell(sayMapUndated, d.Letter)
		case at > m.oldest:
			sure = false
			f.tell(sayMapAfter, d.Letter, at, m.oldest)
		default:
			f.tell(sayMapBefore, d.Letter, at)
		}
	}
	if !sure {
		f.Confidence = weakened(f.Confidence)
	}
}

// unc is the path of the share that a drive letter in a group stands for, "" where none does.
func (m mapping) unc(uses []pstUse) (unc hive.Text) {
	for _, u := range uses {
		for _, d := range m.drives {
			if to, drive := mapped(u.name.normal, []ntuser.Drive{*d}); drive != nil && (unc == "" || to < unc) {
				unc = to
			}
		}
	}
	return unc
}

// harm says how much several ways to write one file matter to this user's Outlook, with the values that prove it.
// The root of the profiles decides first, then whether more than one session can be at it, then which versions of
// Outlook the hive proves.
func (l *pstLook) harm(f *Finding, uses []pstUse) {
	if l.harmless(f, uses) {
		f.tell(sayFixed)
		return
	}
	l.harmByVersion(f)
	f.tell(sayOtherSession)
}

// harmUndecided is harm where it is not known whether the paths are one file: they can be copies, which no version of
// Outlook keeps alike.
func (l *pstLook) harmUndecided(f *Finding, uses []pstUse) {
	c := f.Confidence
	if !l.harmless(f, uses) {
		f.Severity = MediumSeverity
	}
	f.Confidence = c
}

// harmless reports whether it matters little whatever Outlook ran, and says why.
func (l *pstLook) harmless(f *Finding, uses []pstUse) bool {
	old := map[hive.Text]bool{} // spellings in profiles that Outlook 2007 could open
	profiles := map[*mapi.Profile]bool{}
	modern := false
	for _, u := range uses {
		profiles[u.profile] = true
		if v, _ := office.ParseVersion(string(u.profile.Root)); v.Major >= 15 {
			modern = true
		} else {
			old[u.ref.Path] = true
		}
	}
	switch {
	case len(old) == 0:
		f.tell(sayHarmModern)
		f.tell(sayCanonical)
	case len(old) == 1 && modern:
		f.Confidence = hive.Low
		f.tell(sayHarmGenerations)
	case len(profiles) == 1:
		f.tell(sayHarmOneProfile)
	default:
		return false
	}
	f.Severity = LowSeverity
	return true
}

func (l *pstLook) harmByVersion(f *Finding) {
	proven, bare := l.proven(f)
	has2007 := slices.ContainsFunc(proven, is2007)
	newer := len(proven) > 0 && !is2007(proven[len(proven)-1]) && has2007
	hiveWord := "The hive"
	switch {
	case l.s.State == hive.Export:
		hiveWord = "The registry text, which has only what was exported,"
	case l.hidden:
		hiveWord = "The hive, in which not all can be seen,"
	}
	switch {
	case newer:
		f.Severity, f.Confidence = MediumSeverity, f.Confidence.Weaker(hive.Medium)
		f.tell(sayHarmBoth, versionNames(proven))
		return
	case has2007:
		f.Severity = HighSeverity
		f.tell(sayHarm2007, hiveWord)
	case len(proven) == 0:
		f.Severity, f.Confidence = MediumSeverity, f.Confidence.Weaker(hive.Medium)
		f.tell(sayHarmUnknown, hiveWord)
	default:
		f.Severity = LowSeverity
		f.tell(sayHarmOther, hiveWord, versionNames(proven))
		f.tell(sayFixed)
	}
	if l.hidden {
		f.Confidence = weakened(f.Confidence)
	}
	if bare != nil && !has2007 {
		f.tell(sayBareKey)
		f.Evidence = append(f.Evidence, Evidence{Fact: bare.Facts[0]})
	}
}

// proven returns the versions of Outlook that the hive proves, ascending, with the value that does so among the
// evidence of f; bare is a 2007 that it does not prove.
func (l *pstLook) proven(f *Finding) (proven []*ntuser.Version, bare *ntuser.Version) {
	for i := range l.s.Context.Outlook {
		v := &l.s.Context.Outlook[i]
		if _, ok := office.ParseVersion(v.Version); !ok {
			continue
		}
		if v.Proven() {
			proven = append(proven, v)
			f.Evidence = append(f.Evidence, Evidence{Fact: v.Proof[0]})
		} else if is2007(v) && len(v.Facts) > 0 {
			bare = v
		}
	}
	slices.SortFunc(proven, func(a, b *ntuser.Version) int {
		x, _ := office.ParseVersion(a.Version)
		y, _ := office.ParseVersion(b.Version)
		return x.Compare(y)
	})
	return proven, bare
}

func is2007(v *ntuser.Version) bool {
	n, _ := office.ParseVersion(v.Version)
	return n.Major == 12
}

func versionNames(vs []*ntuser.Version) string {
	var words []string
	for _, v := range vs {
		words = append(words, office.Outlook(v.Version))
	}
	return list(words)
}
