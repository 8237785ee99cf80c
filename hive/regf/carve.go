package regf

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/base"
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
	for i := range f.bins.bins {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := &f.bins.bins[i]
		c.scanRaw(covered, b.pos, hive.NoBin)
		c.scanBin(b)
		covered = max(covered, b.pos+int64(b.size))
	}
	end := min(base.Size+f.binsSize, f.img.size())
	c.scanRaw(covered, end, hive.NoBin)
	c.scanTail(max(end, covered))
	for _, s := range f.survey.slack {
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
func (c *carver) scanBin(b *bin) {
	f := c.f
	if !b.walked {
		f.walkBin(b)
	}
	data, ok := f.img.bytes(b.pos, int64(b.size))
	if !ok {
		return
	}
	for at := int64(binHeader); at < int64(len(data)); {
		rel := b.rel + uint32(at)
		if !f.bins.starts.has(rel) {
			next := at + 8
			for next < int64(len(data)) && !f.bins.starts.has(b.rel+uint32(next)) {
				next += 8
			}
			next = min(next, int64(len(data)))
			c.raw = append(c.raw, extent{int64(rel), int64(b.rel) + next})
			c.scanCell(data[at:next], rel, b.pos+at, hive.NoBin)
			at = next
			continue
		}
		size, allocated := cellSize(data[at:])
		if size >= largeCell {
			c.large = append(c.large, extent{int64(rel), int64(rel) + size})
		}
		switch {
		case f.survey.used.has(rel): // a live record may point into an unallocated cell
		case !allocated:
			c.scanCell(data[at:at+size], rel, b.pos+at, hive.FreeCell)
		default:
			c.scanCell(data[at:at+size], rel, b.pos+at, hive.Unreferenced)
		}
		at += size
	}
}

// scanCell looks for records at every place in p where a cell may have started. p starts at rel of the
// bins and at pos in the file.
func (c *carver) scanCell(p []byte, rel uint32, pos int64, source hive.Source) {
	head, step := c.f.cellHeader, c.f.cellAlign
	end := int64(len(p))
	if b := c.f.bins.at(rel); b != nil {
		end = int64(b.rel) + int64(b.size) - int64(rel)
	}
	for at := 0; at+head+vkFixed <= len(p); at += step {
		sig := p[at+head:]
		if sig[1] == 'k' && (sig[0] == 'n' || sig[0] == 'v') {
			c.take(sig, rel+uint32(at), pos+int64(at), source, c.oldSizeFits(p[at:], sig, end-int64(at)))
		} else if c.freeLinks > 0 && source == hive.FreeCell && len(sig) >= nkFixed {
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
	p, ok := c.f.img.bytes(from, to-from)
	if !ok || to > base.Size+nilOffset {
		return
	}
	head, step := int64(c.f.cellHeader), int64(c.f.cellAlign)
	addressed := c.f.bins.at(uint32(from-base.Size)) == nil && c.f.bins.at(uint32(to-base.Size-1)) == nil
	if addressed {
		c.raw = append(c.raw, extent{from - base.Size, to - base.Size})
	}
	for at := int64(0); at+vkFixed <= int64(len(p)); at += 2 {
		if p[at+1] != 'k' || p[at] != 'n' && p[at] != 'v' {
			continue
		}
		pos := from + at - head // where the cell's header would stand
		rel := uint32(nilOffset)
		if addressed {
			rel = uint32(pos - base.Size)
		}
		grid := (pos-base.Size)%step == 0 && at >= head
		c.take(p[at:], rel, pos, source, grid && c.oldSizeFits(p[at-min(at, head):], p[at:], 0))
	}
}

// scanSlack looks for records at every even place of a used cell's unused end: there is no grid.
func (c *carver) scanSlack(s slack) {
	cell, ok := c.f.cellAt(s.rel)
	if !ok || s.from > len(cell.payload) {
		return
	}
	p := cell.payload
	for at := s.from + s.from%2; at+vkFixed <= len(p); at += 2 {
		if p[at+1] == 'k' && (p[at] == 'n' || p[at] == 'v') {
			rel := s.rel + uint32(at) // so that the record stands behind a cell header
			c.take(p[at:], rel, c.f.fileOffset(s.rel)+int64(at), hive.CellSlack, false)
		}
	}
}

// oldSizeFits reports whether the cell header at p, as it was left behind, is the size of a cell that
// could hold the record rec. end is how far away the end of the bin is.
func (c *carver) oldSizeFits(p, rec []byte, end int64) bool {
	need := int64(c.f.cellHeader)
	switch {
	case signed(rec, "nk", nkFixed):
		need += nkFixed + int64(keyNode(rec).nameLength())
	case signed(rec, "vk", vkFixed):
		need += vkFixed + int64(keyValue(rec).nameLength())
	}
	_, ok := c.oldSize(p, need, end)
	return ok
}

// oldSize reads the cell header at p as it was left behind in an unallocated cell of which p is the rest,
// and returns how much of the old cell's bytes are in it. Windows makes the size positive when it frees the
// cell, and writes the joint size when it joins those behind it, some of which may be in use again: only
// the end of the bin bounds such a size.
func (c *carver) oldSize(p []byte, need, end int64) (size int64, ok bool) {
	size, allocated := cellSize(p)
	room := int64(len(p))
	if size%int64(c.f.cellAlign) != 0 || size < need || need > room || size > room && (allocated || size > end) {
		return 0, false
	}
	return min(size, room), true
}

// take keeps the record at the start of p if it is plausible. rel is where its cell started, nilOffset
// where that cannot be told; pos is the same in the file.
func (c *carver) take(p []byte, rel uint32, pos int64, source hive.Source, aligned bool) {
	switch p[0] {
	case 'n':
		if len(p) >= nkFixed && c.plausibleKey(p, aligned) {
			c.addKey(keyNode(p[:nkFixed+keyNode(p).nameLength()]), rel, pos, source, aligned, false)
		}
	case 'v':
		// Data of no bytes is announced as inline; where not even a cell header fits, all must be as usual.
		if c.plausibleValue(p) && (aligned || keyValue(p).size() != 0) {
			c.addValue(keyValue(p[:vkFixed+keyValue(p).nameLength()]), rel, pos, source, aligned)
		}
	}
}

func (c *carver) addKey(rec keyNode, rel uint32, pos int64, source hive.Source, aligned, headless bool) {
	if c.keys.len() >= maxRecovered {
		c.f.diag(hive.KindLimit, 0, "nk", fmt.Sprintf("more than %d deleted keys; the rest is not shown", maxRecovered))
		return
	}
	c.keys.add(carvedKey{
		rec: rec, at: pos, rel: rel, twin: nilOffset, parent: -1, listed: -1, first: -1, last: -1,
		source: idOf[sourceID](sourceWords, source), aligned: aligned, headless: headless,
	})
}

func (c *carver) addValue(rec keyValue, rel uint32, pos int64, source hive.Source, aligned bool) {
	if c.values.len() >= maxRecovered {
		c.f.diag(hive.KindLimit, 0, "vk", fmt.Sprintf("more than %d deleted values; the rest is not shown", maxRecovered))
		return
	}
	c.values.add(carvedValue{rec: rec, at: pos, rel: rel, next: -1, source: idOf[sourceID](sourceWords, source), aligned: aligned})
}

// inFile reports whether an offset could have been one of this hive's cells.
func (c *carver) inFile(rel uint32) bool {
	end := max(c.f.binsSize, c.f.img.size()-base.Size)
	if c.fragment {
		end = base.MaxBinsSize
	}
	return rel%8 == 0 && rel >= binHeader && int64(rel) < end
}

// pointer reports whether an offset is what a sound record holds: a cell where there is something to
// point to, else anything that Windows leaves there.
func (c *carver) pointer(count uint32, rel uint32) bool {
	return c.inFile(rel) || count == 0 && (rel == nilOffset || rel == 0)
}

// plausibleKey judges the nk record at the start of p, which holds at least nkFixed bytes. Its parent offset may
// be broken only where the record is aligned and names its security.
func (c *carver) plausibleKey(p []byte, aligned bool) bool {
	r := keyNode(p)
	n := r.nameLength()
	name := r.name(c.f.wide)
	const unknownFlags = 0x0C00
	switch {
	case n == 0 || n > 512 || nkFixed+n > len(p):
	case !name.latin1 && n%2 != 0:
	case r.flags()&(nkVolatile|nkHiveExit|unknownFlags) != 0:
	case r.lastWrite() != 0 && (r.lastWrite() < filetimeYear1990 || r.lastWrite() > filetimeYear2100):
	case !plausibleName(name, false):
	case !c.parentFits(r) && !(aligned && c.inFile(r.security())):
	case !c.pointer(r.subkeyCount(), r.subkeyList()) || !c.pointer(r.valueCount(), r.valueList()) && r.flags()&nkPredefine == 0:
	case int64(r.subkeyCount()) > c.f.img.size()/nkFixed || int64(r.valueCount()) > c.f.img.size()/valueOffset && r.flags()&nkPredefine == 0:
	case !c.inFile(r.security()) && r.security() != nilOffset:
	case r.classLength() != 0 && !c.inFile(r.class()):
	default:
		return true
	}
	return false
}

// parentFits reports whether the parent offset is what a sound key holds; that of a root means nothing.
func (c *carver) parentFits(r keyNode) bool {
	return c.inFile(r.parent()) || r.parent() == nilOffset || r.flags()&nkRoot != 0
}

// plausibleName allows every legal name but those that are mostly control characters, which random bytes
// are and names are not. Only value names may hold a backslash.
func plausibleName(name storedName, backslash bool) bool {
	odd, zeros := 0, 0
	for i := range name.len() {
		switch u := name.unit(i); {
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
	return odd <= name.len()/4
}

// plausibleValue judges the vk record at the start of p, which holds at least vkFixed bytes.
func (c *carver) plausibleValue(p []byte) bool {
	r := keyValue(p)
	n, size := r.nameLength(), r.size()
	name := r.name(c.f.wide)
	switch {
	case n > 32767 || vkFixed+n > len(p):
	case !name.latin1 && n%2 != 0:
	case !c.f.wide && r.flags() > vkLatin1|vkTombstone:
	case !plausibleName(name, true):
	case !plausibleType(r.typ()) && !c.f.survey.types[r.typ()]:
	case n == 0 && size == 0 && r.data() == 0 && r.typ() == hive.RegNone: // zeros, and no value at all
	case size&dataInline != 0 && size&^dataInline > 4:
	case size&dataInline == 0 && size != 0 && (!c.inFile(r.data()) || int64(size) > c.f.img.size()):
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
	if f.base.Minor > 3 {
		return 0
	}
	free, linked := 0, 0
	for i := range f.bins.bins {
		b := &f.bins.bins[i]
		if !b.walked {
			f.walkBin(b)
		}
		data, ok := f.img.bytes(b.pos, int64(b.size))
		if !ok {
			continue
		}
		for at := int64(binHeader); at < int64(len(data)) && f.bins.starts.has(b.rel+uint32(at)); {
			size, allocated := cellSize(data[at:])
			if !allocated && size >= int64(f.cellHeader)+4 {
				free++
				if next := u32at(data, at+int64(f.cellHeader)); next == nilOffset || next != 0 && f.bins.starts.has(next) {
					linked++
				}
			}
			at += size
		}
	}
	switch {
	case linked == 0 || linked < free*3/4:
		return 0
	case f.wide:
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
	r := keyNode(p[f.cellHeader:])
	n := r.nameLength()
	link := u32at(r, 0)
	if n == 0 || nkFixed+n > len(r) || link != nilOffset && !c.inFile(link) || !c.inFile(r.parent()) || !f.survey.used.has(r.security()) {
		return
	}
	need := int64(f.cellHeader + nkFixed + n)
	align := int64(f.cellAlign)
	if size, _ := cellSize(p); !first && size != (need+align-1)/align*align || size < need || size > int64(len(p)) {
		return
	}
	if sk, ok := f.cellAt(r.security()); !ok || !signed(sk.payload, "sk", skFixed) {
		return
	}
	whole := slices.Clone(r[:nkFixed+n])
	copy(whole, "nk")
	clear(whole[2:c.freeLinks])
	if c.freeLinks == 8 {
		clear(whole[8:12]) // half a time is none
	}
	if !slices.Contains(whole[nkFixed:], 0) {
		whole[2] = nkLatin1 // which names without a NUL byte are stored as
	}
	if (c.freeLinks == 8 || whole.lastWrite() != 0) && c.plausibleKey(whole, false) {
		c.addKey(whole, rel, pos, hive.FreeCell, true, true)
	}
}
