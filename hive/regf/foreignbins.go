package regf

import "mapihive/hive/internal/base"

// foreignBins finds bins after the end of the hive bins, from the file offset from on, whose own offset
// field names another place than theirs: a file of another hive used these sectors before. Bins of this hive
// that it gave up stand where they say.
func (f *file) foreignBins(from int64) []bin {
	var bins []bin
	for pos := (from + 511) / 512 * 512; pos+binHeader <= f.img.size(); {
		head, _ := f.img.bytes(pos, binHeader)
		rel, size := u32at(head, layout.Off_HBIN_FileOffset), int64(u32at(head, layout.Off_HBIN_HbinSize))
		if string(head[:4]) != "hbin" || rel%base.PageSize != 0 || size == 0 || size%base.PageSize != 0 || int64(rel)+size > base.MaxBinsSize {
			pos += 512
			continue
		}
		size = min(size, f.img.size()-pos)
		for at := int64(512); at < size; at += 512 { // it may be written over by another bin
			if sig, _ := f.img.bytes(pos+at, 4); string(sig) == "hbin" {
				size = at
			}
		}
		if int64(rel) != pos-base.Size {
			bins = append(bins, bin{rel: rel, size: uint32(size), pos: pos})
		}
		pos += size
	}
	return bins
}

// binsEnd is the file offset after the last bin, or after the place for it.
func (f *file) binsEnd() int64 {
	end := min(base.Size+f.binsSize, f.img.size())
	for i := range f.bins.bins {
		end = max(end, f.bins.bins[i].pos+int64(f.bins.bins[i].size))
	}
	return end
}

// fragment is a hive of which there are some bins only: those of bins that have different places. The others are
// returned.
func (f *file) fragment(bins []bin) (set *file, others []bin) {
	set = &file{
		base: f.base, fileSize: f.fileSize, img: f.img, truncated: true, // what is cut off is no news
		cellHeader: f.cellHeader, cellAlign: f.cellAlign, wide: f.wide, rootCell: nilOffset,
	}
	return set, set.takeBins(bins)
}

// takeBins makes those of bins that have different places the hive's bins and returns the others.
func (f *file) takeBins(bins []bin) (others []bin) {
	for _, b := range bins {
		f.binsSize = max(f.binsSize, int64(b.rel)+int64(b.size)+base.PageSize-1)
	}
	f.binsSize = f.binsSize / base.PageSize * base.PageSize
	f.bins = newBinMap(f.binsSize)
	f.bins.whole = true
	for _, b := range bins {
		if !f.bins.add(b) {
			others = append(others, b)
		}
	}
	f.survey = &survey{used: newBitset(f.binsSize), keys: newBitset(f.binsSize), complete: true}
	return others
}
