package lost

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// findFreeLinks returns how many bytes of a cell's payload the list of unallocated cells takes: 4 in
// hives of Windows 2000 and NT 4, 8 in those of NT 3.x, 0 since Windows XP, which writes nothing there.
func (c *carver) findFreeLinks() int {
	f := c.f
	if f.Base.Minor > 3 {
		return 0
	}
	free, linked := 0, 0
	for i := range f.Bins.Bins {
		b := &f.Bins.Bins[i]
		if !b.Walked {
			f.WalkBin(b)
		}
		data, ok := f.Image.Bytes(b.Pos, int64(b.Size))
		if !ok {
			continue
		}
		for at := int64(cells.BinHeader); at < int64(len(data)) && f.Bins.Starts.Has(b.Rel+uint32(at)); {
			size, allocated := cells.CellSize(data[at:])
			if !allocated && size >= int64(f.CellHeader)+4 {
				free++
				if next := cells.U32(data, at+int64(f.CellHeader)); next == cells.NIL || next != 0 && f.Bins.Starts.Has(next) {
					linked++
				}
			}
			at += size
		}
	}
	switch {
	case linked == 0 || linked < free*3/4:
		return 0
	case f.Wide:
		return 8
	}
	return 4
}

// takeHeadless keeps a key node whose first bytes the list of unallocated cells took, and with them its
// signature and flags. Everything else must fit: p's first four bytes a link, an old cell size that is
// exactly the record's (unless the cell was the first of those joined), and a security offset that names
// a security record in use.
func (c *carver) takeHeadless(p []byte, rel uint32, pos int64, first bool) {
	f := c.f
	r := cells.KeyNode(p[f.CellHeader:])
	n := r.NameLength()
	link := cells.U32(r, 0)
	if n == 0 || cells.NKFixed+n > len(r) || link != cells.NIL && !c.inFile(link) || !c.inFile(r.Parent()) || !f.Survey.Used.Has(r.Security()) {
		return
	}
	need := int64(f.CellHeader + cells.NKFixed + n)
	align := int64(f.CellAlign)
	if size, _ := cells.CellSize(p); !first && size != (need+align-1)/align*align || size < need || size > int64(len(p)) {
		return
	}
	if sk, ok := f.CellAt(r.Security()); !ok || !cells.Signed(sk.Payload, "sk", cells.SKFixed) {
		return
	}
	whole := slices.Clone(r[:cells.NKFixed+n])
	copy(whole, "nk")
	clear(whole[2:c.freeLinks])
	if c.freeLinks == 8 {
		clear(whole[8:12]) // half a time is none
	}
	if !slices.Contains(whole[cells.NKFixed:], 0) {
		whole[2] = cells.NKLatin1 // which names without a NUL byte are stored as
	}
	if (c.freeLinks == 8 || whole.LastWrite() != 0) && c.plausibleKey(whole, false) {
		c.addKey(whole, rel, pos, hive.FreeCell, true, true)
	}
}
