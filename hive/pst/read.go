package pst

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"mapihive/hive"
)

// Read reads what the data file of size bytes says of itself. An error means that it is none, or that its start could
// not be read; damage is told in the Info. Whatever the file holds, no more than a few dozen pages of it are read.
func Read(r io.ReaderAt, size int64) (*Info, error) {
	head := make([]byte, headerSize)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	head = head[:n]
	if n < magicSize || !bytes.HasPrefix(head, []byte("!BDN")) {
		return nil, ErrNotPST
	}
	info := &Info{Size: size}
	f := &file{r: r, size: size, info: info}
	if err := f.header(head); err != nil {
		info.Unread = err.Error()
		return info, nil
	}
	store, err := f.store()
	if err != nil {
		info.Unread = "the message store was not read: " + err.Error()
		return info, nil
	}
	info.RecordKey, info.Password = store.recordKey, store.password
	return info, nil
}

// file is a data file under examination.
type file struct {
	r    io.ReaderAt
	size int64
	info *Info
	layout
	nbt, bbt int64 // offsets of the root pages of nodes and blocks
	crypt    byte
}

const (
	magicSize  = 12  // to the end of wVer
	headerSize = 568 // of the longer header, that of a Unicode file, rounded up (2.2.2.6)

	crcStart = 8   // dwCRCPartial is of the bytes from wMagicClient on
	crcBytes = 471 // so many
)

// layout says where things stand in files of one format.
type layout struct {
	word     int // bytes of a block's identifier, of an offset and of a node's identifier
	unique   int // in the header, as all down to crypt
	eof      int
	nbt, bbt int
	maps     int
	crypt    int
	entries  int // in a page: where the number of entries stands, and what follows it
	trailer  int // of a page and of a block: bytes
	crcAt    int // in the trailer
}

var (
	ansiLayout    = layout{word: 4, unique: 32, eof: 168, nbt: 188, bbt: 196, maps: 200, crypt: 461, entries: 496, trailer: 12, crcAt: 8}
	unicodeLayout = layout{word: 8, unique: 40, eof: 184, nbt: 224, bbt: 240, maps: 248, crypt: 513, entries: 488, trailer: 16, crcAt: 4}
)

// header reads the header; an error says why nothing beyond it can be read.
func (f *file) header(head []byte) error {
	i := f.info
	switch string(head[8:10]) {
	case "SM":
		i.Client = ClientPST
	case "SO":
		i.Client = ClientOST
	case "AB":
		i.Client = ClientPAB
	default:
		i.problem(8, "the header names no kind of data file")
	}
	i.Version = int(binary.LittleEndian.Uint16(head[10:]))
	var unread error
	switch i.Version {
	case 14, 15:
		i.Format, f.layout = ANSI, ansiLayout
	case 21, 23:
		i.Format, f.layout = Unicode, unicodeLayout
	case 36:
		i.Format, f.layout = Unicode4K, unicodeLayout
		unread = errors.New("the file has pages of 4096 bytes, whose message store is not read")
	case 37:
		i.Format, f.layout = Unicode, unicodeLayout
		unread = errors.New("the file was written by an Outlook that knows Windows Information Protection (version 37), whose layout is not known")
	default:
		return fmt.Errorf("version %d of the format is not known", i.Version)
	}
	if len(head) <= f.layout.crypt {
		i.problem(int64(len(head)), "the file ends within its header")
		return errors.New("the file ends within its header")
	}
	if crc(head[crcStart:crcStart+crcBytes]) != binary.LittleEndian.Uint32(head[4:]) {
		i.problem(4, "the checksum of the header does not fit: it was being written, or is damaged")
	}
	i.Unique = binary.LittleEndian.Uint32(head[f.unique:])
	i.HeaderSize = f.number(head[f.eof:])
	if i.HeaderSize != i.Size {
		i.problem(int64(f.eof), fmt.Sprintf("the header says %d bytes, the file has %d", i.HeaderSize, i.Size))
	}
	switch m := head[f.maps]; m {
	case 0:
		i.Maps = MapsInvalid
	case 1, 2:
		i.Maps = MapsValid
	default:
		i.problem(int64(f.maps), fmt.Sprintf("the state of the allocation maps is %d, which is none", m))
	}
	f.crypt = head[f.layout.crypt]
	i.Encoding = encodingName(f.crypt)
	f.nbt, f.bbt = f.number(head[f.layout.nbt:]), f.number(head[f.layout.bbt:])
	return unread
}

// number reads an offset or an identifier of the file's width; what is too large for an offset is negative.
func (f *file) number(b []byte) int64 {
	if f.word == 4 {
		return int64(binary.LittleEndian.Uint32(b))
	}
	return int64(binary.LittleEndian.Uint64(b))
}

// read reads n bytes, all of which must be there.
func (f *file) read(at int64, n int) ([]byte, error) {
	if at < 0 || at > f.size-int64(n) {
		return nil, fmt.Errorf("%d bytes at offset %d lie outside the file", n, at)
	}
	b := make([]byte, n)
	if _, err := f.r.ReadAt(b, at); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%d bytes at offset %d could not be read", n, at)
	} else if err != nil {
		return nil, fmt.Errorf("the file ends before offset %d", at+int64(n))
	}
	return b, nil
}

// crc is the checksum of 5.3: that of IEEE 802.3, but started at 0 and not inverted at its end.
func crc(b []byte) uint32 { return ^crc32.Update(^uint32(0), crc32.IEEETable, b) }

// storeInfo is what the message store says.
type storeInfo struct {
	recordKey hive.Hex
	password  bool
}
