package cells

import (
	"math/bits"
	"slices"
	"sync"
)

// Spare is memory that hives have one after the other, for any number of goroutines. The zero Spare is empty; nil keeps
// nothing. Whoever takes some from it finds in it what another hive left, and writes over all of what it hands on.
type Spare struct {
	// Most is the largest memory of a hive read whole that is kept, in bytes; 0 is any.
	Most int64

	mu    sync.Mutex
	rooms []*room
	whole [][]byte // of hives that were read whole, by ascending size
}

// room is where the pages of a hive stand that is read lazily: 16 of them.
type room [roomSize]byte

const (
	roomSize = 16 * chunkSize
	// maxRooms is how many are kept: as many as a few hives with large profiles need at a time.
	maxRooms = 128
)

func (s *Spare) take() *room {
	if s == nil {
		return new(room)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.rooms); n > 0 {
		r := s.rooms[n-1]
		s.rooms = s.rooms[:n-1]
		return r
	}
	return new(room)
}

func (s *Spare) give(rooms []*room) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rooms = append(s.rooms, rooms[:min(len(rooms), maxRooms-len(s.rooms))]...)
}

// takeWhole returns memory of size bytes, and how many of them, from its start, may hold bytes of another file. It is the
// least that there is of that size; where none is large enough, the largest makes way for a larger one.
func (s *Spare) takeWhole(size int64) (buf []byte, stale int64) {
	if s == nil {
		return make([]byte, size), 0
	}
	s.mu.Lock()
	i, _ := slices.BinarySearchFunc(s.whole, size, bySize)
	large := i < len(s.whole)
	if i = min(i, len(s.whole)-1); i >= 0 {
		buf = s.whole[i]
		s.whole = slices.Delete(s.whole, i, i+1)
	}
	s.mu.Unlock()
	if large {
		return buf[:size], size
	}
	return make([]byte, roomFor(size))[:size], 0
}

func bySize(buf []byte, size int64) int { return int(min(1, max(-1, int64(cap(buf))-size))) }

// giveWhole takes memory back.
func (s *Spare) giveWhole(buf []byte) {
	if s.Most > 0 && int64(cap(buf)) > s.Most {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i, _ := slices.BinarySearchFunc(s.whole, int64(cap(buf)), bySize)
	s.whole = slices.Insert(s.whole, i, buf)
}

// roomFor rounds up to quarters of a power of two, so that hives of about one size need memory once. What is not
// read into takes no room of the machine's.
func roomFor(size int64) int64 {
	step := int64(1) << max(bits.Len64(uint64(size))-3, 12)
	return (size + step - 1) / step * step
}

// Close gives the memory of a hive to the next. Nothing that the hive handed out may be used after it.
func (f *File) Close() {
	m := f.Image
	if m.lazy != nil {
		m.lazy.spare.give(m.lazy.rooms)
		m.lazy = &lazy{} // of no size: nothing is read any more
	}
	if m.layers != nil { // over the memory of another File
		m.layers, m.Buf = nil, nil
	}
	if m.spare != nil {
		m.spare.giveWhole(m.Buf)
		m.spare, m.Buf = nil, nil
	}
}
