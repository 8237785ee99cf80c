package lost

import (
	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

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
	data, _ := c.f.Image.Bytes(c.f.FileOffset(v.rec.Data())+int64(c.f.CellHeader), int64(n))
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
	p, ok := c.f.Image.Bytes(c.f.FileOffset(rel)+head, int64(c.freeLinks))
	for ; ok && len(p) > 0; p = p[4:] {
		if link := cells.U32(p, 0); link != cells.NIL && (link == 0 || !c.inFile(link)) {
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
		need = cells.DBFixed
	}
	p, status := place(rel, need)
	switch {
	case status != hive.Intact:
		return nil, status, nil
	case need == cells.DBFixed && cells.Signed(p, "db", cells.DBFixed):
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
		rel := cells.U32(list, int64(4*i))
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
