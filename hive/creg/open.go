package creg

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"mapihive/hive"
	"mapihive/hive/fserr"
	"mapihive/hive/internal/cells"
	"mapihive/hive/readonly"
)

// Open reads the file at path, read-only. Only regular files are read (a symbolic link is followed). What is damaged
// inside it gives diagnostics, not an error; an error means that there is no registry to read.
func Open(ctx context.Context, path string) (*Hive, error) {
	h, err := openFile(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", hive.Text(path), fserr.Cause(err))
	}
	return h, nil
}

func openFile(ctx context.Context, path string) (*Hive, error) {
	f, untouched, err := readonly.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h, err := readOpened(ctx, f)
	if err == nil {
		h.touched = !untouched
	}
	return h, err
}

func readOpened(ctx context.Context, f *os.File) (*Hive, error) {
	before, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !before.Mode().IsRegular() {
		return nil, ErrNotRegular
	}
	h, err := New(ctx, f, before.Size())
	if err != nil {
		return nil, err
	}
	if after, err := f.Stat(); err == nil && (after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime())) {
		h.diag(hive.KindFileChanged, 0, "file", fmt.Sprintf("the file changed while it was read (%d to %d bytes)", before.Size(), after.Size()))
	}
	return h, nil
}

// Read reads a registry from memory. The image must not change while it is in use.
func Read(ctx context.Context, image []byte) (*Hive, error) {
	return New(ctx, bytes.NewReader(image), int64(len(image)))
}

// New reads a registry of size bytes from src, all of it.
func New(ctx context.Context, src io.ReaderAt, size int64) (*Hive, error) {
	switch {
	case size == 0:
		return nil, ErrEmpty
	case size > maxFileSize:
		return nil, ErrTooLarge
	}
	h := &Hive{}
	var err error
	if h.m, h.sha256, err = cells.ReadBytes(ctx, src, size, min(size, headerSize), &h.diags); err != nil {
		return nil, err
	}
	switch {
	case !h.m.signed(0, "CREG"):
		return nil, ErrNotCREG
	case size < keysAt+keysHeader:
		return nil, ErrTooShort
	}
	h.readBlocks(h.findBlocks())
	return h, h.readTree(ctx)
}
