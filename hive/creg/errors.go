package creg

import "errors"

// Errors that Open and Read wrap: there is no registry to read.
var (
	ErrEmpty    = errors.New("the file is empty")
	ErrNotCREG  = errors.New("not a registry of Windows 95, 98 or Me (no CREG signature)")
	ErrTooShort = errors.New("too short for a registry of Windows 95, 98 or Me (less than 64 bytes)")
	ErrTooLarge = errors.New("larger than any registry of Windows 95, 98 or Me (256 MiB)")
)
