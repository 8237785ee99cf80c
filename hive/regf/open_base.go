package regf

import (
	"io"

	"mapihive/hive/internal/base"
)

// usualRoot is where Windows puts the root key of a new hive: the first cell of the first bin.
const usualRoot = binHeader

// readBase reads the base block. One that cannot be read does not cost the hive: where the first bin follows
// it, reading goes on without.
func (h *Hive) readBase(src io.ReaderAt) error {
	var unsaid diagnostics // the image reads these bytes again, and says what is wrong
	m := newImage(src, min(h.fileSize, base.Size+binHeader), &unsaid)
	head, _ := m.bytes(0, min(h.fileSize, base.Size))
	blk, err := checkBase(head)
	if err == nil || m.readable(0, base.LogSize) {
		h.base = blk
		return err
	}
	if bin, ok := m.bytes(base.Size, binHeader); !ok || string(bin[:4]) != "hbin" || u32at(bin, layout.Off_HBIN_FileOffset) != 0 {
		return m.failure
	}
	h.base, h.baseLost = BaseBlock{RootOffset: usualRoot}, true
	return nil
}

// guessBins takes the size of the hive bins from the file.
func (h *Hive) guessBins() {
	h.binsGuessed = true
	h.binsSize = max(0, h.fileSize-base.Size) / base.PageSize * base.PageSize
}

// imageSize is how much of the file is kept: base block, bins and a tail.
func (h *Hive) imageSize() int64 { return min(h.fileSize, base.Size+h.binsSize+maxTail) }

// checkSize refuses a file that cannot be kept in memory.
func (h *Hive) checkSize() error {
	if h.binsGuessed && h.fileSize > maxFileSize {
		return ErrTooLarge
	}
	if h.imageSize() > maxImage {
		return ErrAddressing
	}
	return nil
}
