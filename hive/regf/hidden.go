package regf

import (
	"fmt"

	"mapihive/hive"
)

// findHidden looks at every live key for what a count, size or flag hides: pointers that are not followed
// because of it, though the cells they name hold what they should and nothing else uses them. Windows
// frees such cells. Only a hive with unused allocated cells can hide anything that way.
func (h *Hive) findHidden() {
	lists := newBitset(h.binsSize) // value lists that were looked at
	for i := range h.bins.bins {
		b := &h.bins.bins[i]
		for rel := range h.bins.startsBut(bitset{}, b) {
			if h.survey.keys.has(rel) {
				if c, ok := h.cellAt(rel); ok && signed(c.payload, "nk", nkFixed) {
					h.hiddenIn(Key{h: h, rel: rel, rec: c.payload}, lists)
				}
			}
		}
	}
}

// hiddenIn says what the key k hides. Each value list is looked at once, for the first key that names it.
func (h *Hive) hiddenIn(k Key, lists bitset) {
	if k.rec.classLength() == 0 {
		if _, ok := h.unused(k.rec.class()); ok {
			h.diagKey(hive.KindHidden, k.Offset(), "nk", k.rel, "the length of the class name is 0, yet there is one")
		}
	}
	list, ok := h.cellAt(k.rec.valueList())
	if !ok || !lists.add(k.rec.valueList()) {
		return
	}
	announced := min(int64(k.ValueCount()), int64(len(list.payload)/valueOffset))
	if announced == 0 && h.survey.used.has(k.rec.valueList()) {
		return // another's
	}
	for at := announced * valueOffset; at+valueOffset <= int64(len(list.payload)); at += valueOffset {
		if h.unusedValue(u32at(list.payload, at)) {
			why := fmt.Sprintf("%d values are announced", announced)
			if k.rec.flags()&nkPredefine != 0 {
				why = "a flag says that it has no values"
			}
			h.diagKey(hive.KindHidden, k.Offset(), "nk", k.rel, why+", yet its value list names another that nothing else uses")
			break
		}
	}
	for at := int64(0); at < announced*valueOffset; at += valueOffset {
		if c, ok := h.cellAt(u32at(list.payload, at)); ok && signed(c.payload, "vk", vkFixed) {
			h.hiddenBehind(k, u32at(list.payload, at), keyValue(c.payload))
		}
	}
}

// hiddenBehind says whether the size of the value at rel hides its data.
func (h *Hive) hiddenBehind(k Key, rel uint32, r keyValue) {
	size := r.size()
	if size == 0 || size&dataInline != 0 {
		// A number of four bytes is never stored elsewhere and may by chance be such an offset.
		if _, ok := h.unused(r.data()); ok && (size == 0 || r.typ() != hive.RegDword) {
			h.diagKey(hive.KindHidden, h.fileOffset(rel), "vk", k.rel, "by its size the value has no data cell, yet it names one that nothing else uses")
		}
		return
	}
	if size > bigDataMin {
		return
	}
	if c, ok := h.cellAt(r.data()); ok && signed(c.payload, "db", dbFixed) {
		if _, ok := h.unused(bigData(c.payload).list()); ok {
			h.diagKey(hive.KindHidden, h.fileOffset(rel), "vk", k.rel, "by its size its data is no big data, yet the cell is a big data record whose segments nothing else uses")
		}
	}
}
