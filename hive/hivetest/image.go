package hivetest

import (
	"fmt"
	"slices"
)

// Bits of the nk flags field and of the vk flags field.
const (
	keyHiveEntry = 0x04
	keyNoDelete  = 0x08
	keyCompName  = 0x20
	valueComp    = 0x01
)

// bigDataSegment is how many bytes one segment of a db holds; longer data is split (minor > 3).
const bigDataSegment = 16344

// inlineData in the size field of a vk says that the data is in the vk itself.
const inlineData = 0x80000000

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

// subkeys writes the keys below k and the list of them.
func (w *writer) subkeys(k *Key, at *KeyAt, owner string) error {
	if len(k.Subkeys) == 0 {
		return nil
	}
	type child struct {
		key    *Key
		upcase []uint16
	}
	sorted := make([]child, len(k.Subkeys))
	for i, sub := range k.Subkeys {
		sorted[i] = child{sub, upcased(sub.Name)}
	}
	slices.SortStableFunc(sorted, func(a, b child) int { return slices.Compare(a.upcase, b.upcase) })

	var longestName, longestClass int
	entries := make([]listEntry, len(sorted))
	for i, c := range sorted {
		if err := w.key(c.key, at, joinPath(at.Path, c.key.Name), owner); err != nil {
			return err
		}
		entries[i] = listEntry{w.places[c.key].Cell, c.key.Name}
		longestName = max(longestName, 2*len(c.key.Name))
		longestClass = max(longestClass, 2*len(c.key.Class))
	}
	w.subkeyList(at, entries)
	b := w.body(at.Cell)
	le.PutUint32(b[20:], uint32(len(entries)))
	le.PutUint32(b[28:], rel(at.List))
	le.PutUint16(b[52:], uint16(min(longestName, 0xFFFF)))
	le.PutUint32(b[56:], uint32(longestClass))
	return nil
}

// listEntry is what a subkey list needs to know of a subkey.
type listEntry struct {
	cell int
	name []uint16
}

// subkeyList writes the list: one leaf, or an ri list of leaves.
func (w *writer) subkeyList(at *KeyAt, entries []listEntry) {
	kind, width := "lh", 8
	switch {
	case w.minor < 3:
		kind, width = "li", 4
	case w.minor < 5:
		kind = "lf"
	}
	const pageRoom = 4064 - 8 // what a page has left for the entries of a list
	limit := w.header.Leaf
	if limit <= 0 {
		limit = pageRoom / width
	}
	const mostEntries = 0xFFFF // of any list, ri included
	limit = min(max(limit, (len(entries)+mostEntries-1)/mostEntries), mostEntries)
	if len(entries) > limit && kind == "lf" {
		kind, width = "li", 4 // version 1.3 has li leaves below an ri
	}
	for chunk := range slices.Chunk(entries, limit) {
		at.Leaves = append(at.Leaves, w.leaf(kind, width, chunk))
	}
	if len(at.Leaves) == 1 {
		at.List = at.Leaves[0]
		return
	}
	at.List = w.alloc(4 + 4*len(at.Leaves))
	b := w.body(at.List)
	copy(b, "ri")
	le.PutUint16(b[2:], uint16(len(at.Leaves)))
	for i, leaf := range at.Leaves {
		le.PutUint32(b[4+4*i:], rel(leaf))
	}
}

func (w *writer) leaf(kind string, width int, entries []listEntry) int {
	cell := w.alloc(4 + width*len(entries))
	b := w.body(cell)
	copy(b, kind)
	le.PutUint16(b[2:], uint16(len(entries)))
	for i, e := range entries {
		le.PutUint32(b[4+width*i:], rel(e.cell))
		switch kind {
		case "lf":
			le.PutUint32(b[8+width*i:], lfHint(e.name))
		case "lh":
			le.PutUint32(b[8+width*i:], lhHash(e.name))
		}
	}
	return cell
}

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
