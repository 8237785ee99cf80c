package hive

import (
	"cmp"
	"iter"
	"slices"
)

// twins finds values of one key that have the same name, which Windows never makes. Sound keys cost one
// short look at each name.
type twins struct {
	values []Value
	order  []uint64 // a digest of each name, above its place in values
}

// add takes the next value of the key, in stored order.
func (t *twins) add(v Value) {
	t.order = append(t.order, uint64(v.rec.name(v.h.wide).digest())<<32|uint64(len(t.values)))
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
	name := func(x uint64) storedName { v := t.values[uint32(x)]; return v.rec.name(v.h.wide) }
	slices.SortFunc(group, func(a, b uint64) int { return cmp.Or(name(a).compare(name(b)), cmp.Compare(a, b)) })
	first := group[0]
	for _, x := range group[1:] {
		switch {
		case name(first).compare(name(x)) != 0:
			first = x
		case !yield(t.values[uint32(first)], t.values[uint32(x)]):
			return false
		}
	}
	return true
}

// digest is equal for names that Windows takes for the same: of their length, and of two characters.
func (n storedName) digest() uint32 {
	length := n.len()
	if length == 0 {
		return 0
	}
	return uint32(length)<<16 ^ uint32(upcase(n.unit(length-1)))<<8 ^ uint32(upcase(n.unit(length/2)))
}
