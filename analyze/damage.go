package analyze

import "mapihive/hive"

// damage tells how far the absence of a key from a snapshot proves that it was absent from the
// registry.
type damage struct {
	state  hive.State
	hidden bool               // somewhere keys may have been lost
	at     map[hive.Path]bool // raised paths of the keys that diagnostics name
}

func damageOf(s *Snapshot) damage {
	d := damage{state: s.State, hidden: s.State == hive.Damaged, at: map[hive.Path]bool{}}
	for _, g := range s.Diagnostics {
		if g.Path != "" && g.Kind != hive.KindProperty { // an ill-formed value hides no key
			d.at[g.Path.Raised()] = true
		}
		d.hidden = d.hidden || hides(g.Kind)
	}
	return d
}

// hides reports whether damage of that kind can make a key unreachable.
func hides(k hive.Kind) bool {
	switch k {
	case hive.KindTruncated, hive.KindUnreadable, hive.KindFileChanged, hive.KindBin, hive.KindBinShifted,
		hive.KindCellSize, hive.KindCellBounds, hive.KindCellFree, hive.KindRoot, hive.KindRecord,
		hive.KindKeyTwice, hive.KindDepth, hive.KindListCount, hive.KindListNested, hive.KindListTwice, hive.KindLimit:
		return true
	}
	return false
}

// near reports whether a diagnostic names the key or a key above it.
func (d damage) near(key hive.Path) bool {
	for k := key; k != ""; k = k.Parent() {
		if d.at[k.Raised()] {
			return true
		}
	}
	return false
}

// absence returns the confidence in "this key has no such subkey", and the reason when it is not high.
func (d damage) absence(key hive.Path) (hive.Confidence, string) {
	switch {
	case d.near(key):
		return hive.Low, "The hive is damaged at or above this key, so what seems absent may only be unreadable."
	case d.hidden:
		return hive.Medium, "The hive is damaged elsewhere, so what seems absent may only be unreadable."
	case d.state == hive.Dirty:
		return hive.Medium, "The hive is dirty and its transaction logs were not applied, so the last changes are absent from it."
	}
	return hive.High, ""
}
