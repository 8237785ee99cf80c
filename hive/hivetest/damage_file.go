package hivetest

import "iter"

// outside is a relative offset that is aligned and below bit 31, but in no file the tests make.
const outside = 0x7FFF0000

// Truncate cuts the file to n bytes. The base block is left as it is.
func Truncate(n int) Damage {
	return func(img []byte, _ *Layout) []byte { return img[:min(n, len(img))] }
}

// Truncations cuts an image at every byte: each length below that of the image, with what is left. The
// slices share the image's bytes.
func Truncations(img []byte) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		for n := range len(img) {
			if !yield(n, img[:n:n]) {
				return
			}
		}
	}
}

// BadChecksum makes the checksum wrong.
func BadChecksum() Damage {
	return func(img []byte, _ *Layout) []byte {
		img[508] ^= 0xA5
		return img
	}
}

// Major sets the major version of the base block.
func Major(v uint32) Damage { return Put32(BaseField(20), v) }

// Minor sets the minor version of the base block, whatever the cells are.
func Minor(v uint32) Damage { return Put32(BaseField(24), v) }

// FileType sets the file type: 1, 2 and 6 are logs.
func FileType(v uint32) Damage { return Put32(BaseField(offType), v) }

// FileFormat sets the file format, which is 1 in every hive.
func FileFormat(v uint32) Damage { return Put32(BaseField(32), v) }

// RootNil takes the root pointer away.
func RootNil() Damage { return Root(noCell) }

// RootHuge points the root outside the file.
func RootHuge() Damage { return Root(outside) }

// RootUnaligned points the root into the middle of the root cell.
func RootUnaligned() Damage { return Root(binHeaderSize + 3) }

// Root sets the root pointer.
func Root(rel uint32) Damage { return Put32(BaseField(offRoot), rel) }

// RootInFree points the root to the first free cell.
func RootInFree() Damage {
	return func(img []byte, l *Layout) []byte {
		c := &cells{buf: img, minor: l.Minor}
		for _, bin := range l.Bins {
			for p := bin + binHeaderSize; p < bin+int(le.Uint32(img[bin+8:])); p += abs(c.sizeAt(p)) {
				if c.sizeAt(p) > 0 {
					return Root(rel(p))(img, l)
				}
			}
		}
		panic("hivetest: no free cell")
	}
}

// BinsSize sets the size of the bins in the base block.
func BinsSize(v uint32) Damage { return Put32(BaseField(offBinsSize), v) }

// Sequence sets the sequence numbers; unequal ones make the hive dirty.
func Sequence(seq1, seq2 uint32) Damage {
	return Chain(Put32(BaseField(offSeq1), seq1), Put32(BaseField(offSeq2), seq2))
}

// BaseTime sets the last written time of the base block.
func BaseTime(filetime uint64) Damage { return Put64(BaseField(offWritten), filetime) }

// ShiftedBins inserts 512 bytes 0xFF before a bin, so that it and all after it lie 512 bytes behind where
// they say they are. The size in the base block stays.
func ShiftedBins(bin int) Damage {
	return func(img []byte, l *Layout) []byte {
		at := l.Bins[bin]
		fill := make([]byte, sector)
		for i := range fill {
			fill[i] = 0xFF
		}
		return append(img[:at:at], append(fill, img[at:]...)...)
	}
}

// ZeroPages clears whole pages, as sparse or badly decompressed files have them. Page 0 is the base block.
func ZeroPages(first, n int) Damage {
	return func(img []byte, _ *Layout) []byte {
		clear(img[min(first*page, len(img)):min((first+n)*page, len(img))])
		return img
	}
}
