package cells

import "mapihive/hive/internal/base"

// BinOf returns the bin that holds rel. In a lazily read hive the bin is found by going back page by
// page to its header; where none leads to rel, the hive is read whole.
func (f *File) BinOf(rel uint32) *Bin {
	if b := f.Bins.At(rel); b != nil || f.Bins.Whole {
		return b
	}
	if b, ok := f.findBin(rel); ok && f.Bins.add(b) {
		return f.Bins.At(rel)
	}
	f.ReadWhole()
	return f.Bins.At(rel)
}

// findBin looks for the bin that covers rel by its header alone.
func (f *File) findBin(rel uint32) (Bin, bool) {
	if int64(rel) >= f.BinsSize {
		return Bin{}, false
	}
	f.readAround(rel)
	b, ok := f.binBefore(rel)
	return b, ok && int64(b.Rel)+int64(b.Size) > int64(rel)
}

// cellHead is the least that a cell has, in bytes, and more than its size takes.
const cellHead = 8

// keptPages is how many pages before that of a cell are read with it, if the bin that was found last has as many. In
// the bins of most hives, which have one page or three, the sizes of cells stand in all of them.
const keptPages = 2

// binBefore goes back from rel's page to the nearest header that stands in its place.
func (f *File) binBefore(rel uint32) (Bin, bool) {
	page := int64(rel / base.PageSize * base.PageSize)
	for p := page; p >= 0; p -= base.PageSize {
		if known := f.Bins.At(uint32(p)); known != nil {
			return *known, true
		}
		if head, ok := f.Image.Glance(base.Size+p, BinHeader); !ok || string(head[:4]) != "hbin" {
			continue
		}
		f.Image.Bytes(base.Size+p, min(page-p, keptPages*base.PageSize)) // what comes now is the sizes of its cells
		if b, problem := f.readBin(base.Size + p); problem == "" && int64(b.Rel) == p {
			return b, true
		}
	}
	return Bin{}, false
}

// readAround reads the page of rel, and those before it that are likely to be of the same bin.
func (f *File) readAround(rel uint32) {
	page := int64(rel / base.PageSize * base.PageSize)
	from := page
	if n := len(f.Bins.Bins); n > 0 {
		last := &f.Bins.Bins[n-1]
		from = max(0, page-min(((page-int64(last.Rel))%int64(last.Size)+int64(last.Size))%int64(last.Size), keptPages*base.PageSize))
	}
	f.Image.Bytes(base.Size+from, min(page+base.PageSize, f.BinsSize)-from)
}

// confirmed reports whether a bin that was found by its header alone fits between the bins before and behind it. The
// header of a bin that was given up may still stand in one that took its place.
func (f *File) confirmed(b *Bin) bool {
	if end := b.Rel + b.Size; int64(end) < f.BinsSize {
		if next, problem := f.readBin(b.Pos + int64(b.Size)); problem != "" || next.Rel != end {
			return false
		}
	}
	if b.Rel == 0 {
		return true
	}
	prev, ok := f.binBefore(b.Rel - 1)
	return ok && prev.Rel+prev.Size == b.Rel
}

// lazyCell is CellAt in a bin of a hive that is read lazily. It looks through the bin no further than to the cell. A bin
// whose cells do not lead there is looked through whole, if it is one.
func (f *File) lazyCell(b *Bin, rel uint32) (cell, bool) {
	if b.starts == nil {
		b.starts, b.upTo = make([]uint64, (b.Size+511)>>9), BinHeader
	}
	at, target := b.upTo, int64(rel-b.Rel)
	if target >= int64(b.Size) { // behind the cut end of a file
		return cell{}, false
	}
	for at <= target {
		head, ok := f.Image.Bytes(b.Pos+at, min(cellHead, int64(b.Size)-at))
		if !ok || len(head) < cellHead {
			break
		}
		size, _ := CellSize(head)
		if !f.possibleSize(size) || size > int64(b.Size)-at {
			break
		}
		b.starts[at>>9] |= 1 << (at >> 3 & 63)
		at += size
	}
	b.upTo = at
	switch {
	case b.starts[target>>9]&(1<<(target>>3&63)) != 0:
		head, _ := f.Image.Bytes(b.Pos+target, cellHead)
		size, allocated := CellSize(head) // it was found above to fit
		p, _ := f.Image.Bytes(b.Pos+target, size)
		return cell{Payload: p[f.CellHeader:], Allocated: allocated}, true
	case !f.confirmed(b):
		f.ReadWhole()
		return f.CellAt(rel)
	case at <= target:
		f.WalkBin(b)
		return f.CellAt(rel)
	}
	return cell{}, false
}
