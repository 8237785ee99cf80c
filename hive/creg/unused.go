package creg

import (
	"fmt"
	"slices"

	"mapihive/hive"
)

// verifyFree checks the free records of a block against what its header says of them.
func (h *Hive) verifyFree(b block) {
	if said := int64(u32(h.m[b.off:], offFreeBytes)); said != b.freed {
		h.diag(hive.KindBin, b.off+offFreeBytes, "RGDB", fmt.Sprintf("the header counts %d bytes of free records, there are %d", said, b.freed))
	}
	linked, field := 0, b.off+offFreeRecord
	for linked <= len(b.free) {
		at, ok := h.m.bytes(field, 4)
		if !ok || u32(at, 0) == nilOffset {
			break
		}
		next := b.off + int64(u32(at, 0))
		if _, ok := slices.BinarySearch(b.free, next); !ok {
			h.diag(hive.KindCellBounds, field, "RGDB", fmt.Sprintf("a link of the free records leads to offset %d, where none stands", next))
			return
		}
		linked, field = linked+1, next+offUsed
	}
	if linked != len(b.free) {
		h.diag(hive.KindBin, b.off+offFreeRecord, "RGDB", fmt.Sprintf("there are %d free records, %d are linked or the links circle", len(b.free), linked))
	}
}

// verifyEntries checks the free runs of entries, and looks for entries in no run that nothing lists.
func (h *Hive) verifyEntries() {
	const free = -1
	taken := slices.Clone(h.taken)
	field, rel := int64(keysAt+offFreeEntry), u32(h.m, keysAt+offFreeEntry)
	for rel != nilOffset {
		e, ok := h.entryAt(rel)
		if !ok || u32(e, offStatus) != entryFree {
			h.diag(hive.KindCellBounds, field, "RGKN", fmt.Sprintf("a link of the free entries leads to offset 0x%08x, where none stands", rel))
			break
		}
		from, to := int64(rel)/4, (int64(rel)+int64(u32(e, offHash)))/4
		if to <= from || to > int64(len(taken)) || slices.ContainsFunc(taken[from:to], func(at int32) bool { return at != 0 }) {
			h.diag(hive.KindCellTwice, keysAt+int64(rel), "key entry", fmt.Sprintf("a free run of %d bytes overlaps another, a key or the end", u32(e, offHash)))
			break
		}
		for i := from; i < to; i++ {
			taken[i] = free
		}
		field, rel = keysAt+int64(rel)+offRunNext, u32(e, offRunNext)
	}
	if h.deeper {
		return
	}
	entries, first := 0, int64(0)
	for rel := uint32(keysHeader); ; {
		e, ok := h.entryAt(rel)
		if !ok {
			break
		}
		if slices.ContainsFunc(taken[rel/4:rel/4+entrySize/4], func(at int32) bool { return at != 0 }) || u32(e, offStatus) != entryUsed || !h.confirmed(e) {
			rel += 4
			continue
		}
		if entries++; entries == 1 {
			first = keysAt + int64(rel)
		}
		rel += entrySize
	}
	if entries > 0 {
		h.diag(hive.KindHidden, first, "key entry", fmt.Sprintf("no link leads to %d key entries in use, the first of which stands here: a link is broken, or deleting them was not finished. They are not shown", entries))
	}
}

// sayUnused notes the records that no key uses.
func (h *Hive) sayUnused() {
	if h.deeper { // some belong to keys that are left out
		return
	}
	records, first := 0, int64(0)
	for _, r := range h.records {
		if !r.owned {
			if records++; first == 0 || r.off < first {
				first = r.off
			}
		}
	}
	if records > 0 {
		h.diag(hive.KindUnusedCells, first, "record", fmt.Sprintf("%d records in use belong to no key; the first stands here", records))
	}
}
