package hive

import "slices"

// Damage reports whether diagnostics of this kind mean that bytes of the hive are broken. The others are
// notes: a limit of the reader, a log that cannot be used, what Windows itself leaves behind. A note never
// makes a hive damaged.
func (k Kind) Damage() bool {
	switch k {
	case KindBaseSequence, KindTail, KindForeignBins, KindUnusedCells, KindDepth, KindSecurityCount, KindLog, KindProperty, KindLimit:
		return false
	}
	return true
}

// Damage reports whether the kind means damage or is a note.
func (d KindDoc) Damage() bool { return d.Kind.Damage() }

// loses reports whether damage of that kind leaves parts of the hive out of reach, whatever logs are
// applied afterwards.
func (k Kind) loses() bool {
	switch k {
	case KindTruncated, KindUnreadable, KindBin, KindBinShifted, KindRoot:
		return true
	}
	return false
}

// State sums up base block, file and diagnostics: see Clean, Dirty, Damaged. Notes have no say in it, nor has
// what could not be read of the file behind the hive bins.
func (h *Hive) State() State {
	kinds := h.diags.kinds(h.binsEnd())
	switch {
	case slices.ContainsFunc(kinds, Kind.loses):
		return Damaged
	case h.disk != nil:
		return Replayed
	case h.base.Dirty():
		return Dirty // inconsistencies are to be expected until the logs are applied
	case slices.ContainsFunc(kinds, Kind.Damage):
		return Damaged
	}
	return Clean
}

// kinds lists the kinds of all diagnostics about the hive, also of those that were counted only. What could
// not be read behind the end of the bins, offset end of the file, is no part of it.
func (ds *diagnostics) kinds(end int64) []Kind {
	var kinds []Kind
	for _, doc := range KindDocs() {
		said := func(d Diagnostic) bool {
			return d.Kind == doc.Kind && (d.Kind != KindUnreadable || d.Offset < end)
		}
		if ds.dropped[doc.Kind] > 0 || slices.ContainsFunc(ds.list, said) {
			kinds = append(kinds, doc.Kind)
		}
	}
	return kinds
}
