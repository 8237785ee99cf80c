package analyze

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// raceVictims finds the profiles that may have been lost in the race of KB303221: gone, in a way that a program's
// clean-up leaves, although something shows that they were needed.
func (o *orphanLook) raceVictims(gs []*gone) (out []Finding, victims map[*gone]bool) {
	victims = map[*gone]bool{}
	for _, g := range gs {
		if f, ok := o.raceVictim(g); ok {
			victims[g] = true
			out = append(out, f)
		}
	}
	for i := range o.Profiles {
		if p := &o.Profiles[i]; p.Part {
			if f, ok := o.halfVictim(p); ok {
				out = append(out, f)
			}
		}
	}
	return out, victims
}

// raceVictim judges a profile that is gone whole.
func (o *orphanLook) raceVictim(g *gone) (Finding, bool) {
	f := Finding{Rule: ruleRaceVictim}
	f.cite(g.evidence(o)...)
	f.summarize(sayRace, quote(g.Name))
	o.tellGone(&f, g)
	w := weighing{f: &f}
	if !o.raceOrigin(&w, g) || !o.needed(&w, g) {
		return Finding{}, false
	}
	o.raceFinish(&w, g, o.absenceOf(g.Profile))
	return f, true
}

// halfVictim judges what was removed of a profile that is still there and lacks it.
func (o *orphanLook) halfVictim(p *mapi.Profile) (Finding, bool) {
	half := o.halfOf(p)
	if half == nil {
		return Finding{}, false
	}
	g := &gone{Profile: p, records: []*mapi.Profile{p}}
	f := Finding{Rule: ruleRaceVictim}
	f.cite(profileKey(half), profileKey(p))
	f.summarize(sayRaceHalf, quote(p.Name))
	w := weighing{f: &f}
	if !o.raceOrigin(&w, g) {
		return Finding{}, false
	}
	w.support(2, nil, sayHalfLeft)
	o.raceFinish(&w, g, o.absenceOf(half))
	return f, true
}

// halfOf returns the profile that still stands where the sections of p were removed, if it lacks one of them.
func (o *orphanLook) halfOf(p *mapi.Profile) *mapi.Profile {
	for _, q := range o.named[placeOf(p).Name] {
		if q.State == hive.Recovered || !q.Key.Equal(p.Key) {
			continue
		}
		lost := lostSections(q)
		if slices.ContainsFunc(sectionsOf(p), func(uid prop.UID) bool { return len(lost[uid]) > 0 }) {
			return q
		}
	}
	return nil
}

// sectionsOf lists the services and providers of a profile.
func sectionsOf(p *mapi.Profile) (out []prop.UID) {
	for i := range p.Services {
		if p.Services[i].Key != "" {
			out = append(out, p.Services[i].UID)
		}
		for j := range p.Services[i].Providers {
			out = append(out, p.Services[i].Providers[j].UID)
		}
	}
	for i := range p.Providers {
		out = append(out, p.Providers[i].UID)
	}
	return out
}

// raceOrigin weighs how the profile went; false where nothing of it fits the race.
func (o *orphanLook) raceOrigin(w *weighing, g *gone) bool {
	before := len(w.f.said)
	if g.belowDeleted() {
		w.support(1, nil, sayStoodDeleted)
	} else if e, ok := o.markedToo(g); ok {
		w.support(1, e, sayMarkedToo)
	}
	if fam := o.family[g.records0()]; fam != nil {
		w.support(1, nil, sayNameFamily)
	} else if _, made := generated(g.Name); made {
		w.support(1, nil, sayNameMade)
	}
	if g.change != nil {
		w.support(1, nil, sayWentInLog)
	}
	return len(w.f.said) > before
}

// records0 is the first record of what is gone.
func (g *gone) records0() *mapi.Profile {
	if len(g.records) == 0 {
		return nil
	}
	return g.records[0]
}

// markedToo returns what of the name stands or stood in Deleted Profiles, where parts of a profile are gone that
// stands in Profiles: MAPI deletes by name.
func (o *orphanLook) markedToo(g *gone) (out []Evidence, ok bool) {
	if !g.Part {
		return nil, false
	}
	for _, q := range o.named[placeOf(g.Profile).Name] {
		if q.Root != mapi.UnknownGeneration && q.Location().Deleted() && placeOf(q) == placeOf(g.Profile) {
			out = append(out, profileKey(q))
		}
	}
	return out, len(out) > 0
}

// needed weighs what shows that the profile was needed; false where nothing does.
func (o *orphanLook) needed(w *weighing, g *gone) bool {
	needed := o.isDefault(g)
	if needed {
		w.support(2, []Evidence{{Fact: o.rootOf(g.Profile).DefaultProfile}}, sayNeededDefault)
	}
	if e := o.accountsWithout(g); len(e) > 0 {
		w.support(2, e, sayNeededSections)
		needed = true
	}
	return needed
}

// isDefault reports whether the default of its root still names g, which does not exist there any more.
func (o *orphanLook) isDefault(g *gone) bool {
	r := o.rootOf(g.Profile)
	return r != nil && r.DefaultType == "" && g.Root != mapi.UnknownGeneration && r.DefaultProfile.Text != "" &&
		r.DefaultProfile.State != hive.Recovered && hive.EqualFold(r.DefaultProfile.Text, g.Name) && len(o.live[placeOf(g.Profile)]) == 0
}

// accountsWithout are the accounts of live profiles whose message service stood in g alone.
func (o *orphanLook) accountsWithout(g *gone) (out []Evidence) {
	had := sectionsOf(g.Profile)
	for i := range o.Profiles {
		q := &o.Profiles[i]
		if q.State != hive.Live {
			continue
		}
		for _, x := range faultsOf(q, mapi.AccountWithoutService) {
			if slices.Contains(had, x.UID) {
				out = append(out, Evidence{Profile: q.Name, Fact: x.Fact})
			}
		}
	}
	return out
}

// absenceOf is how sure it is that the profile is not in the key where it would stand.
func (o *orphanLook) absenceOf(p *mapi.Profile) verdict {
	c, doubt := o.damage.absence(p.Key.Parent())
	return verdict{c, doubt}
}

// verdict is a confidence and the reason why it is not high.
type verdict struct {
	confidence hive.Confidence
	doubt      *Sentence
}

// raceFinish weighs what else speaks for the race and what for its rivals, and says what to do.
func (o *orphanLook) raceFinish(w *weighing, g *gone, absence verdict) {
	if files, e := o.searched(g); len(files) > 0 {
		w.support(1, e, saySearchLists, quoted(files))
	}
	o.raceEnvironment(w)
	o.raceRivals(w, g)
	w.f.tell(sayRaceLimit)
	// No hive proves the race: the reading is never sure.
	w.judge(3, 6, hive.Medium.Weaker(absence.confidence))
	if absence.doubt != nil {
		w.f.tell(absence.doubt)
	}
	if len(g.records) > 0 {
		o.adviseExport(w.f, g.Profile, sayExportRecovered)
		w.f.advise(adviseRestoreName)
	}
	w.f.advise(adviseRaceProof)
	w.f.advise(adviseFix)
}

// searched are the data files of g that Outlook keeps outside the profiles, in its search or settings, and that no
// live profile names.
func (o *orphanLook) searched(g *gone) (files map[hive.Text]bool, out []Evidence) {
	files = map[hive.Text]bool{}
	known, had := o.liveFiles(), map[fileKey]bool{}
	for i := range g.Paths {
		if g.Paths[i].Source != mapi.SourceSettings {
			had[fileKeys(&g.Paths[i])[0]] = true
		}
	}
	for _, x := range o.Context.Stores {
		k := fileKeys(&mapi.PathRef{Path: x.Path})[0]
		if had[k] && !known[k] && !files[x.Path] {
			files[x.Path] = true
			out = append(out, Evidence{Fact: x.Fact})
		}
	}
	return files, out
}
