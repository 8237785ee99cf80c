package hivetest

import (
	"fmt"
	"slices"
)

// Damage changes an image. It may work in place; the image it returns may have grown or shrunk. The
// layout is that of the undamaged image; damages that add bins add them to it. All damages fix the
// checksum afterwards, so that they get past it, except where they say otherwise.
type Damage func(img []byte, l *Layout) []byte

// Apply does damages to a copy of an image, one after the other.
func Apply(img []byte, l *Layout, damages ...Damage) []byte {
	return Chain(damages...)(slices.Clone(img), l)
}

// Chain is several damages as one.
func Chain(damages ...Damage) Damage {
	return func(img []byte, l *Layout) []byte {
		for _, d := range damages {
			img = d(img, l)
		}
		return img
	}
}

// sealed fixes the checksum if there is room for one.
func sealed(img []byte) []byte {
	if len(img) >= sector {
		Seal(img)
	}
	return img
}

// Aim is a file offset found through the layout. It panics if what it aims at is not there.
type Aim func(l *Layout) int

// Put16 writes a 16-bit field.
func Put16(field Aim, v uint16) Damage { return PutBytes(field, le.AppendUint16(nil, v)) }

// Put32 writes a 32-bit field.
func Put32(field Aim, v uint32) Damage { return PutBytes(field, le.AppendUint32(nil, v)) }

// Put64 writes a 64-bit field.
func Put64(field Aim, v uint64) Damage { return PutBytes(field, le.AppendUint64(nil, v)) }

// PutBytes writes bytes over what is there.
func PutBytes(field Aim, b []byte) Damage {
	return func(img []byte, l *Layout) []byte {
		copy(img[field(l):], b)
		return sealed(img)
	}
}

// Point makes a pointer field point to a cell.
func Point(field, cell Aim) Damage {
	return func(img []byte, l *Layout) []byte { return Put32(field, rel(cell(l)))(img, l) }
}

// BaseField aims at the base block.
func BaseField(off int) Aim { return func(*Layout) int { return off } }

// BinField aims at the header of a bin, counted from 0.
func BinField(bin, off int) Aim { return func(l *Layout) int { return l.Bins[bin] + off } }

// CellField aims at the data of a cell that another aim finds.
func CellField(cell Aim, off int) Aim {
	return func(l *Layout) int { return l.Body(cell(l)) + off }
}

// KeyField aims at a key's nk.
func KeyField(path string, off int) Aim { return CellField(KeyCell(path), off) }

// ValueField aims at a value's vk.
func ValueField(path, value string, off int) Aim { return CellField(ValueCell(path, value), off) }

// KeyCell aims at the size field of a key's nk.
func KeyCell(path string) Aim { return keyPart(path, func(k *KeyAt) int { return k.Cell }) }

// ClassCell aims at the size field of a key's class name.
func ClassCell(path string) Aim { return keyPart(path, func(k *KeyAt) int { return k.Class }) }

// SecurityCell aims at the size field of a key's sk.
func SecurityCell(path string) Aim { return keyPart(path, func(k *KeyAt) int { return k.Security }) }

// ListCell aims at the size field of a key's subkey list: the ri if there is one.
func ListCell(path string) Aim { return keyPart(path, func(k *KeyAt) int { return k.List }) }

// ValueListCell aims at the size field of a key's value list.
func ValueListCell(path string) Aim { return keyPart(path, func(k *KeyAt) int { return k.ValueList }) }

// LeafCell aims at the size field of one leaf of a key's subkey list, counted from 0.
func LeafCell(path string, leaf int) Aim {
	return keyPart(path, func(k *KeyAt) int { return k.Leaves[leaf] })
}

// ValueCell aims at the size field of a value's vk.
func ValueCell(path, value string) Aim {
	return valuePart(path, value, func(v *ValueAt) int { return v.Cell })
}

// DataCell aims at the size field of a value's data or db.
func DataCell(path, value string) Aim {
	return valuePart(path, value, func(v *ValueAt) int { return v.Data })
}

// SegmentsCell aims at the size field of the segment list of a value's db.
func SegmentsCell(path, value string) Aim {
	return valuePart(path, value, func(v *ValueAt) int { return v.Segments })
}

func keyPart(path string, part func(*KeyAt) int) Aim {
	return func(l *Layout) int {
		k := l.Keys[path]
		if k == nil {
			panic(fmt.Sprintf("hivetest: no key %q to aim at", path))
		}
		return present(part(k), path)
	}
}

func valuePart(path, value string, part func(*ValueAt) int) Aim {
	return keyPart(path, func(k *KeyAt) int {
		v := k.Value(value)
		if v == nil {
			panic(fmt.Sprintf("hivetest: no value %q in %q to aim at", value, path))
		}
		return part(v)
	})
}

func present(cell int, path string) int {
	if cell == 0 {
		panic(fmt.Sprintf("hivetest: %q has no such cell to aim at", path))
	}
	return cell
}

// addCells appends bins with new cells to an image and its layout.
func addCells(img []byte, l *Layout, fill func(c *cells)) []byte {
	c := &cells{buf: img, minor: l.Minor, bins: l.Bins}
	fill(c)
	c.closeBin()
	l.Bins = c.bins
	le.PutUint32(c.buf[offBinsSize:], uint32(len(c.buf)-baseSize))
	return sealed(c.buf)
}

// ReuseCell allocates a cell with this content at the place a deleted record or its data had, as a later
// write would, and notes the loss in the layout. Unlike the reuse directive it leaves the new cell
// without an owner.
func ReuseCell(place int, content []byte) Damage {
	return func(img []byte, l *Layout) []byte {
		c := &cells{buf: img, minor: l.Minor, bins: l.Bins}
		if err := c.allocAt(place, len(content)); err != nil {
			panic(fmt.Sprintf("hivetest: %v", err))
		}
		copy(c.body(place), content)
		span := c.span(place)
		l.markReused(span[0], span[1])
		return sealed(img)
	}
}
