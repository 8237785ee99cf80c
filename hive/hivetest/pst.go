package hivetest

import (
	"encoding/binary"
	"slices"
)

// PST describes a small Outlook data file: a header, trees of nodes and blocks, and a message store with its record
// key. It has no folder. pffinfo (pff-tools) reads what it makes, in each format and encoding, and shows the checksum
// of the password. The zero value is a Unicode file in order.
type PST struct {
	ANSI        bool
	Client      string // wMagicClient; "SM" if empty
	Version     uint16 // wVer; that of the format if 0
	RecordKey   [16]byte
	Unique      uint32 // dwUnique
	Maps        byte   // fAMapValid
	Password    uint32 // checksum of a password
	Branches    bool   // a page above each leaf of the trees, and a level above the properties
	Split       bool   // the record key stands in a second block of the store
	NoRecordKey bool
	Size        int // of the file, in bytes, if more than it needs

	Method byte                          // bCryptMethod
	Encode func(data []byte, bid uint64) // encodes a block of data by it, in place
}

// Image returns the bytes of the file.
func (p PST) Image() []byte {
	w := &pstWriter{PST: p, word: 8, b: make([]byte, 1024)}
	if p.ANSI {
		w.word = 4
	}
	first, second := w.heap()
	nid := uint64(0x21)
	bid := uint64(4)
	if p.Split {
		bid = 10 // the bit of an internal block is set
		list := []byte{1, 1, 2, 0}
		list = binary.LittleEndian.AppendUint32(list, uint32(len(first)+len(second)))
		list = w.words(list, 4, 8)
		w.block(4, first, true)
		w.block(8, second, true)
		w.block(10, list, false)
	} else {
		w.block(bid, first, true)
	}
	nodes := w.tree(0x81, [][]byte{w.words(nil, nid, bid, 0, 0)}, []uint64{nid})
	var entries [][]byte
	var keys []uint64
	for _, k := range w.blocks {
		e := w.words(nil, k.bid, uint64(k.at))
		e = binary.LittleEndian.AppendUint16(e, uint16(k.size))
		e = binary.LittleEndian.AppendUint16(e, 2) // references
		if !p.ANSI {
			e = append(e, 0, 0, 0, 0)
		}
		entries, keys = append(entries, e), append(keys, k.bid)
	}
	blocks := w.tree(0x80, entries, keys)
	if len(w.b) < p.Size {
		w.b = append(w.b, make([]byte, p.Size-len(w.b))...)
	}
	w.header(nodes, blocks)
	return w.b
}

type pstWriter struct {
	PST
	word   int
	b      []byte
	blocks []pstBlock
	bid    uint64 // of the last page
}

type pstBlock struct {
	bid      uint64
	at, size int
}

func (w *pstWriter) words(b []byte, ns ...uint64) []byte {
	for _, n := range ns {
		if w.word == 4 {
			b = binary.LittleEndian.AppendUint32(b, uint32(n))
		} else {
			b = binary.LittleEndian.AppendUint64(b, n)
		}
	}
	return b
}

// heap returns the blocks of the message store: properties in a tree, and the record key.
func (w *pstWriter) heap() (first, second []byte) {
	const recordKey = 0x60 // the third item of the first block
	var records []byte
	add := func(id, kind uint16, value uint32) {
		records = binary.LittleEndian.AppendUint16(records, id)
		records = binary.LittleEndian.AppendUint16(records, kind)
		records = binary.LittleEndian.AppendUint32(records, value)
	}
	at := uint32(recordKey)
	if w.Split {
		at = 1<<16 | 0x20
	}
	add(0x0E38, 3, 3) // a property below the record key, as real files have it
	if !w.NoRecordKey {
		add(0x0FF9, 0x0102, at)
	}
	if w.Password != 0 {
		add(0x67FF, 3, w.Password)
	}
	head := []byte{0xB5, 2, 6, 0, 0x40, 0, 0, 0}
	items := [][]byte{head, records, w.RecordKey[:]}
	if w.Branches {
		head[3], head[4] = 1, 0x80
		items = append(items, append(slices.Clone(records[:2]), 0x40, 0, 0, 0))
	}
	start := []byte{0, 0, 0xEC, 0xBC, 0x20, 0, 0, 0, 0, 0, 0, 0}
	return pageMap(start, items), pageMap([]byte{0, 0}, [][]byte{w.RecordKey[:]})
}

// pageMap writes items and the map that says where they lie; the first two bytes say where the map is.
func pageMap(b []byte, items [][]byte) []byte {
	offsets := []uint16{}
	for _, it := range items {
		offsets = append(offsets, uint16(len(b)))
		b = append(b, it...)
	}
	offsets = append(offsets, uint16(len(b)))
	if len(b)%2 == 1 {
		b = append(b, 0)
	}
	binary.LittleEndian.PutUint16(b, uint16(len(b)))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(items)))
	b = binary.LittleEndian.AppendUint16(b, 0)
	for _, o := range offsets {
		b = binary.LittleEndian.AppendUint16(b, o)
	}
	return b
}

func (w *pstWriter) block(bid uint64, data []byte, encoded bool) {
	data = slices.Clone(data)
	if encoded && w.Encode != nil {
		w.Encode(data, bid)
	}
	w.blocks = append(w.blocks, pstBlock{bid, len(w.b), len(data)})
	at := len(w.b)
	w.b = append(w.b, data...)
	end := (len(data) + w.trailerSize() + 63) / 64 * 64
	w.b = append(w.b, make([]byte, at+end-w.trailerSize()-len(w.b))...)
	trailer := binary.LittleEndian.AppendUint16(nil, uint16(len(data)))
	w.trailer(trailer, data, uint64(at), bid)
	w.b = append(w.b, make([]byte, -len(w.b)&511)...)
}

func (w *pstWriter) trailerSize() int { return 8 + w.word }

// trailer appends the end of a block or page, after its first two bytes: signature, checksum and identifier.
func (w *pstWriter) trailer(start, data []byte, at, bid uint64) {
	mixed := uint32(at ^ bid)
	b := binary.LittleEndian.AppendUint16(start, uint16(mixed>>16)^uint16(mixed))
	if w.ANSI {
		b = binary.LittleEndian.AppendUint32(b, uint32(bid))
		b = binary.LittleEndian.AppendUint32(b, pstCRC(data))
	} else {
		b = binary.LittleEndian.AppendUint32(b, pstCRC(data))
		b = binary.LittleEndian.AppendUint64(b, bid)
	}
	w.b = append(w.b, b...)
}

// pstRoot is where the topmost page of a tree lies.
type pstRoot struct{ bid, at uint64 }

func (w *pstWriter) tree(kind byte, entries [][]byte, keys []uint64) pstRoot {
	root := w.page(kind, 0, entries)
	if w.Branches {
		root = w.page(kind, 1, [][]byte{w.words(nil, keys[0], root.bid, root.at)})
	}
	return root
}

func (w *pstWriter) page(kind, level byte, entries [][]byte) pstRoot {
	w.bid += 2
	at := len(w.b)
	page := make([]byte, 512-w.trailerSize())
	n := 0
	for _, e := range entries {
		n += copy(page[n:], e)
	}
	counts := page[len(page)-8:]
	if w.ANSI {
		counts = page[len(page)-4:]
	}
	size := len(entries[0])
	counts[0], counts[1], counts[2], counts[3] = byte(len(entries)), byte((len(page)-8)/size), byte(size), level
	w.b = append(w.b, page...)
	w.trailer([]byte{kind, kind}, page, uint64(at), w.bid)
	return pstRoot{w.bid, uint64(at)}
}

func (w *pstWriter) header(nodes, blocks pstRoot) {
	b := w.b
	le := binary.LittleEndian
	copy(b, "!BDN")
	copy(b[8:], "SM")
	copy(b[8:], w.Client)
	version, unique, root, method := uint16(23), 40, 184, 513
	if w.ANSI {
		version, unique, root, method = 15, 32, 168, 461
	}
	if w.Version != 0 {
		version = w.Version
	}
	le.PutUint16(b[10:], version)
	le.PutUint16(b[12:], 19)
	b[14], b[15] = 1, 1
	le.PutUint32(b[unique:], w.Unique)
	copy(b[root:], w.words(nil, uint64(len(b)), 0, 0, 0, nodes.bid, nodes.at, blocks.bid, blocks.at))
	b[root+8*w.word] = w.Maps
	b[method-1], b[method] = 0x80, w.Method
	le.PutUint32(b[4:], pstCRC(b[8:479]))
	if !w.ANSI {
		le.PutUint32(b[524:], pstCRC(b[8:524]))
	}
}

// pstCRC is the checksum of [MS-PST] 5.3, bit by bit.
func pstCRC(data []byte) (crc uint32) {
	for _, c := range data {
		crc ^= uint32(c)
		for range 8 {
			crc = crc>>1 ^ 0xEDB88320&-(crc&1)
		}
	}
	return crc
}

// MendPST writes the checksums of the block and page at every multiple of 64 bytes anew, as far as they look like
// ones, so that what was changed in between is read: for tests that change bytes at random.
func MendPST(b []byte) {
	le := binary.LittleEndian
	for at := 64; at+64 <= len(b); at += 64 {
		for _, t := range []struct{ size, crc int }{{16, 4}, {12, 8}} {
			trailer := b[at+64-t.size : at+64]
			if trailer[0] == trailer[1] && (trailer[0] == 0x80 || trailer[0] == 0x81) && at >= 448 {
				le.PutUint32(trailer[t.crc:], pstCRC(b[at-448:at+64-t.size]))
				continue
			}
			n := int(le.Uint16(trailer))
			start := at + 64 - (n+t.size+63)/64*64
			if n > 0 && start >= 0 && start%512 == 0 {
				le.PutUint32(trailer[t.crc:], pstCRC(b[start:start+n]))
			}
		}
	}
}
