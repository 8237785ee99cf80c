package cells

import "mapihive/hive/internal/base"

// ForeignBins finds bins after the end of the hive bins, from the file offset from on, whose own offset
// field names another place than theirs: a file of another hive used these sectors before. Bins of this hive
// that it gave up stand where they say.
func (f *File) ForeignBins(from int64) []Bin {
	var bins []Bin
	for pos := (from + 511) / 512 * 512; pos+BinHeader <= f.Image.Size(); {
		head, _ := f.Image.Bytes(pos, BinHeader)
		rel, size := U32(head, layout.Off_HBIN_FileOffset), int64(U32(head, layout.Off_HBIN_HbinSize))
		if string(head[:4]) != "hbin" || rel%base.PageSize != 0 || size == 0 || size%base.PageSize != 0 || int64(rel)+size > base.MaxBinsSize {
			pos += 512
			continue
		}
		size = min(size, f.Image.Size()-pos)
		for at := int64(512); at < size; at += 512 { // it may be written over by another bin
			if sig, _ := f.Image.Bytes(pos+at, 4); string(sig) == "hbin" {
				size = at
			}
		}
		if int64(rel) != pos-base.Size {
			bins = append(bins, Bin{Rel: rel, Size: uint32(size), Pos: pos})
		}
		pos += size
	}
	return bins
}

// BinsEnd is the file offset after the last bin, or after the place for it.
func (f *File) BinsEnd() int64 {
	end := min(base.Size+f.BinsSize, f.Image.Size())
	for i := range f.Bins.Bins {
		end = max(end, f.Bins.Bins[i].Pos+int64(f.Bins.Bins[i].Size))
	}
	return end
}

// Fragment is a hive of which there are some bins only: those of bins that have different places. The others are
// returned.
func (f *File) Fragment(bins []Bin) (set *File, others []Bin) {
	set = &File{
		Base: f.Base, FileSize: f.FileSize, Image: f.Image, truncated: true, // what is cut off is no news
		CellHeader: f.CellHeader, CellAlign: f.CellAlign, Wide: f.Wide, RootCell: NIL,
	}
	return set, set.takeBins(bins)
}

// takeBins makes those of bins that have different places the hive's bins and returns the others.
func (f *File) takeBins(bins []Bin) (others []Bin) {
	for _, b := range bins {
		f.BinsSize = max(f.BinsSize, int64(b.Rel)+int64(b.Size)+base.PageSize-1)
	}
	f.BinsSize = f.BinsSize / base.PageSize * base.PageSize
	f.Bins = newBinMap(f.BinsSize)
	f.Bins.Whole = true
	for _, b := range bins {
		if !f.Bins.add(b) {
			others = append(others, b)
		}
	}
	f.Survey = &Survey{Used: NewBitset(f.BinsSize), Keys: NewBitset(f.BinsSize), Complete: true}
	return others
}
