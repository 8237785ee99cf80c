package regf

import (
	"fmt"
	"math/bits"

	"mapihive/hive"
)

// usedAgain says that a cell in use is used again, by the record at owner and as structure, unless that is
// said of the record itself (a key, list or value listed twice) or no wonder (keys share security records).
func (h *Hive) usedAgain(rel uint32, structure string, owner uint32) {
	s := h.survey
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
		h.diagKey(hive.KindCellTwice, h.fileOffset(rel), structure, owner, fmt.Sprintf("the %s cell is in use already", structure))
	}
}

// unusedCells counts the allocated cells that nothing uses, once the whole tree was read.
func (h *Hive) unusedCells() (cells int, bytes, first int64) {
	for i := range h.bins.bins {
		b := &h.bins.bins[i]
		if !b.walked {
			h.walkBin(b)
		}
		for rel := range h.bins.startsBut(h.survey.used, b) {
			size, allocated := cellSize(b.data[rel-b.rel:])
			if !allocated {
				continue
			}
			if cells == 0 {
				first = h.fileOffset(rel)
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
func (h *Hive) sayUnused() (cells int) {
	cells, bytes, first := h.unusedCells()
	if cells > 0 {
		what := fmt.Sprintf("%d allocated cells of %d bytes, the first of them here, are", cells, bytes)
		if cells == 1 {
			what = fmt.Sprintf("an allocated cell of %d bytes is", bytes)
		}
		h.diag(hive.KindUnusedCells, first, "cell", what+" used by no record in reach")
	}
	return cells
}
