package cells

import "math/bits"

// Bitset holds one bit for every 8 bytes of the hive bins: the grid on which cells start. Its memory grows
// with the places that are marked, so that a look at a few keys of a large hive stays cheap. The zero
// Bitset is no set.
type Bitset struct {
	pages []*bitPage
}

// bitPage is the bits of 256 KiB of hive bins.
type bitPage [512]uint64

func NewBitset(binsSize int64) Bitset {
	const covered = 8 * 64 * int64(len(bitPage{}))
	return Bitset{make([]*bitPage, (binsSize+covered-1)/covered)}
}

// Exists tells a set from the zero bitset.
func (b Bitset) Exists() bool { return b.pages != nil }

// Clone is a copy that shares nothing with b.
func (b Bitset) Clone() Bitset {
	c := Bitset{make([]*bitPage, len(b.pages))}
	for i, p := range b.pages {
		if p != nil {
			page := *p
			c.pages[i] = &page
		}
	}
	return c
}

// word returns the 64 bits of the i-th 512 bytes, 0 beyond the end.
func (b Bitset) word(i uint32) uint64 {
	if p := i / uint32(len(bitPage{})); int(p) < len(b.pages) && b.pages[p] != nil {
		return b.pages[p][i%uint32(len(bitPage{}))]
	}
	return 0
}

func (b Bitset) Has(rel uint32) bool { return b.word(rel>>9)&(1<<(rel>>3&63)) != 0 }

// next returns the first place from rel on that is marked, beyond all places if none is.
func (b Bitset) next(rel uint32) uint32 {
	first := ^uint64(0) << (rel >> 3 & 63)
	for i := rel >> 9; int(i/uint32(len(bitPage{}))) < len(b.pages); i++ {
		if b.pages[i/uint32(len(bitPage{}))] == nil {
			i |= uint32(len(bitPage{})) - 1
		} else if m := b.word(i) & first; m != 0 {
			return i<<9 | uint32(bits.TrailingZeros64(m))<<3
		}
		first = ^uint64(0)
	}
	return NIL
}

// Set marks rel, which must lie inside the bins.
func (b Bitset) Set(rel uint32) { b.Add(rel) }

// Add marks rel, which must lie inside the bins, and reports whether it was not marked before.
func (b Bitset) Add(rel uint32) bool {
	i := rel >> 9
	p := i / uint32(len(bitPage{}))
	if b.pages[p] == nil {
		b.pages[p] = new(bitPage)
	}
	word, bit := &b.pages[p][i%uint32(len(bitPage{}))], uint64(1)<<(rel>>3&63)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
}
