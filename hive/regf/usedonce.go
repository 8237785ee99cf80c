package regf

import (
	"fmt"
	"math/bits"

	"mapihive/hive"
)

// usedAgain says that a cell in use is used again, by the record at owner and as structure, unless that is
// said of the record itself (a key, list or value listed twice) or no wonder (keys share security records).
func (f *file) usedAgain(rel uint32, structure string, owner uint32) {
	s := f.survey
	same := bitset{}
	switch structure {
	case "nk":
		same = s.keys
	case "vk":
		same = s.values
	case "sk":
		same = s.security
	case subkeyListCell:
		same = s.lists
	case valueListCell:
		same = s.valueLists
	}
	if !same.has(rel) {
		f.diagKey(hive.KindCellTwice, f.fileOffset(rel), structure, owner, fmt.Sprintf("the %s cell is in use already", structure))
	}
}

// unusedCells counts the allocated cells that nothing uses, once the whole tree was read.
func (f *file) unusedCells() (cells int, bytes, first int64) {
	for i := range f.bins.bins {
		b := &f.bins.bins[i]
		if !b.walked {
			f.walkBin(b)
		}
		for rel := range f.bins.startsBut(f.survey.used, b) {
			size, allocated := cellSize(b.data[rel-b.rel:])
			if !allocated {
				continue
			}
			if cells == 0 {
				first = f.fileOffset(rel)
			}
			cells++
			bytes += size
		}
	}
	return cells, bytes, first
}

// startsBut yields where cells of a walked bin start that are not in but.
func (bm *binMap) startsBut(but bitset, b *bin) func(yield func(rel uint32) bool) {
	return func(yield func(rel uint32) bool) {
		for word := b.rel >> 9; word < (b.rel+b.size+511)>>9; word++ {
			for m := bm.starts.word(word) &^ but.word(word); m != 0; m &= m - 1 {
				if !yield(word<<9 | uint32(bits.TrailingZeros64(m))<<3) {
					return
				}
			}
		}
	}
}

// sayUnused notes the allocated cells that nothing uses and, as something may hide them, looks for it.
func (f *file) sayUnused() (cells int) {
	cells, bytes, first := f.unusedCells()
	if cells > 0 {
		what := fmt.Sprintf("%d allocated cells of %d bytes, the first of them here, are", cells, bytes)
		if cells == 1 {
			what = fmt.Sprintf("an allocated cell of %d bytes is", bytes)
		}
		f.diag(hive.KindUnusedCells, first, "cell", what+" used by no record in reach")
	}
	return cells
}

// unused reports whether rel is an allocated cell that no live record uses, with its payload.
func (f *file) unused(rel uint32) ([]byte, bool) {
	if f.survey.used.has(rel) {
		return nil, false
	}
	c, ok := f.cellAt(rel)
	return c.payload, ok && c.allocated
}

// unusedValue reports whether rel is an allocated value record that no live key lists.
func (f *file) unusedValue(rel uint32) bool {
	p, ok := f.unused(rel)
	return ok && signed(p, "vk", vkFixed)
}
