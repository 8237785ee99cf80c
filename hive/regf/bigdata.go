package regf

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// BigData joins the segments of the db record p for n bytes of data. Since format 1.4 Windows stores
// data above 16344 bytes this way. ok is false where p is the data itself.
func (v Value) bigData(p []byte, n int) (data []byte, whole, ok bool) {
	h, at := v.h, v.h.f.FileOffset(v.rec.Data())
	say := func(format string, args ...any) {
		h.f.DiagKey(hive.KindBigData, at, "db", v.owner, fmt.Sprintf(format, args...))
	}
	plain := h.f.Base.ChecksumOK && h.f.Base.Minor <= 3
	if !cells.Signed(p, "db", cells.DBFixed) || plain && n <= len(p) {
		if !plain {
			say("data of this size without a big data record")
		}
		return nil, false, false
	}
	if plain {
		say("big data in format %s, which has none; read as big data", h.Version())
	}
	db := cells.BigData(p)
	list, found := h.f.CellAt(db.List())
	if !found {
		say("the segment list offset 0x%08x names no cell", db.List())
		return nil, false, true
	}
	if !list.Allocated {
		say("the segment list is an unallocated cell")
	}
	h.f.Use(v.rec.Data(), p, cells.DBFixed, "db", v.owner)
	want, segments := (n-1)/cells.BigDataMin+1, db.Segments()
	fits := min(segments, len(list.Payload)/4)
	if segments != want || fits != segments {
		say("the segments announced or listed are not as many as the data need")
	}
	h.f.Use(db.List(), list.Payload, 4*fits, "segment list", v.owner)
	read := true // no part of a segment is missing from the file
	data = make([]byte, 0, min(int64(n), h.f.BinsSize, int64(fits)*cells.BigDataMin))
	for i := range fits {
		rel := cells.U32(list.Payload, int64(4*i))
		seg, found := h.f.CellAt(rel)
		if !found {
			say("segment %d: the offset 0x%08x names no cell", i, rel)
			return data, false, true
		}
		if !seg.Allocated {
			say("segment %d is an unallocated cell", i)
		}
		need := min(cells.BigDataMin, n-len(data))
		h.f.Use(rel, seg.Payload, min(need, len(seg.Payload)), "segment", v.owner)
		if !h.emit(int64(need)) {
			return data, false, true
		}
		if !h.f.CellRead(rel, min(need, len(seg.Payload))) {
			read = false
			say("a part of segment %d could not be read; zeros stand for it", i)
		}
		if len(seg.Payload) < need {
			say("segment %d holds less than belongs in it", i)
			return append(data, seg.Payload...), false, true
		}
		if data = append(data, seg.Payload[:need]...); len(data) == n {
			return data, read, true
		}
	}
	return data, false, true
}
