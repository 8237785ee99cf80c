package analyze

import (
	"slices"

	"mapihive/hive"
)

// Damage tells how far the absence of a key from a snapshot proves that it was absent from the
// registry.
type Damage struct {
	state  hive.State
	live   bool               // only live profiles were looked for
	Hidden bool               // somewhere keys may have been lost, or were not looked for
	own    map[hive.Path]bool // raised paths of the keys that damage of any kind names
	at     map[hive.Path]bool // of these, those below which it may hide keys
	unread map[hive.Path]bool // and of those where a limit of the reader was reached; "" for the hive as a whole
}

// DamageOf reads it out of the diagnostics.
func DamageOf(s *Snapshot) Damage {
	d := Damage{state: s.State, live: s.LiveOnly, Hidden: s.State == hive.Damaged || s.LiveOnly}
	if len(s.Diagnostics) == 0 {
		return d // nothing is marked
	}
	d.own, d.at, d.unread = map[hive.Path]bool{}, map[hive.Path]bool{}, map[hive.Path]bool{}
	unused := slices.ContainsFunc(s.Diagnostics, func(g hive.Diagnostic) bool { return g.Kind == hive.KindUnusedCells })
	for _, g := range s.Diagnostics {
		path := g.Path.Raised()
		switch {
		case g.Kind == hive.KindDepth || g.Kind == hive.KindLimit:
			d.unread[path] = true
		case g.Path != "" && g.Kind.Damage(): // what is no damage hides no key
			d.own[path] = true
			if hides(g.Kind) || unused && replaces(g.Kind) {
				d.at[path] = true
			}
		}
		d.Hidden = d.Hidden || hides(g.Kind)
	}
	return d
}

// hides reports whether damage of that kind can make a key unreachable.
func hides(k hive.Kind) bool {
	switch k {
	case hive.KindTruncated, hive.KindUnreadable, hive.KindFileChanged, hive.KindBin, hive.KindBinShifted,
		hive.KindCellSize, hive.KindCellBounds, hive.KindCellFree, hive.KindRoot, hive.KindRecord,
		hive.KindCellTwice, hive.KindKeyTwice, hive.KindListCount, hive.KindListNested, hive.KindListTwice:
		return true
	}
	return false
}

// replaces reports whether damage of that kind can mean that a list names another key than it did. The one
// that it named is then in a cell that nothing uses; where there are none, no key is missing.
func replaces(k hive.Kind) bool {
	switch k {
	case hive.KindParent, hive.KindListHash, hive.KindListOrder, hive.KindName, hive.KindFlags:
		return true
	}
	return false
}

// marked reports whether one of the paths is that of the key or of a key above it.
func marked(paths map[hive.Path]bool, key hive.Path) bool {
	if len(paths) == 0 {
		return false // in most hives: nothing has to be raised for that
	}
	for k := key; k != ""; k = k.Parent() {
		if paths[k.Raised()] {
			return true
		}
	}
	return false
}

// Near reports whether damage names the key, or a key above it in such a way that keys may be missing there.
func (d Damage) Near(key hive.Path) bool {
	return len(d.own) > 0 && (d.own[key.Raised()] || marked(d.at, key.Parent()))
}

// What damage does to findings: why something may seem absent, or seem to be there.
var (
	sayAbsentNear      = &Sentence{"The hive is damaged at or above this key, so what seems absent may only be unreadable.", []Ground{OnDoubt}}
	sayAbsentUnread    = &Sentence{"A limit of the reader was reached at or above this key, so what seems absent may only be unread.", []Ground{OnDoubt}}
	sayAbsentElsewhere = &Sentence{"The hive is damaged elsewhere, so what seems absent may only be unreadable.", []Ground{OnDoubt}}
	sayAbsentLimit     = &Sentence{"A limit of the reader was reached in this hive, so what seems absent may only be unread.", []Ground{OnDoubt}}
	sayAbsentDirty     = &Sentence{"The hive is dirty and its transaction logs were not applied, so the last changes are absent from it.", []Ground{OnDoubt}}
	sayAbsentExport    = &Sentence{"The source is registry text, which has only the keys that were exported, so what seems absent may stand in the registry all the same.", []Ground{OnDoubt}}
	sayPresentNear     = &Sentence{"The hive is damaged at or above the key in Deleted Profiles, so the key may be a remnant.", []Ground{OnDoubt}}
	sayPresentDirty    = &Sentence{"The hive is dirty and its transaction logs were not applied: the last changes are absent from it, and one of them may be that the key in Deleted Profiles was removed.", []Ground{OnDoubt}}

	damageSays = []*Sentence{sayAbsentNear, sayAbsentUnread, sayAbsentElsewhere, sayAbsentLimit, sayAbsentDirty, sayAbsentExport, sayPresentNear, sayPresentDirty}
)

// absence returns the confidence in "this key has no such subkey", and the reason when it is not high.
func (d Damage) absence(key hive.Path) (hive.Confidence, *Sentence) {
	switch {
	case d.live:
		return hive.Medium, nil // what says more of an absence is left out: see Analyzer.Absences
	case d.Near(key):
		return hive.Low, sayAbsentNear
	case marked(d.unread, key):
		return hive.Low, sayAbsentUnread
	case d.Hidden:
		return hive.Medium, sayAbsentElsewhere
	case d.unread[""]:
		return hive.Medium, sayAbsentLimit
	case d.state == hive.Dirty:
		return hive.Medium, sayAbsentDirty
	case d.state == hive.Export:
		return hive.Medium, sayAbsentExport
	}
	return hive.High, nil
}

// presence returns the confidence in "this key of Deleted Profiles is there", and the reason when it is not high.
func (d Damage) presence(key hive.Path) (hive.Confidence, *Sentence) {
	switch {
	case d.Near(key):
		return hive.Medium, sayPresentNear
	case d.state == hive.Dirty:
		return hive.Medium, sayPresentDirty
	}
	return hive.High, nil
}
