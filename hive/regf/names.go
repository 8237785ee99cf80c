package regf

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// fewSubkeys is how many subkeys a list has whose hashes are looked through each time it is asked for a name.
const fewSubkeys = 64

// names finds subkeys of one key after another by name. Who asks one key for many would look through its list
// each time; so from the second time on the hashes of a long list are kept in order.
type names struct {
	// sound says that a whole pass found each hash, hint and order of the subkey lists to be that of the names, and
	// each list and key listed once: what they do not lead to is not there.
	sound bool
	asked cells.Bitset         // keys that were asked once
	lists map[uint32]*hashList // of keys that were asked again, by cell
}

// hashList is the entries of one subkey list by the hashes of their names.
type hashList struct {
	order []uint64 // the hash, above the place in cells
	cells []uint32 // of the subkeys, in stored order
}

// soundNames notes, after a whole pass, whether the subkey lists can be relied on.
func (h *Hive) soundNames() {
	h.names = names{
		sound: !h.f.Diagnostics.Has(hive.KindListHash, hive.KindListOrder, hive.KindListTwice, hive.KindKeyTwice,
			hive.KindDuplicateName, hive.KindRecord, hive.KindCellBounds),
		asked: cells.NewBitset(h.f.BinsSize), lists: map[uint32]*hashList{},
	}
}

// hashes returns what is kept of the subkey list of k; nil where it is to be looked through.
func (h *Hive) hashes(k Key) *hashList {
	if !h.names.sound || k.SubkeyCount() <= fewSubkeys || h.names.asked.Add(k.rel) {
		return nil
	}
	list, known := h.names.lists[k.rel]
	if !known {
		list = k.hashList()
		h.names.lists[k.rel] = list
	}
	return list
}

// hashList reads the subkey list; of entries without a hash, the subkeys too.
func (k Key) hashList() *hashList {
	l := &hashList{}
	for e := range k.entries(cells.Bitset{}) {
		k.h.f.Steps++
		if e.kind != 'h' {
			sub, ok := k.h.keyAt(e.rel, k.rel)
			if !ok {
				continue
			}
			e.hint = sub.rec.Name(k.h.f.Wide).Hash()
		}
		l.order = append(l.order, uint64(e.hint)<<32|uint64(len(l.cells)))
		l.cells = append(l.cells, e.rel)
	}
	slices.Sort(l.order)
	return l
}

// find is the first listed subkey of k whose raised name is up.
func (l *hashList) find(k Key, up []uint16) (Key, bool) {
	hash := uint64(cells.HashUnits(up))
	i, _ := slices.BinarySearch(l.order, hash<<32)
	for ; i < len(l.order) && l.order[i]>>32 == hash; i++ {
		k.h.f.Steps++
		if sub, ok := k.h.keyAt(l.cells[uint32(l.order[i])], k.rel); ok && sub.rec.Name(k.h.f.Wide).Equal(up) {
			return sub, true
		}
	}
	return Key{}, false
}

// SoundTree reports whether the hive was verified and each subkey is listed once, by the parent that it names, under
// the name that it has.
func (h *Hive) SoundTree() bool { return h.names.sound && !h.f.Diagnostics.Has(hive.KindParent) }

// SubkeyByList finds the subkey called name, of several the first listed, by the hashes, hints or order of the list
// alone. sure says that there is no other answer: the hive was verified and they are all right; else nothing is
// looked for.
func (k Key) SubkeyByList(name hive.Text) (sub Key, ok, sure bool) {
	if !k.h.names.sound {
		return Key{}, false, false
	}
	return k.subkeyByList(hive.UpcaseUnits(name))
}
