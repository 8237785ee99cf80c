package hive

import (
	"cmp"
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// relate ties the records to each other: data to values, values to keys, keys to parents.
func (c *carver) relate(ctx context.Context) error {
	for i := range c.values {
		c.findData(&c.values[i])
	}
	for i := range c.keys {
		c.findList(&c.keys[i])
	}
	c.cutOverlaps()
	// Where two keys name the same value, it is more likely that of the later one.
	byTime := make([]int, len(c.keys))
	for i := range byTime {
		byTime[i] = i
	}
	slices.SortStableFunc(byTime, func(a, b int) int { return cmp.Compare(c.keys[b].LastWrite, c.keys[a].LastWrite) })
	for _, i := range byTime {
		c.findValues(&c.keys[i])
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c.findSlackValues()
	for i := range c.keys {
		c.findPath(i)
	}
	for i := range c.keys {
		c.judgeKey(&c.keys[i])
	}
	for i := range c.values {
		c.values[i].judge()
	}
	return ctx.Err()
}

// place returns the payload of the cell that once started at rel and had to hold need bytes. It looks
// at what stands there now: a cell in use means that the payload was written over; inside an unallocated
// cell (Windows joins neighbours when it frees them) the old cell header must still be there and fit.
func (c *carver) place(rel uint32, need int) ([]byte, DataStatus) {
	h := c.h
	head := int64(h.cellHeader)
	if rel%8 != 0 {
		return nil, Unavailable
	}
	within, used, ok := c.container(int64(rel))
	switch {
	case !ok:
		return nil, Unavailable
	case used:
		return nil, Overwritten
	}
	room := within.to - int64(rel)
	p, ok := h.img.bytes(h.fileOffset(rel), room)
	if !ok || room < head+1 {
		return nil, Unavailable
	}
	end := room
	if b := h.bins.at(rel); b != nil {
		end = int64(b.rel) + int64(b.size) - int64(rel)
	}
	size, ok := c.oldSize(p, head+int64(need), end)
	if !ok {
		return nil, Overwritten
	}
	if !h.cellRead(rel, need) {
		return nil, Unavailable
	}
	return p[head:size:size], Intact
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
	h := c.h
	if at >= h.binsSize {
		return extent{}, false, false
	}
	b := h.binOf(uint32(at))
	if b == nil {
		return extent{}, false, false
	}
	if start, ok := h.bins.startBefore(uint32(at), b); ok {
		head, _ := h.img.bytes(b.pos+int64(start-b.rel), 4)
		size, _ := cellSize(head)
		if e := (extent{int64(start), int64(start) + size}); e.holds(at) {
			return e, h.survey.used.has(start), true
		}
	}
	if e, ok := around(c.large, at); ok {
		return e, h.survey.used.has(uint32(e.from)), true
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

// startBefore returns the start of the last cell that starts at or before rel in its bin, if it starts
// at most largeCell bytes before.
func (bm *binMap) startBefore(rel uint32, b *bin) (uint32, bool) {
	word := rel >> 9
	m := bm.starts.word(word) & (^uint64(0) >> (63 - rel>>3&63)) // starts up to rel in its word
	for n := 0; ; n++ {
		if m != 0 {
			start := word<<9 | uint32(bits.Len64(m)-1)<<3
			return start, start > b.rel
		}
		if n > largeCell/512 || word == 0 {
			return 0, false
		}
		word--
		m = bm.starts.word(word)
	}
}

// findData looks for the data of a value.
func (c *carver) findData(v *carvedValue) {
	size := v.rec.size()
	switch {
	case size&dataInline != 0:
		v.Data, v.Status = v.rec.inline()[:size&^dataInline], Intact
		return
	case size == 0:
		v.Status = Intact
		return
	}
	rel, n := v.rec.data(), int(size)
	v.DataAt = c.h.Place(c.h.fileOffset(rel))
	v.Data, v.Status, v.pieces = c.dataAt(rel, n, c.place)
	whole := 0
	for _, p := range v.pieces {
		from, size := c.h.fileOffset(uint32(p.from))+int64(c.h.cellHeader), int(p.to-p.from)-c.h.cellHeader
		there := c.h.inEvidence(from, size)
		if whole += there; there < size {
			v.Data, v.Status = v.Data[:whole:whole], Partial
			if whole == 0 {
				v.Status = Unavailable
			}
			v.Reasons = append(v.Reasons, "the rest of its data is neither in the hive file nor in a log")
			break
		}
		if c.headLost(uint32(p.from)) {
			v.Data, v.Status, v.pieces = nil, Overwritten, nil
			v.Reasons = append(v.Reasons, "the list of unallocated cells took the first bytes of its data")
			break
		}
	}
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
	head := int64(c.h.cellHeader)
	p, ok := c.h.img.bytes(c.h.fileOffset(rel)+head, int64(c.freeLinks))
	for ; ok && len(p) > 0; p = p[4:] {
		if link := u32at(p, 0); link != nilOffset && (link == 0 || !c.inFile(link)) {
			return false
		}
	}
	return true
}

// dataAt reads n bytes of data from the cell at rel, or from the segments it names.
func (c *carver) dataAt(rel uint32, n int, place func(rel uint32, need int) ([]byte, DataStatus)) (data []byte, status DataStatus, pieces []extent) {
	plain := c.h.base.ChecksumOK && c.h.base.Minor <= 3 // format without big data
	need := n
	if n > bigDataMin && !plain {
		need = dbFixed
	}
	p, status := place(rel, need)
	switch {
	case status != Intact:
		return nil, status, nil
	case need == dbFixed && signed(p, "db", dbFixed):
		return c.segments(bigData(p), n, place)
	case len(p) < n:
		return nil, Overwritten, nil
	}
	return p[:n:n], Intact, []extent{c.span(rel, n)}
}

// span is the part of the bins that a cell header and n bytes behind it take.
func (c *carver) span(rel uint32, n int) extent {
	return extent{int64(rel), int64(rel) + int64(c.h.cellHeader+n)}
}

// segments joins the segments of deleted big data up to the first that was written over.
func (c *carver) segments(db bigData, n int, place func(uint32, int) ([]byte, DataStatus)) (data []byte, status DataStatus, pieces []extent) {
	count := (n-1)/bigDataMin + 1
	if db.segments() != count {
		return nil, Overwritten, nil
	}
	list, status := place(db.list(), 4*count)
	if status != Intact {
		return nil, status, nil
	}
	if c.copied < int64(n) {
		c.h.diag(KindLimit, 0, "db", "deleted values announce more big data than the file can honestly hold; the rest is left out")
		return nil, Unavailable, nil
	}
	data = make([]byte, 0, min(n, len(list)/4*bigDataMin))
	for i := range count {
		need := min(bigDataMin, n-len(data))
		rel := u32at(list, int64(4*i))
		p, status := place(rel, need)
		if status != Intact {
			if len(data) > 0 {
				status = Partial
			}
			return data, status, pieces
		}
		c.copied -= int64(need)
		data = append(data, p[:need]...)
		pieces = append(pieces, c.span(rel, need))
	}
	return data, Intact, pieces
}

// findList looks for the value list of a recovered key.
func (c *carver) findList(k *carvedKey) {
	n := int(k.rec.valueCount())
	if n == 0 || k.rec.flags()&nkPredefine != 0 {
		return
	}
	k.LostValues = n
	if list, status := c.place(k.rec.valueList(), valueOffset*n); status == Intact {
		k.list = list[:valueOffset*n]
	}
}

// cutOverlaps finds data and value lists into which something later was written: they end where that
// starts. Data that starts inside a record was written over by it.
func (c *carver) cutOverlaps() {
	var records, starts []extent
	for i := range c.keys {
		k := &c.keys[i]
		if k.rel != nilOffset {
			records = append(records, c.span(k.rel, len(k.rec)))
		}
		if k.list != nil {
			starts = append(starts, c.span(k.rec.valueList(), len(k.list)))
		}
	}
	named := map[int64]int{} // values that name the data starting there
	for i := range c.values {
		v := &c.values[i]
		if v.rel != nilOffset {
			records = append(records, c.span(v.rel, len(v.rec)))
		}
		for _, p := range v.pieces {
			starts = append(starts, p)
			named[p.from]++
		}
	}
	starts = append(starts, records...)
	byStart := func(a, b extent) int { return cmp.Compare(a.from, b.from) }
	slices.SortFunc(records, byStart)
	slices.SortFunc(starts, byStart)

	// left is how many bytes of the payload of e nothing was written into.
	left := func(e extent) int64 {
		if r, ok := around(records, e.from); ok && r.from < e.from {
			return 0
		}
		at, _ := slices.BinarySearchFunc(starts, e.from+1, func(s extent, from int64) int { return cmp.Compare(s.from, from) })
		if at < len(starts) {
			e.to = min(e.to, starts[at].from)
		}
		if _, ok := slices.BinarySearchFunc(records, e, byStart); ok {
			return 0
		}
		return max(0, e.to-e.from-int64(c.h.cellHeader))
	}
	for i := range c.values {
		v := &c.values[i]
		whole := int64(0)
		for _, p := range v.pieces {
			v.shared = v.shared || named[p.from] > 1
			n := left(p)
			whole += n
			if n < p.to-p.from-int64(c.h.cellHeader) {
				whole = min(whole, int64(len(v.Data))) // a replay hole may have cut it before
				switch {
				case whole > 0:
					v.Data, v.Status = v.Data[:whole:whole], Partial
				case v.Status != Unavailable:
					v.Data, v.Status = nil, Overwritten
				}
				break
			}
		}
	}
	for i := range c.keys {
		if k := &c.keys[i]; k.list != nil {
			k.list = k.list[:left(c.span(k.rec.valueList(), len(k.list)))/valueOffset*valueOffset]
		}
	}
}

// spend reports whether n more entries of value lists may be read.
func (c *carver) spend(n int) bool {
	if c.offsets < int64(n) {
		c.h.diag(KindLimit, 0, "value list", "deleted keys announce more values than the file can honestly hold; the rest is left out")
		return false
	}
	c.offsets -= int64(n)
	return true
}

// findValues ties the values of a recovered key to it, through its value list.
func (c *carver) findValues(k *carvedKey) {
	n := len(k.list) / valueOffset
	if !c.spend(n) {
		return
	}
	taken := 0
	for i := range n {
		v, ok := c.valAt[u32at(k.list, int64(valueOffset*i))]
		switch {
		case !ok:
		case c.values[v].owned:
			taken++
		default:
			c.values[v].owned = true
			k.values = append(k.values, v)
			k.LostValues--
		}
	}
	if taken > 0 {
		k.Reasons = append(k.Reasons, fmt.Sprintf("%d of its values are shown with a key that was last written later and names them too", taken))
	}
}

// findSlackValues ties values to the live key whose value list still names them behind its end: Windows
// moves the list up when a value is deleted and leaves the last offsets.
func (c *carver) findSlackValues() {
	for _, s := range c.h.survey.slack {
		if s.key == nilOffset {
			continue
		}
		cell, ok := c.h.cellAt(s.rel)
		if !ok || !c.spend((len(cell.payload)-s.from)/valueOffset) {
			continue
		}
		for at := s.from; at+valueOffset <= len(cell.payload); at += valueOffset {
			rel := u32at(cell.payload, int64(at))
			if rel < 8 || rel%8 != 0 {
				break
			}
			v, ok := c.valAt[rel]
			if !ok || c.values[v].owned {
				continue
			}
			path, ok := c.livePath(s.key)
			if !ok {
				break
			}
			if path == "" {
				path = `\` // the root key
			}
			c.values[v].owned, c.values[v].Key = true, path
			c.values[v].Reasons = append(c.values[v].Reasons, fmt.Sprintf("the value list of the live key still names it behind its end (offset %d)", c.h.fileOffset(s.rel)))
		}
	}
}

// livePath is the path of the live key at rel; false where there is none or no room for more paths.
func (c *carver) livePath(rel uint32) (Path, bool) {
	if path, ok := c.live.paths[rel]; ok {
		return path, true
	}
	cell, ok := c.h.cellAt(rel)
	if !ok || !signed(cell.payload, "nk", nkFixed) || c.paths < 0 {
		return "", false
	}
	path := Key{h: c.h, rel: rel, rec: cell.payload}.Path()
	c.live.paths[rel] = path
	c.paths -= len(path)
	return path, true
}

// findPath works out the path of a recovered key, through recovered ancestors up to a live key.
func (c *carver) findPath(at int) {
	// chain is the key and its recovered ancestors whose path is not known yet.
	var chain []int
	for {
		k := &c.keys[at]
		if k.solved || k.walking || len(chain) > maxDepth {
			break
		}
		k.walking = true
		chain = append(chain, at)
		parent := k.rec.parent()
		next, recovered := c.keyAt[parent]
		if !recovered || next == at || c.h.survey.keys.has(parent) {
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
	k := &c.keys[at]
	k.solved, k.walking = true, false
	parent := k.rec.parent()
	k.PathStatus, k.Path = UnknownPath, Path("?").Join(k.Name)
	if k.rec.flags()&nkRoot != 0 && !c.h.survey.keys.has(parent) {
		k.PathStatus, k.Path = FullPath, ""
		k.Reasons = append(k.Reasons, "it is a root key")
		return
	}
	if !c.inFile(parent) {
		return
	}
	k.ParentOffset = c.h.fileOffset(parent)
	if c.h.survey.keys.has(parent) {
		c.solveBelowLive(k, parent)
	} else if up, ok := c.keyAt[parent]; ok && up != at && c.keys[up].solved {
		c.solveBelow(k, at, up)
	}
	if c.paths -= len(k.Path); c.paths < 0 {
		k.Path, k.PathStatus = Path("?").Join(k.Name), PartialPath
		c.h.diag(KindLimit, k.at, "nk", "the paths of deleted keys are longer than the reader's limit; the rest starts with ?")
	}
}

// solveBelowLive sets the path of a key whose parent's place holds a live key.
func (c *carver) solveBelowLive(k *carvedKey, parent uint32) {
	cell, _ := c.h.cellAt(parent)
	live := Key{h: c.h, rel: parent, rec: cell.payload}
	path, ok := c.livePath(parent)
	if !ok {
		return
	}
	c.doubtParent(k, live.rec)
	k.PathStatus, k.Path = FullPath, path.Join(k.Name)
	if path == "?" || strings.HasPrefix(string(path), `?\`) {
		k.PathStatus = PartialPath
	}
	if twin, ok := c.live.child(live, k.Name); ok {
		k.setTwin(twin)
	}
}

// solveBelow sets the path of the key at index at, whose parent is the recovered key at index up.
func (c *carver) solveBelow(k *carvedKey, at, up int) {
	p := &c.keys[up]
	if len(p.Path)+len(k.Name) > maxKeyPath {
		return
	}
	c.doubtParent(k, p.rec)
	k.Parent = up
	p.Subkeys = append(p.Subkeys, at)
	k.Path = p.Path.Join(k.Name)
	if k.PathStatus = p.PathStatus; k.PathStatus == UnknownPath {
		k.PathStatus = PartialPath
	}
	k.doubted = k.doubted || p.doubted
	if p.twin.h != nil {
		if twin, ok := c.live.child(p.twin, k.Name); ok {
			k.setTwin(twin)
		}
	}
}

// doubtParent says what speaks against the key node at the parent's place being the parent: another key may
// have been stored there since. Deleting a key writes its parent, and a key node keeps the length of the
// longest subkey name it had since it last had none. Neither is proof: clocks go wrong, and a key that lost
// its last subkey keeps no trace of it.
func (c *carver) doubtParent(k *carvedKey, parent keyNode) {
	switch {
	case parent.lastWrite() != 0 && parent.lastWrite() < k.LastWrite:
		k.Reasons = append(k.Reasons, "the key at its parent's place was last written before it, so another key may have stood there")
	case int(parent.longestName()) < 2*k.rec.name(c.h.wide).len():
		k.Reasons = append(k.Reasons, "the key at its parent's place keeps no trace of a subkey with so long a name, so another key may have stood there")
	default:
		return
	}
	k.doubted = true
}

// longestName is the length of the longest name any subkey had, in bytes of UTF-16.
func (r keyNode) longestName() uint16 { return u16at(r, 52) } // [regf specification, "Key node"]

func (k *carvedKey) setTwin(twin Key) {
	if twin.rel == k.rel {
		return
	}
	k.twin, k.LiveTwin = twin, true
	k.Reasons = append(k.Reasons, "a live key has the same path: this is an older version of it")
}

// judgeKey sets how far a recovered key can be relied on, and why.
func (c *carver) judgeKey(k *carvedKey) {
	if n := int(k.rec.subkeyCount()); n > len(k.Subkeys) {
		k.LostSubkeys = n - len(k.Subkeys)
	}
	if n := int(k.rec.classLength()); n > 0 {
		if p, status := c.place(k.rec.class(), n); status == Intact && len(p) >= n && !c.headLost(k.rec.class()) {
			k.Class = p[:n:n]
		}
	}
	switch {
	case k.headless:
		k.Reasons = append(k.Reasons, "its signature and flags are lost to the list of unallocated cells; all else fits a key")
		k.Confidence = Low
	case !k.aligned:
		k.Reasons = append(k.Reasons, "no cell header fits before it")
		k.Confidence = Low
	case k.Source == FileTail:
		k.Reasons = append(k.Reasons, "it stands after the hive bins and may be of another time")
		k.Confidence = Low
	case k.LastWrite > c.latest:
		k.Reasons = append(k.Reasons, "it was last written after everything that is live")
		k.Confidence = Medium
	case k.PathStatus == FullPath && !k.doubted:
		k.Reasons = append(k.Reasons, "its cell header fits and its parent is known")
		k.Confidence = High
	default:
		k.Reasons = append(k.Reasons, "its cell header fits; "+pathReason(k.PathStatus))
		k.Confidence = Medium
	}
	if k.LostValues > 0 {
		k.Reasons = append(k.Reasons, fmt.Sprintf("%d of %d values are lost", k.LostValues, k.rec.valueCount()))
	}
}

func pathReason(s PathStatus) string {
	switch s {
	case FullPath:
		return "an ancestor is uncertain"
	case PartialPath:
		return "an ancestor is lost"
	}
	return "its parent is lost"
}

// judge sets how far a recovered value can be relied on, and why.
func (v *carvedValue) judge() {
	switch {
	case !v.aligned:
		v.Confidence = Low
		v.Reasons = append(v.Reasons, "no cell header fits before it")
	case v.Source == FileTail:
		v.Confidence = Low
		v.Reasons = append(v.Reasons, "it stands after the hive bins and may be of another time")
	case v.owned && v.Status == Intact && !v.shared:
		v.Confidence = High
		v.Reasons = append(v.Reasons, "its cell header fits, a key names it, and its data is whole")
	default:
		v.Confidence = Medium
		v.Reasons = append(v.Reasons, "its cell header fits")
	}
	if !v.owned {
		v.Reasons = append(v.Reasons, "no key is known to have held it")
	}
	if v.shared {
		v.Reasons = append(v.Reasons, "another deleted value names the same data, which can be of one of them only")
	}
	if v.Status != Intact {
		v.Reasons = append(v.Reasons, "its data is "+string(v.Status))
	}
}
