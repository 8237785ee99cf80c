package analyze

import (
	_ "embed"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

const (
	rulePendingDeletion = "pending-deletion"
	ruleNameCollision   = "name-collision"
	ruleDanglingDefault = "dangling-default"
	ruleHalfDeleted     = "half-deleted"

	ruleStaleDeletion    = "stale-deletion"
	ruleRaceVictim       = "race-victim"
	ruleRemovedInLog     = "removed-in-log"
	ruleOrphanedSection  = "orphaned-section"
	ruleProgramProfiles  = "program-profiles"
	ruleDeletedRecovered = "deleted-profile-recovered"
	ruleLostElsewhere    = "lost-elsewhere"
)

//go:embed orphan.md
var orphanManual string

func orphan() *Analyzer {
	return &Analyzer{
		Name: "orphan",
		Doc:  orphanManual,
		Rules: []Rule{
			{rulePendingDeletion, LowSeverity},
			{ruleStaleDeletion, LowSeverity},
			{ruleNameCollision, MediumSeverity},
			{ruleRaceVictim, MediumSeverity},
			{ruleHalfDeleted, MediumSeverity},
			{ruleDanglingDefault, MediumSeverity},
			{ruleRemovedInLog, LowSeverity},
			{ruleOrphanedSection, Informational},
			{ruleProgramProfiles, LowSeverity},
			{ruleDeletedRecovered, Informational},
			{ruleLostElsewhere, MediumSeverity},
		},
		Absences: []string{
			rulePendingDeletion, ruleStaleDeletion, ruleNameCollision, ruleRaceVictim, ruleHalfDeleted, ruleDanglingDefault,
			ruleRemovedInLog, ruleDeletedRecovered, ruleLostElsewhere,
		},
		Says: orphanSays,
		Look: lookOrphan,
		Rows: eachOf(orphanRows),
		Join: joinCopies,
	}
}

func lookOrphan(s *Snapshot) []Finding {
	o := newOrphanLook(s)
	var out []Finding
	for _, fam := range o.families() {
		out = append(out, o.programProfiles(fam))
	}
	for i := range s.Profiles {
		p := &s.Profiles[i]
		if o.family[p] != nil {
			continue // said of all of them at once
		}
		switch p.State {
		case hive.Deleted:
			out = append(out, o.markedForDeletion(p)...)
		case hive.Live:
			out = append(out, o.halfDeleted(p)...)
			if f, ok := o.orphanedSections(p); ok {
				out = append(out, f)
			}
		}
	}
	for i := range s.Roots {
		if f, ok := o.danglingDefault(&s.Roots[i]); ok {
			out = append(out, f)
		}
	}
	return append(out, o.goneFindings()...)
}

func (o *orphanLook) markedForDeletion(p *mapi.Profile) (out []Finding) {
	if f, ok := o.staleDeletion(p); ok {
		out = append(out, f)
	} else {
		out = append(out, o.pendingDeletion(p))
	}
	if live := o.live[placeOf(p)]; len(live) > 0 {
		out = append(out, o.nameCollision(p, live))
	}
	return out
}

// goneFindings says of each profile that is gone one thing: that it may be a victim of the race, that the logs
// removed it, or that it can be had back.
func (o *orphanLook) goneFindings() []Finding {
	all := o.goneProfiles()
	out, victims := o.raceVictims(all)
	var rest []*gone
	for _, g := range all {
		switch {
		case victims[g] || o.family[g.records0()] != nil:
		case g.change != nil:
			out = append(out, o.removedInLog(g))
		default:
			rest = append(rest, g)
		}
	}
	return append(out, o.recoveredProfiles(rest)...)
}

// orphanLook is one source under examination.
type orphanLook struct {
	*Snapshot
	damage Damage
	named  map[hive.Text][]*mapi.Profile // raised name -> every profile of that name
	live   map[mapi.Location][]*mapi.Profile
	parts  map[mapi.Location][]*mapi.Profile // what was recovered of profiles, by their place
	files  map[fileKey]bool                  // what live profiles name; nil until needed
	made   map[hive.Path]bool                // raised keys of the profiles that the logs, and not the hive file, have made
	newest *mapi.Profile                     // see newestWhole; may be nil
	family map[*mapi.Profile]*family         // of the profiles of programs, see families

	standing map[instanceAt]bool // the profiles that are not recovered
}

func newOrphanLook(s *Snapshot) *orphanLook {
	o := &orphanLook{
		Snapshot: s, damage: DamageOf(s), named: map[hive.Text][]*mapi.Profile{},
		live: map[mapi.Location][]*mapi.Profile{}, parts: map[mapi.Location][]*mapi.Profile{},
		made: map[hive.Path]bool{}, newest: newestWhole(s.Profiles), family: map[*mapi.Profile]*family{},
		standing: map[instanceAt]bool{},
	}
	for i := range s.Changes {
		if c := &s.Changes[i]; c.Kind == mapi.Appeared {
			o.made[c.After.Raised()] = true
		}
	}
	for i := range s.Profiles {
		p := &s.Profiles[i]
		at := placeOf(p)
		o.named[at.Name] = append(o.named[at.Name], p)
		if p.State != hive.Recovered && identifies(p.Instance) {
			o.standing[instanceAt{at.Home(), string(p.Instance)}] = true
		}
		switch p.State {
		case hive.Live:
			o.live[at] = append(o.live[at], p)
		case hive.Recovered:
			o.parts[at] = append(o.parts[at], p)
		}
	}
	return o
}

// placeOf returns where MAPI looks for a profile of that name, raised: the same for a live profile and one in
// the Deleted Profiles beside it.
func placeOf(p *mapi.Profile) mapi.Location { return p.Location().Live().Raised() }

// isWhole reports whether nothing is known to be missing from a live profile.
func isWhole(p *mapi.Profile) bool {
	return p.State == hive.Live && !p.Empty && len(p.Faults) == 0 && len(lostSections(p)) == 0 && brokenLinks(p).none()
}
