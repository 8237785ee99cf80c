package hivetest

import (
	"bytes"
	"slices"
)

const (
	sector        = 512
	page          = 4096
	fileTypeOld   = 1  // log of Windows XP to 8 with a bitmap of dirty sectors
	fileTypeNew   = 6  // log of Windows 8.1 and later with entries
	entryHeader   = 40 // HvLE to the page references
	logBaseSize   = sector
	oldLogBitmap  = logBaseSize + 4 // after "DIRT"
	offSeq1       = 4
	offSeq2       = 8
	offWritten    = 12
	offType       = 28
	offRoot       = 36
	offBinsSize   = 40
	entryHash1    = 24
	entryHash2    = 32
	entrySequence = 12
)

// Dirty returns a copy of a hive with these sequence numbers, as a crash while writing leaves them.
func Dirty(img []byte, seq1, seq2 uint32) []byte {
	img = slices.Clone(img)
	le.PutUint32(img[offSeq1:], seq1)
	le.PutUint32(img[offSeq2:], seq2)
	Seal(img)
	return img
}

// PageRef is a run of bytes a log entry writes into a hive.
type PageRef struct {
	Offset uint32 // relative to the bins, a multiple of 4096 in logs that Windows made
	Data   []byte
}

// LogBase is the base block of a log for a hive: its first 512 bytes with another type and sequence.
func LogBase(hive []byte, fileType, seq uint32) []byte {
	base := slices.Clone(hive[:logBaseSize])
	le.PutUint32(base[offSeq1:], seq)
	le.PutUint32(base[offSeq2:], seq)
	le.PutUint32(base[offType:], fileType)
	Seal(base)
	return base
}

// AppendEntry appends a new-format entry to a log. binsSize is the size of the hive's bins that the entry
// is for. The entry is padded so that the next one starts at a multiple of 4096, as Windows does it.
func AppendEntry(log []byte, seq, binsSize uint32, refs []PageRef) []byte {
	e := make([]byte, entryHeader)
	copy(e, "HvLE")
	le.PutUint32(e[entrySequence:], seq)
	le.PutUint32(e[16:], binsSize)
	le.PutUint32(e[20:], uint32(len(refs)))
	for _, r := range refs {
		e = le.AppendUint32(e, r.Offset)
		e = le.AppendUint32(e, uint32(len(r.Data)))
	}
	for _, r := range refs {
		e = append(e, r.Data...)
	}
	end := roundUp(len(log)+len(e), page)
	e = append(e, make([]byte, end-len(log)-len(e))...)
	le.PutUint32(e[4:], uint32(len(e)))
	SealEntry(e)
	return append(log, e...)
}

// SealEntry writes the right hashes into the log entry at the start of e. Hash 1 covers what the size
// field says; if that is no possible size, only hash 2 is written.
func SealEntry(e []byte) {
	if size := uint64(le.Uint32(e[4:])); entryHeader <= size && size <= uint64(len(e)) {
		le.PutUint64(e[entryHash1:], marvin32(e[entryHeader:size]))
	}
	le.PutUint64(e[entryHash2:], marvin32(e[:entryHash2]))
}

// DirtyPages are the pages of after's bins that are not the same in before.
func DirtyPages(before, after []byte) []PageRef {
	var refs []PageRef
	for at := baseSize; at < len(after); at += page {
		if at+page <= len(before) && bytes.Equal(before[at:at+page], after[at:at+page]) {
			continue
		}
		refs = append(refs, PageRef{rel(at), after[at : at+page]})
	}
	return refs
}

// NewLog writes the log (.LOG1 or .LOG2 of Windows 8.1 and later) that takes the bins of before to those
// of after: this many entries, numbered from firstSeq, each with its share of the changed pages. The hive
// it belongs to is Dirty(before, firstSeq+1, firstSeq); replay leaves both numbers at firstSeq+entries-1.
func NewLog(before, after []byte, firstSeq uint32, entries int) []byte {
	refs := DirtyPages(before, after)
	log := LogBase(after, fileTypeNew, firstSeq)
	for i := range entries {
		part := refs[len(refs)*i/entries : len(refs)*(i+1)/entries]
		if len(part) == 0 { // an entry has at least one page
			part = []PageRef{{0, after[baseSize : baseSize+page]}}
		}
		log = AppendEntry(log, firstSeq+uint32(i), uint32(len(after)-baseSize), joined(part))
	}
	return log
}

// joined makes one reference of those that follow each other directly.
func joined(refs []PageRef) []PageRef {
	var out []PageRef
	for _, r := range refs {
		if n := len(out); n > 0 && out[n-1].Offset+uint32(len(out[n-1].Data)) == r.Offset {
			out[n-1].Data = slices.Concat(out[n-1].Data, r.Data)
			continue
		}
		out = append(out, r)
	}
	return out
}

// OldLog writes the log (.LOG1 of Windows Vista to 8, .LOG before) that takes the bins of before to those
// of after. It has the time of before, which is what makes it the right log for that hive, and whole
// pages, as since Windows XP. The hive it belongs to is Dirty(before, n+1, n) for any n; the log's
// number is n+1 if before is dirty already.
func OldLog(before, after []byte) []byte {
	binsSize := len(after) - baseSize
	log := LogBase(after, fileTypeOld, le.Uint32(before[offSeq1:]))
	copy(log[offWritten:offWritten+8], before[offWritten:])
	Seal(log)
	log = append(log, "DIRT"...)
	bitmap := make([]byte, binsSize/sector/8)
	refs := DirtyPages(before, after)
	for _, r := range refs {
		bitmap[r.Offset/page] = 0xFF // eight sectors
	}
	log = append(log, bitmap...)
	log = append(log, make([]byte, roundUp(len(log), sector)-len(log))...)
	for _, r := range refs {
		log = append(log, r.Data...)
	}
	return log
}
