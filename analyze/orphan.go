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
)

//go:embed orphan.md
var orphanManual string

func orphan() *Analyzer {
	return &Analyzer{
		Name: "orphan",
		Doc:  orphanManual,
		Rules: []Rule{
			{rulePendingDeletion, LowSeverity},
			{ruleNameCollision, MediumSeverity},
			{ruleDanglingDefault, MediumSeverity},
			{ruleHalfDeleted, MediumSeverity},
		},
		Says: orphanSays,
		Look: lookOrphan,
	}
}

func lookOrphan(s *Snapshot) []Finding {
	o := newOrphanLook(s)
	var out []Finding
	for i := range s.Profiles {
		p := &s.Profiles[i]
		switch p.State {
		case hive.Deleted:
			out = append(out, o.pendingDeletion(p))
			if live := o.live[placeOf(p)]; len(live) > 0 {
				out = append(out, o.nameCollision(p, live))
			}
		case hive.Live:
			out = append(out, o.halfDeleted(p)...)
		}
	}
	for i := range s.Roots {
		if f, ok := o.danglingDefault(&s.Roots[i]); ok {
			out = append(out, f)
		}
	}
	return out
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
}

func newOrphanLook(s *Snapshot) *orphanLook {
	o := &orphanLook{
		Snapshot: s, damage: DamageOf(s), named: map[hive.Text][]*mapi.Profile{},
		live: map[mapi.Location][]*mapi.Profile{}, parts: map[mapi.Location][]*mapi.Profile{},
		made: map[hive.Path]bool{}, newest: newestWhole(s.Profiles),
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
	return p.State == hive.Live && !p.Empty && len(p.Faults) == 0 && len(lostSections(p)) == 0
}
