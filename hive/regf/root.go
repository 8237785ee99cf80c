package regf

import (
	"fmt"

	"mapihive/hive"
)

// findRoot reads the root key. Where the base block names no key, or one that another key lists, the root is
// looked for: up the parents, or by its flag, which a good root may lack.
func (h *Hive) findRoot() Key {
	rel := h.base.RootOffset
	root, ok := h.NodeAt(rel)
	s := &rootSearch{h: h, left: h.img.size() / keyOffset}
	top := s.climb(root)
	if top.h == nil || top.rec.flags()&nkRoot == 0 {
		if flagged, found := s.flagged(); found {
			top = flagged
		}
	}
	switch {
	case top.h == nil:
		h.diag(hive.KindRoot, 36, "base block", fmt.Sprintf("the root key offset 0x%08x names no key", rel))
		return Key{}
	case !ok:
		h.diag(hive.KindRoot, 36, "base block", fmt.Sprintf("the root key offset 0x%08x names no key; the key at 0x%08x, which says that it is the root, is taken", rel, top.rel))
	case top.rel != rel:
		h.diag(hive.KindRoot, 36, "base block", fmt.Sprintf("the root key offset 0x%08x names a key below or beside the root; the key at 0x%08x is taken", rel, top.rel))
	}
	if c, _ := h.cellAt(top.rel); !c.allocated {
		h.diag(hive.KindCellFree, h.fileOffset(top.rel), "nk", "the root key's cell is unallocated")
	}
	top.checkName()
	return top
}

// NodeAt returns the key whose node is at rel and says nothing where there is none.
func (h *Hive) NodeAt(rel uint32) (Key, bool) {
	if int64(rel) >= h.binsSize { // garbage, for which a lazily read hive need not be read whole
		return Key{}, false
	}
	c, ok := h.cellAt(rel)
	if !ok || !signed(c.payload, "nk", nkFixed) {
		return Key{}, false
	}
	return Key{h: h, rel: rel, rec: c.payload}, true
}

// rootSearch is one search for the root key.
type rootSearch struct {
	h    *Hive
	left int64 // how many more entries of subkey lists are read; all of an honest hive are fewer
}

// keyOffset is the least size of an entry of a subkey list, in bytes.
const keyOffset = 4

// climb follows the parents of k as long as each lists the key below it. The parent offset of a root means
// nothing.
func (s *rootSearch) climb(k Key) Key {
	for range hive.MaxDepth {
		if k.h == nil {
			break
		}
		parent, ok := s.h.NodeAt(k.rec.parent())
		if !ok || parent.rel == k.rel || !s.lists(parent.rec, k.rel) {
			break
		}
		k = parent
	}
	return k
}

// lists reports whether the subkey list of parent names sub. It says nothing of damage.
func (s *rootSearch) lists(parent keyNode, sub uint32) bool {
	if parent.subkeyCount() == 0 {
		return false
	}
	list := func(rel uint32) keyList {
		if c, ok := s.h.cellAt(rel); ok && len(c.payload) >= listFixed && keyList(c.payload).kind() != "" {
			return c.payload
		}
		return nil
	}
	leaf := func(l keyList) bool {
		if l == nil || l.kind() == "ri" {
			return false
		}
		_, fits := l.count()
		for i := range fits {
			if s.left--; s.left < 0 {
				return false
			}
			if l.entry(i) == sub {
				return true
			}
		}
		return false
	}
	top := list(parent.subkeyList())
	if top == nil || top.kind() != "ri" {
		return leaf(top)
	}
	_, fits := top.count()
	for i := range fits {
		if s.left--; s.left < 0 {
			return false
		}
		if leaf(list(top.entry(i))) {
			return true
		}
	}
	return false
}

// flagged finds the first allocated key node that says that it is the root and that no key lists. It
// looks at every cell.
func (s *rootSearch) flagged() (Key, bool) {
	h := s.h
	if !h.bins.whole {
		h.readWhole()
	}
	for i := range h.bins.bins {
		b := &h.bins.bins[i]
		if !b.walked {
			h.walkBin(b)
		}
		for rel := range h.bins.startsBut(bitset{}, b) {
			c, ok := h.cellAt(rel)
			if !ok || !c.allocated || !signed(c.payload, "nk", nkFixed) || keyNode(c.payload).flags()&nkRoot == 0 {
				continue
			}
			k := Key{h: h, rel: rel, rec: c.payload}
			top := s.climb(k)
			if s.left < 0 {
				return Key{}, false // of forged ones there is no telling
			}
			if top.rel == rel {
				return k, true
			}
		}
	}
	return Key{}, false
}
