package collect

import (
	"sync/atomic"

	"mapihive/hive/regf/translog"
)

// Cost is what a collector asked of the disks and shares that the evidence lies on: of files in archives, what was
// read of the archives.
type Cost struct {
	Files   int64 `json:"files_opened"`
	Folders int64 `json:"folders_listed"`
	Bytes   int64 `json:"bytes_read"`
	Of      int64 `json:"bytes_of_files"` // the size of the files that were opened
}

// Cost is what was asked so far. Finding files with [Collector.Find] lists folders and opens nothing.
func (c *Collector) Cost() Cost {
	return Cost{c.cost.files.Load(), c.cost.folders.Load(), c.cost.bytes.Load(), c.cost.of.Load()}
}

// cost counts for any number of goroutines. A nil one counts nothing.
type cost struct{ files, folders, bytes, of atomic.Int64 }

// opened counts a file that was opened, of which so much was read already.
func (c *cost) opened(size, read int64) {
	if c != nil {
		c.files.Add(1)
		c.of.Add(size)
		c.bytes.Add(read)
	}
}

func (c *cost) listed() {
	if c != nil {
		c.folders.Add(1)
	}
}

// logs counts the logs that were read.
func (c *cost) logs(logs []translog.Input) {
	for _, in := range logs {
		n := int64(len(in.Data))
		c.opened(max(n, in.Size), n)
	}
}
