package creg

import (
	"bytes"
	"fmt"
	"slices"

	"mapihive/hive"
)

// block is an RGDB block. Entries name it by its number: its place among the blocks.
type block struct {
	off, end int64
	number   uint16
	freed    int64   // bytes of its free records
	free     []int64 // where they are, ascending
}

// findBlocks checks both headers and returns where the data blocks start, the end of the file if there is none.
func (h *Hive) findBlocks() int64 {
	if h.Version() != "1.0" {
		h.diag(hive.KindBaseField, offMinor, "CREG", fmt.Sprintf("version %s is unknown; read as 1.0", h.Version()))
	}
	if !h.m.signed(keysAt, "RGKN") {
		h.diag(hive.KindBin, keysAt, "RGKN", "no RGKN signature; read all the same")
	}
	said := int64(u32(h.m, offFirstBlock))
	after := keysAt + int64(u32(h.m, keysAt+offKeysSize))
	first := said
	if !h.m.signed(first, "RGDB") {
		if first = after; !h.m.signed(first, "RGDB") {
			first = h.nextBlock(keysAt+keysHeader, 0)
		}
		if first >= 0 {
			h.diag(hive.KindBaseField, offFirstBlock, "CREG", fmt.Sprintf("there is no data block at offset %d; the first is at %d", said, first))
		}
	}
	if first >= 0 {
		if after != first {
			h.diag(hive.KindBin, keysAt+offKeysSize, "RGKN", fmt.Sprintf("the size of the key entries leads to offset %d, the first data block is at %d", after, first))
		}
		h.keysEnd = first
		return first
	}
	h.keysEnd = h.FileSize()
	if said >= h.FileSize() {
		h.diag(hive.KindTruncated, h.FileSize(), "file", fmt.Sprintf("the file ends before its data blocks, which should start at offset %d: names and values are lost", said))
	} else {
		h.diag(hive.KindBin, said, "RGDB", "no data block stands here or anywhere else: names and values are lost")
	}
	return h.FileSize()
}

// nextBlock returns where from off on the header of a block says that it has a number, -1 if nowhere.
func (h *Hive) nextBlock(off int64, number int) int64 {
	if h.signs == nil {
		h.signs = map[uint16][]int64{}
		for at := int64(0); ; at++ {
			i := bytes.Index(h.m[at:], []byte("RGDB"))
			if i < 0 {
				break
			}
			at += int64(i)
			if b, ok := h.m.bytes(at, blockHeader); ok {
				number := u16(b, offBlockIndex)
				h.signs[number] = append(h.signs[number], at)
			}
		}
	}
	all := h.signs[uint16(number)]
	if i, _ := slices.BinarySearch(all, off); i < len(all) {
		return all[i]
	}
	return -1
}

// leads reports whether a block can end at off: another starts there, or the file ends.
func (h *Hive) leads(off int64) bool { return off == h.FileSize() || h.m.signed(off, "RGDB") }

// readBlocks finds all blocks and their records.
func (h *Hive) readBlocks(at int64) {
	announced := int(u16(h.m, offBlockCount))
	for number := 0; at < h.FileSize(); number++ {
		head, ok := h.m.bytes(at, blockHeader)
		signed := h.m.signed(at, "RGDB")
		if number == noID || number >= announced && !signed {
			h.diag(hive.KindTail, at, "file", fmt.Sprintf("%d bytes follow the data blocks", h.FileSize()-at))
			break
		}
		if !ok {
			h.diag(hive.KindTruncated, h.FileSize(), "RGDB", "the file ends in the header of a data block")
			break
		}
		end := at + int64(u32(head, offBlockSize))
		sized := end >= at+blockHeader && h.leads(end)
		switch {
		case !signed && !sized:
			h.diag(hive.KindBin, at, "RGDB", "no data block stands where the one before it ends")
			if at, number = h.resume(at, number); at == h.FileSize() {
				continue
			}
			number-- // which the loop counts again
			continue
		case !signed:
			h.diag(hive.KindBin, at, "RGDB", "no RGDB signature; read all the same")
		case !sized:
			end = h.blockEnd(at, end, number)
		}
		if own := u16(head, offBlockIndex); int(own) != number {
			h.diag(hive.KindBin, at+offBlockIndex, "RGDB", fmt.Sprintf("the block says that it is number %d, it is number %d", own, number))
		}
		h.readRecords(block{off: at, end: end, number: uint16(number)})
		at = end
	}
	if len(h.blocks) != announced {
		h.diag(hive.KindBaseField, offBlockCount, "CREG", fmt.Sprintf("%d data blocks are announced, %d were found", announced, len(h.blocks)))
	}
}

// blockEnd decides where a block ends whose size leads to no other.
func (h *Hive) blockEnd(at, end int64, number int) int64 {
	next := h.nextBlock(at+blockHeader, number+1)
	switch {
	case next >= 0:
		h.diag(hive.KindBin, at+offBlockSize, "RGDB", fmt.Sprintf("the size of the block is %d, the next one starts %d bytes after it", end-at, next-at))
		return next
	case end > h.FileSize():
		h.diag(hive.KindTruncated, h.FileSize(), "RGDB", fmt.Sprintf("the file ends in a data block: %d bytes of it are missing", end-h.FileSize()))
	case end < at+blockHeader:
		h.diag(hive.KindBin, at+offBlockSize, "RGDB", fmt.Sprintf("the size of the block is %d; it is read to the end of the file", end-at))
	default: // the next block, if there is one, is broken
		return end
	}
	return h.FileSize()
}

// resume finds the next block after one that is lost; its own word decides which it is.
func (h *Hive) resume(at int64, number int) (next int64, its int) {
	i := bytes.Index(h.m[at:], []byte("RGDB"))
	if i < 0 {
		return h.FileSize(), number
	}
	at += int64(i)
	if b, ok := h.m.bytes(at, blockHeader); ok {
		if own := int(u16(b, offBlockIndex)); own >= number {
			return at, own
		}
	}
	return at, number + 1
}
