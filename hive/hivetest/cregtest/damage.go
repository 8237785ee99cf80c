package cregtest

import (
	"fmt"
	"slices"
)

// Damage changes an image, whose layout before any damage is given. It may work in place; the image it returns may
// have grown or shrunk.
type Damage func(img []byte, l *Layout) []byte

// Apply does damages to a copy of an image, one after the other.
func Apply(img []byte, l *Layout, damages ...Damage) []byte {
	img = slices.Clone(img)
	for _, d := range damages {
		img = d(img, l)
	}
	return img
}

// Aim is an offset in the file, found through the layout. It panics if what it aims at is not there.
type Aim func(l *Layout) int

// At aims at an offset of the file: of the header, or, from 32 on, of the RGKN.
func At(off int) Aim { return func(*Layout) int { return off } }

// Entry aims at a field of a key's entry: 0 status, 4 hash, 12 parent, 16 first subkey, 20 next key, 24 number of
// the record, 26 block.
func Entry(path string, off int) Aim { return func(l *Layout) int { return l.key(path).Entry + off } }

// Record aims at a field of a key's record: 0 size, 4 number, 6 block, 8 used bytes, 12 length of the name, 14
// number of values, 20 name.
func Record(path string, off int) Aim { return func(l *Layout) int { return l.key(path).Record + off } }

// Value aims at a field of a value: 0 type, 8 length of the name, 10 length of the data, 12 name.
func Value(path, name string, off int) Aim {
	return func(l *Layout) int {
		at, ok := l.key(path).Values[name]
		if !ok {
			panic(fmt.Sprintf("cregtest: no value %q in %q to aim at", name, path))
		}
		return at + off
	}
}

// Block aims at a field of the header of a block, counted from 0: 4 size, 8 free bytes, 14 number, 16 first free
// record.
func Block(n, off int) Aim { return func(l *Layout) int { return l.Blocks[n] + off } }

func (l *Layout) key(path string) *KeyAt {
	k := l.Keys[path]
	if k == nil {
		panic(fmt.Sprintf("cregtest: no key %q to aim at", path))
	}
	return k
}

// Put16 writes a 16-bit field.
func Put16(field Aim, v uint16) Damage { return Put(field, le.AppendUint16(nil, v)) }

// Put32 writes a 32-bit field.
func Put32(field Aim, v uint32) Damage { return Put(field, le.AppendUint32(nil, v)) }

// Put writes bytes over what is there.
func Put(field Aim, b []byte) Damage {
	return func(img []byte, l *Layout) []byte {
		copy(img[field(l):], b)
		return img
	}
}

// Point makes a link of an entry lead to the entry of a key, or that many bytes after it.
func Point(field Aim, path string, after int) Damage {
	return func(img []byte, l *Layout) []byte {
		return Put32(field, uint32(l.key(path).Entry-headerSize+after))(img, l)
	}
}

// Add adds to a 32-bit field.
func Add(field Aim, n int) Damage {
	return func(img []byte, l *Layout) []byte {
		at := field(l)
		le.PutUint32(img[at:], le.Uint32(img[at:])+uint32(n))
		return img
	}
}

// Truncate cuts the file.
func Truncate(n Aim) Damage { return func(img []byte, l *Layout) []byte { return img[:n(l)] } }

// Tail appends bytes to the file.
func Tail(n int) Damage {
	return func(img []byte, _ *Layout) []byte { return append(img, slices.Repeat([]byte{0xA5}, n)...) }
}
