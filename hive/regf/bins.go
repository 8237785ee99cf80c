package regf

import (
	"fmt"
	"math/bits"
	"sort"

	"mapihive/hive"
	"mapihive/hive/internal/base"
)

// bin is one hive bin: a run of pages that cells fill without gaps.
type bin struct {
	rel    uint32 // as its header says; cells are addressed by it
	size   uint32 // header included; cut at the end of the file
	pos    int64  // where it stands in the file
	walked bool   // its cell starts are marked
	data   []byte // its bytes, once walked
}

// binHeader is the fixed part of a bin before its first cell, in bytes.
const binHeader = 32

// binMap finds the bin of an offset: a page table over the offsets that bin headers state.
type binMap struct {
	bins   []bin
	page   []int32 // index into bins plus one; 0 where none is known
	starts bitset  // cell starts of walked bins
	whole  bool    // the whole chain was read, so a page without a bin has none
}

func newBinMap(binsSize int64) binMap {
	return binMap{page: make([]int32, binsSize/base.PageSize), starts: newBitset(binsSize)}
}

func (bm *binMap) at(rel uint32) *bin {
	if p := int(rel / base.PageSize); p < len(bm.page) && bm.page[p] > 0 {
		return &bm.bins[bm.page[p]-1]
	}
	return nil
}

// relAt returns the offset by which cells at a place in the file are addressed; false where no bin stands.
// The chain of bins must have been read.
func (bm *binMap) relAt(offset int64) (uint32, bool) {
	i := sort.Search(len(bm.bins), func(i int) bool { return bm.bins[i].pos+int64(bm.bins[i].size) > offset })
	if i == len(bm.bins) || offset < bm.bins[i].pos {
		return 0, false
	}
	return bm.bins[i].rel + uint32(offset-bm.bins[i].pos), true
}

// add enters b unless one of its pages is taken: the first bin to claim a page keeps it.
func (bm *binMap) add(b bin) bool {
	from, to := int(b.rel/base.PageSize), int((int64(b.rel)+int64(b.size)+base.PageSize-1)/base.PageSize)
	to = min(to, len(bm.page))
	for p := from; p < to; p++ {
		if bm.page[p] != 0 {
			return false
		}
	}
	bm.bins = append(bm.bins, b)
	for p := from; p < to; p++ {
		bm.page[p] = int32(len(bm.bins))
	}
	return from < to
}

// startBefore returns the start of the last cell that starts at or before rel in its bin, if it starts
// at most reach bytes before.
func (bm *binMap) startBefore(rel uint32, b *bin, reach uint32) (uint32, bool) {
	word := rel >> 9
	m := bm.starts.word(word) & (^uint64(0) >> (63 - rel>>3&63)) // starts up to rel in its word
	for n := 0; ; n++ {
		if m != 0 {
			start := word<<9 | uint32(bits.Len64(m)-1)<<3
			return start, start > b.rel
		}
		if n > int(reach)/512 || word == 0 {
			return 0, false
		}
		word--
		m = bm.starts.word(word)
	}
}

// readBin reads the bin header at pos, which for a bin in its place stands at rel. The bin is cut at
// the end of the file.
func (f *file) readBin(pos int64) (b bin, problem string) {
	head, ok := f.img.bytes(pos, binHeader)
	if !ok {
		return bin{}, "the file ends before the bin header"
	}
	if string(head[:4]) != "hbin" {
		return bin{}, fmt.Sprintf("no hbin signature but % x", head[:4])
	}
	rel, size := u32at(head, layout.Off_HBIN_FileOffset), u32at(head, layout.Off_HBIN_HbinSize)
	end := f.binsSize
	if f.truncated {
		end = int64(f.base.BinsSize)
	}
	switch {
	case rel%base.PageSize != 0 || int64(rel) >= f.binsSize:
		return bin{}, fmt.Sprintf("bin offset 0x%x is not a page of the hive bins", rel)
	case size == 0 || size%base.PageSize != 0 || int64(size) > end-int64(rel):
		return bin{}, fmt.Sprintf("bin size 0x%x is no multiple of 4096 within the hive bins", size)
	}
	return bin{rel: rel, size: uint32(min(int64(size), f.img.size()-pos, f.binsSize-int64(rel))), pos: pos}, ""
}

// chainBins reads every bin header in file order. After a bad one it resynchronises at the next
// 512-byte boundary where a header stands; such bins are addressed by their own offset field, however
// far they were shifted in the file.
func (f *file) chainBins() {
	f.bins = newBinMap(f.binsSize)
	f.bins.whole = true
	shift := int64(0) // how far the bins at pos stand behind the place their header states
	for pos := int64(base.Size); pos < min(base.Size+f.binsSize+shift, f.img.size()); {
		b, problem := f.readBin(pos)
		from := pos + 512
		if problem == "" && int64(b.rel) != pos-shift-base.Size {
			problem = fmt.Sprintf("the header says it stands at 0x%x", b.rel)
			from = pos
		}
		if problem != "" {
			if placed, ok := f.binByPlace(pos, shift); ok {
				f.diag(hive.KindBin, pos, "hbin", fmt.Sprintf("%s; what follows the bin shows that it is in its place, 0x%x", problem, placed.rel))
				b, problem = placed, ""
			}
		}
		if problem == "" {
			b = f.trimBin(b)
		}
		if problem == "" && !f.bins.add(b) {
			problem = "another bin has its place"
		}
		if problem == "" {
			pos += int64(b.size)
			continue
		}
		unread := !f.img.readable(pos, binHeader)
		if f.binsGuessed && shift == 0 && !unread {
			// The size was our own guess (the base block's checksum is wrong): the bins end here.
			f.binsSize = pos - base.Size
			f.bins.page = f.bins.page[:f.binsSize/base.PageSize]
			return
		}
		next, found := f.nextBin(from)
		if !found {
			next = min(base.Size+f.binsSize+shift, f.img.size())
		}
		if unread && f.bins.add(bin{rel: uint32(pos - shift - base.Size), size: uint32(next - pos), pos: pos}) {
			f.diag(hive.KindBin, pos, "hbin", fmt.Sprintf("the bin header could not be read; the %d bytes from here to the next are taken for its bin", next-pos))
		} else if next > pos {
			f.diag(hive.KindBin, pos, "hbin", fmt.Sprintf("%s; %d bytes from here are in no bin", problem, next-pos))
		}
		if !found {
			return
		}
		b, _ = f.readBin(next)
		if s := next - base.Size - int64(b.rel); s != shift {
			shift = s
			f.diag(hive.KindBinShifted, next, "hbin", fmt.Sprintf("this bin and those after it stand %d bytes from their place", shift))
		}
		pos = next
	}
}

// trimBin cuts a bin that does not end where a bin starts, at the first bin that stands in its place inside
// or else at the first page that another bin has. It looks only through pages that then are the bin's own,
// so that reading the chain looks through no page twice.
func (f *file) trimBin(b bin) bin {
	follows := func(size uint32) bool {
		f.steps++
		next, problem := f.readBin(b.pos + int64(size))
		return problem == "" && next.rel == b.rel+size
	}
	if b.size <= base.PageSize || f.bins.at(b.rel) != nil || follows(b.size) {
		return b
	}
	size := uint32(base.PageSize)
	for size < b.size && f.bins.at(b.rel+size) == nil && !follows(size) {
		size += base.PageSize
	}
	if size < b.size {
		f.diag(hive.KindBin, b.pos, "hbin", fmt.Sprintf("the bin's size 0x%x reaches over the next bin; it is taken to be 0x%x", b.size, size))
		b.size = size
	}
	return b
}

// nextBin finds the next 512-byte boundary from pos on at which a bin header stands: one in its place,
// or one that the next header (or the end of the file) confirms.
func (f *file) nextBin(pos int64) (int64, bool) {
	for ; pos+binHeader <= f.img.size(); pos += 512 {
		f.steps++
		if head, ok := f.img.bytes(pos, 4); !ok || string(head) != "hbin" {
			continue
		}
		b, problem := f.readBin(pos)
		if problem != "" || f.bins.at(b.rel) != nil {
			continue
		}
		if int64(b.rel) == pos-base.Size {
			return pos, true
		}
		after, problem := f.readBin(pos + int64(b.size))
		if pos+int64(b.size) >= f.img.size() || problem == "" && after.rel == b.rel+b.size {
			return pos, true
		}
	}
	return 0, false
}

// binOf returns the bin that holds rel. In a lazily read hive the bin is found by going back page by
// page to its header, and trusted where the bin before it ends at that header; whatever does not fit
// makes the hive be read whole.
func (f *file) binOf(rel uint32) *bin {
	if b := f.bins.at(rel); b != nil || f.bins.whole {
		return b
	}
	if b, ok := f.findBin(rel); ok && f.bins.add(b) {
		return f.bins.at(rel)
	}
	f.readWhole()
	return f.bins.at(rel)
}

// findBin looks for the bin that covers rel by its header alone.
func (f *file) findBin(rel uint32) (bin, bool) {
	if int64(rel) >= f.binsSize {
		return bin{}, false
	}
	b, ok := f.binBefore(rel)
	if ok {
		b = f.trimBin(b)
	}
	if !ok || int64(b.rel)+int64(b.size) <= int64(rel) {
		return bin{}, false
	}
	if b.rel == 0 {
		return b, true
	}
	prev, ok := f.binBefore(b.rel - 1)
	return b, ok && f.trimBin(prev).size == b.rel-prev.rel
}

// binBefore goes back from rel's page to the nearest header that stands in its place.
func (f *file) binBefore(rel uint32) (bin, bool) {
	for p := int64(rel / base.PageSize * base.PageSize); p >= 0; p -= base.PageSize {
		if known := f.bins.at(uint32(p)); known != nil {
			return *known, true
		}
		if b, problem := f.readBin(base.Size + p); problem == "" && int64(b.rel) == p {
			return b, true
		}
	}
	return bin{}, false
}
