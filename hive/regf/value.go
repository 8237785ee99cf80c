package regf

import (
	"fmt"
	"iter"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// Value is a handle on one value of a key, decoded when asked for. The zero Value is no value.
type Value struct {
	h     *Hive
	rel   uint32
	owner uint32 // the key's cell
	rec   cells.KeyValue
}

// Values yields the key's values in stored order, which is the order of their creation.
func (k Key) Values() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		count, list, ok := k.valueOffsets()
		if !ok {
			return
		}
		for i := range count {
			if v, ok := k.h.valueAt(cells.U32(list, int64(4*i)), k.rel); ok && !yield(v) {
				return
			}
		}
	}
}

// ValueCount is the number of values the key node announces; 0 for a predefined key, whose field holds a handle.
func (k Key) ValueCount() uint32 {
	if k.rec.Flags()&cells.NKPredefine != 0 {
		return 0
	}
	return k.rec.ValueCount()
}

// valueOffsets returns the key's value list and how many offsets of it are values.
func (k Key) valueOffsets() (count int, list []byte, ok bool) {
	n := int64(k.ValueCount())
	if n == 0 {
		return 0, nil, false
	}
	p, ok := k.h.f.LiveCell(k.rec.ValueList(), cells.ValueListCell, k.rel)
	if !ok {
		return 0, nil, false
	}
	if fits := int64(len(p) / 4); n > fits {
		k.h.f.DiagKey(hive.KindValueList, k.h.f.FileOffset(k.rec.ValueList()), "value list", k.rel, fmt.Sprintf("%d values are announced, the cell holds %d", n, fits))
		n = fits
	}
	k.h.f.Use(k.rec.ValueList(), p, int(4*n), cells.ValueListCell, k.rel)
	return int(n), p, true
}

// Value finds the value called name ("" for the default value); of several, the first listed.
func (k Key) Value(name hive.Text) (Value, bool) {
	var room usualName
	up := hive.AppendUpcase(room[:0], name)
	for v := range k.Values() {
		if v.rec.Name(k.h.f.Wide).Equal(up) {
			return v, true
		}
	}
	return Value{}, false
}

func (h *Hive) valueAt(rel, owner uint32) (Value, bool) {
	p, ok := h.f.Record(rel, "vk", cells.VKFixed, owner)
	if !ok {
		return Value{}, false
	}
	v := Value{h: h, rel: rel, owner: owner, rec: p}
	h.f.Use(rel, p, cells.VKFixed+v.rec.NameLength(), "vk", owner)
	n, raw := v.rec.NameLength(), len(p)-cells.VKFixed
	switch name := v.rec.Name(h.f.Wide); {
	case n > raw:
		h.f.DiagKey(hive.KindName, v.Offset(), "vk", owner, fmt.Sprintf("the name of %d bytes leaves its cell; %d are shown", n, raw))
	case !name.Latin1 && n%2 != 0:
		h.f.DiagKey(hive.KindName, v.Offset(), "vk", owner, fmt.Sprintf("a UTF-16 name of %d bytes", n))
	}
	return v, true
}

// Name returns the value's name, "" for the default value.
func (v Value) Name() hive.Text { return v.rec.Name(v.h.f.Wide).Text() }

// Type returns the registry type as stored.
func (v Value) Type() hive.ValueType { return v.rec.Type() }

// Offset is where the value's vk cell starts in the hive file, in bytes.
func (v Value) Offset() int64 { return v.h.f.FileOffset(v.rel) }

// Tombstone reports that a differencing hive deletes the value of the layer below.
func (v Value) Tombstone() bool { return !v.h.f.Wide && v.rec.Flags()&cells.VKTombstone != 0 }

// Size is the size of the data in bytes, as announced.
func (v Value) Size() int {
	size := v.rec.Size()
	if size&cells.DataInline != 0 {
		return int(size &^ cells.DataInline)
	}
	return int(size)
}

// Data returns the value's data: the evidence's own bytes, not to be changed, or for big data a copy.
// whole is false where bytes that the value announces are missing, or could not be read and are zero; a
// diagnostic says why, but no size: the data may be a secret, and nobody has looked yet.
func (v Value) Data() (data []byte, whole bool) {
	size := v.rec.Size()
	if size&cells.DataInline != 0 {
		n := size &^ cells.DataInline
		if n > 4 {
			v.h.f.DiagKey(hive.KindDataInline, v.Offset(), "vk", v.owner, "more inline data are announced than fit")
			return v.rec.Inline(), false
		}
		return v.rec.Inline()[:n:n], true
	}
	if size == 0 {
		return nil, true
	}
	p, ok := v.h.f.LiveCell(v.rec.Data(), cells.DataCell, v.owner)
	if !ok {
		return nil, false
	}
	n := int(size)
	if !v.h.emit(int64(min(n, max(len(p), cells.BigDataMin)))) {
		return nil, false
	}
	if n > cells.BigDataMin {
		if data, whole, ok := v.bigData(p, n); ok {
			return data, whole
		}
	}
	if n > len(p) {
		v.h.f.DiagKey(hive.KindDataBounds, v.h.f.FileOffset(v.rec.Data()), "data", v.owner, "more data are announced than the cell holds")
		v.h.f.Use(v.rec.Data(), p, len(p), "data", v.owner)
		return p, false
	}
	v.h.f.Use(v.rec.Data(), p, n, "data", v.owner)
	return p[:n:n], v.h.f.CellRead(v.rec.Data(), n)
}

// DataOffset is where the data's cell starts in the hive file, in bytes, or the vk cell for inline data
// and none.
func (v Value) DataOffset() int64 {
	if size := v.rec.Size(); size == 0 || size&cells.DataInline != 0 {
		return v.Offset()
	}
	return v.h.f.FileOffset(v.rec.Data())
}

// emit counts n bytes of data against what one pass may hand out.
func (h *Hive) emit(n int64) bool {
	if h.emitted += n; h.emitted <= emitFactor*h.f.Image.Stored()+emitSlack {
		return true
	}
	h.f.Diag(hive.KindLimit, 0, "data", "values announce more data than the file can honestly hold; the rest is left out")
	return false
}
