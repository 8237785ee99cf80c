package mapi

import (
	"bytes"
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
)

// Change is what happened to one profile between the hive file as it lies on disk and the hive after its
// transaction logs were applied. The logs were written after the hive file was last complete, so a change
// is later than the times in the file and not later than the last-write times after it.
type Change struct {
	Profile   hive.Text  `json:"profile"`
	Root      Generation `json:"root"`
	Kind      ChangeKind `json:"kind"`
	Detail    string     `json:"detail,omitempty"`
	Before    hive.Path  `json:"before,omitempty"`        // key in the hive file
	After     hive.Path  `json:"after,omitempty"`         // key after replay
	LastWrite hive.Time  `json:"last_write,omitzero"`     // after replay: of a moved or new profile's key, of what changed in it, else of the key that held it
	Previous  hive.Time  `json:"previous_write,omitzero"` // the latest in the profile in the hive file

	// Signatures are the mapping signatures that the profile had in the hive file, where the logs changed or removed
	// one of them, or changed what tells its store. Their facts have the state "recovered".
	Signatures []Signature `json:"signatures,omitempty"`
}

// ChangeKind is what became of a profile.
type ChangeKind string

// Kinds of change.
const (
	Appeared       ChangeKind = "appeared"
	Disappeared    ChangeKind = "disappeared"
	MovedToDeleted ChangeKind = "moved-to-deleted" // from Profiles to Deleted Profiles
	MovedBack      ChangeKind = "moved-to-profiles"
	MovedAside     ChangeKind = "moved-aside" // to a key where Outlook does not look for profiles
	Changed        ChangeKind = "changed"
)

// Changes compares the profiles of a hive on disk with those after replay, by the key that holds Profiles
// and Deleted Profiles, and by name. A profile has moved if it is gone from one of the two, new in the
// other, and its PR_SEARCH_KEY does not say that it is another one. Profiles elsewhere are not compared, but one
// that is gone is looked for among them by its PR_SEARCH_KEY. Both must have their contents.
func Changes(before, after Profiles) []Change {
	var out []Change
	was, is, aside := places(before), places(after), keptAside(after)
	for i := range before.Profiles {
		b := before.whole(i)
		here := b.Location().Raised()
		if was[here] != b {
			continue // elsewhere, or a second key of that name: then the hive is damaged, and says so
		}
		if a, still := is[here]; still {
			if detail := b.difference(a); detail != "" {
				out = append(out, Change{
					Profile: b.Name, Root: b.Root, Kind: Changed, Detail: detail,
					Before: b.Key, After: a.Key, LastWrite: a.newest(), Previous: b.newest(),
					Signatures: formerSignatures(b.Profile, a.Profile),
				})
			}
			continue
		}
		c := Change{Profile: b.Name, Root: b.Root, Kind: Disappeared, Before: b.Key, Previous: b.newest()}
		if a, ok := moved(b, was, is); ok {
			c.Kind, c.After, c.LastWrite, c.Detail = MovedToDeleted, a.Key, a.LastWrite, b.difference(a)
			if b.State == hive.Deleted {
				c.Kind = MovedBack
			}
		} else if a, ok := aside[string(b.Instance)]; ok {
			c.Kind, c.After, c.LastWrite, c.Detail = MovedAside, a.Key, a.LastWrite, b.difference(a)
		} else if holder := after.holder(b); holder != 0 {
			c.LastWrite = holder
			c.Detail = "the last-write time is that of the key it stood in"
		}
		if c.Kind == Disappeared {
			c.Signatures = formerSignatures(b.Profile, &Profile{})
		}
		out = append(out, c)
	}
	for i := range after.Profiles {
		a := after.whole(i)
		here := a.Location().Raised()
		if _, before := was[here]; before || is[here] != a {
			continue
		}
		if b, there := was[a.Location().other().Raised()]; there {
			if to, ok := moved(b, was, is); ok && to == a {
				continue // said as a move
			}
		}
		out = append(out, Change{Profile: a.Name, Root: a.Root, Kind: Appeared, After: a.Key, LastWrite: a.LastWrite})
	}
	return out
}

// keptAside maps PR_SEARCH_KEY to the first profile kept aside that has it.
func keptAside(ps Profiles) map[string]Whole {
	out := map[string]Whole{}
	for i := range ps.Profiles {
		p := ps.whole(i)
		if key := string(p.Instance); p.State == hive.KeptAside && key != "" && out[key].Profile == nil {
			out[key] = p
		}
	}
	return out
}

// places maps the place of each profile where Outlook and Windows look, raised, to the first that stands there.
func places(ps Profiles) map[Location]Whole {
	out := make(map[Location]Whole, len(ps.Profiles))
	for i := range ps.Profiles {
		p := ps.whole(i)
		if l := p.Location().Raised(); p.Kind == "" && out[l].Profile == nil {
			out[l] = p
		}
	}
	return out
}

// moved returns the profile that b, gone from its place, is now.
func moved(b Whole, was, is map[Location]Whole) (a Whole, ok bool) {
	there := b.Location().other().Raised()
	a, ok = is[there]
	_, stood := was[there]
	_, stays := is[b.Location().Raised()]
	return a, ok && !stood && !stays && !anotherInstance(a, b)
}

// anotherInstance reports whether PR_SEARCH_KEY says that the two are not one profile.
func anotherInstance(a, b Whole) bool {
	return len(a.Instance) > 0 && len(b.Instance) > 0 && !bytes.Equal(a.Instance, b.Instance)
}

// holder is the last-write time of the key that p stood in, 0 where it is gone.
func (ps *Profiles) holder(p Whole) hive.Time {
	holder := p.Location().Holder
	for _, r := range ps.Roots {
		switch {
		case holder.Equal(r.Key):
			return r.LastWrite
		case holder.Equal(r.Deleted):
			return r.DeletedWrite
		}
	}
	return 0
}

// newest is the latest last-write time in the profile.
func (p Whole) newest() hive.Time {
	t := p.LastWrite
	for i := range p.Sections {
		s := &p.Sections[i]
		t = max(t, s.Key.LastWrite)
		for k := range s.keysBelow() {
			t = max(t, k.LastWrite)
		}
	}
	return t
}

// difference counts what differs between two states of a profile; "" where nothing does.
func (p Whole) difference(q Whole) string {
	old, now := p.contents(), q.contents()
	var keys, values [3]int // added, removed, changed
	for at, data := range now {
		was, ok := old[at]
		switch {
		case at.value == nil && !ok:
			keys[0]++
		case at.value != nil && !ok:
			values[0]++
		case !bytes.Equal(was, data):
			values[2]++
		}
	}
	for at := range old {
		if _, ok := now[at]; !ok && at.value == nil {
			keys[1]++
		} else if !ok {
			values[1]++
		}
	}
	var out []string
	if anotherInstance(p, q) {
		out = append(out, "another profile of the same name: PR_SEARCH_KEY differs")
	}
	for i, what := range []string{"added", "removed", "changed"} {
		if n := keys[i]; n > 0 {
			out = append(out, english.Count(n, "key")+" "+what)
		}
		if n := values[i]; n > 0 {
			out = append(out, english.Count(n, "value")+" "+what)
		}
	}
	return strings.Join(out, ", ")
}

// content is a key below a profile, or a value of one; texts are raised.
type content struct {
	key   hive.Path // path below the profile's key
	value any       // hive.Text; nil for the key itself
}

// contents maps every key and value below the profile to its data.
func (p Whole) contents() map[content][]byte {
	out := map[content][]byte{}
	add := func(k *Key) {
		at := k.Path[min(len(p.Key), len(k.Path)):].Raised()
		out[content{key: at}] = nil
		for _, v := range k.Values {
			out[content{at, hive.UpcaseText(v.Name)}] = append([]byte(v.Type.String()), v.Data...)
		}
	}
	for i := range p.Sections {
		s := &p.Sections[i]
		add(&s.Key)
		for k := range s.keysBelow() {
			add(k)
		}
	}
	return out
}
