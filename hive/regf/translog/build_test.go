package translog

import (
	"context"
	"encoding/binary"
	"slices"
)

// The writers here know the layouts by themselves: constants and checksums are spelled out again, so
// that a wrong one in the reader shows.

var le = binary.LittleEndian

type header struct {
	seq1, seq2   uint32
	time         uint64
	major, minor uint32
	typ          uint32
	root, bins   uint32
	clustering   uint32
	name         string
	flags        uint32
}

// hiveHeader is that of a dirty hive in which a write of sequence number seq was under way.
func hiveHeader(seq uint32, pages int) header {
	return header{seq1: seq + 1, seq2: seq, time: 100, major: 1, minor: 5, root: 0x20, bins: uint32(pages) * 4096, clustering: 1, name: "ntuser.dat"}
}

func logHeader(typ, seq uint32, pages int) header {
	h := hiveHeader(seq, pages)
	h.seq1, h.typ = seq, typ
	return h
}

func (h header) put(b []byte) {
	copy(b, "regf")
	le.PutUint32(b[4:], h.seq1)
	le.PutUint32(b[8:], h.seq2)
	le.PutUint64(b[12:], h.time)
	le.PutUint32(b[20:], h.major)
	le.PutUint32(b[24:], h.minor)
	le.PutUint32(b[28:], h.typ)
	le.PutUint32(b[32:], 1)
	le.PutUint32(b[36:], h.root)
	le.PutUint32(b[40:], h.bins)
	le.PutUint32(b[44:], h.clustering)
	for i, c := range h.name {
		le.PutUint16(b[48+2*i:], uint16(c))
	}
	le.PutUint32(b[144:], h.flags)
	fixChecksum(b)
}

func fixChecksum(b []byte) {
	var sum uint32
	for i := 0; i < 508; i += 4 {
		sum ^= le.Uint32(b[i:])
	}
	if sum == 0 {
		sum = 1
	}
	if sum == 0xFFFFFFFF {
		sum--
	}
	le.PutUint32(b[508:], sum)
}

// buildHive makes a hive of one-page bins, each filled with its own byte 0x10, 0x11, ...
func buildHive(h header) []byte {
	b := make([]byte, 4096)
	h.put(b)
	for i := range h.bins / 4096 {
		b = append(b, bin(i, 0x10+byte(i))...)
	}
	le.PutUint64(b[4096+20:], h.time)
	return b
}

// bin is the bin of one page that begins at page i of the hive bins data.
func bin(i uint32, fill byte) []byte {
	b := slices.Repeat([]byte{fill}, 4096)
	copy(b, "hbin")
	le.PutUint32(b[4:], i*4096)
	le.PutUint32(b[8:], 4096)
	le.PutUint64(b[20:], 100)
	return b
}

// ref is one page of an entry: its place, and the place and size the reference states.
type ref struct {
	off, size uint32
	data      []byte
}

// at is the bin at page i, filled with a byte.
func at(i uint32, fill byte) ref { return ref{i * 4096, 4096, bin(i, fill)} }

// entry writes one HvLE entry of a hive of the given size; patch may spoil it before it is hashed.
func entry(seq uint32, pages int, flags uint32, refs []ref, patch ...func(e []byte)) []byte {
	e := make([]byte, 40)
	copy(e, "HvLE")
	le.PutUint32(e[8:], flags)
	le.PutUint32(e[12:], seq)
	le.PutUint32(e[16:], uint32(pages)*4096)
	le.PutUint32(e[20:], uint32(len(refs)))
	for _, r := range refs {
		e = le.AppendUint32(e, r.off)
		e = le.AppendUint32(e, r.size)
	}
	for _, r := range refs {
		e = append(e, r.data...)
	}
	e = append(e, make([]byte, -len(e)&511)...)
	le.PutUint32(e[4:], uint32(len(e)))
	for _, p := range patch {
		p(e)
	}
	fixHashes(e)
	return e
}

func fixHashes(e []byte) {
	size := min(int(le.Uint32(e[4:])), len(e))
	if size >= 40 {
		le.PutUint64(e[24:], marvin32(e[40:size]))
	}
	le.PutUint64(e[32:], marvin32(e[:32]))
}

func buildLog(h header, entries ...[]byte) []byte {
	b := make([]byte, 512)
	h.put(b)
	return append(b, slices.Concat(entries...)...)
}

// buildOldLog writes a DIRT log in which the given sectors are dirty, ascending.
func buildOldLog(h header, sectors map[int][]byte) []byte {
	b := make([]byte, 512*h.clustering)
	h.put(b)
	unit := len(b)
	b = append(b, "DIRT"...)
	bitmap := make([]byte, h.bins/4096)
	var pages []byte
	for i := range int(h.bins / 512) {
		if data, dirty := sectors[i]; dirty {
			bitmap[i/8] |= 1 << (i % 8)
			pages = append(pages, data...)
		}
	}
	b = append(b, bitmap...)
	for len(b)%unit != 0 {
		b = append(b, 0)
	}
	return append(b, pages...)
}

// pageSectors is page i as eight dirty sectors.
func pageSectors(page []byte, i int, into map[int][]byte) map[int][]byte {
	if into == nil {
		into = map[int][]byte{}
	}
	for k := range 8 {
		into[8*i+k] = page[512*k : 512*k+512]
	}
	return into
}

// dual makes the inputs LOG1 and LOG2; nil is a log of no bytes.
func dual(log1, log2 []byte) []Input {
	return []Input{{Path: "ntuser.dat.LOG1", Slot: LOG1, Data: log1}, {Path: "ntuser.dat.LOG2", Slot: LOG2, Data: log2}}
}

// replay is Replay without a deadline.
func replay(hive []byte, logs []Input, opt Options) *Result {
	r, err := Replay(context.Background(), hive, logs, opt)
	if err != nil {
		panic(err)
	}
	return r
}
