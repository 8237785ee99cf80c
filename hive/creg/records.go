package creg

import (
	"cmp"
	"fmt"
	"slices"

	"mapihive/hive"
)

// record is where the record of a key stands.
type record struct {
	off   int64
	size  int64 // up to the next record
	block uint16
	id    uint16
	owned bool // by a key of the tree
}

// compare orders records by block and number.
func (r record) compare(s record) int {
	return cmp.Or(cmp.Compare(r.block, s.block), cmp.Compare(r.id, s.id))
}

// recordIndex finds a record by block and number.
func (h *Hive) recordIndex(block, id uint16) (int, bool) {
	return slices.BinarySearchFunc(h.records, record{block: block, id: id}, record.compare)
}

// readRecords takes the records of a block, which comes after those that were read.
func (h *Hive) readRecords(b block) {
	first := len(h.records)
	var fits []bool // by offset from the start of the block: whether records follow each other from there to its end
	for at := b.off + blockHeader; at < b.end; {
		size, free, ok := h.soundRecord(b, at)
		if ok {
			if free {
				b.free, b.freed = append(b.free, at), b.freed+size
			} else {
				h.records = append(h.records, record{off: at, size: size, block: b.number, id: u16(h.m[at:], offID)})
			}
			at += size
			continue
		}
		if fits == nil {
			fits = h.fitting(b)
		}
		if n := len(h.records) - 1; n >= first && h.records[n].off+h.records[n].size == at {
			if end := h.shorter(b, h.records[n], fits); end < at {
				h.diag(hive.KindCellSize, h.records[n].off, "record", fmt.Sprintf("a record of %d bytes reaches over the one after it; it is taken to end there, %d bytes on", h.records[n].size, end-h.records[n].off))
				h.records[n].size = end - h.records[n].off
				at = end
				continue
			}
		}
		at = h.oddRecord(b, at, fits)
	}
	h.blocks = append(h.blocks, b)
	own := h.records[first:]
	slices.SortStableFunc(own, record.compare)
	kept := own[:0]
	for _, r := range own {
		if n := len(kept); n > 0 && kept[n-1].id == r.id {
			h.diag(hive.KindRecord, r.off, "record", fmt.Sprintf("two records of the block have the number %d; the first, at offset %d, is read", r.id, kept[n-1].off))
			continue
		}
		kept = append(kept, r)
	}
	h.records = h.records[:first+len(kept)]
}

// soundRecord reads the fixed fields of the record of b at that offset; ok is false where one is impossible.
func (h *Hive) soundRecord(b block, at int64) (size int64, free, ok bool) {
	head, ok := h.m.bytes(at, recordFixed)
	if !ok || at+recordFixed > b.end {
		if head, ok = h.m.bytes(at, freeFixed); !ok || at+freeFixed > b.end {
			return 0, false, false
		}
		free = true // nothing else is as short
	}
	size = int64(u32(head, offAllocated))
	id, in := u16(head, offID), u16(head, offIn)
	if size > b.end-at {
		return size, false, false
	}
	if id == noID {
		return size, true, in == noID && size >= freeFixed
	}
	return size, false, !free && in == b.number && size >= recordFixed && int64(u32(head, offUsed)) >= recordFixed && int64(u32(head, offUsed)) <= size
}

// fitting works out, backwards, from which places of the block sound records lead to its end.
func (h *Hive) fitting(b block) []bool {
	fits := make([]bool, b.end-b.off+1)
	fits[b.end-b.off] = true
	for at := b.end - freeFixed; at >= b.off+blockHeader; at-- {
		size, _, ok := h.soundRecord(b, at)
		fits[at-b.off] = ok && fits[at-b.off+size]
	}
	return fits
}

// shorter returns the first place behind the used bytes of a record, which does not lead to another, from where
// records do lead to the end of the block; the end of the record where there is none.
func (h *Hive) shorter(b block, r record, fits []bool) int64 {
	end := r.off + r.size
	for at := r.off + int64(u32(h.m[r.off:], offUsed)); at < end; at++ {
		if fits[at-b.off] {
			return at
		}
	}
	return end
}

// oddRecord takes a record with an impossible field as far as it can be told, and returns where the next one stands.
func (h *Hive) oddRecord(b block, at int64, fits []bool) (next int64) {
	head, ok := h.m.bytes(at, recordFixed)
	if ok && at+recordFixed <= b.end {
		size, id, in := int64(u32(head, offAllocated)), u16(head, offID), u16(head, offIn)
		whole := size >= recordFixed && size <= b.end-at && fits[at-b.off+size]
		if whole {
			next = at + size
		} else {
			for next = at + freeFixed; !fits[min(next, b.end)-b.off]; next++ {
			}
			next = min(next, b.end)
		}
		switch mine := id != noID && (in == b.number || whole); {
		case !mine:
			h.diag(hive.KindRecord, at, "record", fmt.Sprintf("no record of this block: %d bytes are left out", next-at))
			return next
		case !whole:
			h.diag(hive.KindCellSize, at, "record", fmt.Sprintf("a record of %d bytes does not fit its block; it is taken to end where the next one starts, %d bytes on", size, next-at))
		case in != b.number:
			h.diag(hive.KindRecord, at, "record", fmt.Sprintf("the record says that it is in block %d, it is in block %d", in, b.number))
		default:
			h.diag(hive.KindRecord, at, "record", fmt.Sprintf("%d bytes of a record of %d are said to be used", u32(head, offUsed), size))
		}
		if next-at >= recordFixed {
			h.records = append(h.records, record{off: at, size: next - at, block: b.number, id: id})
		}
		return next
	}
	h.diag(hive.KindCellSize, at, "record", fmt.Sprintf("%d bytes at the end of the block are in no record", b.end-at))
	return b.end
}
