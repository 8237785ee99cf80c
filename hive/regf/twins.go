package regf

import (
	"cmp"
	"iter"
	"slices"

	"mapihive/hive/internal/cells"
)

// twins finds values of one key that have the same name, which Windows never makes. Sound keys cost one
// short look at each name: only where two may be alike are they kept and compared.
type twins struct {
	seen   [64]uint64 // a bit for each digest
	marked []uint16   // the bits that are set
	alike  bool       // two names may be the same
	values []Value
	order  []uint64 // a digest of each name, above its place in values
}

// look takes the name of the next value of the key.
func (t *twins) look(name cells.StoredName) {
	bit := uint16(name.Digest() * 0x9E3779B1 >> 20) // the golden ratio spreads what is close
	word, mask := &t.seen[bit>>6], uint64(1)<<(bit&63)
	t.alike = t.alike || *word&mask != 0
	*word |= mask
	t.marked = append(t.marked, bit)
}

// mayBe reports whether two of the names that were looked at may be the same, and forgets them.
func (t *twins) mayBe() bool {
	for _, bit := range t.marked {
		t.seen[bit>>6] = 0
	}
	alike := t.alike
	t.marked, t.alike = t.marked[:0], false
	return alike
}

// add takes the next value of a key in which two may be the same, in stored order.
func (t *twins) add(v Value) {
	t.order = append(t.order, uint64(v.rec.Name(v.h.f.Wide).Digest())<<32|uint64(len(t.values)))
	t.values = append(t.values, v)
}

// pairs yields each value whose name an earlier one has, with the first that has it, and forgets all.
func (t *twins) pairs() iter.Seq2[Value, Value] {
	return func(yield func(first, again Value) bool) {
		defer func() { t.values, t.order = t.values[:0], t.order[:0] }()
		if len(t.values) < 2 {
			return
		}
		slices.Sort(t.order)
		for from := 0; from < len(t.order); {
			to := from + 1
			for to < len(t.order) && t.order[to]>>32 == t.order[from]>>32 {
				to++
			}
			if to-from > 1 && !t.same(t.order[from:to], yield) {
				return
			}
			from = to
		}
	}
}

// same yields the pairs among values of one digest.
func (t *twins) same(group []uint64, yield func(first, again Value) bool) bool {
	name := func(x uint64) cells.StoredName { v := t.values[uint32(x)]; return v.rec.Name(v.h.f.Wide) }
	slices.SortFunc(group, func(a, b uint64) int { return cmp.Or(name(a).Compare(name(b)), cmp.Compare(a, b)) })
	first := group[0]
	for _, x := range group[1:] {
		switch {
		case name(first).Compare(name(x)) != 0:
			first = x
		case t.values[uint32(first)].rel == t.values[uint32(x)].rel: // one value, listed twice
		case !yield(t.values[uint32(first)], t.values[uint32(x)]):
			return false
		}
	}
	return true
}
