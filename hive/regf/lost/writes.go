package lost

import "mapihive/hive/internal/base"

// writes says for each page of the hive bins which step wrote it last, 0 for none, and finds pages that were
// written since a step without looking at those that were not: it is a tree in which each node has the
// latest step of the two below it.
type writes struct {
	leaves int // a power of two
	steps  []int32
}

func newWrites(size int64) *writes {
	n := 1
	for int64(n)*base.PageSize < size {
		n *= 2
	}
	return &writes{n, make([]int32, 2*n)}
}

// set notes that the bytes [from, to) were written by a step, which is not before the others.
func (w *writes) set(from, to int64, step int32) {
	for page := from / base.PageSize; page*base.PageSize < to; page++ {
		for i := int(page) + w.leaves; i > 0 && w.steps[i] != step; i /= 2 {
			w.steps[i] = step
		}
	}
}

// next is the first byte from which on a page was written after a step: from itself, the start of a page, or
// a place behind the end.
func (w *writes) next(from int64, after int32) int64 {
	page := int(from / base.PageSize)
	if page >= w.leaves {
		return from
	}
	i := page + w.leaves
	for w.steps[i] <= after {
		if i&(i+1) == 0 { // the last of its level
			return int64(w.leaves) * base.PageSize
		}
		for i++; i%2 == 0; {
			i /= 2 // the node above begins at the same page
		}
	}
	for i < w.leaves {
		if i *= 2; w.steps[i] <= after {
			i++
		}
	}
	return max(from, int64(i-w.leaves)*base.PageSize)
}

// look is what was seen at a step.
type look struct {
	writes *writes
	step   int32
}

// next is the first byte from which on something was written since.
func (s *look) next(from int64) int64 { return s.writes.next(from, s.step) }
