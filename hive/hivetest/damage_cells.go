package hivetest

// HBinSignature breaks the signature of a bin.
func HBinSignature(bin int) Damage { return PutBytes(BinField(bin, 0), []byte("hbiX")) }

// HBinOffset makes a bin say it is somewhere else.
func HBinOffset(bin int) Damage { return Put32(BinField(bin, 4), 0x00100000) }

// HBinSize sets the size of a bin.
func HBinSize(bin int, v uint32) Damage { return Put32(BinField(bin, 8), v) }

// HBinSizeZero makes a bin zero bytes long: a reader that only adds sizes stops moving.
func HBinSizeZero(bin int) Damage { return HBinSize(bin, 0) }

// CellSize sets the size field of a cell; negative is allocated.
func CellSize(cell Aim, v int32) Damage { return Put32(cell, uint32(v)) }

// CellSizeZero makes a cell zero bytes long.
func CellSizeZero(cell Aim) Damage { return CellSize(cell, 0) }

// CellIntMin gives a cell the size whose absolute value does not exist.
func CellIntMin(cell Aim) Damage { return Put32(cell, 0x80000000) }

// CellFree marks a cell that is in use as free.
func CellFree(cell Aim) Damage {
	return func(img []byte, l *Layout) []byte {
		at := cell(l)
		le.PutUint32(img[at:], -le.Uint32(img[at:]))
		return img
	}
}

// PointInto makes a pointer field point eight bytes into a cell: into its middle, where no cell starts.
func PointInto(field, cell Aim) Damage {
	return Point(field, func(l *Layout) int { return cell(l) + 8 })
}
