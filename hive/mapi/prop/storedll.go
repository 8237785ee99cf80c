package prop

import (
	"bytes"
	"iter"

	"mapihive/hive"
)

// StoreDLLs yields the provider DLLs that wrapped store entry identifiers name, wherever in the value they stand. A
// secret gives none.
func (p *Property) StoreDLLs() iter.Seq[hive.Text] {
	return func(yield func(hive.Text) bool) {
		if p.Hides() {
			return
		}
		for at := 0; ; {
			next := bytes.Index(p.Raw.Data[at:], uidStoreWrap[:])
			if next < 0 {
				return
			}
			at += next + len(uidStoreWrap)
			start := at - eidHeader
			if start < 0 {
				continue
			}
			var e EntryID
			e.storeWrap(&eidReader{b: p.Raw.Data[start:], at: eidHeader, cp: p.cp})
			if e.DLL != "" && !yield(e.DLL) {
				return
			}
		}
	}
}
