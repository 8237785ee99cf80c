package hive

import (
	"fmt"

	"mapihive/hive/internal/base"
)

// nilOffset means "no cell".
const nilOffset = base.NIL

// cell is one cell as its header describes it.
type cell struct {
	payload   []byte // after the header, to the end of the cell
	allocated bool
}

// cellAt returns the cell that starts exactly at rel. An offset into the middle of a cell is no cell: this
// one rule stops overlapping and forged records.
func (h *Hive) cellAt(rel uint32) (cell, bool) {
	if rel%8 != 0 {
		return cell{}, false
	}
	b := h.binOf(rel)
	if b == nil {
		return cell{}, false
	}
	if !b.walked {
		h.walkBin(b)
	}
	if !h.bins.starts.has(rel) {
		return cell{}, false
	}
	p := b.data[rel-b.rel:]
	size, allocated := cellSize(p) // walkBin found that it fits
	return cell{payload: p[h.cellHeader:size:size], allocated: allocated}, true
}

// cellSize reads a cell header: the size in bytes, header included, and whether the cell is allocated
// (stored as a negative number).
func cellSize(head []byte) (size int64, allocated bool) {
	v := int64(int32(u32at(head, 0)))
	if v < 0 {
		return -v, true
	}
	return v, false
}

// walkBin marks where the bin's cells start. After a size that is impossible it goes on at the next place
// from which cells fit up to the end of the bin.
func (h *Hive) walkBin(b *bin) {
	b.walked = true
	data, ok := h.img.bytes(b.pos, int64(b.size))
	if !ok {
		return
	}
	b.data = data
	cut := h.truncated && b.pos+int64(len(data)) == h.img.size() // said by KindTruncated
	var whole bitset                                             // wholeCells, once they are needed
	for at := int64(binHeader); at < int64(len(data)); {
		size, fits := h.fittingCell(data, at)
		if !fits {
			if cut && (int64(len(data))-at < 8 || h.possibleSize(size)) {
				return
			}
			if !whole.exists() {
				whole = h.wholeCells(data)
			}
			next := min(int64(whole.next(uint32(at)+8)), int64(len(data)))
			h.diag(KindCellSize, b.pos+at, "cell", fmt.Sprintf("cell size %d is impossible with %d bytes left in the bin; %d bytes from here are in no cell", size, int64(len(data))-at, next-at))
			at = next
			continue
		}
		h.bins.starts.set(b.rel + uint32(at))
		at += size
	}
}

// possibleSize reports whether cells of this size exist.
func (h *Hive) possibleSize(size int64) bool {
	return size >= int64(h.cellAlign) && size%int64(h.cellAlign) == 0
}

// fittingCell returns the size of the cell at the offset at of a bin and whether it stays inside.
func (h *Hive) fittingCell(data []byte, at int64) (size int64, fits bool) {
	if int64(len(data))-at < 8 {
		return 0, false
	}
	size, _ = cellSize(data[at:])
	return size, h.possibleSize(size) && size <= int64(len(data))-at
}

// wholeCells marks the allocated cells of a bin from which on cells follow each other up to its end, or up
// to the header of a bin that a wrong size made part of this one: where reading may go on after a size that
// is impossible. One pass from the end finds them all, however many sizes of the bin are impossible.
func (h *Hive) wholeCells(data []byte) bitset {
	align, end := int64(h.cellAlign), int64(len(data))
	leads, whole := newBitset(end), newBitset(end) // cells that lead there, and those of them that are allocated
	for p := end/align*align - align; p > binHeader; p -= align {
		h.steps++
		size, fits := h.fittingCell(data, p)
		if !fits || p+size < end && !leads.has(uint32(p+size)) && string(data[p+size:min(p+size+4, end)]) != "hbin" {
			continue
		}
		leads.set(uint32(p))
		if _, allocated := cellSize(data[p:]); allocated {
			whole.set(uint32(p))
		}
	}
	return whole
}

// fileOffset is where rel stands in the file, or would if its bin is unknown.
func (h *Hive) fileOffset(rel uint32) int64 {
	if b := h.bins.at(rel); b != nil {
		return b.pos + int64(rel-b.rel)
	}
	return base.Size + int64(rel)
}

// liveCell returns the payload of the cell at rel that a live record points to, which is to hold structure,
// and says so where it does not exist or is unallocated. owner is the cell of the pointing record; the
// diagnostic stands at the pointer's target when that lies in the file, else at the owner.
func (h *Hive) liveCell(rel uint32, structure string, owner uint32) ([]byte, bool) {
	c, ok := h.cellAt(rel)
	if !ok {
		offset := fmt.Sprintf(" 0x%08x", rel)
		if structure == dataCell {
			offset = "" // one wrong bit in the size makes data that stand in the value, which may be a secret, an offset
		}
		h.diagKey(KindCellBounds, h.fileOffset(owner), structure, owner, fmt.Sprintf("the %s offset%s names no cell", structure, offset))
		return nil, false
	}
	if !c.allocated {
		h.diagKey(KindCellFree, h.fileOffset(rel), structure, owner, fmt.Sprintf("the %s cell is unallocated", structure))
	}
	if !h.cellRead(rel, len(c.payload)) {
		h.diagKey(KindUnreadable, h.fileOffset(rel), structure, owner, fmt.Sprintf("a part of the %s cell could not be read; zeros stand for it", structure))
	}
	return c.payload, true
}

// cellRead reports whether the header of the cell at rel and the first n bytes of its payload could be read.
func (h *Hive) cellRead(rel uint32, n int) bool {
	return len(h.img.lost) == 0 || h.img.readable(h.fileOffset(rel), int64(h.cellHeader+n))
}

// record returns the payload of a live cell that must carry the signature sig and hold fixed bytes.
func (h *Hive) record(rel uint32, sig string, fixed int, owner uint32) ([]byte, bool) {
	p, ok := h.liveCell(rel, sig, owner)
	if !ok {
		return nil, false
	}
	if !signed(p, sig, fixed) {
		h.diagKey(KindRecord, h.fileOffset(rel), sig, owner, fmt.Sprintf("no %s record of at least %d bytes but % x", sig, fixed, p[:min(len(p), 4)]))
		return nil, false
	}
	return p, true
}
