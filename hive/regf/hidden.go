package regf

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// findHidden looks at every live key for what a count, size or flag hides: pointers that are not followed
// because of it, though the cells they name hold what they should and nothing else uses them. Windows
// frees such cells. Only a hive with unused allocated cells can hide anything that way.
func (h *Hive) findHidden() {
	lists := cells.NewBitset(h.f.BinsSize) // value lists that were looked at
	for i := range h.f.Bins.Bins {
		b := &h.f.Bins.Bins[i]
		for rel := range h.f.Bins.StartsBut(cells.Bitset{}, b) {
			if h.f.Survey.Keys.Has(rel) {
				if c, ok := h.f.CellAt(rel); ok && cells.Signed(c.Payload, "nk", cells.NKFixed) {
					h.hiddenIn(Key{h: h, rel: rel, rec: c.Payload}, lists)
				}
			}
		}
	}
}

// hiddenIn says what the key k hides. Each value list is looked at once, for the first key that names it.
func (h *Hive) hiddenIn(k Key, lists cells.Bitset) {
	if k.rec.ClassLength() == 0 {
		if _, ok := h.f.Unused(k.rec.Class()); ok {
			h.f.DiagKey(hive.KindHidden, k.Offset(), "nk", k.rel, "the length of the class name is 0, yet there is one")
		}
	}
	list, ok := h.f.CellAt(k.rec.ValueList())
	if !ok || !lists.Add(k.rec.ValueList()) {
		return
	}
	announced := min(int64(k.ValueCount()), int64(len(list.Payload)/cells.ValueOffset))
	if announced == 0 && h.f.Survey.Used.Has(k.rec.ValueList()) {
		return // another's
	}
	for at := announced * cells.ValueOffset; at+cells.ValueOffset <= int64(len(list.Payload)); at += cells.ValueOffset {
		if h.f.UnusedValue(cells.U32(list.Payload, at)) {
			why := fmt.Sprintf("%d values are announced", announced)
			if k.rec.Flags()&cells.NKPredefine != 0 {
				why = "a flag says that it has no values"
			}
			h.f.DiagKey(hive.KindHidden, k.Offset(), "nk", k.rel, why+", yet its value list names another that nothing else uses")
			break
		}
	}
	for at := int64(0); at < announced*cells.ValueOffset; at += cells.ValueOffset {
		if c, ok := h.f.CellAt(cells.U32(list.Payload, at)); ok && cells.Signed(c.Payload, "vk", cells.VKFixed) {
			h.hiddenBehind(k, cells.U32(list.Payload, at), cells.KeyValue(c.Payload))
		}
	}
}

// hiddenBehind says whether the size of the value at rel hides its data.
func (h *Hive) hiddenBehind(k Key, rel uint32, r cells.KeyValue) {
	size := r.Size()
	if size == 0 || size&cells.DataInline != 0 {
		// A number of four bytes is never stored elsewhere and may by chance be such an offset.
		if _, ok := h.f.Unused(r.Data()); ok && (size == 0 || r.Type() != hive.RegDword) {
			h.f.DiagKey(hive.KindHidden, h.f.FileOffset(rel), "vk", k.rel, "by its size the value has no data cell, yet it names one that nothing else uses")
		}
		return
	}
	if size > cells.BigDataMin {
		return
	}
	if c, ok := h.f.CellAt(r.Data()); ok && cells.Signed(c.Payload, "db", cells.DBFixed) {
		if _, ok := h.f.Unused(cells.BigData(c.Payload).List()); ok {
			h.f.DiagKey(hive.KindHidden, h.f.FileOffset(rel), "vk", k.rel, "by its size its data is no big data, yet the cell is a big data record whose segments nothing else uses")
		}
	}
}
