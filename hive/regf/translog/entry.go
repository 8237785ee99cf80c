package translog

import (
	"encoding/binary"
	"fmt"
	"iter"
	"math/bits"

	"mapihive/hive/internal/base"
)

const (
	entryHeader = 40 // bytes before the page references of an HvLE entry
	pageRef     = 8  // bytes of one page reference: offset and size
	hashedHead  = 32 // what Hash-2 covers
)

// Entry is one set of dirty pages that were written together. A DIRT log holds exactly one.
type Entry struct {
	Offset   int64  // of the entry in the log, in bytes
	Size     int64  // in bytes, padding included
	Sequence uint32 // from the base block for a DIRT log
	BinsSize uint32 // hive bins data size once the entry is applied
	Flags    uint32 // HvLE: bit 0 becomes bit 0 of the base block's flags
	// PageCount is the number of page references of an HvLE entry, or of dirty sectors of a DIRT log.
	PageCount int

	format  Format
	refs    []byte // page references, or the bitmap
	pages   []byte // the pages' bytes, concatenated
	pagesAt int64  // where pages begins in the log
}

// Page is a run of bytes that an entry puts into the hive.
type Page struct {
	Offset    uint32 // in the hive, from the end of the base block
	LogOffset int64  // of the bytes, in the log
	Data      []byte // refers to the log
}

// Pages yields the pages in the order they are written. Adjacent dirty sectors of a DIRT log are one
// page; where the log ends before its last dirty sector, what is there is yielded.
func (e *Entry) Pages() iter.Seq[Page] {
	if e.format == DIRT {
		return e.sectorRuns
	}
	return e.refPages
}

func (e *Entry) refPages(yield func(Page) bool) {
	var at int64
	for r := e.refs; len(r) >= pageRef; r = r[pageRef:] {
		off, size := binary.LittleEndian.Uint32(r), int64(binary.LittleEndian.Uint32(r[4:]))
		if !yield(Page{off, e.pagesAt + at, e.pages[at : at+size : at+size]}) {
			return
		}
		at += size
	}
}

// parseEntry reads and judges the HvLE entry at off. A budget, where given, is reduced by the bytes
// looked at for the second hash, which the first one guards.
func parseEntry(log []byte, off int64, budget *int64) (Entry, Reason) {
	fail := func(k Kind, format string, args ...any) (Entry, Reason) {
		return Entry{}, Reason{k, off, fmt.Sprintf(format, args...)}
	}
	if magicAt(log, off) != HvLE {
		return fail(EndOfLog, "no entry follows")
	}
	b := log[off:]
	if len(b) < entryHeader {
		return fail(EntrySize, "the log ends inside an entry's first %d bytes", entryHeader)
	}
	u32, u64 := binary.LittleEndian.Uint32, binary.LittleEndian.Uint64
	e := Entry{
		Offset:   off,
		Size:     int64(u32(b[4:])),
		Flags:    u32(b[8:]),
		Sequence: u32(b[12:]),
		BinsSize: u32(b[16:]),
		format:   HvLE,
	}
	count := int64(u32(b[20:]))
	if e.Size < sectorSize || e.Size%sectorSize != 0 || e.Size > int64(len(b)) {
		return fail(EntrySize, "the entry's size is %d, %d bytes remain", e.Size, len(b))
	}
	if !binsSizeOK(e.BinsSize) {
		return fail(EntryBinsSize, "the entry's hive bins data size is %d", e.BinsSize)
	}
	if count < 1 || entryHeader+pageRef*count > e.Size {
		return fail(EntryPageCount, "the entry of %d bytes has %d pages", e.Size, count)
	}
	if got, want := marvin32(b[:hashedHead]), u64(b[32:]); got != want {
		return fail(EntryHeaderHash, "Hash-2 is %016x, computed %016x", want, got)
	}
	if budget != nil {
		*budget -= e.Size
	}
	if got, want := marvin32(b[entryHeader:e.Size]), u64(b[24:]); got != want {
		return fail(EntryHash, "Hash-1 is %016x, computed %016x (sequence number %d)", want, got, e.Sequence)
	}
	data := entryHeader + pageRef*count
	e.PageCount = int(count)
	e.refs = b[entryHeader:data:data]
	e.pages = b[data:e.Size:e.Size]
	e.pagesAt = off + data
	var sum int64
	for r := e.refs; len(r) > 0; r = r[pageRef:] {
		rel, size := int64(u32(r)), int64(u32(r[4:]))
		sum += size
		if size == 0 || size%sectorSize != 0 || rel%sectorSize != 0 || rel+size > int64(e.BinsSize) || sum > int64(len(e.pages)) {
			return fail(EntryPage, "a page has offset %#x and size %d, in a hive of %d bytes and an entry of %d", rel, size, e.BinsSize, e.Size)
		}
	}
	return e, Reason{}
}

// parseBitmap reads a DIRT log, in which sector is the size of the base block's copy and what the
// pages' start is rounded to.
func (l *Log) parseBitmap(data []byte, sector int64) {
	if !l.Usable() {
		// Without a trusted hive bins data size the end of the bitmap is unknown.
		l.addRest(base.LogSize, int64(len(data)))
		return
	}
	bitmap := sector + 4
	end := bitmap + int64(l.Base.BinsSize)/(8*sectorSize)
	if end > int64(len(data)) {
		l.Refused = Reason{LogShort, bitmap, fmt.Sprintf("the bitmap ends at %d, the log at %d", end, len(data))}
		l.addRest(sector, int64(len(data)))
		return
	}
	start := min((end+sector-1)/sector*sector, int64(len(data)))
	e := Entry{
		Offset:   sector,
		Sequence: l.Base.Sequence1,
		BinsSize: l.Base.BinsSize,
		format:   DIRT,
		refs:     data[bitmap:end:end],
		pages:    data[start:],
		pagesAt:  start,
	}
	stop := start
	for p := range e.Pages() {
		e.PageCount += len(p.Data) / sectorSize
		stop = p.LogOffset + int64(len(p.Data))
	}
	e.Size = stop - sector
	l.Stop = Reason{EndOfLog, stop, "the bitmap has no further dirty sector"}
	if dirty := countBits(e.refs); dirty > e.PageCount {
		l.Stop = Reason{PageMissing, stop, fmt.Sprintf("the log holds %d of %d dirty sectors", e.PageCount, dirty)}
	}
	l.Entries = []Entry{e}
	l.addRest(stop, int64(len(data)))
}

// sectorRuns yields the runs of set bits of a DIRT log. Bit i, least significant first, is the sector
// at 512*i; the k-th set bit owns the k-th sector of the pages.
func (e *Entry) sectorRuns(yield func(Page) bool) {
	total := int64(len(e.refs)) * 8
	have := int64(len(e.pages)) / sectorSize
	dirty := func(i int64) bool { return e.refs[i/8]>>(i%8)&1 != 0 }
	for i, k := int64(0), int64(0); i < total && k < have; {
		if i%8 == 0 && e.refs[i/8] == 0 {
			i += 8
			continue
		}
		if !dirty(i) {
			i++
			continue
		}
		first := i
		for i < total && dirty(i) && k+i-first < have {
			i++
		}
		at, size := k*sectorSize, (i-first)*sectorSize
		if !yield(Page{uint32(first * sectorSize), e.pagesAt + at, e.pages[at : at+size : at+size]}) {
			return
		}
		k += i - first
	}
}

func countBits(bitmap []byte) int {
	n := 0
	for _, b := range bitmap {
		n += bits.OnesCount8(b)
	}
	return n
}
