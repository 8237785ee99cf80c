package hive

import "slices"

// loses reports whether damage of that kind leaves parts of the hive out of reach, whatever logs are
// applied afterwards.
func loses(k Kind) bool {
	switch k {
	case KindTruncated, KindUnreadable, KindBin, KindBinShifted, KindRoot:
		return true
	}
	return false
}

// State sums up base block, file and diagnostics: see Clean, Dirty, Damaged. Notes have no say in it.
func (h *Hive) State() State {
	kinds := h.diags.kinds()
	switch {
	case slices.ContainsFunc(kinds, loses):
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
