//go:build !linux

package cells

// huge does nothing: where huge pages can be asked for, another way leads there.
func huge([]byte) {}
