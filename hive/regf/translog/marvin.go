package translog

import (
	"encoding/binary"
	"math/bits"
)

// The seed of the hashes in log entries, 0x82EF4D887A4E55C5 written as one number ([regf
// specification, "Hash-1"]).
const (
	marvinLow  = 0x7A4E55C5
	marvinHigh = 0x82EF4D88
)

// marvin32 is the 64-bit Marvin32 hash of b under the registry's seed.
func marvin32(b []byte) uint64 {
	lo, hi := uint32(marvinLow), uint32(marvinHigh)
	for len(b) >= 8 {
		v := binary.LittleEndian.Uint64(b)
		lo, hi = marvinMix(lo, hi, uint32(v))
		lo, hi = marvinMix(lo, hi, uint32(v>>32))
		b = b[8:]
	}
	if len(b) >= 4 {
		lo, hi = marvinMix(lo, hi, binary.LittleEndian.Uint32(b))
		b = b[4:]
	}
	last := uint32(0x80) << (8 * len(b))
	for i, c := range b {
		last |= uint32(c) << (8 * i)
	}
	lo, hi = marvinMix(lo, hi, last)
	lo, hi = marvinMix(lo, hi, 0)
	return uint64(hi)<<32 | uint64(lo)
}

func marvinMix(lo, hi, v uint32) (uint32, uint32) {
	lo += v
	hi ^= lo
	lo = bits.RotateLeft32(lo, 20) + hi
	hi = bits.RotateLeft32(hi, 9) ^ lo
	lo = bits.RotateLeft32(lo, 27) + hi
	hi = bits.RotateLeft32(hi, 19)
	return lo, hi
}
