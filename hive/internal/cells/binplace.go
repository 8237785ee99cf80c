package cells

import "mapihive/hive/internal/base"

// binByPlace reads the bin at pos whose header names another place than this, if everything else shows that
// it stands where it belongs: its size leads exactly to a bin that is in its place, or to the end of the hive
// bins. shift is how far the bins here stand behind their places.
func (f *File) binByPlace(pos, shift int64) (Bin, bool) {
	head, ok := f.Image.Bytes(pos, BinHeader)
	if !ok || string(head[:4]) != "hbin" {
		return Bin{}, false
	}
	rel, size := pos-shift-base.Size, int64(U32(head, layout.Off_HBIN_HbinSize))
	if rel < 0 || rel%base.PageSize != 0 || size == 0 || size%base.PageSize != 0 || rel+size > f.BinsSize || pos+size > f.Image.Size() {
		return Bin{}, false
	}
	if rel+size == f.BinsSize {
		ok = !f.binsGuessed // else the end is that of the file, whatever stands there
	} else {
		next, problem := f.readBin(pos + size)
		ok = problem == "" && int64(next.Rel) == rel+size
	}
	return Bin{Rel: uint32(rel), Size: uint32(size), Pos: pos}, ok
}
