package analyze

import (
	"mapihive/hive"
)

// BaseBlock is what a hive's first block says of the file, apart from what it says of the tree in it. None of it
// is proof: programs that save, copy or defragment hives write it anew, and anybody can.
type BaseBlock struct {
	// Sequence1 and Sequence2 are counted up before and after each write; where they differ, one was not finished.
	Sequence1 uint32    `json:"sequence_1"`
	Sequence2 uint32    `json:"sequence_2"`
	FileName  hive.Text `json:"file_name,omitempty"` // the tail of the path that the hive was loaded from
}
