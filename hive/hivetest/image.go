package hivetest

import (
	"fmt"
)

// Bits of the nk flags field and of the vk flags field.
const (
	keyHiveEntry = 0x04
	keyNoDelete  = 0x08
	keyCompName  = 0x20
	valueComp    = 0x01
)

// writer turns a tree into cells. Everything is first written as live; prune then frees what is deleted.
type writer struct {
	cells
	header  Header
	layout  *Layout
	sks     map[string]*skAt
	skOrder []string
	places  map[*Key]*place
	values  map[*Value]*ValueAt
	later   []laterValue
}

// place is what the writer has to remember of a key until it is known whether the key stays.
type place struct {
	*KeyAt
	owner   string
	parent  *KeyAt // nil for the root
	deleted bool
}

// laterValue is a value that is stored in the place of a deleted record: its slot in the value list is
// kept, the cell that goes there follows after all deletions.
type laterValue struct {
	key *Key
	at  *ValueAt
	v   *Value
}

// Image writes the tree as a hive.
func (t *Tree) Image(opts ...Option) ([]byte, error) {
	img, _, err := t.ImageLayout(opts...)
	return img, err
}

// ImageLayout writes the tree as a hive and says where everything lies.
func (t *Tree) ImageLayout(opts ...Option) ([]byte, *Layout, error) {
	h := t.Header
	for _, o := range opts {
		o(&h)
	}
	if h.Minor < 1 || h.Minor > 6 {
		return nil, nil, fmt.Errorf("minor version %d is not one of 1..6", h.Minor)
	}
	if h.FreeLinks < 0 {
		h.FreeLinks = 0
		if h.Minor == 1 {
			h.FreeLinks = 8
		}
	}
	w := &writer{
		cells:  cells{buf: make([]byte, baseSize), minor: h.Minor, freeLinks: h.FreeLinks},
		header: h,
		layout: &Layout{Minor: h.Minor, Keys: map[string]*KeyAt{}},
		sks:    map[string]*skAt{},
		places: map[*Key]*place{},
		values: map[*Value]*ValueAt{},
	}
	root := *t.Root
	root.Name = units(h.RootName)
	root.Flags |= keyHiveEntry | keyNoDelete
	if root.Deleted {
		return nil, nil, fmt.Errorf("the root cannot be deleted")
	}
	if err := w.key(&root, nil, "", defaultOwner); err != nil {
		return nil, nil, err
	}
	w.closeBin()
	w.prune(&root, false)
	for _, later := range w.later {
		if err := w.placeValue(later); err != nil {
			return nil, nil, err
		}
	}
	w.linkSecurity()
	w.finishLayout(&root)
	w.base(w.places[&root].Cell)
	return w.buf, w.layout, nil
}

// base fills the base block and the time in the first bin.
func (w *writer) base(root int) {
	b, h := w.buf, w.header
	copy(b, "regf")
	le.PutUint32(b[4:], h.Seq1)
	le.PutUint32(b[8:], h.Seq2)
	le.PutUint64(b[12:], h.LastWritten)
	le.PutUint32(b[20:], 1)
	le.PutUint32(b[24:], uint32(h.Minor))
	le.PutUint32(b[32:], 1) // direct memory load
	le.PutUint32(b[36:], rel(root))
	le.PutUint32(b[40:], uint32(len(b)-baseSize))
	le.PutUint32(b[44:], 1) // clustering factor
	name := units(h.Name)
	copy(b[48:48+62], utf16LE(name[max(0, len(name)-31):]))
	le.PutUint64(b[baseSize+20:], h.LastWritten)
	Seal(b)
}

// Seal writes the right checksum into the base block of an image or log.
func Seal(img []byte) {
	var sum uint32
	for i := 0; i < 508; i += 4 {
		sum ^= le.Uint32(img[i:])
	}
	switch sum { // the two values that are never stored
	case 0:
		sum = 1
	case 0xFFFFFFFF:
		sum = 0xFFFFFFFE
	}
	le.PutUint32(img[508:], sum)
}

// key writes a key and everything below it.
func (w *writer) key(k *Key, parent *KeyAt, path, owner string) error {
	name, compressed := storedName(k.Name, k.WideName || w.minor == 1)
	class := utf16LE(k.Class)
	if len(name) > 0xFFFF || len(class) > 0xFFFF {
		return fmt.Errorf("key %q: name or class does not fit its 16-bit length", path)
	}
	if k.Owner != "" {
		owner = k.Owner
	}
	at := &KeyAt{Path: path, Cell: w.alloc(76 + len(name))}
	w.places[k] = &place{KeyAt: at, owner: owner, parent: parent}
	sk, err := w.security(owner)
	if err != nil {
		return fmt.Errorf("key %q: %w", path, err)
	}
	at.Security = sk
	if len(class) > 0 {
		at.Class = w.allocBytes(class)
	}

	flags := k.Flags
	if compressed {
		flags |= keyCompName
	}
	written := k.LastWritten
	if !k.HasTime {
		written = w.header.LastWritten
	}
	b := w.body(at.Cell)
	copy(b, "nk")
	le.PutUint16(b[2:], flags)
	le.PutUint64(b[4:], written)
	le.PutUint32(b[16:], noCell)
	if parent != nil {
		le.PutUint32(b[16:], rel(parent.Cell))
	}
	le.PutUint32(b[28:], noCell)
	le.PutUint32(b[32:], noCell)
	le.PutUint32(b[40:], noCell)
	le.PutUint32(b[44:], rel(sk))
	le.PutUint32(b[48:], rel(at.Class))
	le.PutUint16(b[72:], uint16(len(name)))
	le.PutUint16(b[74:], uint16(len(class)))
	copy(b[76:], name)

	if err := w.keyValues(k, at); err != nil {
		return err
	}
	return w.subkeys(k, at, owner)
}

// finishLayout lists what is live in the end.
func (w *writer) finishLayout(root *Key) {
	w.layout.Bins = w.bins
	var visit func(k *Key)
	visit = func(k *Key) {
		at := w.places[k].KeyAt
		if _, taken := w.layout.Keys[at.Path]; !taken {
			w.layout.Keys[at.Path] = at
			w.layout.Paths = append(w.layout.Paths, at.Path)
		}
		for _, sub := range k.Subkeys {
			if !sub.Deleted {
				visit(sub)
			}
		}
	}
	visit(root)
}
