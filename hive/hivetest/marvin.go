package hivetest

import "math/bits"

// marvin32 is the hash of new-format log entries: Marvin32 with the fixed seed 0x82EF4D887A4E55C5.
func marvin32(data []byte) uint64 {
	lo, hi := uint32(0x7A4E55C5), uint32(0x82EF4D88)
	mix := func(v uint32) {
		lo += v
		hi ^= lo
		lo = bits.RotateLeft32(lo, 20) + hi
		hi = bits.RotateLeft32(hi, 9) ^ lo
		lo = bits.RotateLeft32(lo, 27) + hi
		hi = bits.RotateLeft32(hi, 19)
	}
	for len(data) >= 4 {
		mix(le.Uint32(data))
		data = data[4:]
	}
	var tail [4]byte
	copy(tail[:], data)
	tail[len(data)] = 0x80
	mix(le.Uint32(tail[:]))
	mix(0)
	return uint64(hi)<<32 | uint64(lo)
}
