package lost

import (
	"cmp"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// place returns the payload of the cell that once started at rel and had to hold need bytes. It looks
// at what stands there now: a cell in use means that the payload was written over; inside an unallocated
// cell (Windows joins neighbours when it frees them) the old cell header must still be there and fit.
func (c *carver) place(rel uint32, need int) ([]byte, hive.DataStatus) {
	f := c.f
	head := int64(f.CellHeader)
	if rel%8 != 0 {
		return nil, hive.Unavailable
	}
	within, used, ok := c.container(int64(rel))
	switch {
	case !ok:
		return nil, hive.Unavailable
	case used:
		return nil, hive.Overwritten
	}
	room := within.to - int64(rel)
	p, ok := f.Image.Bytes(f.FileOffset(rel), room)
	if !ok || room < head+1 {
		return nil, hive.Unavailable
	}
	end := room
	if b := f.Bins.At(rel); b != nil {
		end = int64(b.Rel) + int64(b.Size) - int64(rel)
	}
	size, ok := c.oldSize(p, head+int64(need), end)
	if !ok {
		return nil, hive.Overwritten
	}
	if !f.CellRead(rel, need) {
		return nil, hive.Unavailable
	}
	return p[head:size:size], hive.Intact
}

// largeCell is the size from which cells are kept in a list, in bytes: a smaller one that holds an offset
// is found by going back over few words of the map of cell starts.
const largeCell = 4096

// container returns the cell, or the part without cells, around the offset at, and whether live records
// use it.
func (c *carver) container(at int64) (e extent, used, ok bool) {
	if e, ok := around(c.raw, at); ok {
		return e, false, true
	}
	f := c.f
	if at >= f.BinsSize {
		return extent{}, false, false
	}
	b := f.BinOf(uint32(at))
	if b == nil {
		return extent{}, false, false
	}
	if start, ok := f.Bins.StartBefore(uint32(at), b, largeCell); ok {
		head, _ := f.Image.Bytes(b.Pos+int64(start-b.Rel), 4)
		size, _ := cells.CellSize(head)
		if e := (extent{int64(start), int64(start) + size}); e.holds(at) {
			return e, f.Survey.Used.Has(start), true
		}
	}
	if e, ok := around(c.large, at); ok {
		return e, f.Survey.Used.Has(uint32(e.from)), true
	}
	return extent{}, false, false
}

// around finds the extent that holds at among sorted ones.
func around(sorted []extent, at int64) (extent, bool) {
	i, exact := slices.BinarySearchFunc(sorted, at, func(e extent, at int64) int { return cmp.Compare(e.from, at) })
	if !exact {
		i--
	}
	if i >= 0 && sorted[i].holds(at) {
		return sorted[i], true
	}
	return extent{}, false
}

// inEvidence returns how many of the n bytes from a file offset on stand in a file: replay may make a hive
// larger than its file, and what no log fills is zero and nobody's.
func (c *carver) inEvidence(offset int64, n int) int {
	if c.h == nil || c.h.OnDisk() == c.h {
		return n
	}
	end := offset + int64(n)
	for at := max(offset, c.h.OnDisk().Cells().Image.Size()); at < end; at = (at/sectorSize + 1) * sectorSize {
		if _, ok := c.h.Replay().Where(at); !ok {
			return int(at - offset)
		}
	}
	return n
}
