package analyze

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
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
		Look: lookOrphan,
	}
}

func lookOrphan(s *Snapshot) []Finding {
	o := orphanLook{damage: damageOf(s), named: map[hive.Text][]*mapi.Profile{}, live: map[mapi.Location][]*mapi.Profile{}}
	for i := range s.Profiles {
		p := &s.Profiles[i]
		at := placeOf(p)
		o.named[at.Name] = append(o.named[at.Name], p)
		if p.State == hive.Live {
			o.live[at] = append(o.live[at], p)
		}
	}
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
			if f, ok := o.halfDeleted(p); ok {
				out = append(out, f)
			}
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
	damage damage
	named  map[hive.Text][]*mapi.Profile // raised name -> every profile of that name
	live   map[mapi.Location][]*mapi.Profile
}

// placeOf returns where MAPI looks for a profile of that name, raised: the same for a live profile and one in
// the Deleted Profiles beside it.
func placeOf(p *mapi.Profile) mapi.Location { return p.Location().Live().Raised() }

func (o *orphanLook) pendingDeletion(p *mapi.Profile) Finding {
	f := Finding{
		Rule:       rulePendingDeletion,
		Confidence: hive.High,
		Summary:    fmt.Sprintf("Profile %s stands in Deleted Profiles: it was deleted while a session used it, and the clean-up has not run.", quote(p.Name)),
		Evidence:   []Evidence{profileKey(p)},
	}
	rest, written := "", ""
	if p.Empty {
		rest = "The key is already empty, so the clean-up may have been interrupted."
	}
	if !p.LastWrite.IsZero() {
		written = fmt.Sprintf("The profile's key was last written %v.", p.LastWrite)
	}
	f.Detail = sentences("That the key stands there is sure. The hive cannot tell whether the session was still running when the hive was saved, or had ended without cleaning up.", rest, written)
	f.Recommendation = lines(
		"Hive of a running system: leave the key alone until every MAPI program of this user has ended, then look again.",
		"Otherwise it is a leftover: the next MAPI session under this name can remove it; nothing needs to be saved unless the profile is evidence.",
		"Find the program that deletes its profile before it logs off, and have it delete afterwards and use a unique profile name for each session (KB303221).",
	)
	return f
}

func (o *orphanLook) nameCollision(p *mapi.Profile, live []*mapi.Profile) Finding {
	f := Finding{
		Rule:       ruleNameCollision,
		Confidence: hive.Medium,
		Summary:    fmt.Sprintf("Profile %s exists twice: live, and in Deleted Profiles, where MAPI deletes by name.", quote(p.Name)),
		Evidence:   []Evidence{profileKey(p)},
	}
	instances := "The profiles' instance keys (PR_SEARCH_KEY) are not both known."
	for _, l := range live {
		f.Evidence = append(f.Evidence, profileKey(l))
		switch {
		case len(p.Instance) == 0 || len(l.Instance) == 0:
		case string(p.Instance) == string(l.Instance):
			instances = "Both have the same instance key (PR_SEARCH_KEY), which is unique to a profile: the live one is a copy of the deleted one, for instance from a restored or imported key."
		default:
			instances = "Their instance keys (PR_SEARCH_KEY) differ: the live one was created after the other was deleted under its name."
		}
	}
	f.Detail = sentences("That both keys stand there is sure; what will happen is not. KB303221 says that MAPI deletes the profile whose name is marked for deletion, without regard to sessions that use it. Reading one: only the key in Deleted Profiles goes, and a session that still uses it loses its profile. Reading two: a clean-up that goes by the name alone hits the live profile.", instances)
	f.Recommendation = lines(
		"Before the next logon of this user, export the live profile's key (reg export), so that it can be restored.",
		"End every MAPI program of this user, then log on once and look whether the key in Deleted Profiles is gone and the live profile is whole.",
		"Have the program that creates and deletes the profile use a unique name for each session and delete only after it has logged off (KB303221).",
	)
	return f
}

func (o *orphanLook) danglingDefault(r *mapi.Root) (Finding, bool) {
	d := r.DefaultProfile
	if d.Text == "" || d.State == hive.Recovered {
		return Finding{}, false
	}
	home := d.Key // the value stands in the home itself where there is no Profiles key
	switch {
	case r.Key != "":
		home = r.Key.Parent()
	case r.Deleted != "":
		home = r.Deleted.Parent()
	}
	at := mapi.Location{Holder: home.Join("Profiles"), Name: d.Text}.Raised()
	if len(o.live[at]) > 0 {
		return Finding{}, false
	}
	f := Finding{
		Rule:     ruleDanglingDefault,
		Summary:  fmt.Sprintf("DefaultProfile names %s, and no such profile exists in %s.", quote(d.Text), quote(home)),
		Evidence: []Evidence{{Fact: d}},
	}
	confidence, doubt := o.damage.absence(cmp.Or(r.Key, home))
	f.Confidence = confidence
	states := map[hive.Origin]bool{}
	elsewhere := map[string]bool{}
	for _, p := range o.named[at.Name] {
		if p.State == hive.Deleted && placeOf(p) != at {
			continue
		}
		f.Evidence = append(f.Evidence, profileKey(p))
		states[p.State] = true
		if p.State == hive.Live {
			elsewhere[hive.Text(p.Root).String()] = true
		}
	}
	const choose = "Set an existing profile as default (Control Panel, Mail, Show Profiles, Always use this profile), or create a profile of that name."
	var fate string
	switch {
	case states[hive.Live]:
		f.Severity, f.Confidence = LowSeverity, hive.Low
		fate = fmt.Sprintf("A live profile of that name exists for another generation (%s), so the value may be a leftover of an upgrade that nothing reads any more.", list(slices.Sorted(maps.Keys(elsewhere))))
		f.Recommendation = lines("Find out which version of Outlook is in use. If it is the one that has the profile, nothing needs to be done.", "Otherwise: "+lowerFirst(choose))
	case states[hive.Deleted]:
		fate = "A profile of that name stands in Deleted Profiles: the default profile was deleted while a session used it (KB303221)."
	case states[hive.Recovered]:
		fate = "A profile of that name was recovered from deleted registry cells: it did exist, and its key was removed by the race of KB303221 or on purpose."
	default:
		fate = "Nothing in the hive tells what became of it: it may have been lost in the race of KB303221, been deleted by hand, or never been created."
	}
	if f.Recommendation == "" {
		f.Recommendation = lines(choose, "If programs delete profiles on this machine, give their profiles names that no user profile has (KB303221).")
	}
	f.Detail = sentences(fate, doubt)
	return f, true
}

func (o *orphanLook) halfDeleted(p *mapi.Profile) (Finding, bool) {
	f := Finding{Rule: ruleHalfDeleted, Evidence: []Evidence{profileKey(p)}}
	confidence, doubt := o.damage.absence(p.Key)
	f.Recommendation = lines(
		"Export the profile's key for the record; it names the stores and accounts that the profile had.",
		"Remove the profile (Control Panel, Mail, Show Profiles) and create it anew with the same data files.",
	)
	if p.Empty {
		f.Confidence = confidence.Weaker(hive.Medium)
		f.Summary = fmt.Sprintf("Profile %s has no section at all.", quote(p.Name))
		f.Detail = sentences("That the key is empty says nothing about how: a deletion may have been interrupted, or the profile was created and never filled.", doubt)
		return f, true
	}
	missing, lists := map[mapi.UID]bool{}, map[hive.Fact]bool{}
	for _, m := range p.Missing {
		tag, _, ok := mapi.ParseValueName(m.Fact.Value)
		if !ok || !tag.Link().Kept() || m.Fact.State == hive.Recovered {
			continue
		}
		missing[m.UID] = true
		lists[m.Fact] = true
	}
	if len(missing) == 0 {
		return Finding{}, false
	}
	for fact := range lists {
		f.Evidence = append(f.Evidence, Evidence{Profile: p.Name, Fact: fact})
	}
	var uids []string
	for uid := range missing {
		uids = append(uids, uid.String())
	}
	slices.Sort(uids)
	f.Confidence = confidence
	f.Summary = fmt.Sprintf("Profile %s lists %s that it does not have.", quote(p.Name), english.Count(len(uids), "section"))
	f.Detail = sentences(fmt.Sprintf("MAPI's own lists of services and providers name %s, and no such key exists in the profile: it was deleted in part, or a change to it was interrupted.", list(uids)), doubt)
	return f, true
}
