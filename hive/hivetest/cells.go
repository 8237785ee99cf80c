package hivetest

import (
	"encoding/binary"
	"fmt"
	"slices"
)

const (
	baseSize      = 4096 // base block; relative offset 0 is what follows it
	binAlign      = 4096
	binHeaderSize = 32
	noCell        = 0xFFFFFFFF // "no pointer" in every record
)

// le is the byte order of everything in a hive.
var le = binary.LittleEndian

// rel is the offset records use for the cell at a file offset.
func rel(cell int) uint32 {
	if cell == 0 {
		return noCell
	}
	return uint32(cell - baseSize)
}

// cells hands out cells from bins it appends to buf. A cell is named by the file offset of its size field.
type cells struct {
	buf       []byte
	minor     int
	freeLinks int
	bins      []int // file offset of each bin, ascending
	next, end int   // room left in the bin being filled
	prev      int   // last cell of that bin, 0 if none
}

// head is the number of bytes before a cell's data: its size and, in version 1.1, the back link.
func (c *cells) head() int {
	if c.minor == 1 {
		return 8
	}
	return 4
}

// cellSize is the size of a cell that holds n bytes.
func (c *cells) cellSize(n int) int {
	align := 8
	if c.minor == 1 {
		align = 16
	}
	return roundUp(max(n, 1)+c.head(), align)
}

func roundUp(n, align int) int { return (n + align - 1) / align * align }

func (c *cells) sizeAt(cell int) int { return int(int32(le.Uint32(c.buf[cell:]))) }

func (c *cells) setSize(cell, size int) { le.PutUint32(c.buf[cell:], uint32(int32(size))) }

// body is the data part of a cell.
func (c *cells) body(cell int) []byte {
	return c.buf[cell+c.head() : cell+abs(c.sizeAt(cell))]
}

func abs(n int) int { return max(n, -n) }

// alloc returns a new zeroed cell with room for n bytes.
func (c *cells) alloc(n int) int {
	size := c.cellSize(n)
	if size > binAlign-binHeaderSize {
		return c.allocOwnBin(size)
	}
	if c.end-c.next < size {
		c.closeBin()
		c.next, c.end, c.prev = c.addBin(binAlign), len(c.buf), 0
	}
	cell := c.next
	c.putHead(cell, -size, c.prev, c.end-binAlign)
	c.prev, c.next = cell, cell+size
	return cell
}

// allocOwnBin puts a cell that is too big for a page into a bin of its own.
func (c *cells) allocOwnBin(size int) int {
	cell := c.addBin(roundUp(binHeaderSize+size, binAlign))
	bin := cell - binHeaderSize
	c.putHead(cell, -size, 0, bin)
	if rest := len(c.buf) - cell - size; rest > 0 {
		c.putHead(cell+size, rest, cell, bin)
	}
	return cell
}

// addBin appends a bin and returns the offset of its first cell.
func (c *cells) addBin(size int) int {
	bin := len(c.buf)
	c.buf = append(c.buf, make([]byte, size)...)
	copy(c.buf[bin:], "hbin")
	le.PutUint32(c.buf[bin+4:], rel(bin))
	le.PutUint32(c.buf[bin+8:], uint32(size))
	c.bins = append(c.bins, bin)
	return bin + binHeaderSize
}

// closeBin makes what is left of the bin being filled one free cell.
func (c *cells) closeBin() {
	if c.next < c.end {
		c.putHead(c.next, c.end-c.next, c.prev, c.end-binAlign)
	}
	c.next = c.end
}

func (c *cells) putHead(cell, size, prev, bin int) {
	c.setSize(cell, size)
	if c.minor != 1 {
		return
	}
	link := uint32(noCell)
	if prev != 0 {
		link = uint32(prev - bin)
	}
	le.PutUint32(c.buf[cell+4:], link)
}

// binOf returns the bounds of the bin that holds a cell. All bins must be closed.
func (c *cells) binOf(cell int) (start, end int) {
	i, found := slices.BinarySearch(c.bins, cell)
	if !found {
		i--
	}
	start = c.bins[i]
	return start, start + int(le.Uint32(c.buf[start+8:]))
}

// free gives a cell back as Windows does: its size turns positive, free neighbours become one cell, and
// nothing else is touched, so that old sizes and old records stay inside it.
func (c *cells) free(cell int) {
	size := abs(c.sizeAt(cell))
	c.setSize(cell, size)
	bin, end := c.binOf(cell)
	start, stop := cell, cell+size
	for p := bin + binHeaderSize; p < cell; {
		s := c.sizeAt(p)
		if s > 0 && p+s == cell {
			start = p
		}
		p += abs(s)
	}
	if stop < end && c.sizeAt(stop) > 0 {
		stop += c.sizeAt(stop)
	}
	c.setSize(start, stop-start)
	c.linkBack(start, stop, bin, end)
	for i := range min(c.freeLinks, stop-start-c.head()) {
		c.buf[start+c.head()+i] = 0xFF // end of the free list
	}
}

// linkBack makes the cell at next point back to cell (version 1.1).
func (c *cells) linkBack(cell, next, bin, end int) {
	if c.minor == 1 && next < end {
		le.PutUint32(c.buf[next+4:], uint32(cell-bin))
	}
}

// allocAt allocates a cell for n bytes at exactly this place, which must lie inside a free cell.
func (c *cells) allocAt(place, n int) error {
	bin, end := c.binOf(place)
	size := c.cellSize(n)
	for p := bin + binHeaderSize; p < end; p += abs(c.sizeAt(p)) {
		free := c.sizeAt(p)
		if p > place || p+abs(free) <= place {
			continue
		}
		if free < 0 || place+size > p+free {
			return fmt.Errorf("no %d free bytes at 0x%x", size, place)
		}
		stop := p + free
		if p < place {
			c.setSize(p, place-p)
			c.putHead(place, -size, p, bin)
		} else {
			c.setSize(place, -size)
		}
		clear(c.body(place))
		if rest := stop - place - size; rest > 0 {
			c.putHead(place+size, rest, place, bin)
			c.linkBack(place+size, stop, bin, end)
		} else {
			c.linkBack(place, stop, bin, end)
		}
		return nil
	}
	return fmt.Errorf("no cell at 0x%x", place)
}
