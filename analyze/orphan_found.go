package analyze

import (
	"cmp"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
)

// heldBy says what a profile holds, in words.
func heldBy(p *mapi.Profile) (out []string) {
	if n := len(p.Services); n > 0 {
		out = append(out, english.Count(n, "message service"))
	}
	if n := len(p.Accounts); n > 0 {
		out = append(out, english.Count(n, "account"))
	}
	files := map[hive.Text]bool{}
	for i := range p.Paths {
		if p.Paths[i].Source != mapi.SourceSettings { // goes stale when a file moves
			files[p.Paths[i].Path] = true
		}
	}
	if len(files) > 0 {
		out = append(out, "the data "+english.Noun(len(files), "file")+" "+quoted(files))
	}
	return out
}

// maxFound is how many recovered profiles have a finding of their own; of more there is one finding for all.
const maxFound = 4

// recoveredProfiles says of profiles that are gone, and of which nothing more is to be said, that they can be had
// back. Of a default that is gone another rule says so.
func (o *orphanLook) recoveredProfiles(gs []*gone) []Finding {
	gs = slices.DeleteFunc(gs, func(g *gone) bool { return len(g.records) == 0 || g.Empty || o.isDefault(g) })
	if len(gs) > maxFound {
		return []Finding{o.manyRecovered(gs)}
	}
	var out []Finding
	for _, g := range gs {
		f := Finding{Rule: ruleDeletedRecovered, Confidence: cmp.Or(g.Confidence, hive.Medium)}
		f.cite(g.evidence(o)...)
		if g.Name == lostName {
			f.summarize(sayFoundNameless)
		} else {
			f.summarize(sayFound, quote(g.Name))
		}
		o.tellGone(&f, g)
		if g.belowDeleted() {
			f.tell(sayFoundBelow)
		}
		if live := o.live[placeOf(g.Profile)]; len(live) > 0 && anotherInstance(live[0], g.Profile) {
			f.cite(profileKey(live[0]))
			f.tell(sayFoundAgain)
		}
		if e := o.accountsWithout(g); len(e) > 0 {
			f.cite(e...)
			f.tell(sayNeededSections)
		} else {
			f.tell(sayFoundMeans)
			f.advise(adviseFound)
		}
		o.adviseExport(&f, g.Profile, sayExportRecovered)
		out = append(out, f)
	}
	return out
}

// lostName is the name of a recovered profile whose own key is lost.
const lostName = "?"

func (o *orphanLook) manyRecovered(gs []*gone) Finding {
	f := Finding{Rule: ruleDeletedRecovered, Confidence: hive.High}
	names := map[hive.Text]bool{}
	for i, g := range gs {
		names[g.Name] = true
		f.Confidence = f.Confidence.Weaker(cmp.Or(g.Confidence, hive.Medium))
		if i < maxEvidence {
			f.cite(profileKey(g.Profile))
		}
	}
	f.summarize(sayFoundMany, english.Count(len(gs), "deleted profile"), quoted(names))
	f.tell(sayFoundManyMean)
	f.advise(adviseFoundManyMiss)
	for _, g := range gs[:maxFound] {
		o.adviseExport(&f, g.Profile, sayExportRecovered)
	}
	f.advise(adviseFoundMany)
	return f
}

// removedInLog says that the transaction logs removed a profile.
func (o *orphanLook) removedInLog(g *gone) Finding {
	f := Finding{Rule: ruleRemovedInLog, Confidence: hive.High}
	f.cite(g.evidence(o)...)
	if g.belowDeleted() {
		f.Severity = Informational
		f.summarize(sayCleanedInLog, quote(g.Name))
		o.tellGone(&f, g)
		f.tell(sayCleanedWho)
	} else {
		f.summarize(sayRemovedInLog, quote(g.Name))
		o.tellGone(&f, g)
		f.tell(sayRemovedWho)
	}
	f.advise(adviseFound)
	if len(g.records) > 0 {
		o.adviseExport(&f, g.Profile, sayExportRecovered)
	}
	return f
}
