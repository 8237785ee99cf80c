package regf

import (
	"fmt"

	"mapihive/hive"
)

// bigData joins the segments of the db record p for n bytes of data. Since format 1.4 Windows stores
// data above 16344 bytes this way. ok is false where p is the data itself.
func (v Value) bigData(p []byte, n int) (data []byte, whole, ok bool) {
	h, at := v.h, v.h.fileOffset(v.rec.data())
	say := func(format string, args ...any) {
		h.diagKey(hive.KindBigData, at, "db", v.owner, fmt.Sprintf(format, args...))
	}
	plain := h.base.ChecksumOK && h.base.Minor <= 3
	if !signed(p, "db", dbFixed) || plain && n <= len(p) {
		if !plain {
			say("data of this size without a big data record")
		}
		return nil, false, false
	}
	if plain {
		say("big data in format %s, which has none; read as big data", h.Version())
	}
	db := bigData(p)
	list, found := h.cellAt(db.list())
	if !found {
		say("the segment list offset 0x%08x names no cell", db.list())
		return nil, false, true
	}
	if !list.allocated {
		say("the segment list is an unallocated cell")
	}
	h.use(v.rec.data(), p, dbFixed, "db", v.owner)
	want, segments := (n-1)/bigDataMin+1, db.segments()
	fits := min(segments, len(list.payload)/4)
	if segments != want || fits != segments {
		say("the segments announced or listed are not as many as the data need")
	}
	h.use(db.list(), list.payload, 4*fits, "segment list", v.owner)
	read := true // no part of a segment is missing from the file
	data = make([]byte, 0, min(int64(n), h.binsSize, int64(fits)*bigDataMin))
	for i := range fits {
		rel := u32at(list.payload, int64(4*i))
		seg, found := h.cellAt(rel)
		if !found {
			say("segment %d: the offset 0x%08x names no cell", i, rel)
			return data, false, true
		}
		if !seg.allocated {
			say("segment %d is an unallocated cell", i)
		}
		need := min(bigDataMin, n-len(data))
		h.use(rel, seg.payload, min(need, len(seg.payload)), "segment", v.owner)
		if !h.emit(int64(need)) {
			return data, false, true
		}
		if !h.cellRead(rel, min(need, len(seg.payload))) {
			read = false
			say("a part of segment %d could not be read; zeros stand for it", i)
		}
		if len(seg.payload) < need {
			say("segment %d holds less than belongs in it", i)
			return append(data, seg.payload...), false, true
		}
		if data = append(data, seg.payload[:need]...); len(data) == n {
			return data, read, true
		}
	}
	return data, false, true
}
