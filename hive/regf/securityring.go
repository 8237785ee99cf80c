package regf

import (
	"fmt"
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// securityUse is one security record and how many live keys use it.
type securityUse struct {
	rel   uint32
	users uint32
}

// useSecurity notes which security record the key uses. The record and its descriptor are checked once.
func (v *verifier) useSecurity(k Key) {
	rel := k.rec.Security()
	if v.last != nil && v.last.rel == rel {
		v.last.users++
		return
	}
	use := v.users[rel]
	if use == nil {
		k.Owner()
		if c, ok := v.h.f.CellAt(rel); !ok || !cells.Signed(c.Payload, "sk", cells.SKFixed) {
			return // said, and will be for each such key
		}
		v.survey.Security.Set(rel)
		use = &securityUse{rel: rel}
		v.users[rel] = use
	}
	use.users++
	v.last = use
}

// checkSecurity checks what ties the security records to each other and to the keys that use them: in a
// sound hive they are one ring, and each counts its keys. A write that was not finished, its replay and the
// self-healing of Windows leave links and counts behind that do not fit; of a clean hive only counts that
// are too high, together with cells that nothing uses, can have come about that way.
func (v *verifier) checkSecurity(unused int) {
	h := v.h
	kind := hive.KindSecurityRing
	if h.disk != nil || h.f.Base.Dirty() {
		kind = hive.KindSecurityCount
	}
	rels := slices.Sorted(maps.Keys(v.users))
	for _, rel := range rels {
		c, _ := h.f.CellAt(rel)
		r := cells.SecurityRecord(c.Payload)
		for _, end := range []struct {
			name string
			to   uint32
			back func(cells.SecurityRecord) uint32
		}{{"next", r.Next(), cells.SecurityRecord.Previous}, {"previous", r.Previous(), cells.SecurityRecord.Next}} {
			to, ok := h.f.CellAt(end.to)
			switch {
			case !ok || !to.Allocated || !cells.Signed(to.Payload, "sk", cells.SKFixed):
				h.f.Diag(kind, h.f.FileOffset(rel), "sk", fmt.Sprintf("its link to the %s security record, 0x%08x, names none", end.name, end.to))
			case end.back(to.Payload) != rel:
				h.f.Diag(kind, h.f.FileOffset(rel), "sk", fmt.Sprintf("the %s security record, at 0x%08x, does not name it in turn", end.name, end.to))
			}
		}
		if n := v.users[rel].users; r.Users() != n {
			kind := kind
			if r.Users() > n && unused > 0 {
				kind = hive.KindSecurityCount
			}
			h.f.Diag(kind, h.f.FileOffset(rel), "sk", fmt.Sprintf("it counts %d keys, %d use it", r.Users(), n))
		}
	}
	if n := h.ringFrom(rels, v.survey.Security); n < len(rels) {
		h.f.Diag(kind, h.f.FileOffset(rels[0]), "sk", fmt.Sprintf("the ring of security records leads from here to %d of the %d that keys use", n, len(rels)))
	}
}

// ringFrom follows the ring of security records from the first of rels and counts those of used that it
// leads to. It ends where the ring closes or breaks.
func (h *Hive) ringFrom(rels []uint32, used cells.Bitset) int {
	if len(rels) == 0 {
		return 0
	}
	n, seen := 0, cells.NewBitset(h.f.BinsSize)
	for rel := rels[0]; ; {
		c, ok := h.f.CellAt(rel)
		if !ok || !cells.Signed(c.Payload, "sk", cells.SKFixed) || !seen.Add(rel) {
			return n
		}
		if used.Has(rel) {
			n++
		}
		rel = cells.SecurityRecord(c.Payload).Next()
	}
}
