package regf

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
)

// Bounds of honest timestamps: the registry of Windows NT is younger than 1990, and records from
// after 2100 are forged where nothing else tells.
const (
	filetimeYear1990 hive.Time = 122756256000000000
	filetimeYear2100 hive.Time = 157469184000000000
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
	end := min(base.Size+f.BinsSize, f.Img.Size())
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
	data, ok := f.Img.Bytes(b.Pos, int64(b.Size))
	if !ok {
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
		switch {
		case f.Survey.Used.Has(rel): // a live record may point into an unallocated cell
		case !allocated:
			c.scanCell(data[at:at+size], rel, b.Pos+at, hive.FreeCell)
		default:
			c.scanCell(data[at:at+size], rel, b.Pos+at, hive.Unreferenced)
		}
		at += size
	}
}

// scanCell looks for records at every place in p where a cell may have started. p starts at rel of the
// bins and at pos in the file.
func (c *carver) scanCell(p []byte, rel uint32, pos int64, source hive.Source) {
	head, step := c.f.CellHeader, c.f.CellAlign
	end := int64(len(p))
	if b := c.f.Bins.At(rel); b != nil {
		end = int64(b.Rel) + int64(b.Size) - int64(rel)
	}
	for at := 0; at+head+cells.VkFixed <= len(p); at += step {
		sig := p[at+head:]
		if sig[1] == 'k' && (sig[0] == 'n' || sig[0] == 'v') {
			c.take(sig, rel+uint32(at), pos+int64(at), source, c.oldSizeFits(p[at:], sig, end-int64(at)))
		} else if c.freeLinks > 0 && source == hive.FreeCell && len(sig) >= cells.NkFixed {
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
	p, ok := c.f.Img.Bytes(from, to-from)
	if !ok || to > base.Size+cells.NilOffset {
		return
	}
	head, step := int64(c.f.CellHeader), int64(c.f.CellAlign)
	addressed := c.f.Bins.At(uint32(from-base.Size)) == nil && c.f.Bins.At(uint32(to-base.Size-1)) == nil
	if addressed {
		c.raw = append(c.raw, extent{from - base.Size, to - base.Size})
	}
	for at := int64(0); at+cells.VkFixed <= int64(len(p)); at += 2 {
		if p[at+1] != 'k' || p[at] != 'n' && p[at] != 'v' {
			continue
		}
		pos := from + at - head // where the cell's header would stand
		rel := uint32(cells.NilOffset)
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
	if !ok || s.From > len(cell.Payload) {
		return
	}
	p := cell.Payload
	for at := s.From + s.From%2; at+cells.VkFixed <= len(p); at += 2 {
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
	case cells.Signed(rec, "nk", cells.NkFixed):
		need += cells.NkFixed + int64(cells.KeyNode(rec).NameLength())
	case cells.Signed(rec, "vk", cells.VkFixed):
		need += cells.VkFixed + int64(cells.KeyValue(rec).NameLength())
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

// take keeps the record at the start of p if it is plausible. rel is where its cell started, NilOffset
// where that cannot be told; pos is the same in the file.
func (c *carver) take(p []byte, rel uint32, pos int64, source hive.Source, aligned bool) {
	switch p[0] {
	case 'n':
		if len(p) >= cells.NkFixed && c.plausibleKey(p, aligned) {
			c.addKey(cells.KeyNode(p[:cells.NkFixed+cells.KeyNode(p).NameLength()]), rel, pos, source, aligned, false)
		}
	case 'v':
		// Data of no bytes is announced as inline; where not even a cell header fits, all must be as usual.
		if c.plausibleValue(p) && (aligned || cells.KeyValue(p).Size() != 0) {
			c.addValue(cells.KeyValue(p[:cells.VkFixed+cells.KeyValue(p).NameLength()]), rel, pos, source, aligned)
		}
	}
}

func (c *carver) addKey(rec cells.KeyNode, rel uint32, pos int64, source hive.Source, aligned, headless bool) {
	if c.keys.len() >= maxRecovered {
		c.f.Diag(hive.KindLimit, 0, "nk", fmt.Sprintf("more than %d deleted keys; the rest is not shown", maxRecovered))
		return
	}
	c.keys.add(carvedKey{
		rec: rec, at: pos, rel: rel, twin: cells.NilOffset, parent: -1, listed: -1, first: -1, last: -1,
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

// inFile reports whether an offset could have been one of this hive's cells.
func (c *carver) inFile(rel uint32) bool {
	end := max(c.f.BinsSize, c.f.Img.Size()-base.Size)
	if c.fragment {
		end = base.MaxBinsSize
	}
	return rel%8 == 0 && rel >= cells.BinHeader && int64(rel) < end
}

// pointer reports whether an offset is what a sound record holds: a cell where there is something to
// point to, else anything that Windows leaves there.
func (c *carver) pointer(count uint32, rel uint32) bool {
	return c.inFile(rel) || count == 0 && (rel == cells.NilOffset || rel == 0)
}

// plausibleKey judges the nk record at the start of p, which holds at least NkFixed bytes. Its parent offset may
// be broken only where the record is aligned and names its security.
func (c *carver) plausibleKey(p []byte, aligned bool) bool {
	r := cells.KeyNode(p)
	n := r.NameLength()
	name := r.Name(c.f.Wide)
	const unknownFlags = 0x0C00
	switch {
	case n == 0 || n > 512 || cells.NkFixed+n > len(p):
	case !name.Latin1 && n%2 != 0:
	case r.Flags()&(cells.NkVolatile|cells.NkHiveExit|unknownFlags) != 0:
	case r.LastWrite() != 0 && (r.LastWrite() < filetimeYear1990 || r.LastWrite() > filetimeYear2100):
	case !plausibleName(name, false):
	case !c.parentFits(r) && !(aligned && c.inFile(r.Security())):
	case !c.pointer(r.SubkeyCount(), r.SubkeyList()) || !c.pointer(r.ValueCount(), r.ValueList()) && r.Flags()&cells.NkPredefine == 0:
	case int64(r.SubkeyCount()) > c.f.Img.Size()/cells.NkFixed || int64(r.ValueCount()) > c.f.Img.Size()/cells.ValueOffset && r.Flags()&cells.NkPredefine == 0:
	case !c.inFile(r.Security()) && r.Security() != cells.NilOffset:
	case r.ClassLength() != 0 && !c.inFile(r.Class()):
	default:
		return true
	}
	return false
}

// parentFits reports whether the parent offset is what a sound key holds; that of a root means nothing.
func (c *carver) parentFits(r cells.KeyNode) bool {
	return c.inFile(r.Parent()) || r.Parent() == cells.NilOffset || r.Flags()&cells.NkRoot != 0
}

// plausibleName allows every legal name but those that are mostly control characters, which random bytes
// are and names are not. Only value names may hold a backslash.
func plausibleName(name cells.StoredName, backslash bool) bool {
	odd, zeros := 0, 0
	for i := range name.Len() {
		switch u := name.Unit(i); {
		case u == '\\' && !backslash:
			return false
		case u == 0:
			if zeros++; zeros > 5 {
				return false
			}
			odd++
		case u < 0x20 || u >= 0x7F && u < 0xA0 || u >= 0xFFF0:
			odd++
		}
	}
	return odd <= name.Len()/4
}

// plausibleValue judges the vk record at the start of p, which holds at least VkFixed bytes.
func (c *carver) plausibleValue(p []byte) bool {
	r := cells.KeyValue(p)
	n, size := r.NameLength(), r.Size()
	name := r.Name(c.f.Wide)
	switch {
	case n > 32767 || cells.VkFixed+n > len(p):
	case !name.Latin1 && n%2 != 0:
	case !c.f.Wide && r.Flags() > cells.VkLatin1|cells.VkTombstone:
	case !plausibleName(name, true):
	case !plausibleType(r.Typ()) && !c.f.Survey.Types[r.Typ()]:
	case n == 0 && size == 0 && r.Data() == 0 && r.Typ() == hive.RegNone: // zeros, and no value at all
	case size&cells.DataInline != 0 && size&^cells.DataInline > 4:
	case size&cells.DataInline == 0 && size != 0 && (!c.inFile(r.Data()) || int64(size) > c.f.Img.Size()):
	default:
		return true
	}
	return false
}

// plausibleType knows the types of [MS-RRP], device properties (0xFFFF0000), application settings
// (0x101 to 0x124) and the account numbers that SAM stores as types.
func plausibleType(t hive.ValueType) bool {
	return t <= hive.RegQword || t>>16 == 0xFFFF || t < 0x10000 && t >= 0x100 || t>>16 == 2 && t&0xFFFF <= 0x10
}

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
		data, ok := f.Img.Bytes(b.Pos, int64(b.Size))
		if !ok {
			continue
		}
		for at := int64(cells.BinHeader); at < int64(len(data)) && f.Bins.Starts.Has(b.Rel+uint32(at)); {
			size, allocated := cells.CellSize(data[at:])
			if !allocated && size >= int64(f.CellHeader)+4 {
				free++
				if next := cells.U32at(data, at+int64(f.CellHeader)); next == cells.NilOffset || next != 0 && f.Bins.Starts.Has(next) {
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
	link := cells.U32at(r, 0)
	if n == 0 || cells.NkFixed+n > len(r) || link != cells.NilOffset && !c.inFile(link) || !c.inFile(r.Parent()) || !f.Survey.Used.Has(r.Security()) {
		return
	}
	need := int64(f.CellHeader + cells.NkFixed + n)
	align := int64(f.CellAlign)
	if size, _ := cells.CellSize(p); !first && size != (need+align-1)/align*align || size < need || size > int64(len(p)) {
		return
	}
	if sk, ok := f.CellAt(r.Security()); !ok || !cells.Signed(sk.Payload, "sk", cells.SkFixed) {
		return
	}
	whole := slices.Clone(r[:cells.NkFixed+n])
	copy(whole, "nk")
	clear(whole[2:c.freeLinks])
	if c.freeLinks == 8 {
		clear(whole[8:12]) // half a time is none
	}
	if !slices.Contains(whole[cells.NkFixed:], 0) {
		whole[2] = cells.NkLatin1 // which names without a NUL byte are stored as
	}
	if (c.freeLinks == 8 || whole.LastWrite() != 0) && c.plausibleKey(whole, false) {
		c.addKey(whole, rel, pos, hive.FreeCell, true, true)
	}
}
