package analyze

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// profile adds the last writes of the keys of a profile that a snapshot has.
func (t *timeline) profile(p *mapi.Profile) {
	t.key(p, "The key", p.Key, p.Place, p.LastWrite, p.State)
	for i := range p.Services {
		s := &p.Services[i]
		if s.Key != "" {
			t.key(p, "Message service "+quote(s.Name), s.Key, s.Place, s.LastWrite, p.State)
		}
		for j := range s.Providers {
			t.provider(p, &s.Providers[j])
		}
	}
	for i := range p.Providers {
		t.provider(p, &p.Providers[i])
	}
	for i := range p.Accounts {
		a := &p.Accounts[i]
		t.key(p, fmt.Sprintf("Account %d", a.ID), a.Key, a.Place, a.LastWrite, p.State)
	}
	for i := range p.Exchange {
		x := &p.Exchange[i]
		t.key(p, "The Exchange settings", x.Key, x.Place, x.LastWrite, p.State)
	}
}

func (t *timeline) provider(p *mapi.Profile, v *mapi.Provider) {
	what := "Provider"
	if name := v.DisplayName; name != "" {
		what += " " + quote(name)
	}
	t.key(p, what, v.Key, v.Place, v.LastWrite, p.State)
}

// contents adds the last writes of all other keys of a profile, and the times that its properties hold.
func (t *timeline) contents(p mapi.Whole) {
	for i := range p.Sections {
		s := &p.Sections[i]
		t.properties(p.Profile, &s.Key, s.Properties)
		t.keys(p.Profile, &s.Key)
	}
	for i, values := range p.AccountValues {
		a := &p.Accounts[i]
		t.properties(p.Profile, &mapi.Key{Path: a.Key, Place: a.Place, LastWrite: a.LastWrite, State: p.State}, values)
	}
}

// keys adds the last writes of a key and of those below it, which are as deep as a profile is read.
func (t *timeline) keys(p *mapi.Profile, k *mapi.Key) {
	t.key(p, "Section "+k.Name.String(), k.Path, k.Place, k.LastWrite, k.State)
	for i := range k.Subkeys {
		t.keys(p, &k.Subkeys[i])
	}
}

func (t *timeline) properties(p *mapi.Profile, k *mapi.Key, properties []prop.Property) {
	for i := range properties {
		v := &properties[i]
		at, ok := v.Time()
		if !ok || v.Raw.Hidden {
			continue
		}
		name := v.Name()
		if name == "" {
			name = v.Raw.Name.String()
		}
		t.add(Event{
			Time: at, What: PropertyTime, Message: fmt.Sprintf("%s of %s", name, profileWords(p)), Profile: p.Name, Root: p.Root,
			Fact: hive.Fact{Key: k.Path, Value: v.Raw.Name, Place: v.Raw.Place, State: k.State, LastWrite: k.LastWrite, Text: hive.Text(at.String())},
		})
	}
}

// gone adds the deletions, with the moments that bound them: a profile was there when it was last written, and its
// removal wrote the key that held it.
func (t *timeline) gone() {
	for _, g := range t.goneProfiles() {
		e := Event{What: DeletedAfter, Profile: g.Name, Root: g.Root, After: newestKey(g.Profile).time(), Fact: profileKey(g.Profile).Fact}
		if g.change != nil {
			e.After = max(e.After, g.change.Previous)
		}
		if holder, ok := t.holder(g); ok && holder.LastWrite >= e.After {
			e.Before = holder.LastWrite
		}
		e.Time = e.After
		from := "Profiles"
		if g.belowDeleted() {
			from = "Deleted Profiles"
		}
		e.Message = fmt.Sprintf("Profile %s was removed from %s after this", quote(g.Name), from)
		if g.Root == mapi.UnknownGeneration {
			e.Message = fmt.Sprintf("Profile %s was removed after this", quote(g.Name))
		}
		if e.Before != 0 {
			e.Time, e.What = e.Before, DeletedNotAft
			e.Message = fmt.Sprintf("Profile %s was removed from %s%s and not after this", quote(g.Name), from, since(e.After))
		}
		if g.change != nil {
			e.Message += "; the transaction logs removed it"
		}
		t.add(e)
	}
	for i := range t.Changes {
		c := &t.Changes[i]
		word := map[mapi.ChangeKind]string{
			mapi.Appeared: "made", mapi.MovedToDeleted: "moved to Deleted Profiles", mapi.MovedBack: "moved back to Profiles", mapi.Changed: "changed",
		}[c.Kind]
		if word == "" {
			continue
		}
		key := c.After
		if key == "" {
			key = c.Before
		}
		t.add(Event{
			Time: c.LastWrite, What: ChangedByLog, After: c.Previous, Before: c.LastWrite, Profile: c.Profile, Root: c.Root,
			Message: fmt.Sprintf("Profile %s was %s by the transaction logs%s and not after this", quote(c.Profile), word, since(c.Previous)),
			Fact:    hive.Fact{Key: key, State: hive.Live, LastWrite: c.LastWrite},
		})
	}
}

// since names the earlier bound, if there is one.
func since(t hive.Time) string {
	if t == 0 || t >= maxTime {
		return ""
	}
	return fmt.Sprintf(" after %v", t)
}
