package hivetest

import (
	"fmt"
	"slices"
)

// bigDataSegment is how many bytes one segment of a db holds; longer data is split (minor > 3).
const bigDataSegment = 16344

// inlineData in the size field of a vk says that the data is in the vk itself.
const inlineData = 0x80000000

// keyValues writes the values of a key and the list of them.
func (w *writer) keyValues(k *Key, at *KeyAt) error {
	if len(k.Values) == 0 {
		return nil
	}
	var longestName, longestData int
	for _, v := range k.Values {
		vat := &ValueAt{Name: NameText(v.Name)}
		at.Values = append(at.Values, vat)
		w.values[v] = vat
		longestName = max(longestName, 2*len(v.Name))
		longestData = max(longestData, len(v.Data))
		if v.Reuse != nil {
			w.later = append(w.later, laterValue{k, vat, v})
			if len(v.Data) > 4 {
				vat.Cell = w.alloc(w.vkSize(v))
			}
			continue
		}
		if err := w.value(v, vat); err != nil {
			return fmt.Errorf("key %q: %w", at.Path, err)
		}
	}
	at.ValueList = w.alloc(4 * len(at.Values))
	list := w.body(at.ValueList)
	for i, vat := range at.Values {
		le.PutUint32(list[4*i:], rel(vat.Cell))
	}
	b := w.body(at.Cell)
	le.PutUint32(b[36:], uint32(len(at.Values)))
	le.PutUint32(b[40:], rel(at.ValueList))
	le.PutUint32(b[60:], uint32(longestName))
	le.PutUint32(b[64:], uint32(longestData))
	return nil
}

// value writes the data and the vk of a value, as far as their cells are not set already.
func (w *writer) value(v *Value, at *ValueAt) error {
	name, compressed := storedName(v.Name, v.WideName || w.minor == 1)
	if len(name) > 0xFFFF {
		return fmt.Errorf("value %q: name does not fit its 16-bit length", at.Name)
	}
	if uint64(len(v.Data)) >= inlineData {
		return fmt.Errorf("value %q: data too long", at.Name)
	}
	switch {
	case len(v.Data) <= 4:
	case at.Data != 0:
		copy(w.body(at.Data), v.Data)
	case w.minor > 3 && len(v.Data) > bigDataSegment:
		w.bigData(v.Data, at)
	default:
		at.Data = w.allocBytes(v.Data)
	}
	if at.Cell == 0 {
		at.Cell = w.alloc(20 + len(name))
	}
	b := w.body(at.Cell)
	copy(b, "vk")
	le.PutUint16(b[2:], uint16(len(name)))
	if at.Data == 0 {
		le.PutUint32(b[4:], uint32(len(v.Data))|inlineData)
		copy(b[8:12], v.Data)
	} else {
		le.PutUint32(b[4:], uint32(len(v.Data)))
		le.PutUint32(b[8:], rel(at.Data))
	}
	le.PutUint32(b[12:], v.Type)
	if compressed && len(name) > 0 {
		le.PutUint16(b[16:], valueComp)
	}
	copy(b[20:], name)
	return nil
}

// vkSize is the size of a value's vk without the cell's head.
func (w *writer) vkSize(v *Value) int {
	name, _ := storedName(v.Name, v.WideName || w.minor == 1)
	return 20 + len(name)
}

// bigData writes data as a db: a list of full segments. Windows allocates the last one in full, too.
func (w *writer) bigData(data []byte, at *ValueAt) {
	at.Data = w.alloc(8)
	n := (len(data) + bigDataSegment - 1) / bigDataSegment
	at.Segments = w.alloc(4 * n)
	for part := range slices.Chunk(data, bigDataSegment) {
		cell := w.alloc(bigDataSegment + 4)
		copy(w.body(cell), part)
		at.Segment = append(at.Segment, cell)
	}
	list := w.body(at.Segments)
	for i, cell := range at.Segment {
		le.PutUint32(list[4*i:], rel(cell))
	}
	b := w.body(at.Data)
	copy(b, "db")
	le.PutUint16(b[2:], uint16(n))
	le.PutUint32(b[4:], rel(at.Segments))
}

func (w *writer) allocBytes(data []byte) int {
	cell := w.alloc(len(data))
	copy(w.body(cell), data)
	return cell
}
