package creg

import (
	"fmt"
	"iter"

	"mapihive/hive"
)

// Value is one value of a key.
type Value struct {
	h       *Hive
	off     int64
	typ     hive.ValueType
	size    int // of the data, as announced
	name    []byte
	data    []byte // as far as it is in the record
	nameCut bool
}

// ValueCount is the number of values that the key's record announces.
func (k Key) ValueCount() uint32 {
	if r := k.h.nodes[k.at].record; r != none && k.h.records[r].size >= recordFixed {
		return uint32(u16(k.h.m[k.h.records[r].off:], offValueCount))
	}
	return 0
}

// Values yields the key's values in stored order.
func (k Key) Values() iter.Seq[Value] {
	return func(yield func(Value) bool) { k.values(yield) }
}

// values yields the values and returns where in the record the last one ends; ended is false where it was not read
// to its end. Values end with the used part of the record, whatever number is announced: what follows is not its own.
func (k Key) values(yield func(Value) bool) (read int, end int64, ended bool) {
	r := k.h.nodes[k.at].record
	if r == none {
		return 0, 0, true
	}
	rec := k.h.records[r]
	head, ok := k.h.m.bytes(rec.off, recordFixed)
	if !ok {
		return 0, 0, true
	}
	used := int64(u32(head, offUsed))
	end = recordFixed + int64(len(k.h.recordName(rec)))
	for range u16(head, offValueCount) {
		if end == used {
			break
		}
		v, size, ok := k.h.valueAt(rec.off+end, rec.size-end)
		if !ok {
			break
		}
		read, end = read+1, end+size
		if !yield(v) {
			return read, end, false
		}
	}
	return read, end, true
}

// valueAt reads a value that has at most room bytes; size is what it takes of them, with what is missing.
func (h *Hive) valueAt(off, room int64) (v Value, size int64, ok bool) {
	if room < valueFixed {
		return Value{}, 0, false
	}
	head, ok := h.m.bytes(off, valueFixed)
	if !ok {
		return Value{}, 0, false
	}
	names, data := int64(u16(head, offValueName)), int64(u16(head, offDataLength))
	v = Value{h: h, off: off, typ: hive.ValueType(u32(head, offType)), size: int(data)}
	room -= valueFixed
	v.name, _ = h.m.bytes(off+valueFixed, min(names, room))
	v.nameCut = names > room
	room = max(0, room-names)
	if room > 0 {
		v.data, _ = h.m.bytes(off+valueFixed+names, min(data, room))
	}
	return v, valueFixed + names + data, true
}

// Value finds the value called name, "" for the default value; of several, the first listed.
func (k Key) Value(name hive.Text) (Value, bool) {
	for v := range k.Values() {
		if k.h.named(v.name, name) {
			return v, true
		}
	}
	return Value{}, false
}

// ANSIName is the value's name as stored.
func (v Value) ANSIName() []byte { return v.name }

// Name is the value's name, "" for the default value.
func (v Value) Name() hive.Text {
	name, _ := v.h.page.Decode(v.name)
	return name
}

// Type is the registry type as stored.
func (v Value) Type() hive.ValueType { return v.typ }

// Size is the length of the data in bytes, as announced.
func (v Value) Size() int { return v.size }

// Data returns the value's data as stored, not to be changed: text is ANSI, mostly without a NUL. whole is false
// where bytes that the value announces are not in its record.
func (v Value) Data() (data []byte, whole bool) { return v.data, len(v.data) == v.size }

// Offset is where the value stands in the file, in bytes.
func (v Value) Offset() int64 { return v.off }

// check says what is wrong with the value.
func (v Value) check(at int32) {
	switch {
	case v.nameCut:
		v.h.diagKey(hive.KindName, v.off, "value", at, "the name of a value leaves its record, and its data are lost")
	case len(v.data) < v.size:
		v.h.diagKey(hive.KindDataBounds, v.off, "value", at, fmt.Sprintf("%d bytes of data leave the record; %d are shown", v.size, len(v.data)))
	}
	if _, lost := v.h.page.Decode(v.name); lost {
		v.h.diagKey(hive.KindName, v.off, "value", at, "the name of a value holds bytes that the code page does not have")
	}
}
