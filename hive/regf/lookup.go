package regf

import (
	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// Lookup finds the key at path below the root, "" for the root itself. Names are compared as Windows
// compares them.
func (h *Hive) Lookup(path hive.Path) (Key, bool) {
	k, ok := h.Root()
	if !ok || path == "" {
		return k, ok
	}
	return k.Lookup(path)
}

// Lookup finds the key at path below k, "" for k itself.
func (k Key) Lookup(path hive.Path) (Key, bool) {
	for name := range path.Names() {
		var ok bool
		if k, ok = k.Subkey(name); !ok {
			return Key{}, false
		}
	}
	return k, true
}

// usualName has room for the units of a name that is no longer than most.
type usualName [64]uint16

// Subkey finds the direct subkey called name; of several, the first listed. The list's hashes, hints or
// order find it without reading its siblings. A name they do not find is looked for once more by
// comparing every sibling, so a wrong hash or a wrong order hides nothing; a verified hive that
// has neither needs no second look, and in one that is read lazily the name counts as absent, as it does for Windows.
func (k Key) Subkey(name hive.Text) (Key, bool) {
	var room usualName
	up := hive.AppendUpcase(room[:0], name)
	if sub, ok, sure := k.subkeyByList(up); ok || sure {
		return sub, ok
	}
	if !k.h.f.Bins.Whole {
		return Key{}, false
	}
	for e := range k.entries(cells.Bitset{}) {
		sub, ok := k.h.keyAt(e.rel, k.rel)
		if ok && sub.rec.Name(k.h.f.Wide).Equal(up) {
			k.h.f.DiagKey(hive.KindListHash, sub.Offset(), "nk", sub.rel, "found by name only: the subkey list's hash, hint or order does not lead here")
			return sub, true
		}
	}
	return Key{}, false
}

// subkeyByList looks only at entries whose hash or hint fits; an li list is searched by its order. sure says that
// there is no other answer.
func (k Key) subkeyByList(up []uint16) (sub Key, ok, sure bool) {
	if kept := k.h.hashes(k); kept != nil {
		sub, ok = kept.find(k, up)
		return sub, ok, true
	}
	hash := cells.HashUnits(up)
	hint, hinted := cells.AsciiHint(up)
	var unhinted []uint32
	for e := range k.entries(cells.Bitset{}) {
		k.h.f.Steps++
		switch {
		case e.kind == 'h' && e.hint != hash, e.kind == 'f' && hinted && cells.RaiseHint(e.hint) != hint:
			continue
		case e.kind == 'i':
			unhinted = append(unhinted, e.rel)
			continue
		}
		if sub, ok := k.h.keyAt(e.rel, k.rel); ok && sub.rec.Name(k.h.f.Wide).Equal(up) {
			return sub, true, k.h.names.sound
		}
	}
	sub, ok = k.searchOrdered(unhinted, up)
	return sub, ok, k.h.names.sound
}

// searchOrdered is a binary search among keys sorted by raised name.
func (k Key) searchOrdered(rels []uint32, up []uint16) (Key, bool) {
	for lo, hi := 0, len(rels); lo < hi; {
		mid := int(uint(lo+hi) >> 1)
		sub, ok := k.h.keyAt(rels[mid], k.rel)
		if !ok {
			return Key{}, false
		}
		switch c := sub.rec.Name(k.h.f.Wide).CompareUnits(up); {
		case c == 0:
			return sub, true
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return Key{}, false
}
