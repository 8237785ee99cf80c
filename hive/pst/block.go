package pst

import (
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	maxBlock  = 8192 // with its trailer (2.2.2.8)
	internal  = 2    // bit of a block's identifier: it holds identifiers, not data
	blockUnit = 64   // blocks lie and end at multiples of it
)

// block reads the bytes of a block as they are stored.
func (f *file) block(bid uint64) ([]byte, error) {
	e, err := f.entry(f.bbt, pageBBT, bid&^1, 1, 2*f.word+2)
	if err != nil {
		return nil, fmt.Errorf("block %#x: %w", bid, err)
	}
	at, n := f.number(e[f.word:]), int(binary.LittleEndian.Uint16(e[2*f.word:]))
	whole := (n + f.trailer + blockUnit - 1) / blockUnit * blockUnit
	if n == 0 || whole > maxBlock {
		return nil, fmt.Errorf("block %#x has %d bytes", bid, n)
	}
	b, err := f.read(at, whole)
	if err != nil {
		return nil, fmt.Errorf("block %#x: %w", bid, err)
	}
	t := b[whole-f.trailer:]
	if int(binary.LittleEndian.Uint16(t)) != n {
		return nil, fmt.Errorf("block %#x at offset %d ends with another size", bid, at)
	}
	if crc(b[:n]) != binary.LittleEndian.Uint32(t[f.crcAt:]) {
		return nil, fmt.Errorf("the checksum of block %#x at offset %d does not fit", bid, at)
	}
	return b[:n], nil
}

// data reads block number i of the data of a node, decoded. A node with more data than a block holds names a block of
// identifiers (2.2.2.8.3.2).
func (f *file) data(bid uint64, i int) ([]byte, error) {
	if bid&internal != 0 {
		list, err := f.block(bid)
		if err != nil {
			return nil, err
		}
		switch {
		case len(list) < 8 || list[0] != 1 || list[1] != 1:
			return nil, fmt.Errorf("block %#x is no list of blocks of data", bid)
		case i >= int(binary.LittleEndian.Uint16(list[2:])) || 8+(i+1)*f.word > len(list):
			return nil, fmt.Errorf("block %#x lists no block %d", bid, i)
		}
		bid, i = f.key(list[8+i*f.word:]), 0
		if bid&internal != 0 {
			return nil, errors.New("a list of blocks names a list")
		}
	}
	if i != 0 {
		return nil, fmt.Errorf("there is no block %d", i)
	}
	b, err := f.block(bid)
	if err != nil {
		return nil, err
	}
	if !decode(f.crypt, b, uint32(bid)) {
		return nil, fmt.Errorf("blocks are encoded by method %s", encodingName(f.crypt))
	}
	return b, nil
}
