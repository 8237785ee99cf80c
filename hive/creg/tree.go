package creg

import (
	"context"
	"fmt"

	"mapihive/hive"
)

// none is the index of no key and of no record.
const none = -1

// node is a key of the tree, by indexes.
type node struct {
	entry               uint32 // from the start of the RGKN
	depth               uint32
	parent, child, next int32
	record              int32
}

// entryAt returns the entry at an offset of the RGKN.
func (h *Hive) entryAt(rel uint32) ([]byte, bool) {
	at := keysAt + int64(rel)
	if rel < keysHeader || rel%4 != 0 || at+entrySize > h.keysEnd {
		return nil, false
	}
	return h.m.bytes(at, entrySize)
}

// entryOf returns the entry of a key of the tree.
func (h *Hive) entryOf(at int32) []byte {
	e, _ := h.entryAt(h.nodes[at].entry)
	return e
}

// place is where the entry of a key stands in the file.
func (n node) place() int64 { return keysAt + int64(n.entry) }

// builder makes the tree.
type builder struct {
	*Hive
	// strays are links that the linked entry does not confirm: they are followed last, where nothing else claims it.
	strays []stray
	left   int                 // how many more entries of other keys' lists are looked at for strays; all of an honest file are fewer
	todo   []int32             // keys whose subkeys are still to be linked
	broken []end               // lists of subkeys that go on where no link leads
	loose  map[uint32][]uint32 // entries that no link names, by the offset of their parent's; nil while not needed
}

// end is a key and the last of its subkeys that is known, none where the first is not.
type end struct{ parent, last int32 }

type stray struct {
	parent, before int32  // the key and its last subkey before the link
	field          int64  // where the link stands
	entry          uint32 // what it names
}

// readTree links the entries to a tree and gives each its record.
func (h *Hive) readTree(ctx context.Context) error {
	h.taken = make([]int32, max(0, h.keysEnd-keysAt)/4)
	b := &builder{Hive: h, left: len(h.taken)}
	root, ok := b.findRoot()
	if !ok {
		return nil
	}
	b.add(root, none, none)
	for {
		if err := b.link(ctx); err != nil {
			return err
		}
		if n := len(b.strays); n > 0 {
			s := b.strays[n-1]
			b.strays = b.strays[:n-1]
			b.follow(s)
		} else if n := len(b.broken); n > 0 {
			s := b.broken[n-1]
			b.broken = b.broken[:n-1]
			b.complete(s)
		} else {
			break
		}
	}
	b.giveRecords()
	return nil
}

// findRoot returns the root's entry. Where the header names none, the entry that says that it is the root is taken.
func (b *builder) findRoot() (uint32, bool) {
	rel := u32(b.m, keysAt+offRoot)
	if e, ok := b.entryAt(rel); ok && (u32(e, offParent) == nilOffset || isRoot(e)) {
		switch status := u32(e, offStatus); {
		case status == entryUsed:
			return rel, true
		case u32(e, offParent) == nilOffset && isRoot(e):
			b.diag(hive.KindFlags, keysAt+int64(rel), "key entry", fmt.Sprintf("the status of the root key's entry is 0x%08x", status))
			return rel, true
		}
	}
	for at := uint32(keysHeader); ; at += 4 {
		e, ok := b.entryAt(at)
		if !ok {
			b.diag(hive.KindRoot, keysAt+offRoot, "RGKN", fmt.Sprintf("the root key offset 0x%08x names no root key, and none is found", rel))
			return 0, false
		}
		if u32(e, offStatus) == entryUsed && u32(e, offParent) == nilOffset && u32(e, offSibling) == nilOffset && isRoot(e) {
			b.diag(hive.KindRoot, keysAt+offRoot, "RGKN", fmt.Sprintf("the root key offset 0x%08x names no root key; the entry at 0x%08x, which says that it is the root, is taken", rel, at))
			return at, true
		}
	}
}

// isRoot reports whether an entry has no record, as the root's has.
func isRoot(e []byte) bool { return u16(e, offRecordID) == noID && u16(e, offBlock) == noID }

// add makes a key of an entry that nothing of the tree overlaps.
func (b *builder) add(rel uint32, parent, before int32) int32 {
	at := int32(len(b.nodes))
	n := node{entry: rel, parent: parent, child: none, next: none, record: none}
	switch {
	case parent == none:
	case before == none:
		n.depth, n.next = b.nodes[parent].depth+1, b.nodes[parent].child
		b.nodes[parent].child = at
	default:
		n.depth, n.next = b.nodes[parent].depth+1, b.nodes[before].next
		b.nodes[before].next = at
	}
	b.nodes = append(b.nodes, n)
	for i := range uint32(entrySize / 4) {
		b.taken[rel/4+i] = at + 1
	}
	b.todo = append(b.todo, at)
	b.claim(at, true)
	return at
}

// link lists the subkeys of each key that is to do, as far as entries and links agree.
func (b *builder) link(ctx context.Context) error {
	for steps := 0; len(b.todo) > 0; steps++ {
		if steps%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		at := b.todo[len(b.todo)-1]
		b.todo = b.todo[:len(b.todo)-1]
		e := b.entryOf(at)
		first := u32(e, offChild)
		if first == nilOffset {
			continue
		}
		if b.nodes[at].depth >= hive.MaxDepth {
			if !b.deeper {
				b.deeper = true
				b.diagKey(hive.KindDepth, b.nodes[at].place(), "key entry", at, fmt.Sprintf("subkeys deeper than %d levels are left out", hive.MaxDepth))
			}
			continue
		}
		b.chain(at, none, b.nodes[at].place()+offChild, first)
	}
	return nil
}

// chain lists the subkeys of parent from an entry on that the link at field names.
func (b *builder) chain(parent, before int32, field int64, rel uint32) {
	for rel != nilOffset {
		e, ok := b.entryAt(rel)
		if !ok {
			b.lost(stray{parent, before, field, rel}, hive.KindCellBounds, fmt.Sprintf("offset 0x%08x is no place for a key entry", rel))
			return
		}
		if u32(e, offStatus) != entryUsed || u32(e, offParent) != b.nodes[parent].entry || b.overlapped(rel) != none {
			b.strays = append(b.strays, stray{parent, before, field, rel})
			return
		}
		before = b.add(rel, parent, before)
		field, rel = b.nodes[before].place()+offSibling, u32(e, offSibling)
	}
}

// overlapped returns a key whose entry has bytes of the one at rel.
func (b *builder) overlapped(rel uint32) int32 {
	for i := range uint32(entrySize / 4) {
		if at := b.taken[rel/4+i]; at != 0 {
			return at - 1
		}
	}
	return none
}

// follow takes a link that its entry does not confirm, unless the entry proves to be another's or none.
func (b *builder) follow(s stray) {
	e, _ := b.entryAt(s.entry)
	status, up, mine := u32(e, offStatus), u32(e, offParent), b.nodes[s.parent].entry
	where := keysAt + int64(s.entry)
	switch other := b.overlapped(s.entry); {
	case other != none && b.nodes[other].entry == s.entry:
		b.lost(s, hive.KindKeyTwice, fmt.Sprintf("the entry at offset %d was already listed, here or elsewhere", where))
		return
	case other != none:
		b.lost(s, hive.KindCellTwice, fmt.Sprintf("no entry starts at offset %d, which is inside another", where))
		return
	case up != mine && status != entryUsed, status != entryFree && (up != mine || status != entryUsed) && !b.confirmed(e):
		b.lost(s, hive.KindRecord, fmt.Sprintf("no key entry stands at offset %d", where))
		return
	case status == entryFree:
		b.diagKey(hive.KindCellFree, where, "key entry", s.parent, "a subkey's entry is marked as free")
	case up != mine && b.lists(up, s.entry):
		b.lost(s, hive.KindParent, fmt.Sprintf("the entry at offset %d is in the list of another key", where))
		return
	case status != entryUsed:
		b.diagKey(hive.KindFlags, where, "key entry", s.parent, fmt.Sprintf("the status of a subkey's entry is 0x%08x", status))
	default:
		b.diagKey(hive.KindParent, where, "key entry", s.parent, fmt.Sprintf("listed by the key at offset %d, its parent offset says 0x%08x", b.nodes[s.parent].place(), up))
	}
	at := b.add(s.entry, s.parent, s.before)
	b.chain(s.parent, at, b.nodes[at].place()+offSibling, u32(e, offSibling))
}

// lists reports whether the subkeys of the entry at up, as it lists them, have the one at rel among them.
func (b *builder) lists(up, rel uint32) bool {
	e, ok := b.entryAt(up)
	if !ok || u32(e, offStatus) != entryUsed || !b.confirmed(e) && !isRoot(e) {
		return false
	}
	for next := u32(e, offChild); next != rel; next = u32(e, offSibling) {
		if b.left--; b.left < 0 {
			return true // of forged ones there is no telling
		}
		if e, ok = b.entryAt(next); !ok || u32(e, offParent) != up {
			return false
		}
	}
	return true
}

// lost says that a link leads to no entry of its key. The subkeys behind it are looked for by their parent offsets.
func (b *builder) lost(s stray, kind hive.Kind, message string) {
	b.diagKey(kind, s.field, "key entry", s.parent, message+"; keys after it are found by their parent offset, if at all")
	b.broken = append(b.broken, end{s.parent, s.before})
}

// complete lists the entries that say that a key with a broken list is their parent, and that no link names. Their
// order is that of the file.
func (b *builder) complete(s end) {
	if b.loose == nil {
		b.loose = map[uint32][]uint32{}
		for rel := uint32(keysHeader); ; rel += 4 {
			e, ok := b.entryAt(rel)
			if !ok {
				break
			}
			if u32(e, offStatus) == entryUsed && b.overlapped(rel) == none && b.confirmed(e) {
				b.loose[u32(e, offParent)] = append(b.loose[u32(e, offParent)], rel)
			}
		}
	}
	for _, rel := range b.loose[b.nodes[s.parent].entry] {
		if b.overlapped(rel) == none {
			s.last = b.add(rel, s.parent, s.last)
		}
	}
}
