package cells

import (
	"fmt"
	"math/bits"
	"slices"
	"sort"

	"mapihive/hive"
	"mapihive/hive/internal/base"
)

// Bin is one hive bin: a run of pages that cells fill without gaps.
type Bin struct {
	Rel    uint32 // as its header says; cells are addressed by it
	Size   uint32 // header included; cut at the end of the file
	Pos    int64  // where it stands in the file
	Walked bool   // its cell starts are marked
	Filled bool   // cells follow each other from its header to its end
	data   []byte // its bytes, once walked

	// Of a hive that is read lazily, until it is walked: where cells start, a bit for every 8 bytes, and how far that is
	// known, in bytes from the start of the bin.
	starts []uint64
	upTo   int64
}

// BinHeader is the fixed part of a bin before its first cell, in bytes.
const BinHeader = 32

// binMap finds the bin of an offset: a page table over the offsets that bin headers state.
type binMap struct {
	Bins   []Bin
	page   []int32 // index into bins plus one; 0 where none is known
	Starts Bitset  // cell starts of walked bins
	Whole  bool    // the whole chain was read, so a page without a bin has none
	// inPlace says that the whole chain was read and each bin stands in the file where its header says.
	inPlace bool
	apart   []bool // pages of bins that are not in Image.Buf, something being laid over them; nil where all are
}

func newBinMap(binsSize int64) binMap {
	return binMap{page: make([]int32, binsSize/base.PageSize), Starts: NewBitset(binsSize)}
}

func (bm *binMap) At(rel uint32) *Bin {
	if p := int(rel / base.PageSize); p < len(bm.page) && bm.page[p] > 0 {
		return &bm.Bins[bm.page[p]-1]
	}
	return nil
}

// RelAt returns the offset by which cells at a place in the file are addressed; false where no bin stands.
// The chain of bins must have been read.
func (bm *binMap) RelAt(offset int64) (uint32, bool) {
	i := sort.Search(len(bm.Bins), func(i int) bool { return bm.Bins[i].Pos+int64(bm.Bins[i].Size) > offset })
	if i == len(bm.Bins) || offset < bm.Bins[i].Pos {
		return 0, false
	}
	return bm.Bins[i].Rel + uint32(offset-bm.Bins[i].Pos), true
}

// add enters b unless one of its pages is taken: the first bin to claim a page keeps it.
func (bm *binMap) add(b Bin) bool {
	from, to := int(b.Rel/base.PageSize), int((int64(b.Rel)+int64(b.Size)+base.PageSize-1)/base.PageSize)
	to = min(to, len(bm.page))
	for p := from; p < to; p++ {
		if bm.page[p] != 0 {
			return false
		}
	}
	bm.inPlace = bm.inPlace && b.Pos == base.Size+int64(b.Rel)
	bm.grow(b)
	bm.Bins = append(bm.Bins, b)
	for p := from; p < to; p++ {
		bm.page[p] = int32(len(bm.Bins))
	}
	return from < to
}

// grow makes room for as many bins as there will be if the rest are of the size of those before b.
func (bm *binMap) grow(b Bin) {
	if n := len(bm.Bins); n >= 64 && n == cap(bm.Bins) && b.Rel > 0 {
		all := int64(n) * int64(len(bm.page)) * base.PageSize / int64(b.Rel)
		bm.Bins = slices.Grow(bm.Bins, int(min(max(all+all/8-int64(n), int64(n)), int64(len(bm.page)))))
	}
}

// StartBefore returns the start of the last cell that starts at or before rel in its bin, if it starts
// at most reach bytes before.
func (bm *binMap) StartBefore(rel uint32, b *Bin, reach uint32) (uint32, bool) {
	word := rel >> 9
	m := bm.Starts.word(word) & (^uint64(0) >> (63 - rel>>3&63)) // starts up to rel in its word
	for n := 0; ; n++ {
		if m != 0 {
			start := word<<9 | uint32(bits.Len64(m)-1)<<3
			return start, start > b.Rel
		}
		if n > int(reach)/512 || word == 0 {
			return 0, false
		}
		word--
		m = bm.Starts.word(word)
	}
}

// readBin reads the bin header at pos, which for a bin in its place stands at rel. The bin is cut at
// the end of the file.
func (f *File) readBin(pos int64) (b Bin, problem string) {
	head, ok := f.Image.Glance(pos, BinHeader)
	if !ok {
		return Bin{}, "the file ends before the bin header"
	}
	if string(head[:4]) != "hbin" {
		return Bin{}, fmt.Sprintf("no hbin signature but % x", head[:4])
	}
	rel, size := U32(head, layout.Off_HBIN_FileOffset), U32(head, layout.Off_HBIN_HbinSize)
	end := f.BinsSize
	if f.truncated {
		end = int64(f.Base.BinsSize)
	}
	switch {
	case rel%base.PageSize != 0 || int64(rel) >= f.BinsSize:
		return Bin{}, fmt.Sprintf("bin offset 0x%x is not a page of the hive bins", rel)
	case size == 0 || size%base.PageSize != 0 || int64(size) > end-int64(rel):
		return Bin{}, fmt.Sprintf("bin size 0x%x is no multiple of 4096 within the hive bins", size)
	}
	return Bin{Rel: rel, Size: uint32(min(int64(size), f.Image.Size()-pos, f.BinsSize-int64(rel))), Pos: pos}, ""
}

// chainBins reads every bin header in file order. After a bad one it resynchronises at the next
// 512-byte boundary where a header stands; such bins are addressed by their own offset field, however
// far they were shifted in the file.
func (f *File) chainBins() {
	f.Bins = newBinMap(f.BinsSize)
	f.Bins.Whole, f.Bins.inPlace = true, true
	shift := int64(0) // how far the bins at pos stand behind the place their header states
	for pos := int64(base.Size); pos < min(base.Size+f.BinsSize+shift, f.Image.Size()); {
		b, problem := f.readBin(pos)
		from := pos + 512
		if problem == "" && int64(b.Rel) != pos-shift-base.Size {
			problem = fmt.Sprintf("the header says it stands at 0x%x", b.Rel)
			from = pos
		}
		if problem != "" {
			if placed, ok := f.binByPlace(pos, shift); ok {
				f.Diag(hive.KindBin, pos, "hbin", fmt.Sprintf("%s; what follows the bin shows that it is in its place, 0x%x", problem, placed.Rel))
				b, problem = placed, ""
			}
		}
		if problem == "" {
			b = f.trimBin(b)
		}
		if problem == "" && !f.Bins.add(b) {
			problem = "another bin has its place"
		}
		if problem == "" {
			pos += int64(b.Size)
			continue
		}
		unread := !f.Image.readable(pos, BinHeader)
		if f.binsGuessed && shift == 0 && !unread {
			// The size was our own guess (the base block's checksum is wrong): the bins end here.
			f.BinsSize = pos - base.Size
			f.Bins.page = f.Bins.page[:f.BinsSize/base.PageSize]
			return
		}
		next, found := f.nextBin(from)
		if !found {
			next = min(base.Size+f.BinsSize+shift, f.Image.Size())
		}
		if unread && f.Bins.add(Bin{Rel: uint32(pos - shift - base.Size), Size: uint32(next - pos), Pos: pos}) {
			f.Diag(hive.KindBin, pos, "hbin", fmt.Sprintf("the bin header could not be read; the %d bytes from here to the next are taken for its bin", next-pos))
		} else if next > pos {
			f.Diag(hive.KindBin, pos, "hbin", fmt.Sprintf("%s; %d bytes from here are in no bin", problem, next-pos))
		}
		if !found {
			return
		}
		b, _ = f.readBin(next)
		if s := next - base.Size - int64(b.Rel); s != shift {
			shift = s
			f.Diag(hive.KindBinShifted, next, "hbin", fmt.Sprintf("this bin and those after it stand %d bytes from their place", shift))
		}
		pos = next
	}
}

// setApart notes which bins have something laid over them.
func (f *File) setApart() {
	if f.Image.layers == nil {
		return
	}
	f.Bins.apart = make([]bool, len(f.Bins.page))
	for i := range f.Bins.Bins {
		if b := &f.Bins.Bins[i]; f.Image.layers.Over(b.Pos, int64(b.Size)) {
			f.Image.layers.Bytes(b.Pos, int64(b.Size)) // in one piece from now on
			for p := b.Rel / base.PageSize; p*base.PageSize < b.Rel+b.Size; p++ {
				f.Bins.apart[p] = true
			}
		}
	}
}

// trimBin cuts a bin that does not end where a bin starts, at the first bin that stands in its place inside
// or else at the first page that another bin has. It looks only through pages that then are the bin's own,
// so that reading the chain looks through no page twice.
func (f *File) trimBin(b Bin) Bin {
	follows := func(size uint32) bool {
		f.Steps++
		next, problem := f.readBin(b.Pos + int64(size))
		return problem == "" && next.Rel == b.Rel+size
	}
	if b.Size <= base.PageSize || f.Bins.At(b.Rel) != nil || follows(b.Size) {
		return b
	}
	size := uint32(base.PageSize)
	for size < b.Size && f.Bins.At(b.Rel+size) == nil && !follows(size) {
		size += base.PageSize
	}
	if size < b.Size {
		f.Diag(hive.KindBin, b.Pos, "hbin", fmt.Sprintf("the bin's size 0x%x reaches over the next bin; it is taken to be 0x%x", b.Size, size))
		b.Size = size
	}
	return b
}

// nextBin finds the next 512-byte boundary from pos on at which a bin header stands: one in its place,
// or one that the next header (or the end of the file) confirms.
func (f *File) nextBin(pos int64) (int64, bool) {
	for ; pos+BinHeader <= f.Image.Size(); pos += 512 {
		f.Steps++
		if head, ok := f.Image.Bytes(pos, 4); !ok || string(head) != "hbin" {
			continue
		}
		b, problem := f.readBin(pos)
		if problem != "" || f.Bins.At(b.Rel) != nil {
			continue
		}
		if int64(b.Rel) == pos-base.Size {
			return pos, true
		}
		after, problem := f.readBin(pos + int64(b.Size))
		if pos+int64(b.Size) >= f.Image.Size() || problem == "" && after.Rel == b.Rel+b.Size {
			return pos, true
		}
	}
	return 0, false
}
