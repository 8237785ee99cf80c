package lost

import (
	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// doubtParent says what speaks against the key node at the parent's place being the parent: another key may
// have been stored there since. Deleting a key writes its parent, and a key node keeps the length of the
// longest subkey name it had since it last had none. Neither is proof: clocks go wrong, and a key that lost
// its last subkey keeps no trace of it.
func (c *carver) doubtParent(k *carvedKey, parent cells.KeyNode) {
	switch {
	case parent.LastWrite() != 0 && parent.LastWrite() < k.rec.LastWrite():
		k.doubt = doubtTime
	case int(parent.LongestName()) < 2*k.rec.Name(c.f.Wide).Len():
		k.doubt = doubtLength
	default:
		return
	}
	k.doubted = true
}

// judgeKey says how far a recovered key can be relied on, and why.
func (w *writer) judgeKey(k *carvedKey, out *hive.RecoveredKey) hive.Confidence {
	switch {
	case k.headless:
		w.because("its signature and flags are lost to the list of unallocated cells; all else fits a key")
		return hive.Low
	case !k.aligned:
		w.because("no cell header fits before it")
		return hive.Low
	case !w.parentFits(k.rec):
		w.because("its parent offset, 0x%08x, names no place where a key can be", k.rec.Parent())
		return hive.Low
	case out.Source == hive.FileTail:
		w.because("it stands after the hive bins and may be of another time")
		return hive.Low
	case out.LastWrite > w.latest:
		w.because("it was last written after everything that is live")
		return hive.Medium
	case out.PathStatus == hive.FullPath && !k.doubted:
		w.because("its cell header fits and its parent is known")
		return hive.High
	}
	w.because("its cell header fits; " + pathReason(out.PathStatus))
	return hive.Medium
}

func pathReason(s hive.PathStatus) string {
	switch s {
	case hive.FullPath:
		return "an ancestor is uncertain"
	case hive.PartialPath:
		return "an ancestor is lost"
	}
	return "its parent is lost"
}

// judgeValue says how far a recovered value can be relied on, and why.
func (w *writer) judgeValue(v *carvedValue, out *hive.RecoveredValue) (c hive.Confidence) {
	switch {
	case !v.aligned:
		c = hive.Low
		w.because("no cell header fits before it")
	case out.Source == hive.FileTail:
		c = hive.Low
		w.because("it stands after the hive bins and may be of another time")
	case v.owned && out.Status == hive.Intact && !v.shared:
		c = hive.High
		w.because("its cell header fits, a key names it, and its data is whole")
	default:
		c = hive.Medium
		w.because("its cell header fits")
	}
	if !v.owned {
		w.because("no key is known to have held it")
	}
	if v.shared {
		w.because("another deleted value names the same data, which can be of one of them only")
	}
	if out.Status != hive.Intact {
		w.because("its data is " + string(out.Status))
	}
	return c
}
