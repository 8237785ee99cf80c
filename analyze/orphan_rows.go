package analyze

import (
	"fmt"
	"strings"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// What the rows of one user's hives say. Every hive has one row for itself, one for each root, one for each profile.
const (
	idUser     = "user"
	idSID      = "sid"
	idName     = "user-name"
	idInstance = "instance" // PR_SEARCH_KEY
	idPlace    = "place"    // raised key of the live profile, wherever it stands itself

	rowCopy    = "copy"
	rowRoot    = "root"
	rowProfile = "profile"

	aboutTime    = "time"    // of the hive, as 16 hexadecimal digits
	aboutWhole   = "whole"   // confidence that what the hive lacks was not there
	aboutUEV     = "uev"     // it says where UE-V keeps settings
	aboutHome    = "home"    // raised path of the key that holds the root
	aboutDefault = "default" // raised key of the profile that a root's default names
	aboutState   = "state"   // of a profile
	aboutHas     = "has"     // what a live profile holds, in words
	aboutNewest  = "newest"  // the latest time in a profile, as aboutTime
	aboutExport  = "export"  // command that exports it
)

// orphanRows are the facts by which copies of one user's hive are compared. A hive that names no user has none.
func orphanRows(s *Snapshot) (out []Row) {
	if s.Error != "" || s.User.SID == "" && s.User.Name == "" {
		return nil
	}
	o := newOrphanLook(s)
	var who Evidence
	var ids []ID
	add := func(value string, own []ID, about []ID, e Evidence) {
		for _, id := range ids {
			key := ID{idUser, id.Kind + " " + id.Value}
			out = append(out, Row{Key: key, Value: value, IDs: append(append([]ID{}, ids...), own...), About: about, Evidence: e})
		}
	}
	if c, ok := s.Context.Name(); ok && s.User.Name != "" && len(c.Facts) > 0 {
		ids = append(ids, ID{idName, string(hive.UpcaseText(s.User.Name))})
		who.Fact = c.Facts[0]
	}
	if c, ok := s.Context.SID(); ok && s.User.SID != "" && len(c.Facts) > 0 {
		ids = append(ids, ID{idSID, strings.ToUpper(s.User.SID)})
		who.Fact = c.Facts[0]
	}
	whole, _ := o.damage.absence(`Software\Microsoft`)
	about := []ID{{aboutTime, hexTime(copyTime(s))}, {aboutWhole, string(whole)}}
	if len(s.Context.UEV) > 0 {
		about = append(about, ID{aboutUEV, "set"})
	}
	add(rowCopy, nil, about, who)
	for i := range s.Roots {
		r := &s.Roots[i]
		if r.Key == "" && r.DefaultProfile == (hive.Fact{}) {
			continue
		}
		home := homeOf(r)
		about, e := []ID{{aboutHome, string(home.Raised())}}, Evidence{Fact: hive.Fact{Key: r.Key, Place: r.Place, State: hive.Live, LastWrite: r.LastWrite}}
		if r.Key == "" {
			e.Fact.Key = home
		}
		if d := r.DefaultProfile; d.Text != "" && r.DefaultType == "" && d.State != hive.Recovered {
			e.Fact = d
			at := mapi.Location{Holder: home.Join("Profiles"), Name: d.Text}.Raised()
			about = append(about, ID{aboutDefault, string(at.Key())})
		}
		add(rowRoot, nil, about, e)
	}
	for i := range s.Profiles {
		p := &s.Profiles[i]
		if p.Part || p.Root == mapi.UnknownGeneration && p.State == hive.Recovered || o.older(p) {
			continue
		}
		at := placeOf(p)
		own := []ID{{idPlace, string(at.Key())}}
		if identifies(p.Instance) {
			own = append(own, ID{idInstance, string(p.Instance)})
		}
		about := []ID{{aboutState, string(p.State)}, {aboutHome, string(at.Home())}, {aboutNewest, hexTime(newestKey(p).time())}, {aboutHas, list(heldBy(p))}}
		if command, ok := exportCommand(o.Path, o.UserKey, p, o.named[at.Name], ""); ok {
			about = append(about, ID{aboutExport, command})
		}
		add(rowProfile, own, about, profileKey(p))
	}
	return out
}

func hexTime(t hive.Time) string { return fmt.Sprintf("%016x", uint64(t)) }

// copyTime is the latest time that the hive gives: that of its base block, or where that has none, as in Windows 10,
// that of a key which the snapshot has. It is the time of the last change, not of the copy.
func copyTime(s *Snapshot) hive.Time {
	latest := s.Written
	for _, l := range s.Logs {
		if l.Applied > 0 {
			latest = max(latest, l.Written)
		}
	}
	for i := range s.Roots {
		latest = max(latest, s.Roots[i].LastWrite, s.Roots[i].DeletedWrite, s.Roots[i].DefaultProfile.LastWrite)
	}
	for i := range s.Profiles {
		if p := &s.Profiles[i]; p.State != hive.Recovered {
			latest = max(latest, newestKey(p).time())
		}
	}
	c := &s.Context
	for _, f := range c.Folders {
		latest = max(latest, f.Fact.LastWrite)
	}
	for _, f := range c.Environment {
		latest = max(latest, f.Fact.LastWrite)
	}
	for _, f := range c.Stores {
		latest = max(latest, f.Fact.LastWrite)
	}
	for _, f := range c.Printers {
		latest = max(latest, f.Fact.LastWrite)
	}
	for _, claims := range [][]hive.Fact{c.Settings, c.Locale} {
		for _, f := range claims {
			latest = max(latest, f.LastWrite)
		}
	}
	return latest
}
