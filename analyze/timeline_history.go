package analyze

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// History is what became of one profile of one user, from copy to copy of the user's hive in the order of their times.
type History struct {
	User    hive.Text     `json:"user,omitempty"`
	SID     string        `json:"sid,omitempty"`
	Profile hive.Text     `json:"profile"` // by the last name that it had
	Key     hive.Path     `json:"key"`     // where it last lived, or else stood
	Steps   []HistoryStep `json:"steps"`
}

// HistoryStep is one profile in one copy.
type HistoryStep struct {
	Source int         `json:"source"`
	Copy   hive.Time   `json:"copy,omitzero"` // the latest time that the copy gives
	Change StateChange `json:"change"`        // beside the copy before
	State  hive.Origin `json:"state,omitempty"`
	Fact   hive.Fact   `json:"fact,omitzero"` // its key, where the copy has it
}

// StateChange is what became of a profile from one copy to the next.
type StateChange string

// Changes of state.
const (
	StateFirst     StateChange = "there" // in the first copy
	StateAppeared  StateChange = "appeared"
	StateSame      StateChange = "unchanged"
	StateChanged   StateChange = "changed" // one of its keys was written
	StatePending   StateChange = "pending" // it stands in Deleted Profiles
	StateAside     StateChange = "kept aside"
	StateGone      StateChange = "gone"
	StateBack      StateChange = "back"
	StateRecovered StateChange = "only recovered" // from deleted records, in the first copy that knows of it
)

// Histories compares the copies of each user's hive; a user with one hive has no history. Where copies have equal
// times, or none, their order means nothing.
func Histories(sources []Snapshot) []History {
	groups := map[string][]Row{}
	equal := (&Case{Sources: sources}).Copies()
	users := Users(sources)
	for i := range sources {
		if _, copied := equal[i]; copied || users[i] == "" {
			continue
		}
		for _, r := range orphanRows(&sources[i]) {
			if r.Key.Value == r.IDs[0].Kind+" "+r.IDs[0].Value { // each row once, whatever its user is known by
				r.Evidence.Source = i
				groups[users[i]] = append(groups[users[i]], r)
			}
		}
	}
	var out []History
	for _, user := range slices.Sorted(maps.Keys(groups)) {
		copies := copiesOf(groups[user])
		if len(copies) < 2 {
			continue
		}
		ids, placed := map[ID]bool{}, map[string]bool{}
		for _, c := range copies {
			for _, p := range c.profiles {
				ids[identity(p)] = true
				placed[p.id(idPlace)] = placed[p.id(idPlace)] || p.id(idInstance) != ""
			}
		}
		maps.DeleteFunc(ids, func(id ID, _ bool) bool { return id.Kind == idPlace && placed[id.Value] }) // it is in another's history
		for _, id := range slices.SortedFunc(maps.Keys(ids), func(a, b ID) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value))
		}) {
			h := historyOf(copies, id)
			first := &sources[copies[0].row.Evidence.Source].User
			h.User, h.SID = first.Name, first.SID
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b History) int {
		return cmp.Or(cmp.Compare(a.SID, b.SID), cmp.Compare(a.User, b.User), cmp.Compare(a.Key, b.Key))
	})
	return out
}

// Users tells the users of sources apart: by the SID, or else by the name, which is taken for that of the one SID that
// has it. Sources with the same word are of one user; "" is a source whose user is not known.
func Users(sources []Snapshot) []string {
	sids := map[hive.Text]map[string]bool{}
	for i := range sources {
		if u := sources[i].User; u.SID != "" && u.Name != "" {
			name := hive.UpcaseText(u.Name)
			if sids[name] == nil {
				sids[name] = map[string]bool{}
			}
			sids[name][strings.ToUpper(u.SID)] = true
		}
	}
	out := make([]string, len(sources))
	for i := range sources {
		u := sources[i].User
		name := hive.UpcaseText(u.Name)
		switch {
		case u.SID != "":
			out[i] = strings.ToUpper(u.SID)
		case u.Name != "" && len(sids[name]) == 1:
			out[i] = slices.Collect(maps.Keys(sids[name]))[0]
		case u.Name != "":
			out[i] = "name " + string(name)
		}
	}
	return out
}

// historyOf follows one profile through the copies.
func historyOf(copies []*userCopy, id ID) (h History) {
	var before *Row
	known, lived := false, false
	place := "" // where it was last
	if id.Kind == idPlace {
		place = id.Value
	}
	for i, c := range copies {
		now := c.in(id, place)
		step := HistoryStep{Source: c.row.Evidence.Source, Copy: c.time}
		state := ""
		if now != nil {
			place = now.id(idPlace)
			state = now.about(aboutState)
			step.State, step.Fact = hive.Origin(state), now.Evidence.Fact
			if h.Key == "" || state == string(hive.Live) || !lived {
				h.Profile, h.Key = now.Evidence.Profile, now.Evidence.Key
			}
			lived = lived || state == string(hive.Live)
		}
		step.Change = stateChange(before, now, i == 0, known)
		known = known || now != nil
		if before = now; known {
			h.Steps = append(h.Steps, step)
		}
	}
	return h
}

func stateChange(before, now *Row, first, known bool) StateChange {
	state := func(r *Row) hive.Origin {
		if r == nil {
			return ""
		}
		return hive.Origin(r.about(aboutState))
	}
	was, is := state(before), state(now)
	stood := was == hive.Live || was == hive.Deleted || was == hive.KeptAside
	switch {
	case is == was && now != nil && now.about(aboutNewest) != before.about(aboutNewest):
		return StateChanged
	case is == was:
		return StateSame
	case is == hive.Deleted:
		return StatePending
	case is == hive.KeptAside:
		return StateAside
	case is == hive.Live && first:
		return StateFirst
	case is == hive.Live && !known:
		return StateAppeared
	case is == hive.Live:
		return StateBack
	case stood:
		return StateGone
	case is == hive.Recovered && !known:
		return StateRecovered
	}
	return StateSame // gone, and its records come and go
}

// historyEvents makes an event of each change of state but the first.
func historyEvents(sources []Snapshot, histories []History) (out []Event) {
	for _, h := range histories {
		for i, s := range h.Steps {
			if s.Change == StateSame || s.Change == StateFirst || s.Change == StateRecovered {
				continue
			}
			e := Event{
				Time: s.Copy, What: SeenInCopy, Before: s.Copy, Source: s.Source, Profile: h.Profile, Root: rootAt(h.Key),
				Message: fmt.Sprintf("Profile %s: %s in the copy of the user's hive that ends with this time", quote(h.Profile), s.Change), Fact: s.Fact,
			}
			if i > 0 {
				e.After = h.Steps[i-1].Copy
			}
			if e.After != 0 && e.After < maxTime {
				e.Message += fmt.Sprintf("; the copy before ends with %v", e.After)
			}
			if e.Fact.Key == "" {
				e.Fact.Key = h.Key
			}
			out = append(out, e)
		}
	}
	return out
}

// rootAt is the generation of the profile whose key is at path.
func rootAt(key hive.Path) mapi.Generation {
	return (&mapi.Profile{Key: key, Name: key.Base()}).Location().Generation()
}
