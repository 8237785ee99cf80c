package cells

import (
	"math"

	"mapihive/hive/internal/base"
)

// Limits. Each is far above anything Windows writes; what passes one is hostile or broken and is met
// with a diagnostic, never with unbounded work.
const (
	// maxFileSize is the largest hive file read: the kernel's 2 GiB of stable storage, the base block,
	// and one 256 KiB step in which Windows grows hive files ([regf specification]).
	maxFileSize = base.MaxBinsSize + base.Size + 256<<10

	// maxImage is the most that is kept of one file, in bytes. Only 32-bit builds, which cannot address more,
	// refuse hives for it.
	maxImage = math.MaxInt / 4

	// MaxTail is how much after the hive bins is kept for recovery, in bytes. Files grow in 256 KiB steps.
	MaxTail = 16 << 20

	// MaxDiagnostics is how many diagnostics are kept whole; the rest are counted by kind.
	MaxDiagnostics = 10_000

	// MaxDiagnosticPath is how much of a key path a diagnostic shows, in bytes, so that 10,000 of them
	// in a very deep hive stay small.
	MaxDiagnosticPath = 512

	// MaxKeyPath is the longest key path built, in bytes: 65,535 UTF-16 units ("Registry Element Size
	// Limits") at up to three bytes each.
	MaxKeyPath = 3 * 65535

	// BigDataMin is the largest value data held in one cell since format 1.4; longer data is split into
	// segments of at most this size ([regf specification, "Big data"]).
	BigDataMin = 16344
)
