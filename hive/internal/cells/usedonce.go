package cells

import (
	"fmt"
	"math/bits"

	"mapihive/hive"
)

// usedAgain says that a cell in use is used again, by the record at owner and as structure, unless that is
// said of the record itself (a key, list or value listed twice) or no wonder (keys share security records).
func (f *File) usedAgain(rel uint32, structure string, owner uint32) {
	s := f.Survey
	same := Bitset{}
	switch structure {
	case "nk":
		same = s.Keys
	case "vk":
		same = s.Values
	case "sk":
		same = s.Security
	case SubkeyListCell:
		same = s.Lists
	case ValueListCell:
		same = s.ValueLists
	}
	if !same.Has(rel) {
		f.DiagKey(hive.KindCellTwice, f.FileOffset(rel), structure, owner, fmt.Sprintf("the %s cell is in use already", structure))
	}
}

// unusedCells counts the allocated cells that nothing uses, once the whole tree was read.
func (f *File) unusedCells() (cells int, bytes, first int64) {
	for i := range f.Bins.Bins {
		b := &f.Bins.Bins[i]
		if !b.Walked {
			f.WalkBin(b)
		}
		for rel := range f.Bins.StartsBut(f.Survey.Used, b) {
			size, allocated := CellSize(b.data[rel-b.Rel:])
			if !allocated {
				continue
			}
			if cells == 0 {
				first = f.FileOffset(rel)
			}
			cells++
			bytes += size
		}
	}
	return cells, bytes, first
}

// StartsBut yields where cells of a walked bin start that are not in but.
func (bm *binMap) StartsBut(but Bitset, b *Bin) func(yield func(rel uint32) bool) {
	return func(yield func(rel uint32) bool) {
		for word := b.Rel >> 9; word < (b.Rel+b.Size+511)>>9; word++ {
			for m := bm.Starts.word(word) &^ but.word(word); m != 0; m &= m - 1 {
				if !yield(word<<9 | uint32(bits.TrailingZeros64(m))<<3) {
					return
				}
			}
		}
	}
}

// SayUnused notes the allocated cells that nothing uses and, as something may hide them, looks for it.
func (f *File) SayUnused() (cells int) {
	cells, bytes, first := f.unusedCells()
	if cells > 0 {
		what := fmt.Sprintf("%d allocated cells of %d bytes, the first of them here, are", cells, bytes)
		if cells == 1 {
			what = fmt.Sprintf("an allocated cell of %d bytes is", bytes)
		}
		f.Diag(hive.KindUnusedCells, first, "cell", what+" used by no record in reach")
	}
	return cells
}

// Unused reports whether rel is an allocated cell that no live record uses, with its payload.
func (f *File) Unused(rel uint32) ([]byte, bool) {
	if f.Survey.Used.Has(rel) {
		return nil, false
	}
	c, ok := f.CellAt(rel)
	return c.Payload, ok && c.Allocated
}

// UnusedValue reports whether rel is an allocated value record that no live key lists.
func (f *File) UnusedValue(rel uint32) bool {
	p, ok := f.Unused(rel)
	return ok && Signed(p, "vk", VKFixed)
}
