package hive

import (
	"fmt"
	"iter"
)

// Value is a handle on one value of a key, decoded when asked for. The zero Value is no value.
type Value struct {
	h     *Hive
	rel   uint32
	owner uint32 // the key's cell
	rec   keyValue
}

// Values yields the key's values in stored order, which is the order of their creation.
func (k Key) Values() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		count, list, ok := k.valueOffsets()
		if !ok {
			return
		}
		for i := range count {
			if v, ok := k.h.valueAt(u32at(list, int64(4*i)), k.rel); ok && !yield(v) {
				return
			}
		}
	}
}

// ValueCount is the number of values the key node announces; 0 for a predefined key, whose field holds a handle.
func (k Key) ValueCount() uint32 {
	if k.rec.flags()&nkPredefine != 0 {
		return 0
	}
	return k.rec.valueCount()
}

// valueOffsets returns the key's value list and how many offsets of it are values.
func (k Key) valueOffsets() (count int, list []byte, ok bool) {
	n := int64(k.ValueCount())
	if n == 0 {
		return 0, nil, false
	}
	p, ok := k.h.liveCell(k.rec.valueList(), valueListCell, k.rel)
	if !ok {
		return 0, nil, false
	}
	if fits := int64(len(p) / 4); n > fits {
		k.h.diagKey(KindValueList, k.h.fileOffset(k.rec.valueList()), "value list", k.rel, fmt.Sprintf("%d values are announced, the cell holds %d", n, fits))
		n = fits
	}
	k.h.use(k.rec.valueList(), p, int(4*n), valueListCell, k.rel)
	return int(n), p, true
}

// Value finds the value called name ("" for the default value); of several, the first listed.
func (k Key) Value(name Text) (Value, bool) {
	up := raised(name)
	for v := range k.Values() {
		if v.rec.name(k.h.wide).equal(up) {
			return v, true
		}
	}
	return Value{}, false
}

func (h *Hive) valueAt(rel, owner uint32) (Value, bool) {
	p, ok := h.record(rel, "vk", vkFixed, owner)
	if !ok {
		return Value{}, false
	}
	v := Value{h: h, rel: rel, owner: owner, rec: p}
	h.use(rel, p, vkFixed+v.rec.nameLength(), "vk", owner)
	n, raw := v.rec.nameLength(), len(p)-vkFixed
	switch name := v.rec.name(h.wide); {
	case n > raw:
		h.diagKey(KindName, v.Offset(), "vk", owner, fmt.Sprintf("the name of %d bytes leaves its cell; %d are shown", n, raw))
	case !name.latin1 && n%2 != 0:
		h.diagKey(KindName, v.Offset(), "vk", owner, fmt.Sprintf("a UTF-16 name of %d bytes", n))
	}
	return v, true
}

// Name returns the value's name, "" for the default value.
func (v Value) Name() Text { return v.rec.name(v.h.wide).text() }

// Type returns the registry type as stored.
func (v Value) Type() ValueType { return v.rec.typ() }

// Offset is where the value's vk cell starts in the hive file, in bytes.
func (v Value) Offset() int64 { return v.h.fileOffset(v.rel) }

// Tombstone reports that a differencing hive deletes the value of the layer below.
func (v Value) Tombstone() bool { return !v.h.wide && v.rec.flags()&vkTombstone != 0 }

// Size is the size of the data in bytes, as announced.
func (v Value) Size() int {
	size := v.rec.size()
	if size&dataInline != 0 {
		return int(size &^ dataInline)
	}
	return int(size)
}

// Data returns the value's data: the evidence's own bytes, not to be changed, or for big data a copy.
// whole is false where bytes that the value announces are missing, or could not be read and are zero; a
// diagnostic says why, but no size: the data may be a secret, and nobody has looked yet.
func (v Value) Data() (data []byte, whole bool) {
	size := v.rec.size()
	if size&dataInline != 0 {
		n := size &^ dataInline
		if n > 4 {
			v.h.diagKey(KindDataInline, v.Offset(), "vk", v.owner, "more inline data are announced than fit")
			return v.rec.inline(), false
		}
		return v.rec.inline()[:n:n], true
	}
	if size == 0 {
		return nil, true
	}
	p, ok := v.h.liveCell(v.rec.data(), dataCell, v.owner)
	if !ok {
		return nil, false
	}
	n := int(size)
	if !v.h.emit(int64(min(n, max(len(p), bigDataMin)))) {
		return nil, false
	}
	if n > bigDataMin {
		if data, whole, ok := v.bigData(p, n); ok {
			return data, whole
		}
	}
	if n > len(p) {
		v.h.diagKey(KindDataBounds, v.h.fileOffset(v.rec.data()), "data", v.owner, "more data are announced than the cell holds")
		v.h.use(v.rec.data(), p, len(p), "data", v.owner)
		return p, false
	}
	v.h.use(v.rec.data(), p, n, "data", v.owner)
	return p[:n:n], v.h.cellRead(v.rec.data(), n)
}

// DataOffset is where the data's cell starts in the hive file, in bytes, or the vk cell for inline data
// and none.
func (v Value) DataOffset() int64 {
	if size := v.rec.size(); size == 0 || size&dataInline != 0 {
		return v.Offset()
	}
	return v.h.fileOffset(v.rec.data())
}

// emit counts n bytes of data against what one pass may hand out.
func (h *Hive) emit(n int64) bool {
	if h.emitted += n; h.emitted <= emitFactor*h.img.stored()+emitSlack {
		return true
	}
	h.diag(KindLimit, 0, "data", "values announce more data than the file can honestly hold; the rest is left out")
	return false
}
