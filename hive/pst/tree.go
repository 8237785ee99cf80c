package pst

import (
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	pageSize  = 512
	pageBBT   = 0x80 // ptype (2.2.2.7.1)
	pageNBT   = 0x81
	maxLevels = 8 // a file of the greatest size needs fewer
)

// entry looks a key up in the tree of pages with its root at an offset, and returns the leaf's entry of size bytes.
// Keys are compared without the bits of ignore. Each step must lead one level down, so that no page leads in a circle.
func (f *file) entry(root int64, kind byte, want, ignore uint64, size int) ([]byte, error) {
	level := -1
	for at := root; ; {
		page, err := f.page(at, kind)
		if err != nil {
			return nil, err
		}
		count, stride, here := int(page[f.entries]), int(page[f.entries+2]), int(page[f.entries+3])
		leaf := here == 0
		need := size
		if !leaf {
			need = 3 * f.word // key, block identifier, offset (2.2.2.7.7.2)
		}
		switch {
		case level >= 0 && here != level-1, here >= maxLevels:
			return nil, fmt.Errorf("the page at offset %d is of level %d, where another was to be", at, here)
		case count > 0 && stride < need, count*stride > f.entries:
			return nil, fmt.Errorf("the page at offset %d counts %d entries of %d bytes, which do not fit", at, count, stride)
		}
		level = here
		found := -1
		for i := range count {
			key := f.key(page[i*stride:]) &^ ignore
			if leaf && key == want || !leaf && key <= want {
				found = i * stride
			}
		}
		if found < 0 {
			return nil, errNotInTree
		}
		if leaf {
			return page[found : found+size], nil
		}
		at = f.number(page[found+2*f.word:])
	}
}

var errNotInTree = errors.New("no page lists it")

// key reads the key that an entry starts with, as large as a word of the file.
func (f *file) key(b []byte) uint64 {
	if f.word == 4 {
		return uint64(binary.LittleEndian.Uint32(b))
	}
	return binary.LittleEndian.Uint64(b)
}

func (f *file) page(at int64, kind byte) ([]byte, error) {
	page, err := f.read(at, pageSize)
	if err != nil {
		return nil, err
	}
	end := pageSize - f.trailer
	if t := page[end:]; t[0] != kind || t[1] != kind {
		return nil, fmt.Errorf("the page at offset %d is of another kind", at)
	}
	if crc(page[:end]) != binary.LittleEndian.Uint32(page[end+f.crcAt:]) {
		f.info.problem(at, "the checksum of the page does not fit")
	}
	return page, nil
}
