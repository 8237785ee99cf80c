package regf

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// relate ties the records to each other: data to values, values to keys, keys to parents.
func (c *carver) relate(ctx context.Context) error {
	c.keyAt = placesOf(c.keys.len(), func(i int32) uint32 { return c.keys.at(int(i)).rel }, func(i int32) { c.keys.at(int(i)).gone = true })
	c.valAt = placesOf(c.values.len(), func(i int32) uint32 { return c.values.at(int(i)).rel }, func(i int32) { c.values.at(int(i)).gone = true })
	for i := range c.values.len() {
		c.findData(i)
	}
	for i := range c.keys.len() {
		c.findList(c.keys.at(i))
	}
	c.cutOverlaps()
	// Where two keys name the same value, it is more likely that of the later one.
	byTime := make([]int32, 0, c.keys.len())
	for i := range c.keys.len() {
		if !c.keys.at(i).gone {
			byTime = append(byTime, int32(i))
		}
	}
	slices.SortStableFunc(byTime, func(a, b int32) int {
		return cmp.Compare(c.keys.at(int(b)).rec.LastWrite(), c.keys.at(int(a)).rec.LastWrite())
	})
	for _, i := range byTime {
		c.findValues(c.keys.at(int(i)))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c.findSlackValues()
	for i := range c.keys.len() {
		if !c.keys.at(i).gone {
			c.findPath(i)
		}
	}
	return ctx.Err()
}

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
	p, ok := f.Img.Bytes(f.FileOffset(rel), room)
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
		head, _ := f.Img.Bytes(b.Pos+int64(start-b.Rel), 4)
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

// findData looks for the data of a value.
func (c *carver) findData(i int) {
	v := c.values.at(i)
	size := v.rec.Size()
	switch {
	case size&cells.DataInline != 0:
		v.setData(int(size&^cells.DataInline), hive.Intact)
		return
	case size == 0:
		v.setData(0, hive.Intact)
		return
	}
	rel, n := v.rec.Data(), int(size)
	data, status, pieces := c.dataAt(rel, n, c.place)
	v.setData(len(data), status)
	if len(pieces) == 0 {
		return
	}
	if v.inCell = len(pieces) == 1 && pieces[0] == c.span(rel, n); !v.inCell {
		c.big[i] = bigCarved{data, pieces}
	}
	whole := 0
	for _, p := range pieces {
		from, size := c.f.FileOffset(uint32(p.from))+int64(c.f.CellHeader), int(p.to-p.from)-c.f.CellHeader
		there := c.inEvidence(from, size)
		if whole += there; there < size {
			v.setData(whole, hive.Partial)
			if whole == 0 {
				v.setData(0, hive.Unavailable)
			}
			v.loss = lossHole
			break
		}
		if c.headLost(uint32(p.from)) {
			v.setData(0, hive.Overwritten)
			v.inCell, v.loss = false, lossLink
			delete(c.big, i)
			break
		}
	}
}

// dataOf is what is left of a value's data.
func (c *carver) dataOf(i int) []byte {
	v := c.values.at(i)
	n := int(v.kept)
	switch {
	case v.rec.Size()&cells.DataInline != 0:
		return v.rec.Inline()[:n:n]
	case n == 0:
		return nil
	case !v.inCell:
		return c.big[i].data[:n:n]
	}
	data, _ := c.f.Img.Bytes(c.f.FileOffset(v.rec.Data())+int64(c.f.CellHeader), int64(n))
	return data
}

// piecesOf yields the cells of a value's data.
func (c *carver) piecesOf(i int) []extent {
	if v := c.values.at(i); v.inCell {
		return []extent{c.span(v.rec.Data(), int(v.rec.Size()))}
	}
	return c.big[i].pieces
}

// headLost reports whether the list of unallocated cells took the first bytes of what stood at rel, or may
// have: Windows 2000 links each cell that it frees, and forgets the links of those it joins to the cell
// before.
func (c *carver) headLost(rel uint32) bool {
	if c.freeLinks == 0 {
		return false
	}
	within, _, _ := c.container(int64(rel))
	if _, divided := around(c.raw, int64(rel)); int64(rel) == within.from && !divided {
		return true
	}
	head := int64(c.f.CellHeader)
	p, ok := c.f.Img.Bytes(c.f.FileOffset(rel)+head, int64(c.freeLinks))
	for ; ok && len(p) > 0; p = p[4:] {
		if link := cells.U32at(p, 0); link != cells.NilOffset && (link == 0 || !c.inFile(link)) {
			return false
		}
	}
	return true
}

// dataAt reads n bytes of data from the cell at rel, or from the segments it names.
func (c *carver) dataAt(rel uint32, n int, place func(rel uint32, need int) ([]byte, hive.DataStatus)) (data []byte, status hive.DataStatus, pieces []extent) {
	plain := c.f.Base.ChecksumOK && c.f.Base.Minor <= 3 // format without big data
	need := n
	if n > cells.BigDataMin && !plain {
		need = cells.DbFixed
	}
	p, status := place(rel, need)
	switch {
	case status != hive.Intact:
		return nil, status, nil
	case need == cells.DbFixed && cells.Signed(p, "db", cells.DbFixed):
		return c.segments(cells.BigData(p), n, place)
	case len(p) < n:
		return nil, hive.Overwritten, nil
	}
	return p[:n:n], hive.Intact, []extent{c.span(rel, n)}
}

// span is the part of the bins that a cell header and n bytes behind it take.
func (c *carver) span(rel uint32, n int) extent {
	return extent{int64(rel), int64(rel) + int64(c.f.CellHeader+n)}
}

// segments joins the segments of deleted big data up to the first that was written over.
func (c *carver) segments(db cells.BigData, n int, place func(uint32, int) ([]byte, hive.DataStatus)) (data []byte, status hive.DataStatus, pieces []extent) {
	count := (n-1)/cells.BigDataMin + 1
	if db.Segments() != count {
		return nil, hive.Overwritten, nil
	}
	list, status := place(db.List(), 4*count)
	if status != hive.Intact {
		return nil, status, nil
	}
	if c.copied < int64(n) {
		c.f.Diag(hive.KindLimit, 0, "db", "deleted values announce more big data than the file can honestly hold; the rest is left out")
		return nil, hive.Unavailable, nil
	}
	data = make([]byte, 0, min(n, len(list)/4*cells.BigDataMin))
	for i := range count {
		need := min(cells.BigDataMin, n-len(data))
		rel := cells.U32at(list, int64(4*i))
		p, status := place(rel, need)
		if status != hive.Intact {
			if len(data) > 0 {
				status = hive.Partial
			}
			return data, status, pieces
		}
		c.copied -= int64(need)
		data = append(data, p[:need]...)
		pieces = append(pieces, c.span(rel, need))
	}
	return data, hive.Intact, pieces
}

// findList looks for the value list of a recovered key.
func (c *carver) findList(k *carvedKey) {
	n := int(k.rec.ValueCount())
	if n == 0 || k.rec.Flags()&cells.NkPredefine != 0 {
		return
	}
	k.lost = int32(n)
	if _, status := c.place(k.rec.ValueList(), cells.ValueOffset*n); status == hive.Intact {
		k.listed = int32(n)
	}
}

// spend reports whether n more entries of value lists may be read.
func (c *carver) spend(n int) bool {
	if c.offsets < int64(n) {
		c.f.Diag(hive.KindLimit, 0, "value list", "deleted keys announce more values than the file can honestly hold; the rest is left out")
		return false
	}
	c.offsets -= int64(n)
	return true
}

// findValues ties the values of a recovered key to it, through its value list.
func (c *carver) findValues(k *carvedKey) {
	n := max(0, int(k.listed))
	list, ok := c.f.Img.Bytes(c.f.FileOffset(k.rec.ValueList())+int64(c.f.CellHeader), int64(cells.ValueOffset*n))
	if !ok || !c.spend(n) {
		return
	}
	for i := range n {
		at, ok := c.valAt.find(cells.U32at(list, int64(cells.ValueOffset*i)))
		if !ok {
			continue
		}
		v := c.values.at(at)
		if v.owned {
			k.taken++
			continue
		}
		v.owned = true
		if k.first < 0 {
			k.first = int32(at)
		} else {
			c.values.at(int(k.last)).next = int32(at)
		}
		k.last = int32(at)
		k.lost--
	}
}

// findSlackValues ties values to the live key whose value list still names them behind its end: Windows
// moves the list up when a value is deleted and leaves the last offsets.
func (c *carver) findSlackValues() {
	for _, s := range c.f.Survey.Slack {
		if s.Key == cells.NilOffset {
			continue
		}
		cell, ok := c.f.CellAt(s.Rel)
		if !ok || !c.spend((len(cell.Payload)-s.From)/cells.ValueOffset) {
			continue
		}
		for at := s.From; at+cells.ValueOffset <= len(cell.Payload); at += cells.ValueOffset {
			rel := cells.U32at(cell.Payload, int64(at))
			if rel < 8 || rel%8 != 0 {
				break
			}
			at, ok := c.valAt.find(rel)
			if !ok || c.values.at(at).owned {
				continue
			}
			if _, ok := c.livePath(s.Key); !ok {
				break
			}
			v := c.values.at(at)
			v.owned, v.slackOf, v.liveKey = true, s.Rel, s.Key
		}
	}
}

// livePath is the path of the live key at rel; false where there is none or no room for more paths.
func (c *carver) livePath(rel uint32) (hive.Path, bool) {
	if path, ok := c.live.paths[rel]; ok {
		return path, true
	}
	cell, ok := c.f.CellAt(rel)
	if !ok || !cells.Signed(cell.Payload, "nk", cells.NkFixed) || c.paths < 0 {
		return "", false
	}
	path := c.f.KeyPath(rel, cell.Payload)
	c.live.paths[rel] = path
	c.paths -= len(path)
	return path, true
}

// findPath works out the path of a recovered key, through recovered ancestors up to a live key.
func (c *carver) findPath(at int) {
	// chain is the key and its recovered ancestors whose path is not known yet.
	var chain []int
	for {
		k := c.keys.at(at)
		if k.solved || k.walking || len(chain) > hive.MaxDepth {
			break
		}
		k.walking = true
		chain = append(chain, at)
		parent := k.rec.Parent()
		next, recovered := c.keyAt.find(parent)
		if !recovered || next == at || c.f.Survey.Keys.Has(parent) {
			break
		}
		at = next
	}
	for _, i := range slices.Backward(chain) {
		c.solvePath(i)
	}
}

// solvePath sets the path of a key whose parent, if recovered, is solved.
func (c *carver) solvePath(at int) {
	k := c.keys.at(at)
	k.solved, k.walking = true, false
	parent := k.rec.Parent()
	k.setPath(hive.Path("?").Join(c.name(k)), hive.UnknownPath)
	if k.rec.Flags()&cells.NkRoot != 0 && !c.f.Survey.Keys.Has(parent) {
		k.setPath("", hive.FullPath)
		k.isRoot = true
		return
	}
	if !c.inFile(parent) {
		return
	}
	k.hasParent = true
	if c.f.Survey.Keys.Has(parent) {
		c.solveBelowLive(k, parent)
	} else if up, ok := c.keyAt.find(parent); ok && up != at && c.keys.at(up).solved {
		c.solveBelow(k, up)
	}
	if c.paths -= len(k.path); c.paths < 0 {
		k.setPath(hive.Path("?").Join(c.name(k)), hive.PartialPath)
		c.f.Diag(hive.KindLimit, k.at, "nk", "the paths of deleted keys are longer than the reader's limit; the rest starts with ?")
	}
}

// name is the key's own name.
func (c *carver) name(k *carvedKey) hive.Text { return k.rec.Name(c.f.Wide).Text() }

// solveBelowLive sets the path of a key whose parent's place holds a live key.
func (c *carver) solveBelowLive(k *carvedKey, parent uint32) {
	path, ok := c.livePath(parent)
	if !ok {
		return
	}
	live, ok := c.h.NodeAt(parent)
	if !ok {
		return
	}
	c.doubtParent(k, live.Node())
	name := c.name(k)
	k.setPath(path.Join(name), hive.FullPath)
	if path == "?" || strings.HasPrefix(string(path), `?\`) {
		k.setPath(k.path, hive.PartialPath)
	}
	if twin, ok := c.live.child(live, name); ok {
		k.setTwin(twin)
	}
}

// solveBelow sets the path of a key whose parent is the recovered key at index up.
func (c *carver) solveBelow(k *carvedKey, up int) {
	p, name := c.keys.at(up), c.name(k)
	if len(p.path)+len(name) > cells.MaxKeyPath {
		return
	}
	c.doubtParent(k, p.rec)
	k.parent = int32(up)
	p.subkeys++
	status := p.pathStatus()
	if status == hive.UnknownPath {
		status = hive.PartialPath
	}
	k.setPath(p.path.Join(name), status)
	k.doubted = k.doubted || p.doubted
	if p.twin != cells.NilOffset {
		if live, ok := c.h.NodeAt(p.twin); ok {
			if twin, ok := c.live.child(live, name); ok {
				k.setTwin(twin)
			}
		}
	}
}

// doubtParent says what speaks against the key node at the parent's place being the parent: another key may
// have been stored there since. Deleting a key writes its parent, and a key node keeps the length of the
// longest subkey name it had since it last had none. Neither is proof: clocks go wrong, and a key that lost
// its last subkey keeps no trace of it.
func (c *carver) doubtParent(k *carvedKey, parent cells.KeyNode) {
	switch {
	case parent.LastWrite() != 0 && parent.LastWrite() < k.rec.LastWrite():
		k.doubt = doubtTime
	case int(parent.LongestName()) < 2*k.rec.Name(c.f.Wide).Len():
		k.doubt = doubtLength
	default:
		return
	}
	k.doubted = true
}

func (k *carvedKey) setTwin(twin Key) {
	if twin.Cell() != k.rel {
		k.twin = twin.Cell()
	}
}

// inEvidence returns how many of the n bytes from a file offset on stand in a file: replay may make a hive
// larger than its file, and what no log fills is zero and nobody's.
func (c *carver) inEvidence(offset int64, n int) int {
	if c.h == nil || c.h.OnDisk() == c.h {
		return n
	}
	end := offset + int64(n)
	for at := max(offset, c.h.OnDisk().Cells().Img.Size()); at < end; at = (at/sectorSize + 1) * sectorSize {
		if _, ok := c.h.Replay().Where(at); !ok {
			return int(at - offset)
		}
	}
	return n
}
