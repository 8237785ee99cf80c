package creg

import "encoding/binary"

// The layout of the file, found in real files and described in part by libcreg's documentation. Offsets and sizes
// are in bytes, numbers little-endian.
const (
	nilOffset = 0xFFFFFFFF // points nowhere

	// The CREG header.
	headerSize    = 32
	offMinor      = 4  // u16, 0
	offMajor      = 6  // u16, 1
	offFirstBlock = 8  // u32, offset in the file of the first RGDB block
	offBlockCount = 16 // u16

	// The RGKN header follows it. All offsets of entries start at the RGKN.
	keysAt       = headerSize
	keysHeader   = 32
	offKeysSize  = 4  // u32, header included
	offRoot      = 8  // u32, entry of the root key
	offFreeEntry = 12 // u32, first free run of entries

	// A key entry. A free run of entries has the size of the run in the place of the hash and the offset of the
	// next free run after that; the rest is what its first entry held.
	entrySize   = 28
	offStatus   = 0  // u32
	offHash     = 4  // u32: the sum of the bytes of the name below 0x80, raised
	offRunNext  = 8  // u32
	offParent   = 12 // u32
	offChild    = 16 // u32, first subkey
	offSibling  = 20 // u32, next key of the same parent
	offRecordID = 24 // u16
	offBlock    = 26 // u16

	entryUsed = 0
	entryFree = 0x80000000

	// An RGDB header.
	blockHeader   = 32
	offBlockSize  = 4  // u32, header included
	offFreeBytes  = 8  // u32, sum of the free records
	offBlockIndex = 14 // u16
	offFreeRecord = 16 // u32, first free record from the start of the block

	// A record: this, the name, the values.
	recordFixed   = 20
	offAllocated  = 0  // u32, size of the record with its slack
	offID         = 4  // u16
	offIn         = 6  // u16, index of its block
	offUsed       = 8  // u32: of a free record that has room for it the offset in the block of the next
	offNameLength = 12 // u16
	offValueCount = 14 // u16
	freeFixed     = 8  // of a free record that holds no more than its size and marks

	noID = 0xFFFF // of free records, and of the root key, which has none

	// A value: this, the name, the data.
	valueFixed    = 12
	offType       = 0  // u32; what follows it means nothing
	offValueName  = 8  // u16, length
	offDataLength = 10 // u16
)

// image is the bytes of the file.
type image []byte

// bytes returns n bytes at the file offset off, or false where the file does not hold them all. Every read of
// evidence goes through here.
func (m image) bytes(off, n int64) ([]byte, bool) {
	if off < 0 || n < 0 || off > int64(len(m)) || n > int64(len(m))-off {
		return nil, false
	}
	return m[off : off+n : off+n], true
}

// signed reports whether the four bytes at off are sign.
func (m image) signed(off int64, sign string) bool {
	b, ok := m.bytes(off, 4)
	return ok && string(b) == sign
}

// u16 and u32 read a field of a header, an entry or a record that is known to be there.
func u16(b []byte, off int) uint16 { return binary.LittleEndian.Uint16(b[off:]) }
func u32(b []byte, off int) uint32 { return binary.LittleEndian.Uint32(b[off:]) }
