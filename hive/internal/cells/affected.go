package cells

import "mapihive/hive/internal/base"

// affected is the live keys of which something stands in pages that somebody asked about.
type affected struct {
	pages []bool // of the hive bins
	keys  Bitset
}

// WatchPages has the passes over the live tree to come note of which keys something stands in these pages of the hive
// bins: their own record, a list, a value, data, or the record of a subkey.
func (f *File) WatchPages(pages []bool) {
	f.affected = &affected{pages, NewBitset(f.BinsSize)}
}

// Affected is the keys that were noted; the zero set where no pages are watched.
func (f *File) Affected() Bitset {
	if f.affected == nil {
		return Bitset{}
	}
	return f.affected.keys
}

// use notes that the record at owner uses the cell at rel as structure.
func (a *affected) use(rel uint32, structure string, owner uint32) {
	if p := rel / base.PageSize; int(p) < len(a.pages) && !a.pages[p] {
		return
	}
	a.keys.Set(owner)
	if structure == "nk" {
		a.keys.Set(rel)
	}
}

// All yields the places that are marked, in ascending order.
func (b Bitset) All() func(yield func(rel uint32) bool) {
	return func(yield func(rel uint32) bool) {
		for rel := b.next(0); rel != NIL && yield(rel); rel = b.next(rel + 8) {
		}
	}
}
