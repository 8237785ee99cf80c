package regf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"mapihive/hive"
	"mapihive/hive/fserr"
	"mapihive/hive/internal/base"
	"mapihive/hive/readonly"
	"mapihive/hive/regf/translog"
)

// Options say how a hive is opened. The zero value reads and hashes the whole file.
type Options struct {
	// Lazy reads only what is asked for and leaves the file open until Close: the way to look up a few
	// keys in a large hive. SHA256 is then empty.
	Lazy bool
	// NoHash leaves out the SHA-256 of the file.
	NoHash bool
	// NoLogs leaves the transaction logs beside the hive alone and shows the hive as it lies on disk.
	NoLogs bool
}

// Open reads the hive file at path, read-only, and lays the transaction logs that stand beside it over
// the image in memory, as Windows would. Only regular files are read (a symbolic link is followed);
// FIFOs, devices and directories give ErrNotRegular. What is damaged inside the hive gives diagnostics,
// not an error; an error means that there is no hive to read.
func Open(ctx context.Context, path string, opt Options) (*Hive, error) {
	h, err := openFile(ctx, path, opt)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", hive.Text(path), fserr.Cause(err))
	}
	return h, nil
}

// Read reads a hive from memory, with the transaction logs given, if any. Neither the image nor the
// logs may change while the hive is in use.
func Read(ctx context.Context, image []byte, logs ...translog.Input) (*Hive, error) {
	h, err := readHive(ctx, bytes.NewReader(image), int64(len(image)), Options{})
	if err != nil || len(logs) == 0 {
		return h, err
	}
	return h.withLogs(ctx, logs, nil)
}

func openFile(ctx context.Context, path string, opt Options) (*Hive, error) {
	f, untouched, err := readonly.Open(path)
	if err != nil {
		return nil, err
	}
	h, err := readOpened(ctx, f, opt)
	if err != nil || !opt.Lazy {
		f.Close()
	}
	if err != nil {
		return nil, err
	}
	h.touched = !untouched
	switch {
	case opt.Lazy:
		h.file = f
		fallthrough
	case opt.NoLogs:
		return h, nil
	}
	logs, notes := logsBeside(path)
	return h.withLogs(ctx, logs, notes)
}

func readOpened(ctx context.Context, f *os.File, opt Options) (*Hive, error) {
	before, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !before.Mode().IsRegular() {
		return nil, ErrNotRegular
	}
	h, err := readHive(ctx, f, before.Size(), opt)
	if err != nil {
		return nil, err
	}
	if after, err := f.Stat(); err == nil && (after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime())) {
		h.diag(hive.KindFileChanged, 0, "file", fmt.Sprintf("the file changed while it was read (%d to %d bytes)", before.Size(), after.Size()))
	}
	return h, nil
}

// readHive reads a hive of size bytes from src.
func readHive(ctx context.Context, src io.ReaderAt, size int64, opt Options) (*Hive, error) {
	if size == 0 {
		return nil, ErrEmpty
	}
	h := &Hive{fileSize: size}
	if err := h.readBase(src); err != nil {
		return nil, err
	}
	if err := h.measure(); err != nil {
		return nil, err
	}
	h.img = newImage(src, h.imageSize(), &h.diags)
	if !opt.Lazy {
		if err := h.load(ctx, src, !opt.NoHash); err != nil {
			return nil, err
		}
	}
	h.index(!opt.Lazy)
	return h, nil
}

// index finds the bins and the root key; whole says whether the image is all there.
func (h *Hive) index(whole bool) {
	h.bins = newBinMap(h.binsSize)
	h.sniffFormat()
	if whole || h.binsGuessed {
		h.readWhole()
	}
	if tail := h.fileSize - base.Size - h.binsSize; tail > 0 && tail%base.PageSize != 0 {
		h.diag(hive.KindTail, base.Size+h.binsSize, "file", fmt.Sprintf("%d bytes follow the hive bins", tail))
	}
	h.root = h.findRoot()
}

// checkBase decodes the base block and refuses what is no primary hive file.
func checkBase(head []byte) (BaseBlock, error) {
	if len(head) < 4 || string(head[:4]) != "regf" {
		return BaseBlock{}, ErrNotHive
	}
	blk, ok := base.Parse(head)
	if !ok {
		return BaseBlock{}, ErrTooShort
	}
	if entry, _ := translog.Signs(head); entry && blk.Type != base.TypePrimary {
		return BaseBlock{}, ErrLog
	}
	if blk.ChecksumOK && (blk.Major != 1 || blk.Minor == 0) {
		return BaseBlock{}, fmt.Errorf("%w %d.%d (1.1 to 1.6 are read)", ErrVersion, blk.Major, blk.Minor)
	}
	return blk, nil
}

// measure decides how many bytes of hive bins there are and says what is wrong with the base block.
func (h *Hive) measure() error {
	blk := &h.base
	if h.baseLost {
		h.diag(hive.KindBaseChecksum, 508, "base block", "the base block could not be read: bins and root key are looked for without it, and whether a write was finished is not known")
		h.guessBins()
		return h.checkSize()
	}
	if !blk.ChecksumOK {
		h.diag(hive.KindBaseChecksum, 508, "base block", fmt.Sprintf("the checksum is 0x%08x; the size of the hive bins is taken from the file", blk.Checksum))
	} else if blk.Sequence1 != blk.Sequence2 {
		h.diag(hive.KindBaseSequence, 4, "base block", fmt.Sprintf("sequence numbers %d and %d: a write was not finished", blk.Sequence1, blk.Sequence2))
	}
	if blk.ChecksumOK && blk.Minor > 6 {
		h.diag(hive.KindBaseField, 24, "base block", fmt.Sprintf("minor version %d is unknown; read as 1.6", blk.Minor))
	}
	if blk.Type != base.TypePrimary {
		h.diag(hive.KindBaseField, 28, "base block", fmt.Sprintf("file type %d is not that of a primary hive file", blk.Type))
	}
	if blk.Format != 1 {
		h.diag(hive.KindBaseField, 32, "base block", fmt.Sprintf("file format %d is unknown (1 is expected)", blk.Format))
	}
	inFile := max(0, h.fileSize-base.Size)
	switch {
	case !blk.ChecksumOK:
		h.guessBins()
	case blk.BinsSize == 0 || blk.BinsSize%base.PageSize != 0 || blk.BinsSize > base.MaxBinsSize:
		h.diag(hive.KindBaseField, 40, "base block", fmt.Sprintf("the size of the hive bins, 0x%x, is no multiple of 4096 up to 2 GiB; it is taken from the file", blk.BinsSize))
		h.guessBins()
	default:
		h.binsSize = int64(blk.BinsSize)
		if h.binsSize > inFile {
			h.diag(hive.KindTruncated, h.fileSize, "file", fmt.Sprintf("the file ends %d bytes before the end of its hive bins", h.binsSize-inFile))
			h.truncated = true
			// A bin that is cut keeps its cells up to the cut.
			h.binsSize = (inFile + base.PageSize - 1) / base.PageSize * base.PageSize
		}
	}
	return h.checkSize()
}

// load reads the whole image and, if asked, hashes the whole file beside the reading. A file that could not
// be read whole has no hash.
func (h *Hive) load(ctx context.Context, src io.ReaderAt, hashed bool) error {
	if !hashed {
		return h.img.readAll(ctx, nil)
	}
	sum := sha256.New()
	if err := h.img.readAll(ctx, sum); err != nil {
		return err
	}
	if len(h.img.lost) > 0 {
		return nil // zeros stand for what is missing: this is not the file's hash
	}
	whole, err := h.img.sumRest(ctx, src, h.img.size(), h.fileSize, sum)
	if whole {
		h.sha256 = hex.EncodeToString(sum.Sum(nil))
	}
	return err
}

// readWhole makes a lazily opened hive whole and reads its chain of bins.
func (h *Hive) readWhole() {
	_ = h.img.readAll(context.Background(), nil) // no deadline: at most maxFileSize of local reading
	h.chainBins()
}

// sniffFormat sets the cell layout: 1.1 has a longer cell header. With a bad checksum the version field
// cannot be trusted, and the root key's signature decides.
func (h *Hive) sniffFormat() {
	h.cellHeader, h.cellAlign = 4, 8
	old := h.base.Minor == 1
	if !h.base.ChecksumOK {
		root := base.Size + int64(h.base.RootOffset)
		at4, _ := h.img.bytes(root+4, 2)
		at8, _ := h.img.bytes(root+8, 2)
		old = string(at4) != "nk" && string(at8) == "nk"
	}
	if old {
		h.cellHeader, h.cellAlign, h.wide = 8, 16, true
	}
}
