package regf

import "mapihive/hive/internal/base"

// binByPlace reads the bin at pos whose header names another place than this, if everything else shows that
// it stands where it belongs: its size leads exactly to a bin that is in its place, or to the end of the hive
// bins. shift is how far the bins here stand behind their places.
func (f *file) binByPlace(pos, shift int64) (bin, bool) {
	head, ok := f.img.bytes(pos, binHeader)
	if !ok || string(head[:4]) != "hbin" {
		return bin{}, false
	}
	rel, size := pos-shift-base.Size, int64(u32at(head, layout.Off_HBIN_HbinSize))
	if rel < 0 || rel%base.PageSize != 0 || size == 0 || size%base.PageSize != 0 || rel+size > f.binsSize || pos+size > f.img.size() {
		return bin{}, false
	}
	if rel+size == f.binsSize {
		ok = !f.binsGuessed // else the end is that of the file, whatever stands there
	} else {
		next, problem := f.readBin(pos + size)
		ok = problem == "" && int64(next.rel) == rel+size
	}
	return bin{rel: uint32(rel), size: uint32(size), pos: pos}, ok
}
