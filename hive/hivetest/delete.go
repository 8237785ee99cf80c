package hivetest

import (
	"fmt"
	"slices"
)

// prune frees, in the order Windows does it, what is marked as deleted at or below k: a key's subkeys go
// before the key, and each goes out of its parent's list as it is freed.
func (w *writer) prune(k *Key, inDeleted bool) {
	at := w.places[k]
	for _, v := range k.Values {
		if v.Deleted {
			w.deleteValue(at, v)
		}
	}
	for _, sub := range k.Subkeys {
		gone := inDeleted || sub.Deleted
		w.prune(sub, gone)
		if gone {
			w.deleteKey(sub)
		}
	}
}

// deleteValue takes one value out of its key's list and frees it. The entries after it move down one
// place, so the list's last slot keeps a copy of its last entry; count 0 frees the list.
func (w *writer) deleteValue(at *place, v *Value) {
	vat := w.values[v]
	b := w.body(at.Cell)
	n := int(le.Uint32(b[36:]))
	list := w.body(at.ValueList)
	i := slices.Index(at.Values, vat)
	copy(list[4*i:4*(n-1)], list[4*(i+1):4*n])
	le.PutUint32(b[36:], uint32(n-1))
	at.Values = slices.Delete(at.Values, i, i+1)
	if n == 1 {
		le.PutUint32(b[40:], noCell)
		w.free(at.ValueList)
		at.ValueList = 0
	}
	w.freeValue(at.KeyAt, v, vat, false)
}

// freeValue frees the cells of a value and records what was lost.
func (w *writer) freeValue(key *KeyAt, v *Value, vat *ValueAt, ofDeleted bool) {
	if v.Reuse != nil {
		return // never written; placeValue complains
	}
	d := DeletedRecord{
		Path: key.Path, IsValue: true, ValueName: vat.Name, OfDeleted: ofDeleted,
		Type: v.Type, Data: v.Data, Cell: vat.Cell, DataCell: vat.Data,
		spans: [][2]int{w.span(vat.Cell)},
	}
	for _, cell := range append([]int{vat.Data, vat.Segments}, vat.Segment...) {
		if cell != 0 {
			d.dataSpans = append(d.dataSpans, w.span(cell))
		}
	}
	w.layout.Deleted = append(w.layout.Deleted, d)
	for _, cell := range append(slices.Clone(vat.Segment), vat.Segments, vat.Data, vat.Cell) {
		if cell != 0 {
			w.free(cell)
		}
	}
}

// deleteKey takes a key out of its parent's list and frees it with its values. The nk keeps its value
// count and list, as in Windows.
func (w *writer) deleteKey(k *Key) {
	at := w.places[k]
	at.deleted = true
	w.unlist(at.parent, at.Cell)
	w.layout.Deleted = append(w.layout.Deleted, DeletedRecord{
		Path: at.Path, LastWritten: le.Uint64(w.body(at.Cell)[4:]), Cell: at.Cell,
		spans: [][2]int{w.span(at.Cell)},
	})
	for _, v := range k.Values {
		if !v.Deleted {
			w.freeValue(at.KeyAt, v, w.values[v], true)
		}
	}
	for _, cell := range []int{at.ValueList, at.Class} {
		if cell != 0 {
			w.free(cell)
		}
	}
	w.release(at.owner)
	w.free(at.Cell)
}

// unlist removes a subkey from its parent's list and frees the lists that become empty.
func (w *writer) unlist(parent *KeyAt, cell int) {
	nk := w.body(parent.Cell)
	le.PutUint32(nk[20:], le.Uint32(nk[20:])-1)
	for i, leaf := range parent.Leaves {
		b := w.body(leaf)
		width := 8
		if string(b[:2]) == "li" {
			width = 4
		}
		n := int(le.Uint16(b[2:]))
		for j := range n {
			if le.Uint32(b[4+width*j:]) != rel(cell) {
				continue
			}
			copy(b[4+width*j:4+width*(n-1)], b[4+width*(j+1):4+width*n])
			le.PutUint16(b[2:], uint16(n-1))
			if n == 1 {
				w.dropLeaf(parent, i)
			}
			return
		}
	}
}

// dropLeaf frees an empty leaf, and with the last leaf the whole list.
func (w *writer) dropLeaf(parent *KeyAt, i int) {
	leaf := parent.Leaves[i]
	n := len(parent.Leaves)
	if parent.List != leaf {
		ri := w.body(parent.List)
		copy(ri[4+4*i:4+4*(n-1)], ri[4+4*(i+1):4+4*n])
		le.PutUint16(ri[2:], uint16(n-1))
	}
	w.free(leaf)
	parent.Leaves = slices.Delete(parent.Leaves, i, i+1)
	if n > 1 {
		return
	}
	if parent.List != leaf {
		w.free(parent.List)
	}
	parent.List = 0
	le.PutUint32(w.body(parent.Cell)[28:], noCell)
}

// span is the part of the file a cell covers.
func (c *cells) span(cell int) [2]int { return [2]int{cell, cell + abs(c.sizeAt(cell))} }

// placeValue stores a value where a deleted record was.
func (w *writer) placeValue(later laterValue) error {
	r := later.v.Reuse
	at := w.places[later.key]
	slot := slices.Index(at.Values, later.at)
	if slot < 0 || at.deleted {
		return fmt.Errorf("line %d: reuse: the value must be live", later.v.Line)
	}
	if len(later.v.Data) > bigDataSegment {
		return fmt.Errorf("line %d: reuse: data too long for one cell", later.v.Line)
	}
	target := w.layout.findDeleted(r)
	if target == nil {
		return fmt.Errorf("line %d: reuse: nothing deleted at [%s] %s", later.v.Line, r.Path, r.Value)
	}
	cell := target.Cell
	if r.Part == DataPart {
		cell = target.DataCell
	}
	if cell == 0 {
		return fmt.Errorf("line %d: reuse: the deleted value has no data cell", later.v.Line)
	}
	n := len(later.v.Data)
	if n > 4 {
		later.at.Data = cell
	} else {
		n = w.vkSize(later.v)
		later.at.Cell = cell
	}
	if err := w.allocAt(cell, n); err != nil {
		return fmt.Errorf("line %d: reuse: %w", later.v.Line, err)
	}
	w.layout.markReused(w.span(cell)[0], w.span(cell)[1])
	if err := w.value(later.v, later.at); err != nil {
		return fmt.Errorf("line %d: %w", later.v.Line, err)
	}
	le.PutUint32(w.body(at.ValueList)[4*slot:], rel(later.at.Cell))
	return nil
}
