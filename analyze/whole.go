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

// Broken reports whether the source is damaged or could not be read whole: what is absent from it may have
// been there. Notes about a sound hive do not count, nor does a write that was not finished.
func (s *Snapshot) Broken() bool { return s.State == hive.Damaged || !s.Whole() }
