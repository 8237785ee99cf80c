package regf

import (
	"fmt"
	"iter"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// listEntry is one entry of a leaf list: where it points and what stands beside it.
type listEntry struct {
	rel  uint32
	hint uint32
	kind byte // 'i', 'f' or 'h': the second letter of the leaf's signature
}

// Subkeys yields the direct subkeys in stored order, which is by raised name in a sound hive.
func (k Key) Subkeys() iter.Seq[Key] {
	return func(yield func(Key) bool) {
		for e := range k.entries(cells.Bitset{}) {
			if sub, ok := k.h.keyAt(e.rel, k.rel); ok && !yield(sub) {
				return
			}
		}
	}
}

// SubkeyCount is the number of subkeys the key node announces.
func (k Key) SubkeyCount() uint32 { return k.rec.SubkeyCount() }

// entries yields the entries of the key's subkey list, through at most one level of ri. Each leaf is
// read once per call; with seen, once in all the calls that share it.
func (k Key) entries(seen cells.Bitset) iter.Seq[listEntry] {
	return func(yield func(listEntry) bool) {
		count, rel := k.rec.SubkeyCount(), k.rec.SubkeyList()
		if count == 0 {
			return
		}
		listed := 0
		list, ok := k.h.subkeyList(rel, k.rel, seen)
		switch {
		case !ok:
			return
		case list.Kind() != "ri":
			if listed, ok = k.leaf(list, rel, yield); !ok {
				return
			}
		default:
			if !seen.Exists() {
				seen = cells.NewBitset(k.h.f.BinsSize)
			}
			n, fits := list.Count()
			k.checkCount(rel, "ri", n, fits)
			for i := range fits {
				leafRel := list.Entry(i)
				leaf, ok := k.h.subkeyList(leafRel, k.rel, seen)
				if !ok {
					continue
				}
				if leaf.Kind() == "ri" {
					k.h.f.DiagKey(hive.KindListNested, k.h.f.FileOffset(leafRel), "ri", k.rel, "an ri list inside an ri list; its entries are left out")
					continue
				}
				n, more := k.leaf(leaf, leafRel, yield)
				if listed += n; !more {
					return
				}
			}
		}
		if uint32(listed) != count {
			k.h.f.DiagKey(hive.KindListCount, k.Offset(), "nk", k.rel, fmt.Sprintf("%d subkeys are announced, %d are listed", count, listed))
		}
	}
}

// subkeyList returns the list at rel. A list in seen was read before, for this or another key.
func (h *Hive) subkeyList(rel, owner uint32, seen cells.Bitset) (cells.KeyList, bool) {
	p, ok := h.f.LiveCell(rel, cells.SubkeyListCell, owner)
	if !ok {
		return nil, false
	}
	if len(p) < cells.ListFixed || cells.KeyList(p).Kind() == "" {
		h.f.DiagKey(hive.KindRecord, h.f.FileOffset(rel), "subkey list", owner, fmt.Sprintf("no subkey list but % x", p[:min(len(p), 4)]))
		return nil, false
	}
	_, fits := cells.KeyList(p).Count()
	h.f.Use(rel, p, cells.ListFixed+fits*cells.KeyList(p).Width(), cells.SubkeyListCell, owner)
	if seen.Exists() && !seen.Add(rel) {
		h.f.DiagKey(hive.KindListTwice, h.f.FileOffset(rel), cells.KeyList(p).Kind(), owner, "this subkey list was already read for another entry")
		return nil, false
	}
	return p, true
}

// leaf yields a leaf list's entries and returns how many there were and whether to go on.
func (k Key) leaf(list cells.KeyList, rel uint32, yield func(listEntry) bool) (int, bool) {
	n, fits := list.Count()
	k.checkCount(rel, list.Kind(), n, fits)
	kind, hinted := list[1], list.Width() == 8
	for i := range fits {
		e := listEntry{rel: list.Entry(i), kind: kind}
		if hinted {
			e.hint = list.Hint(i)
		}
		if !yield(e) {
			return i, false
		}
	}
	return fits, true
}

func (k Key) checkCount(rel uint32, kind string, n, fits int) {
	if n != fits {
		k.h.f.DiagKey(hive.KindListCount, k.h.f.FileOffset(rel), kind, k.rel, fmt.Sprintf("%d entries are announced, the cell holds %d", n, fits))
	} else if n == 0 {
		k.h.f.DiagKey(hive.KindListCount, k.h.f.FileOffset(rel), kind, k.rel, "the list is empty")
	}
}
