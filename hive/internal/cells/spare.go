package cells

import "sync"

// Spare is memory that lazily read hives have one after the other. The zero Spare is empty; nil keeps nothing. Whoever
// takes a room from it finds in it what another hive left, and writes over all of what it hands on.
type Spare struct {
	mu    sync.Mutex
	rooms []*room
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

// Close gives the memory of a hive that was read lazily to the next. Nothing that the hive handed out may be used after
// it.
func (f *File) Close() {
	if l := f.Image.lazy; l != nil {
		l.spare.give(l.rooms)
		f.Image.lazy = &lazy{} // of no size: nothing is read any more
	}
}
