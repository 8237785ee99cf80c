package regf

import (
	"context"
	"io/fs"

	"mapihive/hive/regf/translog"
)

// What tests look at beside what the package offers.

const (
	EmitFactor = emitFactor
	EmitSlack  = emitSlack
)

// FlaggedRoot looks for a root key by its flag, with the entries of subkey lists that an honest hive of size bytes
// has room for; left is how many of them were not read.
func FlaggedRoot(h *Hive, size int64) (found bool, left int64) {
	s := &rootSearch{h: h, left: size / keyOffset}
	_, found = s.flagged()
	return found, s.left
}

// LogsBeside reads the logs of the hive called name in fsys.
func LogsBeside(fsys fs.FS, name string) ([]translog.Input, []translog.Note) {
	return logsBeside(fsys, name)
}

// WithLogs lays logs over a hive that was read without.
func WithLogs(ctx context.Context, h *Hive, logs []translog.Input) (*Hive, error) {
	return h.withLogs(ctx, logs, nil)
}
