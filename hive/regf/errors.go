package regf

import (
	"errors"

	"mapihive/hive/internal/cells"
	"mapihive/hive/readonly"
)

// Errors that Open and Read wrap: the file is not something mapihive can read as a hive.
var (
	ErrNotRegular = readonly.ErrNotRegular
	ErrEmpty      = errors.New("the file is empty")
	ErrNotHive    = errors.New("not a registry hive (no regf signature)")
	ErrTooShort   = errors.New("too short for a registry hive (less than 512 bytes)")
	ErrLog        = errors.New("a transaction log, not a hive")
	ErrVersion    = errors.New("unsupported hive version")
	ErrAddressing = cells.ErrAddressing
	ErrTooLarge   = cells.ErrTooLarge
)
