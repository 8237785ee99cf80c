package analyze

import (
	"slices"

	"mapihive/hive"
)

// Whole reports whether every byte of the source's file was read, and stayed as it was meanwhile.
func (s *Snapshot) Whole() bool {
	return s.Error == "" && !slices.ContainsFunc(s.Diagnostics, func(d hive.Diagnostic) bool {
		return d.Kind == hive.KindUnreadable || d.Kind == hive.KindFileChanged
	})
}

// Damages is at how many places records of the hive are broken. What the base block says of a write that was
// not finished is not counted, nor what could not be read: see Whole.
func (s *Snapshot) Damages() int {
	n := 0
	for _, d := range s.Diagnostics {
		switch d.Kind {
		case hive.KindBaseChecksum, hive.KindFileChanged, hive.KindUnreadable:
		default:
			if d.Kind.Damage() {
				n++
			}
		}
	}
	return n
}

// Broken reports whether the source is damaged or could not be read whole: what is absent from it may have
// been there. Notes about a sound hive do not count, nor does a write that was not finished; but what is
// broken in a dirty hive counts, and what is broken even with the transaction logs applied.
func (s *Snapshot) Broken() bool { return s.State == hive.Damaged || s.Damages() > 0 || !s.Whole() }
