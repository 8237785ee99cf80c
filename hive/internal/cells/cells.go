package cells

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/internal/base"
)

// NIL means "no cell".
const NIL = base.NIL

// cell is one cell as its header describes it.
type cell struct {
	Payload   []byte // after the header, to the end of the cell
	Allocated bool
}

// CellAt returns the cell that starts exactly at rel. An offset into the middle of a cell is no cell: this
// one rule stops overlapping and forged records.
func (f *File) CellAt(rel uint32) (cell, bool) {
	if rel%8 != 0 {
		return cell{}, false
	}
	if f.Bins.inPlace && f.Bins.Starts.Has(rel) && (f.Bins.apart == nil || !f.Bins.apart[rel/base.PageSize]) {
		p := f.Image.Buf[base.Size+int64(rel):]
		size, allocated := CellSize(p) // WalkBin found that it fits
		return cell{Payload: p[f.CellHeader:size:size], Allocated: allocated}, true
	}
	return f.cellInBin(rel)
}

// cellInBin is CellAt where the bin is to be found first.
func (f *File) cellInBin(rel uint32) (cell, bool) {
	b := f.BinOf(rel)
	if b == nil {
		return cell{}, false
	}
	if !b.Walked {
		if f.Image.lazy != nil {
			return f.lazyCell(b, rel)
		}
		f.WalkBin(b)
	}
	if !f.Bins.Starts.Has(rel) {
		return cell{}, false
	}
	p := b.data[rel-b.Rel:]
	size, allocated := CellSize(p) // WalkBin found that it fits
	return cell{Payload: p[f.CellHeader:size:size], Allocated: allocated}, true
}

// CellSize reads a cell header: the size in bytes, header included, and whether the cell is allocated
// (stored as a negative number).
func CellSize(head []byte) (size int64, allocated bool) {
	v := int64(int32(U32(head, 0)))
	if v < 0 {
		return -v, true
	}
	return v, false
}

// WalkBin marks where the bin's cells start. After a size that is impossible it goes on at the next place
// from which cells fit up to the end of the bin.
func (f *File) WalkBin(b *Bin) {
	b.Walked = true
	data, ok := f.Image.Bytes(b.Pos, int64(b.Size))
	if !ok {
		return
	}
	b.data = data
	b.Filled = true
	cut := f.truncated && b.Pos+int64(len(data)) == f.Image.Size() // said by KindTruncated
	var whole Bitset                                               // wholeCells, once they are needed
	for at := int64(BinHeader); at < int64(len(data)); {
		size, fits := f.fittingCell(data, at)
		if !fits {
			b.Filled = false
			if cut && (int64(len(data))-at < 8 || f.possibleSize(size)) {
				return
			}
			if !whole.Exists() {
				whole = f.wholeCells(data)
			}
			next := min(int64(whole.next(uint32(at)+8)), int64(len(data)))
			f.Diag(hive.KindCellSize, b.Pos+at, "cell", fmt.Sprintf("cell size %d is impossible with %d bytes left in the bin; %d bytes from here are in no cell", size, int64(len(data))-at, next-at))
			at = next
			continue
		}
		f.Bins.Starts.Set(b.Rel + uint32(at))
		at += size
	}
}

// possibleSize reports whether cells of this size exist.
func (f *File) possibleSize(size int64) bool {
	return size >= int64(f.CellAlign) && size&int64(f.CellAlign-1) == 0
}

// fittingCell returns the size of the cell at the offset at of a bin and whether it stays inside.
func (f *File) fittingCell(data []byte, at int64) (size int64, fits bool) {
	if int64(len(data))-at < 8 {
		return 0, false
	}
	size, _ = CellSize(data[at:])
	return size, f.possibleSize(size) && size <= int64(len(data))-at
}

// wholeCells marks the allocated cells of a bin from which on cells follow each other up to its end, or up
// to the header of a bin that a wrong size made part of this one: where reading may go on after a size that
// is impossible. One pass from the end finds them all, however many sizes of the bin are impossible.
func (f *File) wholeCells(data []byte) Bitset {
	align, end := int64(f.CellAlign), int64(len(data))
	leads, whole := NewBitset(end), NewBitset(end) // cells that lead there, and those of them that are allocated
	for p := end/align*align - align; p > BinHeader; p -= align {
		f.Steps++
		size, fits := f.fittingCell(data, p)
		if !fits || p+size < end && !leads.Has(uint32(p+size)) && string(data[p+size:min(p+size+4, end)]) != "hbin" {
			continue
		}
		leads.Set(uint32(p))
		if _, allocated := CellSize(data[p:]); allocated {
			whole.Set(uint32(p))
		}
	}
	return whole
}

// FileOffset is where rel stands in the file, or would if its bin is unknown.
func (f *File) FileOffset(rel uint32) int64 {
	if f.Bins.inPlace {
		return base.Size + int64(rel)
	}
	if b := f.Bins.At(rel); b != nil {
		return b.Pos + int64(rel-b.Rel)
	}
	return base.Size + int64(rel)
}

// LiveCell returns the payload of the cell at rel that a live record points to, which is to hold structure,
// and says so where it does not exist or is unallocated. owner is the cell of the pointing record; the
// diagnostic stands at the pointer's target when that lies in the file, else at the owner.
func (f *File) LiveCell(rel uint32, structure string, owner uint32) ([]byte, bool) {
	c, ok := f.CellAt(rel)
	if !ok {
		offset := fmt.Sprintf(" 0x%08x", rel)
		if structure == DataCell {
			offset = "" // one wrong bit in the size makes data that stand in the value, which may be a secret, an offset
		}
		f.DiagKey(hive.KindCellBounds, f.FileOffset(owner), structure, owner, fmt.Sprintf("the %s offset%s names no cell", structure, offset))
		return nil, false
	}
	if !c.Allocated {
		f.DiagKey(hive.KindCellFree, f.FileOffset(rel), structure, owner, fmt.Sprintf("the %s cell is unallocated", structure))
	}
	if !f.CellRead(rel, len(c.Payload)) {
		f.DiagKey(hive.KindUnreadable, f.FileOffset(rel), structure, owner, fmt.Sprintf("a part of the %s cell could not be read; zeros stand for it", structure))
	}
	return c.Payload, true
}

// CellRead reports whether the header of the cell at rel and the first n bytes of its payload could be read.
func (f *File) CellRead(rel uint32, n int) bool {
	return len(f.Image.Lost) == 0 || f.Image.readable(f.FileOffset(rel), int64(f.CellHeader+n))
}

// Record returns the payload of a live cell that must carry the signature sig and hold fixed bytes.
func (f *File) Record(rel uint32, sig string, fixed int, owner uint32) ([]byte, bool) {
	p, ok := f.LiveCell(rel, sig, owner)
	if !ok {
		return nil, false
	}
	if !Signed(p, sig, fixed) {
		f.DiagKey(hive.KindRecord, f.FileOffset(rel), sig, owner, fmt.Sprintf("no %s record of at least %d bytes but % x", sig, fixed, p[:min(len(p), 4)]))
		return nil, false
	}
	return p, true
}
