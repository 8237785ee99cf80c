package regf

import (
	"fmt"
	"iter"

	"mapihive/hive"
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
		for e := range k.entries(bitset{}) {
			if sub, ok := k.h.keyAt(e.rel, k.rel); ok && !yield(sub) {
				return
			}
		}
	}
}

// SubkeyCount is the number of subkeys the key node announces.
func (k Key) SubkeyCount() uint32 { return k.rec.subkeyCount() }

// entries yields the entries of the key's subkey list, through at most one level of ri. Each leaf is
// read once per call; with seen, once in all the calls that share it.
func (k Key) entries(seen bitset) iter.Seq[listEntry] {
	return func(yield func(listEntry) bool) {
		count, rel := k.rec.subkeyCount(), k.rec.subkeyList()
		if count == 0 {
			return
		}
		listed := 0
		list, ok := k.h.subkeyList(rel, k.rel, seen)
		switch {
		case !ok:
			return
		case list.kind() != "ri":
			if listed, ok = k.leaf(list, rel, yield); !ok {
				return
			}
		default:
			if !seen.exists() {
				seen = newBitset(k.h.binsSize)
			}
			n, fits := list.count()
			k.checkCount(rel, "ri", n, fits)
			for i := range fits {
				leafRel := list.entry(i)
				leaf, ok := k.h.subkeyList(leafRel, k.rel, seen)
				if !ok {
					continue
				}
				if leaf.kind() == "ri" {
					k.h.diagKey(hive.KindListNested, k.h.fileOffset(leafRel), "ri", k.rel, "an ri list inside an ri list; its entries are left out")
					continue
				}
				n, more := k.leaf(leaf, leafRel, yield)
				if listed += n; !more {
					return
				}
			}
		}
		if uint32(listed) != count {
			k.h.diagKey(hive.KindListCount, k.Offset(), "nk", k.rel, fmt.Sprintf("%d subkeys are announced, %d are listed", count, listed))
		}
	}
}

// subkeyList returns the list at rel. A list in seen was read before, for this or another key.
func (h *Hive) subkeyList(rel, owner uint32, seen bitset) (keyList, bool) {
	p, ok := h.liveCell(rel, subkeyListCell, owner)
	if !ok {
		return nil, false
	}
	if len(p) < listFixed || keyList(p).kind() == "" {
		h.diagKey(hive.KindRecord, h.fileOffset(rel), "subkey list", owner, fmt.Sprintf("no subkey list but % x", p[:min(len(p), 4)]))
		return nil, false
	}
	_, fits := keyList(p).count()
	h.use(rel, p, listFixed+fits*keyList(p).width(), subkeyListCell, owner)
	if seen.exists() && !seen.add(rel) {
		h.diagKey(hive.KindListTwice, h.fileOffset(rel), keyList(p).kind(), owner, "this subkey list was already read for another entry")
		return nil, false
	}
	return p, true
}

// leaf yields a leaf list's entries and returns how many there were and whether to go on.
func (k Key) leaf(list keyList, rel uint32, yield func(listEntry) bool) (int, bool) {
	n, fits := list.count()
	k.checkCount(rel, list.kind(), n, fits)
	kind, hinted := list[1], list.width() == 8
	for i := range fits {
		e := listEntry{rel: list.entry(i), kind: kind}
		if hinted {
			e.hint = list.hint(i)
		}
		if !yield(e) {
			return i, false
		}
	}
	return fits, true
}

func (k Key) checkCount(rel uint32, kind string, n, fits int) {
	if n != fits {
		k.h.diagKey(hive.KindListCount, k.h.fileOffset(rel), kind, k.rel, fmt.Sprintf("%d entries are announced, the cell holds %d", n, fits))
	} else if n == 0 {
		k.h.diagKey(hive.KindListCount, k.h.fileOffset(rel), kind, k.rel, "the list is empty")
	}
}
