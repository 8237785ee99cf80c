package regf

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"mapihive/hive"
	"mapihive/hive/fserr"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
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
	h, err := New(ctx, bytes.NewReader(image), int64(len(image)), Options{})
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
		h.closer = f
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
	h, err := New(ctx, f, before.Size(), opt)
	if err != nil {
		return nil, err
	}
	if after, err := f.Stat(); err == nil && (after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime())) {
		h.f.Diag(hive.KindFileChanged, 0, "file", fmt.Sprintf("the file changed while it was read (%d to %d bytes)", before.Size(), after.Size()))
	}
	return h, nil
}

// New reads a hive of size bytes from src.
func New(ctx context.Context, src io.ReaderAt, size int64, opt Options) (*Hive, error) {
	if size == 0 {
		return nil, ErrEmpty
	}
	f, sum, err := cells.Read(ctx, src, size, !opt.Lazy, !opt.NoHash, checkBase)
	if err != nil {
		return nil, err
	}
	h := &Hive{f: f, sha256: sum}
	h.index(!opt.Lazy)
	return h, nil
}

// index finds the bins and the root key; whole says whether the image is all there.
func (h *Hive) index(whole bool) {
	h.f.Index(whole)
	if h.root = h.findRoot(); h.root.h != nil {
		h.f.RootCell = h.root.rel
	}
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
