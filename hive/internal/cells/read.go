package cells

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"mapihive/hive"
	"mapihive/hive/internal/base"
)

// Errors that reading a file gives where it is more than can be read.
var (
	ErrAddressing = errors.New("larger than a 32-bit build of this program can hold (512 MiB)")
	ErrTooLarge   = errors.New("larger than any registry hive (2 GiB)")
)

// Read reads a hive file of size bytes from src, and hashed with its SHA-256 in lower-case hex. Its memory is that of
// spare, which may be nil, until it is closed. check judges the base block: its error is that there is no hive to read.
func Read(ctx context.Context, src io.ReaderAt, size int64, hashed bool, spare *Spare, check func(head []byte) (base.Block, error)) (f *File, hash string, err error) {
	if f, err = begin(src, size, check); err != nil {
		return nil, "", err
	}
	f.Image = newImage(src, f.imageSize(), spare, &f.Diagnostics)
	if hash, err = f.load(ctx, src, hashed); err != nil {
		return nil, "", err
	}
	return f, hash, nil
}

// ReadLazily is Read for a hive of which no more than the base block is read before it is asked for. Its memory is
// that of spare, which may be nil, until it is closed.
func ReadLazily(src io.ReaderAt, size int64, spare *Spare, check func(head []byte) (base.Block, error)) (*File, error) {
	f, err := begin(src, size, check)
	if err == nil {
		f.Image = newLazyImage(src, f.imageSize(), spare, &f.Diagnostics)
	}
	return f, err
}

// begin reads the base block.
func begin(src io.ReaderAt, size int64, check func(head []byte) (base.Block, error)) (*File, error) {
	f := &File{FileSize: size, RootCell: NIL}
	if err := f.readBase(src, check); err != nil {
		return nil, err
	}
	return f, f.measure()
}

// usualRoot is where Windows puts the root key of a new hive: the first cell of the first bin.
const usualRoot = BinHeader

// readBase reads the base block. One that cannot be read does not cost the hive: where the first bin follows
// it, reading goes on without.
func (f *File) readBase(src io.ReaderAt, check func(head []byte) (base.Block, error)) error {
	var unsaid Diagnostics // the image reads these bytes again, and says what is wrong
	m := newImage(src, min(f.FileSize, base.Size+BinHeader), nil, &unsaid)
	head, _ := m.Bytes(0, min(f.FileSize, base.Size))
	blk, err := check(head)
	if err == nil || m.readable(0, base.LogSize) {
		f.Base = blk
		return err
	}
	if bin, ok := m.Bytes(base.Size, BinHeader); !ok || string(bin[:4]) != "hbin" || U32(bin, layout.Off_HBIN_FileOffset) != 0 {
		return m.failure
	}
	f.Base, f.baseLost = base.Block{RootOffset: usualRoot}, true
	return nil
}

// guessBins takes the size of the hive bins from the file.
func (f *File) guessBins() {
	f.binsGuessed = true
	f.BinsSize = max(0, f.FileSize-base.Size) / base.PageSize * base.PageSize
}

// imageSize is how much of the file is kept: base block, bins and a tail.
func (f *File) imageSize() int64 { return min(f.FileSize, base.Size+f.BinsSize+MaxTail) }

// checkSize refuses a file that cannot be kept in memory.
func (f *File) checkSize() error {
	if f.binsGuessed && f.FileSize > maxFileSize {
		return ErrTooLarge
	}
	if f.imageSize() > maxImage {
		return ErrAddressing
	}
	return nil
}

// measure decides how many bytes of hive bins there are and says what is wrong with the base block.
func (f *File) measure() error {
	blk := &f.Base
	if f.baseLost {
		f.Diag(hive.KindBaseChecksum, 508, "base block", "the base block could not be read: bins and root key are looked for without it, and whether a write was finished is not known")
		f.guessBins()
		return f.checkSize()
	}
	if !blk.ChecksumOK {
		f.Diag(hive.KindBaseChecksum, 508, "base block", fmt.Sprintf("the checksum is 0x%08x; the size of the hive bins is taken from the file", blk.Checksum))
	} else if blk.Sequence1 != blk.Sequence2 {
		f.Diag(hive.KindBaseSequence, 4, "base block", fmt.Sprintf("sequence numbers %d and %d: a write was not finished", blk.Sequence1, blk.Sequence2))
	}
	if blk.ChecksumOK && blk.Minor > 6 {
		f.Diag(hive.KindBaseField, 24, "base block", fmt.Sprintf("minor version %d is unknown; read as 1.6", blk.Minor))
	}
	if blk.Type != base.TypePrimary {
		f.Diag(hive.KindBaseField, 28, "base block", fmt.Sprintf("file type %d is not that of a primary hive file", blk.Type))
	}
	if blk.Format != 1 {
		f.Diag(hive.KindBaseField, 32, "base block", fmt.Sprintf("file format %d is unknown (1 is expected)", blk.Format))
	}
	inFile := max(0, f.FileSize-base.Size)
	switch {
	case !blk.ChecksumOK:
		f.guessBins()
	case blk.BinsSize == 0 || blk.BinsSize%base.PageSize != 0 || blk.BinsSize > base.MaxBinsSize:
		f.Diag(hive.KindBaseField, 40, "base block", fmt.Sprintf("the size of the hive bins, 0x%x, is no multiple of 4096 up to 2 GiB; it is taken from the file", blk.BinsSize))
		f.guessBins()
	default:
		f.BinsSize = int64(blk.BinsSize)
		if f.BinsSize > inFile {
			f.Diag(hive.KindTruncated, f.FileSize, "file", fmt.Sprintf("the file ends %d bytes before the end of its hive bins", f.BinsSize-inFile))
			f.truncated = true
			// A bin that is cut keeps its cells up to the cut.
			f.BinsSize = (inFile + base.PageSize - 1) / base.PageSize * base.PageSize
		}
	}
	return f.checkSize()
}

// load reads the whole image and, if asked, hashes the whole file beside the reading. A file that could not
// be read whole has no hash.
func (f *File) load(ctx context.Context, src io.ReaderAt, hashed bool) (hash string, err error) {
	if !hashed {
		return "", f.Image.readAll(ctx, nil)
	}
	return f.Image.hashed(ctx, src, f.FileSize)
}

// hashed reads the image whole and hashes the file, which may go on after it. There is no hash where something
// could not be read: zeros stand for it. The error is ctx's.
func (m *image) hashed(ctx context.Context, src io.ReaderAt, fileSize int64) (hash string, err error) {
	sum := sha256.New()
	if err := m.readAll(ctx, sum); err != nil || len(m.Lost) > 0 {
		return "", err
	}
	whole, err := m.sumRest(ctx, src, m.Size(), fileSize, sum)
	if whole {
		hash = hex.EncodeToString(sum.Sum(nil))
	}
	return hash, err
}

// ReadBytes reads size bytes of src, a file of a registry that has no cells, as Read does: what the medium does not
// give is zero, and said. An error other than ctx's means that not even its first head bytes could be read.
func ReadBytes(ctx context.Context, src io.ReaderAt, size, head int64, hashed bool, diags *Diagnostics) (b []byte, hash string, err error) {
	m := newImage(src, size, nil, diags)
	if hashed {
		hash, err = m.hashed(ctx, src, size)
	} else {
		err = m.readAll(ctx, nil)
	}
	if err == nil && !m.readable(0, head) {
		err = m.failure
	}
	return m.Buf, hash, err
}

// ReadWhole makes a lazily opened hive whole and reads its chain of bins.
func (f *File) ReadWhole() {
	_ = f.Image.readAll(context.Background(), nil) // no deadline: at most maxFileSize of local reading
	f.chainBins()
	f.setApart()
}

// sniffFormat sets the cell layout: 1.1 has a longer cell header. With a bad checksum the version field
// cannot be trusted, and the root key's signature decides.
func (f *File) sniffFormat() {
	f.CellHeader, f.CellAlign = 4, 8
	old := f.Base.Minor == 1
	if !f.Base.ChecksumOK {
		root := base.Size + int64(f.Base.RootOffset)
		at4, _ := f.Image.Bytes(root+4, 2)
		at8, _ := f.Image.Bytes(root+8, 2)
		old = string(at4) != "nk" && string(at8) == "nk"
	}
	if old {
		f.CellHeader, f.CellAlign, f.Wide = 8, 16, true
	}
}

// Index finds the bins; whole says whether the image is all there.
func (f *File) Index(whole bool) {
	f.Bins = newBinMap(f.BinsSize)
	f.sniffFormat()
	if whole || f.binsGuessed {
		f.ReadWhole()
	}
	if tail := f.FileSize - base.Size - f.BinsSize; tail > 0 && tail%base.PageSize != 0 {
		f.Diag(hive.KindTail, base.Size+f.BinsSize, "file", fmt.Sprintf("%d bytes follow the hive bins", tail))
	}
}
