package creg

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/fserr"
	"mapihive/hive/internal/cells"
	"mapihive/hive/readonly"
)

// Options say how a file is read.
type Options struct {
	// CodePage is what names and text are read with: the ANSI code page of the computer, which [Hive.CodePage] finds in its
	// SYSTEM.DAT. Nil is codepage.Assumed().
	CodePage *codepage.Page
	// NoHash leaves out the SHA-256 of the file.
	NoHash bool
}

// Open reads the file called name in a folder, an archive or another file system; a folder of this machine is a
// [readonly.Folder]. What is damaged inside the file gives diagnostics, not an error; an error means that there is no
// registry to read.
func Open(ctx context.Context, fsys fs.FS, name string, opt Options) (*Hive, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", hive.Text(name), fserr.Cause(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = readonly.ErrNotRegular
	}
	var h *Hive
	if err == nil {
		h, err = New(ctx, readonly.Contents(f), info.Size(), opt)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", hive.Text(name), fserr.Cause(err))
	}
	return h, nil
}

// Read reads a registry from memory. The image must not change while it is in use.
func Read(ctx context.Context, image []byte, opt Options) (*Hive, error) {
	return New(ctx, bytes.NewReader(image), int64(len(image)), opt)
}

// New reads a registry of size bytes from src, all of it. If src is an open file, it is said that it changed
// meanwhile, or that its access time may have been set.
func New(ctx context.Context, src io.ReaderAt, size int64, opt Options) (*Hive, error) {
	switch {
	case size == 0:
		return nil, ErrEmpty
	case size > maxFileSize:
		return nil, ErrTooLarge
	}
	w := readonly.Watch(src, size)
	h := &Hive{touched: w.Touched, page: opt.CodePage}
	var err error
	if h.m, h.sha256, err = cells.ReadBytes(ctx, w.Source, size, min(size, headerSize), !opt.NoHash, &h.diags); err != nil {
		return nil, err
	}
	switch {
	case !h.m.signed(0, "CREG"):
		return nil, ErrNotCREG
	case size < keysAt+keysHeader:
		return nil, ErrTooShort
	}
	if why := w.Changed(); why != "" {
		h.diag(hive.KindFileChanged, 0, "file", why)
	}
	h.readBlocks(h.findBlocks())
	return h, h.readTree(ctx)
}
