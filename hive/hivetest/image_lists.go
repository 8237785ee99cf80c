package hivetest

import "slices"

// subkeys writes the keys below k and the list of them.
func (w *writer) subkeys(k *Key, at *KeyAt, owner string) error {
	if len(k.Subkeys) == 0 {
		return nil
	}
	type child struct {
		key    *Key
		upcase []uint16
	}
	sorted := make([]child, len(k.Subkeys))
	for i, sub := range k.Subkeys {
		sorted[i] = child{sub, upcased(sub.Name)}
	}
	slices.SortStableFunc(sorted, func(a, b child) int { return slices.Compare(a.upcase, b.upcase) })

	var longestName, longestClass int
	entries := make([]listEntry, len(sorted))
	for i, c := range sorted {
		if err := w.key(c.key, at, JoinPath(at.Path, c.key.Name), owner); err != nil {
			return err
		}
		entries[i] = listEntry{w.places[c.key].Cell, c.key.Name}
		longestName = max(longestName, 2*len(c.key.Name))
		longestClass = max(longestClass, 2*len(c.key.Class))
	}
	w.subkeyList(at, entries)
	b := w.body(at.Cell)
	le.PutUint32(b[20:], uint32(len(entries)))
	le.PutUint32(b[28:], rel(at.List))
	le.PutUint16(b[52:], uint16(min(longestName, 0xFFFF)))
	le.PutUint32(b[56:], uint32(longestClass))
	return nil
}

// listEntry is what a subkey list needs to know of a subkey.
type listEntry struct {
	cell int
	name []uint16
}

// subkeyList writes the list: one leaf, or an ri list of leaves.
func (w *writer) subkeyList(at *KeyAt, entries []listEntry) {
	kind, width := "lh", 8
	switch {
	case w.minor < 3:
		kind, width = "li", 4
	case w.minor < 5:
		kind = "lf"
	}
	const pageRoom = 4064 - 8 // what a page has left for the entries of a list
	limit := w.header.Leaf
	if limit <= 0 {
		limit = pageRoom / width
	}
	const mostEntries = 0xFFFF // of any list, ri included
	limit = min(max(limit, (len(entries)+mostEntries-1)/mostEntries), mostEntries)
	if len(entries) > limit && kind == "lf" {
		kind, width = "li", 4 // version 1.3 has li leaves below an ri
	}
	for chunk := range slices.Chunk(entries, limit) {
		at.Leaves = append(at.Leaves, w.leaf(kind, width, chunk))
	}
	if len(at.Leaves) == 1 {
		at.List = at.Leaves[0]
		return
	}
	at.List = w.alloc(4 + 4*len(at.Leaves))
	b := w.body(at.List)
	copy(b, "ri")
	le.PutUint16(b[2:], uint16(len(at.Leaves)))
	for i, leaf := range at.Leaves {
		le.PutUint32(b[4+4*i:], rel(leaf))
	}
}

func (w *writer) leaf(kind string, width int, entries []listEntry) int {
	cell := w.alloc(4 + width*len(entries))
	b := w.body(cell)
	copy(b, kind)
	le.PutUint16(b[2:], uint16(len(entries)))
	for i, e := range entries {
		le.PutUint32(b[4+width*i:], rel(e.cell))
		switch kind {
		case "lf":
			le.PutUint32(b[8+width*i:], lfHint(e.name))
		case "lh":
			le.PutUint32(b[8+width*i:], lhHash(e.name))
		}
	}
	return cell
}
