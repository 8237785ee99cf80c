package lost

import (
	"cmp"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// taken is a range of offsets from the start of the hive bins that a recovered record takes. It is half the
// size of an extent: there is one for each record.
type taken struct{ from, to uint32 }

// overlaps says what of the places of deleted data later records took.
type overlaps struct {
	records []taken  // by ascending offset
	starts  []uint32 // of records, data and lists, in ascending order
	data    []uint32 // of data, in ascending order
}

// cutOverlaps finds data and value lists into which something later was written: they end where that
// starts. Data that starts inside a record was written over by it.
func (c *carver) cutOverlaps() {
	o := c.findOverlaps()
	head := int64(c.f.CellHeader)
	for i := range c.values.len() {
		v := c.values.at(i)
		if v.gone || !v.inCell && len(c.big) == 0 {
			continue
		}
		whole := int64(0)
		for _, p := range c.piecesOf(i) {
			v.shared = v.shared || o.named(uint32(p.from)) > 1
			n := o.left(p, head)
			if whole += n; n == p.to-p.from-head {
				continue
			}
			whole = min(whole, int64(v.kept)) // a replay hole may have cut it before
			switch {
			case whole > 0:
				v.setData(int(whole), hive.Partial)
			case v.dataStatus() != hive.Unavailable:
				v.setData(0, hive.Overwritten)
			}
			break
		}
	}
	for i := range c.keys.len() {
		if k := c.keys.at(i); !k.gone && k.listed >= 0 {
			k.listed = int32(o.left(c.span(k.rec.ValueList(), cells.ValueOffset*int(k.listed)), head) / cells.ValueOffset)
		}
	}
}

func (c *carver) findOverlaps() overlaps {
	keys, values := c.keys.len(), c.values.len()
	o := overlaps{records: make([]taken, 0, keys+values), starts: make([]uint32, 0, 2*(keys+values)), data: make([]uint32, 0, values)}
	record := func(rel uint32, n int) {
		if rel != cells.NIL {
			e := c.span(rel, n)
			o.records = append(o.records, taken{rel, uint32(min(e.to, cells.NIL))})
			o.starts = append(o.starts, rel)
		}
	}
	for i := range keys {
		k := c.keys.at(i)
		if k.gone {
			continue
		}
		record(k.rel, len(k.rec))
		if k.listed >= 0 {
			o.starts = append(o.starts, k.rec.ValueList())
		}
	}
	for i := range values {
		v := c.values.at(i)
		if v.gone {
			continue
		}
		record(v.rel, len(v.rec))
		for _, p := range c.piecesOf(i) {
			o.starts = append(o.starts, uint32(p.from))
			o.data = append(o.data, uint32(p.from))
		}
	}
	slices.SortFunc(o.records, func(a, b taken) int { return cmp.Compare(a.from, b.from) })
	slices.Sort(o.starts)
	slices.Sort(o.data)
	return o
}

// named is how many values name the data that starts at rel: 0, 1, or 2 for several.
func (o *overlaps) named(rel uint32) int {
	i, ok := slices.BinarySearch(o.data, rel)
	switch {
	case !ok:
		return 0
	case i+1 < len(o.data) && o.data[i+1] == rel:
		return 2
	}
	return 1
}

// left is how many bytes of the payload of e, a cell with a header of head bytes, nothing was written into.
func (o *overlaps) left(e extent, head int64) int64 {
	from := uint32(e.from)
	i, exact := slices.BinarySearchFunc(o.records, from, func(r taken, from uint32) int { return cmp.Compare(r.from, from) })
	if exact || i > 0 && from < o.records[i-1].to {
		return 0
	}
	if at, _ := slices.BinarySearch(o.starts, from+1); at < len(o.starts) {
		e.to = min(e.to, int64(o.starts[at]))
	}
	return max(0, e.to-e.from-head)
}
