package pst

import (
	"encoding/binary"
	"errors"
	"fmt"

	"mapihive/hive"
)

const (
	nodeStore = 0x21 // NID_MESSAGE_STORE (2.4.1)

	heapSignature = 0xEC // bSig (2.3.1.2)
	heapProps     = 0xBC // bClientSig: a property context
	treeSignature = 0xB5 // bType (2.3.2.1)

	// Properties of the store, as identifier and type.
	idRecordKey, typeBinary = 0x0FF9, 0x0102
	idPassword, typeLong    = 0x67FF, 0x0003

	recordKeySize = 16
)

// store finds the message store and reads what it says.
func (f *file) store() (storeInfo, error) {
	node, err := f.entry(f.nbt, pageNBT, nodeStore, 0xFFFFFFFF00000000, 2*f.word)
	if err != nil {
		return storeInfo{}, err
	}
	h := &heap{f: f, bid: f.key(node[f.word:])}
	root, err := h.open()
	if err != nil {
		return storeInfo{}, err
	}
	hid, ok, err := h.property(root, idRecordKey, typeBinary)
	if err != nil {
		return storeInfo{}, err
	}
	if !ok {
		return storeInfo{}, errors.New("it has no PR_RECORD_KEY")
	}
	key, err := h.item(hid)
	if err != nil {
		return storeInfo{}, err
	}
	if len(key) != recordKeySize {
		return storeInfo{}, fmt.Errorf("its PR_RECORD_KEY has %d bytes", len(key))
	}
	sum, ok, err := h.property(root, idPassword, typeLong)
	return storeInfo{hive.Hex(key), err == nil && ok && sum != 0}, nil
}

// heap is the heap that a node's data is (2.3.1), its blocks read as they are asked for.
type heap struct {
	f      *file
	bid    uint64
	number int // of the block in b
	b      []byte
}

// open reads the first block, and returns the root of its properties.
func (h *heap) open() (root uint32, err error) {
	if h.b, err = h.f.data(h.bid, 0); err != nil {
		return 0, err
	}
	if len(h.b) < 12 || h.b[2] != heapSignature || h.b[3] != heapProps {
		return 0, errors.New("it is no table of properties")
	}
	return binary.LittleEndian.Uint32(h.b[4:]), nil
}

// item returns what an identifier of the heap names: bits 5-15 count the items of a block from 1, bits 16-31 the
// blocks from 0; the five lowest bits are 0.
func (h *heap) item(hid uint32) ([]byte, error) {
	i, block := int(hid>>5&0x7FF), int(hid>>16)
	if hid&0x1F != 0 || i == 0 {
		return nil, fmt.Errorf("%#x names no item of the heap", hid)
	}
	if block != h.number {
		b, err := h.f.data(h.bid, block)
		if err != nil {
			return nil, err
		}
		h.number, h.b = block, b
	}
	b := h.b
	if len(b) < 2 {
		return nil, errors.New("a block of the heap is empty")
	}
	at := int(binary.LittleEndian.Uint16(b)) // of the page map: count, free ones, count+1 offsets
	if at+4 > len(b) || i > int(binary.LittleEndian.Uint16(b[at:])) || at+4+2*i+2 > len(b) {
		return nil, fmt.Errorf("the heap has no item %#x", hid)
	}
	start, end := int(binary.LittleEndian.Uint16(b[at+2+2*i:])), int(binary.LittleEndian.Uint16(b[at+4+2*i:]))
	if start > end || end > len(b) {
		return nil, fmt.Errorf("item %#x of the heap lies outside its block", hid)
	}
	return b[start:end], nil
}

// property looks up a property of a kind whose value or heap identifier stands in its record. The tree's records are
// sorted by identifier; those above the lowest level name what is below them.
func (h *heap) property(root uint32, id, kind uint16) (value uint32, ok bool, err error) {
	head, err := h.item(root)
	if err != nil {
		return 0, false, err
	}
	if len(head) < 8 || head[0] != treeSignature || head[1] != 2 || head[2] != 6 {
		return 0, false, errors.New("its properties have no tree")
	}
	level, at := head[3], binary.LittleEndian.Uint32(head[4:])
	if level > maxLevels {
		return 0, false, fmt.Errorf("the tree of its properties has %d levels", level)
	}
	for ; ; level-- {
		if at == 0 {
			return 0, false, nil // an empty tree
		}
		b, err := h.item(at)
		if err != nil {
			return 0, false, err
		}
		size := 8
		if level > 0 {
			size = 6
		}
		next, found := uint32(0), false
		for ; len(b) >= size; b = b[size:] {
			switch have := binary.LittleEndian.Uint16(b); {
			case level > 0 && have <= id:
				next, found = binary.LittleEndian.Uint32(b[2:]), true
			case level == 0 && have == id && binary.LittleEndian.Uint16(b[2:]) == kind:
				return binary.LittleEndian.Uint32(b[4:]), true, nil
			}
		}
		if !found {
			return 0, false, nil
		}
		at = next
	}
}
