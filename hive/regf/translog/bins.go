package translog

import (
	"encoding/binary"

	"mapihive/hive/internal/base"
)

// binCursor walks hive bins once, from the first to the last, to judge the headers of those that hold
// replayed pages.
type binCursor struct {
	image *base.Layers
	end   int64 // of the hive bins data
	pos   int64 // bins before it were judged or passed
}

// check judges the bins that hold [from, to), offsets into the hive bins data; calls come by ascending
// offset. It returns the offset where a bin that holds some of it should begin and does not.
func (c *binCursor) check(from, to int64) (int64, bool) {
	from -= from % base.PageSize
	for to = min(to, c.end); c.pos < to; {
		size, ok := c.binSize()
		if !ok && c.pos >= from {
			return c.pos, false
		}
		// Bad bins that no log touched are the hive's own damage and not judged here.
		c.pos += size
	}
	return 0, true
}

// binSize is the size of the bin at pos, and one page where none begins.
func (c *binCursor) binSize() (int64, bool) {
	const header = 32
	if c.end-c.pos < header {
		return base.PageSize, false
	}
	b := c.image.Bytes(base.Size+c.pos, header)
	if string(b[:4]) != "hbin" || int64(binary.LittleEndian.Uint32(b[4:])) != c.pos {
		return base.PageSize, false
	}
	size := int64(binary.LittleEndian.Uint32(b[8:]))
	if size < base.PageSize || size%base.PageSize != 0 || size > c.end-c.pos {
		return base.PageSize, false
	}
	return size, true
}
