package lost

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
)

// scan looks at every part of the file that no live record uses.
func (c *carver) scan(ctx context.Context) error {
	f := c.f
	c.freeLinks = c.findFreeLinks()
	covered := int64(base.Size) // everything before it was scanned or is in a bin
	for i := range f.Bins.Bins {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := &f.Bins.Bins[i]
		c.scanRaw(covered, b.Pos, hive.NoBin)
		c.scanBin(b)
		covered = max(covered, b.Pos+int64(b.Size))
	}
	end := min(base.Size+f.BinsSize, f.Image.Size())
	c.scanRaw(covered, end, hive.NoBin)
	c.scanTail(max(end, covered))
	for _, s := range f.Survey.Slack {
		c.scanSlack(s)
	}
	c.sortExtents()
	return nil
}

// sortExtents orders what was scanned, once all is.
func (c *carver) sortExtents() {
	byStart := func(a, b extent) int { return cmp.Compare(a.from, b.from) }
	slices.SortFunc(c.raw, byStart)
	slices.SortFunc(c.large, byStart)
}

// scanBin scans the bin's unallocated and unreferenced cells and what is not divided into cells.
func (c *carver) scanBin(b *cells.Bin) {
	f := c.f
	if !b.Walked {
		f.WalkBin(b)
	}
	data, ok := f.Image.Bytes(b.Pos, int64(b.Size))
	if !ok {
		return
	}
	if b.Filled && b.Size <= largeCell { // nothing between its cells, none of which is large
		for rel := range f.Bins.StartsBut(f.Survey.Used, b) {
			at := int64(rel - b.Rel)
			size, allocated := cells.CellSize(data[at:])
			c.scanUnused(data[at:at+size], rel, b.Pos+at, allocated)
		}
		return
	}
	for at := int64(cells.BinHeader); at < int64(len(data)); {
		rel := b.Rel + uint32(at)
		if !f.Bins.Starts.Has(rel) {
			next := at + 8
			for next < int64(len(data)) && !f.Bins.Starts.Has(b.Rel+uint32(next)) {
				next += 8
			}
			next = min(next, int64(len(data)))
			c.raw = append(c.raw, extent{int64(rel), int64(b.Rel) + next})
			c.scanCell(data[at:next], rel, b.Pos+at, hive.NoBin)
			at = next
			continue
		}
		size, allocated := cells.CellSize(data[at:])
		if size >= largeCell {
			c.large = append(c.large, extent{int64(rel), int64(rel) + size})
		}
		if !f.Survey.Used.Has(rel) { // a live record may point into an unallocated cell
			c.scanUnused(data[at:at+size], rel, b.Pos+at, allocated)
		}
		at += size
	}
}

// scanUnused scans a cell that no live record uses.
func (c *carver) scanUnused(p []byte, rel uint32, pos int64, allocated bool) {
	source := hive.FreeCell
	if allocated {
		source = hive.Unreferenced
	}
	c.scanCell(p, rel, pos, source)
}

// scanCell looks for records at every place in p where a cell may have started. p starts at rel of the
// bins and at pos in the file.
func (c *carver) scanCell(p []byte, rel uint32, pos int64, source hive.Source) {
	head, step := c.f.CellHeader, c.f.CellAlign
	end := int64(len(p))
	if b := c.f.Bins.At(rel); b != nil {
		end = int64(b.Rel) + int64(b.Size) - int64(rel)
	}
	for at := 0; at+head+cells.VKFixed <= len(p); at += step {
		sig := p[at+head:]
		if sig[1] == 'k' && (sig[0] == 'n' || sig[0] == 'v') {
			c.take(sig, rel+uint32(at), pos+int64(at), source, c.oldSizeFits(p[at:], sig, end-int64(at)))
		} else if c.freeLinks > 0 && source == hive.FreeCell && len(sig) >= cells.NKFixed {
			c.takeHeadless(p[at:], rel+uint32(at), pos+int64(at), at == 0)
		}
	}
}

// scanRaw scans a range of the file that is in no bin, at every even place: it may not have been written
// on the grid of this hive. Its records are addressed as if it were part of the bins, unless a bin that
// was shifted in the file has that address.
func (c *carver) scanRaw(from, to int64, source hive.Source) {
	if from >= to {
		return
	}
	p, ok := c.f.Image.Bytes(from, to-from)
	if !ok || to > base.Size+cells.NIL {
		return
	}
	head, step := int64(c.f.CellHeader), int64(c.f.CellAlign)
	addressed := c.f.Bins.At(uint32(from-base.Size)) == nil && c.f.Bins.At(uint32(to-base.Size-1)) == nil
	if addressed {
		c.raw = append(c.raw, extent{from - base.Size, to - base.Size})
	}
	for at := int64(0); at+cells.VKFixed <= int64(len(p)); at += 2 {
		if p[at+1] != 'k' || p[at] != 'n' && p[at] != 'v' {
			continue
		}
		pos := from + at - head // where the cell's header would stand
		rel := uint32(cells.NIL)
		if addressed {
			rel = uint32(pos - base.Size)
		}
		grid := (pos-base.Size)%step == 0 && at >= head
		c.take(p[at:], rel, pos, source, grid && c.oldSizeFits(p[at-min(at, head):], p[at:], 0))
	}
}

// scanSlack looks for records at every even place of a used cell's unused end: there is no grid.
func (c *carver) scanSlack(s cells.Slack) {
	cell, ok := c.f.CellAt(s.Rel)
	if !ok || int(s.From) > len(cell.Payload) {
		return
	}
	p := cell.Payload
	for at := int(s.From + s.From%2); at+cells.VKFixed <= len(p); at += 2 {
		if p[at+1] == 'k' && (p[at] == 'n' || p[at] == 'v') {
			rel := s.Rel + uint32(at) // so that the record stands behind a cell header
			c.take(p[at:], rel, c.f.FileOffset(s.Rel)+int64(at), hive.CellSlack, false)
		}
	}
}

// oldSizeFits reports whether the cell header at p, as it was left behind, is the size of a cell that
// could hold the record rec. end is how far away the end of the bin is.
func (c *carver) oldSizeFits(p, rec []byte, end int64) bool {
	need := int64(c.f.CellHeader)
	switch {
	case cells.Signed(rec, "nk", cells.NKFixed):
		need += cells.NKFixed + int64(cells.KeyNode(rec).NameLength())
	case cells.Signed(rec, "vk", cells.VKFixed):
		need += cells.VKFixed + int64(cells.KeyValue(rec).NameLength())
	}
	_, ok := c.oldSize(p, need, end)
	return ok
}

// oldSize reads the cell header at p as it was left behind in an unallocated cell of which p is the rest,
// and returns how much of the old cell's bytes are in it. Windows makes the size positive when it frees the
// cell, and writes the joint size when it joins those behind it, some of which may be in use again: only
// the end of the bin bounds such a size.
func (c *carver) oldSize(p []byte, need, end int64) (size int64, ok bool) {
	size, allocated := cells.CellSize(p)
	room := int64(len(p))
	if size%int64(c.f.CellAlign) != 0 || size < need || need > room || size > room && (allocated || size > end) {
		return 0, false
	}
	return min(size, room), true
}

// take keeps the record at the start of p if it is plausible. rel is where its cell started, NIL
// where that cannot be told; pos is the same in the file.
func (c *carver) take(p []byte, rel uint32, pos int64, source hive.Source, aligned bool) {
	switch p[0] {
	case 'n':
		if len(p) >= cells.NKFixed && c.plausibleKey(p, aligned) {
			c.addKey(cells.KeyNode(p[:cells.NKFixed+cells.KeyNode(p).NameLength()]), rel, pos, source, aligned, false)
		}
	case 'v':
		// Data of no bytes is announced as inline; where not even a cell header fits, all must be as usual.
		if c.plausibleValue(p) && (aligned || cells.KeyValue(p).Size() != 0) {
			c.addValue(cells.KeyValue(p[:cells.VKFixed+cells.KeyValue(p).NameLength()]), rel, pos, source, aligned)
		}
	}
}

func (c *carver) addKey(rec cells.KeyNode, rel uint32, pos int64, source hive.Source, aligned, headless bool) {
	if c.keys.len() >= maxRecovered {
		c.f.Diag(hive.KindLimit, 0, "nk", fmt.Sprintf("more than %d deleted keys; the rest is not shown", maxRecovered))
		return
	}
	c.keys.add(carvedKey{
		rec: rec, at: pos, rel: rel, twin: cells.NIL, parent: -1, listed: -1, first: -1, last: -1,
		source: idOf[sourceID](sourceWords, source), aligned: aligned, headless: headless,
	})
}

func (c *carver) addValue(rec cells.KeyValue, rel uint32, pos int64, source hive.Source, aligned bool) {
	if c.values.len() >= maxRecovered {
		c.f.Diag(hive.KindLimit, 0, "vk", fmt.Sprintf("more than %d deleted values; the rest is not shown", maxRecovered))
		return
	}
	c.values.add(carvedValue{rec: rec, at: pos, rel: rel, next: -1, source: idOf[sourceID](sourceWords, source), aligned: aligned})
}
