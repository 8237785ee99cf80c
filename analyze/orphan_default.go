package analyze

import (
	"cmp"
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

func (o *orphanLook) danglingDefault(r *mapi.Root) (Finding, bool) {
	d := r.DefaultProfile
	if d.Text == "" || d.State == hive.Recovered {
		return Finding{}, false
	}
	f := Finding{Rule: ruleDanglingDefault, Evidence: []Evidence{{Fact: d}}}
	if r.DefaultType != "" {
		f.Severity, f.Confidence = LowSeverity, hive.High
		f.summarize(sayDefaultType, r.DefaultType)
		f.tell(sayDefaultTypeMeans)
		f.advise(adviseDefaultAgain)
		return f, true
	}
	home := homeOf(r)
	at := mapi.Location{Holder: home.Join("Profiles"), Name: d.Text}.Raised()
	if len(o.live[at]) > 0 {
		return Finding{}, false
	}
	var doubt *Sentence
	f.Confidence, doubt = o.damage.absence(cmp.Or(r.Key, home))
	f.summarize(sayDangling, quote(d.Text), quote(home))
	o.defaultsFate(&f, r, at)
	if doubt != nil {
		f.tell(doubt)
	}
	return f, true
}

// homeOf returns the key that holds Profiles, Deleted Profiles and, from Outlook 2013 on, the default.
func homeOf(r *mapi.Root) hive.Path {
	switch {
	case r.Key != "":
		return r.Key.Parent()
	case r.Deleted != "":
		return r.Deleted.Parent()
	}
	return r.DefaultProfile.Key // the value stands in the home itself where there is no Profiles key
}

// defaultsFate says what became of the profile that the default names, the surest reading first: where it is,
// that it was, that it is still to be made, that another generation took over.
func (o *orphanLook) defaultsFate(f *Finding, r *mapi.Root, at mapi.Location) {
	var pending, lost, elsewhere, aside, traces []*mapi.Profile
	for _, p := range o.named[at.Name] {
		switch {
		case p.State == hive.Live:
			elsewhere = append(elsewhere, p)
		case p.State == hive.KeptAside:
			aside = append(aside, p)
		case p.State == hive.Deleted && placeOf(p) == at:
			pending = append(pending, p)
		case p.State == hive.Recovered && (placeOf(p) == at || p.Root == mapi.UnknownGeneration):
			lost = append(lost, p)
		default:
			traces = append(traces, p)
		}
	}
	evidence := func(ps []*mapi.Profile) {
		for _, p := range ps {
			f.Evidence = append(f.Evidence, profileKey(p))
		}
	}
	nameless := slices.DeleteFunc(slices.Clone(o.named["?"]), func(p *mapi.Profile) bool {
		return p.State != hive.Recovered || !p.Key.Lost()
	})
	prepared := o.preparedFor(r.Generation)
	newer, isNewer := o.newerProfile(r.Generation)
	leftover := func() {
		if isNewer {
			f.Severity = LowSeverity
			evidence([]*mapi.Profile{newer})
			f.tell(sayDanglingLeftover, quote(newer.Name), hive.Text(newer.Root))
		}
	}
	switch {
	case len(pending) > 0:
		evidence(pending)
		f.tell(sayDanglingPending)
		leftover()
		o.adviseExport(f, pending[0], sayExportPending)
		f.advise(adviseNoNew)
		f.advise(adviseRestore)
	case len(lost) > 0:
		evidence(lost)
		f.tell(sayDanglingRecovered)
		leftover()
		o.adviseExport(f, lost[0], sayExportRecovered)
		f.advise(adviseRestore)
		f.advise(adviseNames)
	case len(prepared) > 0:
		f.Severity = Informational
		f.tellPrepared(prepared)
		f.tell(sayPreparedDefault)
		f.advise(advisePrepared)
	case len(elsewhere) > 0:
		f.Severity, f.Confidence = LowSeverity, stepDown(f.Confidence)
		evidence(elsewhere)
		f.tell(sayDanglingElsewhere, roots(elsewhere))
		f.advise(adviseVersion)
		f.advise(adviseElse)
	case len(aside) > 0:
		f.Severity = LowSeverity
		evidence(aside)
		f.tell(sayDanglingAside, holders(aside))
		f.tell(sayDanglingAsideHow)
		leftover()
		o.adviseExport(f, aside[0], sayExportAside)
		f.advise(adviseAside)
	case isNewer:
		leftover()
		f.advise(adviseVersion)
		f.advise(adviseElse)
	default:
		if len(traces) > 0 {
			evidence(traces)
			f.tell(sayDanglingTrace, roots(traces))
		} else {
			f.tell(sayDanglingUnknown)
		}
		if len(nameless) > 0 {
			evidence(nameless)
			f.tell(sayDanglingNameless)
		}
		f.advise(adviseChoose)
		f.advise(adviseNames)
	}
}

// roots lists the generations of profiles.
func roots(ps []*mapi.Profile) string {
	set := map[string]bool{}
	for _, p := range ps {
		set[hive.Text(p.Root).String()] = true
	}
	return list(slices.Sorted(maps.Keys(set)))
}

// holders lists the keys that hold profiles.
func holders(ps []*mapi.Profile) string {
	set := map[string]bool{}
	for _, p := range ps {
		set[quote(cmp.Or(p.Location().Holder, `\`))] = true
	}
	return list(slices.Sorted(maps.Keys(set)))
}

// stepDown is the confidence in a reading that is likely at best, of facts that are as sure as c.
func stepDown(c hive.Confidence) hive.Confidence {
	if c == hive.High {
		return hive.Medium
	}
	return hive.Low
}

// newerProfile returns the newest whole profile, if it is of a newer generation.
func (o *orphanLook) newerProfile(g mapi.Generation) (*mapi.Profile, bool) {
	return o.newest, o.newest != nil && newerGeneration(o.newest.Root, g)
}

// newestWhole returns a whole live profile of the newest generation that has one: a default if there is one, and of
// several the first by key.
func newestWhole(ps []mapi.Profile) *mapi.Profile {
	var best *mapi.Profile
	for i := range ps {
		p := &ps[i]
		switch {
		case !isWhole(p) || best != nil && newerGeneration(best.Root, p.Root):
		case best == nil || newerGeneration(p.Root, best.Root):
			best = p
		case p.Default && !best.Default || p.Default == best.Default && p.Key < best.Key:
			best = p
		}
	}
	return best
}
