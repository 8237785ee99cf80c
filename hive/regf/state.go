package regf

import (
	"slices"

	"mapihive/hive"
)

// loses reports whether damage of that kind leaves parts of the hive out of reach, whatever logs are
// applied afterwards.
func loses(k hive.Kind) bool {
	switch k {
	case hive.KindTruncated, hive.KindUnreadable, hive.KindBin, hive.KindBinShifted, hive.KindRoot:
		return true
	}
	return false
}

// State sums up base block, file and diagnostics: see Clean, Dirty, Damaged. Notes have no say in it, nor has
// what could not be read of the file behind the hive bins.
func (h *Hive) State() hive.State {
	kinds := h.f.Diagnostics.Kinds(h.f.BinsEnd())
	switch {
	case slices.ContainsFunc(kinds, loses):
		return hive.Damaged
	case h.disk != nil:
		return hive.Replayed
	case h.f.Base.Dirty():
		return hive.Dirty // inconsistencies are to be expected until the logs are applied
	case slices.ContainsFunc(kinds, hive.Kind.Damage):
		return hive.Damaged
	}
	return hive.Clean
}
