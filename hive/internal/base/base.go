// Package base reads the base block: the first 4096 bytes of a hive file, of which the first 512 also
// open every transaction log ([regf specification, "Base block"]).
package base

import (
	"encoding/binary"
)

const (
	// Size of the base block in a hive file, in bytes; cell offsets count from its end.
	Size = 4096
	// LogSize is how much of the base block a transaction log repeats, for a clustering factor of 1.
	LogSize = 512
	// PageSize is the unit hive bins and new-format log pages are multiples of, in bytes.
	PageSize = 4096
	// NIL is the "no cell" offset.
	NIL = 0xFFFFFFFF
	// MaxBinsSize is what a hive's stable storage can hold: bit 31 of a cell offset selects volatile
	// storage, so 2 GiB ([regf specification]).
	MaxBinsSize = 1 << 31
)

// File types at offset 28.
const (
	TypePrimary = 0 // the hive itself
	TypeLogXP   = 1 // log, Windows XP to 8
	TypeLogNT   = 2 // log, NT 3.x to 2000
	TypeLogNew  = 6 // log of HvLE entries, Windows 8.1 and later
)

// Block is the decoded base block. Times are FILETIMEs.
type Block struct {
	Sequence1, Sequence2 uint32
	LastWritten          uint64
	Major, Minor         uint32
	Type, Format         uint32
	RootOffset           uint32 // of the root key's cell, from the end of the base block
	BinsSize             uint32 // bytes of hive bins; excludes the base block
	Clustering           uint32
	FileName             [64]byte // UTF-16LE, the tail of a path; for display only
	Flags                uint32
	// RmID, LogID and TmID name the hive's resource manager, its log and its transaction manager
	// (Windows Vista and later); all zero where the "rmtm" that vouches for them is missing.
	RmID, LogID, TmID [16]byte
	LastReorganized   uint64 // two low bits are flags
	Checksum          uint32 // as stored
	ChecksumOK        bool
}

// Parse decodes the base block at the start of b, which must hold at least 512 bytes and the "regf"
// magic; ok is false otherwise. Nothing but the checksum is judged.
func Parse(b []byte) (blk Block, ok bool) {
	if len(b) < LogSize || string(b[:4]) != "regf" {
		return Block{}, false
	}
	u32 := binary.LittleEndian.Uint32
	blk = Block{
		Sequence1:       u32(b[4:]),
		Sequence2:       u32(b[8:]),
		LastWritten:     binary.LittleEndian.Uint64(b[12:]),
		Major:           u32(b[20:]),
		Minor:           u32(b[24:]),
		Type:            u32(b[28:]),
		Format:          u32(b[32:]),
		RootOffset:      u32(b[36:]),
		BinsSize:        u32(b[40:]),
		Clustering:      u32(b[44:]),
		FileName:        [64]byte(b[48:112]),
		Flags:           u32(b[144:]),
		LastReorganized: binary.LittleEndian.Uint64(b[168:]),
		Checksum:        u32(b[508:]),
	}
	if string(b[164:168]) == "rmtm" {
		blk.RmID, blk.LogID, blk.TmID = [16]byte(b[112:128]), [16]byte(b[128:144]), [16]byte(b[148:164])
	}
	blk.ChecksumOK = Checksum(b) == blk.Checksum
	return blk, true
}

// Checksum is the XOR of the 127 dwords before offset 508, with -1 and 0 replaced by -2 and 1. b must
// hold 508 bytes.
func Checksum(b []byte) uint32 {
	var sum uint32
	for i := 0; i < 508; i += 4 {
		sum ^= binary.LittleEndian.Uint32(b[i:])
	}
	switch sum {
	case 0xFFFFFFFF:
		return 0xFFFFFFFE
	case 0:
		return 1
	}
	return sum
}

// Dirty reports whether a write was under way when the file was saved.
func (b *Block) Dirty() bool { return !b.ChecksumOK || b.Sequence1 != b.Sequence2 }
