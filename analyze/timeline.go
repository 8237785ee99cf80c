package analyze

import (
	"cmp"
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
)

// Event is one moment that the evidence gives or bounds, in the life of profiles and of the hives that hold them.
type Event struct {
	Time    hive.Time // when it was; of what is only bounded, the latest moment it can have been, else the earliest
	What    EventTime // what the time is of
	Message string    // one sentence, safe to print
	After   hive.Time // of what is only bounded: not before this, 0 where nothing bounds it
	Before  hive.Time // and not after this
	Source  int       // index of the hive
	Profile hive.Text
	Root    mapi.Generation
	Fact    hive.Fact // the key or value that says so
}

// EventTime says what the time of an event is of.
type EventTime string

// Kinds of times.
const (
	HiveWritten   EventTime = "Hive Last Written" // base block of the hive file
	LogWritten    EventTime = "Log Last Written"  // base block of a transaction log
	KeyWritten    EventTime = "Key Last Written"  // last write of a key
	PropertyTime  EventTime = "Property Time"     // what a value says
	DeletedNotAft EventTime = "Deleted Not After" // a deletion that is bounded by After and Before
	DeletedAfter  EventTime = "Deleted After"     // one that only After bounds
	ChangedByLog  EventTime = "Changed By Log"    // what the transaction logs did, not after Before
	SeenInCopy    EventTime = "Seen In Copy"      // what one copy of a user's hive shows beside the one before it
)

// maxTime is the first time that RFC 3339 cannot say; only damage and forgery make such times.
const maxTime hive.Time = 2650467744000000000

// Timeline returns the events of the sources in the order of time: last writes of the keys that concern profiles,
// times in their properties, states of hives and logs, deletions with the moments that bound them, and, of one user's
// hives beside each other, what became of each profile from copy to copy. Where sources have contents, every section
// is in it. Times that are no dates are left out. Equal copies of one file are one.
func Timeline(sources []Whole) []Event {
	snapshots := Snapshots(sources)
	c := Case{Sources: snapshots}
	copies := c.Copies()
	var out []Event
	for i := range sources {
		if _, copied := copies[i]; copied {
			continue
		}
		t := timeline{orphanLook: newOrphanLook(&snapshots[i]), source: i}
		t.hive()
		for j := range t.Profiles {
			t.profile(&t.Profiles[j])
			if j < len(sources[i].Contents) {
				t.contents(sources[i].Profile(j))
			}
		}
		t.gone()
		t.user()
		out = append(out, t.events...)
	}
	out = append(out, historyEvents(snapshots, Histories(snapshots))...)
	out = slices.DeleteFunc(out, func(e Event) bool { return e.Time == 0 || e.Time >= maxTime })
	slices.SortFunc(out, func(a, b Event) int {
		return cmp.Or(
			cmp.Compare(a.Time, b.Time), cmp.Compare(snapshots[a.Source].Path, snapshots[b.Source].Path), cmp.Compare(a.What, b.What),
			cmp.Compare(a.Fact.Key, b.Fact.Key), cmp.Compare(a.Fact.Value, b.Fact.Value), a.Fact.Place.Compare(b.Fact.Place), cmp.Compare(a.Message, b.Message),
			cmp.Compare(a.Source, b.Source),
		)
	})
	return out
}

// timeline gathers the events of one source.
type timeline struct {
	*orphanLook
	source int
	events []Event
	seen   map[keyAt]bool
}

// keyAt is one record of a key.
type keyAt struct {
	key   hive.Path
	place hive.Place
}

func (t *timeline) add(e Event) {
	e.Source = t.source
	t.events = append(t.events, e)
}

// key adds the last write of a key, once.
func (t *timeline) key(p *mapi.Profile, what string, key hive.Path, at hive.Place, written hive.Time, state hive.Origin) {
	id := keyAt{key, at}
	if key == "" || t.seen[id] {
		return
	}
	if t.seen == nil {
		t.seen = map[keyAt]bool{}
	}
	t.seen[id] = true
	e := Event{Time: written, What: KeyWritten, Message: what + " was last written", Fact: hive.Fact{Key: key, Place: at, State: state, LastWrite: written}}
	if p != nil {
		e.Profile, e.Root = p.Name, p.Root
		e.Message = fmt.Sprintf("%s of %s was last written", what, profileWords(p))
	}
	t.add(e)
}

// profileWords names a profile with its state.
func profileWords(p *mapi.Profile) string {
	switch p.State {
	case hive.Live:
		return "profile " + quote(p.Name)
	case hive.Deleted:
		return "profile " + quote(p.Name) + " (in Deleted Profiles)"
	}
	return fmt.Sprintf("profile %s (%s)", quote(p.Name), p.State)
}

// hive adds what the base blocks say, and the roots.
func (t *timeline) hive() {
	t.add(Event{Time: t.Written, What: HiveWritten, Message: fmt.Sprintf("The hive file was last written, by its base block; it is %s", t.State)})
	for _, l := range t.Logs {
		say := "it was not applied"
		if l.Applied > 0 {
			say = "it was applied"
		}
		t.add(Event{Time: l.Written, What: LogWritten, Message: fmt.Sprintf("Transaction log %s was last written, by its base block; %s", quote(l.Path), say), Fact: hive.Fact{Place: hive.Place{File: l.Path}}})
	}
	for i := range t.Roots {
		r := &t.Roots[i]
		if r.Key != "" {
			t.key(nil, "The key Profiles", r.Key, r.Place, r.LastWrite, hive.Live)
		}
		if r.Deleted != "" {
			t.key(nil, "The key Deleted Profiles", r.Deleted, r.DeletedPlace, r.DeletedWrite, hive.Live)
		}
		if d := r.DefaultProfile; d.Key != "" && d.Key != r.Key {
			e := Event{Time: d.LastWrite, What: KeyWritten, Message: fmt.Sprintf("The key with DefaultProfile (%s) was last written", quote(d.Text)), Fact: d}
			t.add(e)
		}
	}
}

// user adds what else concerns profiles: keys of Outlook's search, remote sessions, settings that make profiles.
func (t *timeline) user() {
	for _, s := range t.Context.Stores {
		t.fact("The key in which Outlook keeps data files", s.Fact)
	}
	for _, p := range t.Context.Prepared {
		t.fact("The key of "+p.Fact.Value.String()+", which has Outlook make a profile,", p.Fact)
	}
	for _, p := range slices.Concat(t.Context.Printers, t.Context.LostPrinters) {
		if p.Redirected != "" {
			t.fact("The key of a printer of a remote session", p.Fact)
		}
	}
	for _, s := range t.Context.Sessions {
		if s.Kind == ntuser.ServerSync {
			t.add(Event{Time: s.Time, What: PropertyTime, Message: "LastUserIniSyncTime: the user logged on to a terminal server", Fact: s.Fact})
			continue
		}
		t.fact("The key of a remote session", s.Fact)
	}
}

// fact adds the last write of the key that a fact stands in, once for each key.
func (t *timeline) fact(what string, f hive.Fact) {
	id := keyAt{key: f.Key, place: hive.Place{Line: -1}} // whatever value it is of
	if t.seen[id] {
		return
	}
	if t.seen == nil {
		t.seen = map[keyAt]bool{}
	}
	t.seen[id] = true
	t.add(Event{Time: f.LastWrite, What: KeyWritten, Message: what + " was last written", Fact: f})
}
