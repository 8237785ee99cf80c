package cregtest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"testing"

	"mapihive/hive/hivetest"
)

var le = binary.LittleEndian

// The layout of the file; offsets of entries start at the RGKN, those in a record at the record.
const (
	headerSize  = 32 // CREG, RGKN and RGDB alike
	entrySize   = 28
	recordFixed = 20
	valueFixed  = 12
	page        = 4096
	noOffset    = 0xFFFFFFFF
	noID        = 0xFFFF
	freeEntry   = 0x80000000
	maxIDs      = 255   // records of a block
	maxRecords  = 60000 // bytes of them: real blocks have at most 61,440
)

// Layout says where things lie in an image, in bytes from its start.
type Layout struct {
	Keys   map[string]*KeyAt // live keys by path; "" is the root
	Paths  []string          // live paths in the order the entries were written
	Blocks []int
}

// KeyAt is where the parts of a key lie.
type KeyAt struct {
	Entry  int
	Record int // 0 for the root, which has none
	Values map[string]int
}

// Option changes how an image is laid out.
type Option func(*writer)

// WithIDs sets how many records a block holds.
func WithIDs(n int) Option { return func(w *writer) { w.ids = n } }

// WithPage sets the size, a multiple of 4, that entries and blocks are filled up to a multiple of; Windows has 4096.
func WithPage(n int) Option { return func(w *writer) { w.page = n } }

// Build returns the image of a registry text and fails the test if the text is wrong.
func Build(t testing.TB, reg string, opts ...Option) []byte {
	t.Helper()
	tree, err := hivetest.Parse(reg)
	if err != nil {
		t.Fatalf("cregtest: %v", err)
	}
	img, _, err := Image(tree, opts...)
	if err != nil {
		t.Fatalf("cregtest: %v", err)
	}
	return img
}

// Below returns a tree with the keys of another below a key of the root, as a USER.DAT holds those of a user.
func Below(name string, tree *hivetest.Tree) *hivetest.Tree {
	out := hivetest.NewTree()
	k := out.Root.Add(name)
	k.Values, k.Subkeys = tree.Root.Values, tree.Root.Subkeys
	return out
}

// writer makes an image.
type writer struct {
	ids, page int
	l         *Layout
	keys      []*placed // in the order of their entries
}

// placed is a key with its place.
type placed struct {
	k                      *hivetest.Key
	path                   string
	freed                  bool
	entry                  uint32
	parent, child, sibling *placed
	record                 []byte // nil for the root
	values                 map[string]int
	block, id              uint16
}

// Image returns the image of a tree.
func Image(tree *hivetest.Tree, opts ...Option) ([]byte, *Layout, error) {
	w := &writer{ids: maxIDs, page: page, l: &Layout{Keys: map[string]*KeyAt{}}}
	for _, o := range opts {
		o(w)
	}
	if len(tree.Root.Values) > 0 {
		return nil, nil, errors.New("the root key has no record and so no values")
	}
	if err := w.take(&placed{k: tree.Root}); err != nil {
		return nil, nil, err
	}
	keys := w.entries()
	blocks := w.blocks(headerSize + len(keys))
	w.link(keys)

	img := make([]byte, headerSize, headerSize+len(keys)+len(blocks))
	copy(img, "CREG")
	le.PutUint16(img[6:], 1) // major version
	le.PutUint32(img[8:], uint32(headerSize+len(keys)))
	le.PutUint16(img[16:], uint16(len(w.l.Blocks)))
	le.PutUint16(img[18:], 0x20)
	le.PutUint16(img[22:], 1)
	return append(append(img, keys...), blocks...), w.l, nil
}

// take lists a key and all below it, parents first.
func (w *writer) take(root *placed) error {
	for todo := []*placed{root}; len(todo) > 0; {
		k := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		w.keys = append(w.keys, k)
		if k.parent != nil {
			var err error
			if k.record, k.values, err = record(k.k); err != nil {
				return fmt.Errorf("[%s]: %w", k.path, err)
			}
		}
		var last *placed
		first := len(todo)
		for _, s := range k.k.Subkeys {
			sub := &placed{k: s, parent: k, freed: k.freed || s.Deleted, path: hivetest.JoinPath(k.path, s.Name)}
			todo = append(todo, sub)
			switch {
			case sub.freed && !k.freed: // unlinked
			case last == nil:
				k.child, last = sub, sub
			default:
				last.sibling, last = sub, sub
			}
		}
		for i, j := first, len(todo)-1; i < j; i, j = i+1, j-1 {
			todo[i], todo[j] = todo[j], todo[i]
		}
	}
	return nil
}

// ErrDeletedValue is the error of a text that the format cannot hold: nothing is left of a deleted value.
var ErrDeletedValue = errors.New("a value cannot be deleted here, nor reuse a place")

// record is the record of a key, without its place.
func record(k *hivetest.Key) (b []byte, values map[string]int, err error) {
	name, err := ansi(k.Name)
	if err != nil {
		return nil, nil, err
	}
	b = append(make([]byte, recordFixed), name...)
	values = map[string]int{}
	for _, v := range k.Values {
		if v.Deleted || v.Reuse != nil {
			return nil, nil, ErrDeletedValue
		}
		name, err := ansi(v.Name)
		if err != nil {
			return nil, nil, err
		}
		data := ansiData(v)
		if len(data) > 0xFFFF {
			return nil, nil, fmt.Errorf("a value of %d bytes", len(data))
		}
		values[hivetest.NameText(v.Name)] = len(b)
		b = le.AppendUint32(b, v.Type)
		b = le.AppendUint32(b, noOffset) // means nothing
		b = le.AppendUint16(b, uint16(len(name)))
		b = le.AppendUint16(b, uint16(len(data)))
		b = append(append(b, name...), data...)
	}
	le.PutUint32(b, uint32(len(b)))
	le.PutUint32(b[8:], uint32(len(b)))
	le.PutUint16(b[12:], uint16(len(name)))
	le.PutUint16(b[14:], uint16(len(k.Values)))
	return b, values, nil
}

// ansi is text as it is stored.
func ansi(units []uint16) ([]byte, error) {
	b := make([]byte, len(units))
	for i, u := range units {
		if u > 0xFF {
			return nil, fmt.Errorf("%q is no text of one byte a character", hivetest.NameText(units))
		}
		b[i] = byte(u)
	}
	return b, nil
}

// ansiData is the data of a value as they are stored: data of a text type that are no such text stay as they are.
func ansiData(v *hivetest.Value) []byte {
	const sz, expand, multi = 1, 2, 7
	if v.Type != sz && v.Type != expand && v.Type != multi || len(v.Data)%2 != 0 {
		return v.Data
	}
	units := make([]uint16, len(v.Data)/2)
	for i := range units {
		units[i] = le.Uint16(v.Data[2*i:])
	}
	if n := len(units); v.Type == sz && n > 0 && units[n-1] == 0 {
		units = units[:n-1]
	}
	if b, err := ansi(units); err == nil {
		return b
	}
	return v.Data
}
