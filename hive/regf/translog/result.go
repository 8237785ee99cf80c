package translog

import (
	"context"
	"fmt"

	"mapihive/hive/internal/base"
)

// Input is one log given to Replay.
type Input struct {
	Path string
	Slot Slot
	Data []byte
	// Size is that of the file, in bytes, where Data is only its beginning; else 0.
	Size int64
	Err  error // why Data could not be read

	Touched bool // reading may have set the access time of the file
}

// Options for Replay. The zero value follows Windows.
type Options struct {
	// MaxGrowth is the number of bytes the hive may grow by; 0 means max(64 MiB, 4 times its size).
	MaxGrowth int64
	// Disbelieve says for logs, by index, why they are not to be used: a reader of the hive's contents
	// sees more of what fits than Replay does.
	Disbelieve map[int]string
}

// Report is every decision about one log.
type Report struct {
	Path string // raw: escape it before showing it
	Slot Slot
	Log  *Log // nil where the log could not be read
	// Outcome is Applied, or why the log was not applied.
	Outcome Reason
	// Stop says why no further entry of an applied log was applied.
	Stop        Reason
	Entries     int   // applied
	Pages       int   // applied: page references of HvLE entries, or sectors of a DIRT log
	Bytes       int64 // of the pages applied
	First, Last uint32
	// Gap is the number of sequence numbers between the hive and First that are in no log.
	Gap uint32
	// Doubts are what in the log's base block does not fit the hive's: LogName, LogGUIDs, LogTimeBefore, at
	// most one of each. Windows asks for none of them, and Replay refuses no log for them.
	Doubts []Reason
	// Vouched says that a GUID which both base blocks have is the same.
	Vouched bool
	// Missing is how much of the log should have followed what was applied and did not: entries (HvLE,
	// at least so many) or sectors (DIRT). It is 0 where no log was applied.
	Missing int
	// Newer is the number of entries with valid hashes, not applied, that are newer than the image.
	Newer int
}

// Step is one applied entry.
type Step struct {
	Log   int // index in Result.Logs
	Entry *Entry
}

// Result is a hive with its logs applied. It refers to the hive and the logs it was made from, which
// must not change as long as it is used.
type Result struct {
	// Image is the hive file after replay: with copies of the pages that logs were applied to laid over it.
	// Bytes behind the hive bins data size are those of the hive file.
	Image   *base.Layers
	Applied bool
	// Base is the base block of Image: where logs were applied, of type 0 with equal sequence numbers
	// and a correct checksum; zero where the hive has none.
	Base base.Block
	// BaseRebuilt says that the hive's base block was bad and Base comes from a log.
	BaseRebuilt bool
	Logs        []Report // in the order given
	Steps       []Step   // in the order applied
	// Patches say where each part of Image that does not come from the hive file comes from, by
	// ascending offset. The fields of the base block that replay sets are computed, and not in here.
	Patches []Patch
	Notes   []Note

	hive   []byte
	writes []write
	opt    Options
	ctx    context.Context // while Replay runs
	onDisk base.Block      // base block of the hive file
	baseOK bool
}

func (rep *Report) refuse(k Kind, off int64, format string, args ...any) {
	rep.Outcome = Reason{k, off, fmt.Sprintf(format, args...)}
}

func (rep *Report) applied(pages int, sequence uint32) {
	if rep.Entries == 0 {
		rep.Outcome = Reason{Kind: Applied}
		rep.First = sequence
	}
	rep.Entries++
	rep.Pages += pages
	rep.Last = sequence
}
