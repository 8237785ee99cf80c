package regf

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// findRoot reads the root key. Where the base block names no key, or one that another key lists, the root is
// looked for: up the parents, or by its flag, which a good root may lack.
func (h *Hive) findRoot() Key {
	rel := h.f.Base.RootOffset
	root, ok := h.NodeAt(rel)
	s := &rootSearch{h: h, left: h.f.Image.Size() / keyOffset}
	top := s.climb(root)
	if top.h == nil || top.rec.Flags()&cells.NKRoot == 0 {
		if flagged, found := s.flagged(); found {
			top = flagged
		}
	}
	switch {
	case top.h == nil:
		h.f.Diag(hive.KindRoot, 36, "base block", fmt.Sprintf("the root key offset 0x%08x names no key", rel))
		return Key{}
	case !ok:
		h.f.Diag(hive.KindRoot, 36, "base block", fmt.Sprintf("the root key offset 0x%08x names no key; the key at 0x%08x, which says that it is the root, is taken", rel, top.rel))
	case top.rel != rel:
		h.f.Diag(hive.KindRoot, 36, "base block", fmt.Sprintf("the root key offset 0x%08x names a key below or beside the root; the key at 0x%08x is taken", rel, top.rel))
	}
	if c, _ := h.f.CellAt(top.rel); !c.Allocated {
		h.f.Diag(hive.KindCellFree, h.f.FileOffset(top.rel), "nk", "the root key's cell is unallocated")
	}
	top.checkName()
	return top
}

// NodeAt returns the key whose node is at rel and says nothing where there is none.
func (h *Hive) NodeAt(rel uint32) (Key, bool) {
	if int64(rel) >= h.f.BinsSize { // garbage, for which a lazily read hive need not be read whole
		return Key{}, false
	}
	c, ok := h.f.CellAt(rel)
	if !ok || !cells.Signed(c.Payload, "nk", cells.NKFixed) {
		return Key{}, false
	}
	return Key{h: h, rel: rel, rec: c.Payload}, true
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
		parent, ok := s.h.NodeAt(k.rec.Parent())
		if !ok || parent.rel == k.rel || !s.lists(parent.rec, k.rel) {
			break
		}
		k = parent
	}
	return k
}

// lists reports whether the subkey list of parent names sub. It says nothing of damage.
func (s *rootSearch) lists(parent cells.KeyNode, sub uint32) bool {
	if parent.SubkeyCount() == 0 {
		return false
	}
	list := func(rel uint32) cells.KeyList {
		if c, ok := s.h.f.CellAt(rel); ok && len(c.Payload) >= cells.ListFixed && cells.KeyList(c.Payload).Kind() != "" {
			return c.Payload
		}
		return nil
	}
	leaf := func(l cells.KeyList) bool {
		if l == nil || l.Kind() == "ri" {
			return false
		}
		_, fits := l.Count()
		for i := range fits {
			if s.left--; s.left < 0 {
				return false
			}
			if l.Entry(i) == sub {
				return true
			}
		}
		return false
	}
	top := list(parent.SubkeyList())
	if top == nil || top.Kind() != "ri" {
		return leaf(top)
	}
	_, fits := top.Count()
	for i := range fits {
		if s.left--; s.left < 0 {
			return false
		}
		if leaf(list(top.Entry(i))) {
			return true
		}
	}
	return false
}

// flagged finds the first allocated key node that says that it is the root and that no key lists. It
// looks at every cell.
func (s *rootSearch) flagged() (Key, bool) {
	h := s.h
	if !h.f.Bins.Whole {
		h.f.ReadWhole()
	}
	for i := range h.f.Bins.Bins {
		b := &h.f.Bins.Bins[i]
		if !b.Walked {
			h.f.WalkBin(b)
		}
		for rel := range h.f.Bins.StartsBut(cells.Bitset{}, b) {
			c, ok := h.f.CellAt(rel)
			if !ok || !c.Allocated || !cells.Signed(c.Payload, "nk", cells.NKFixed) || cells.KeyNode(c.Payload).Flags()&cells.NKRoot == 0 {
				continue
			}
			k := Key{h: h, rel: rel, rec: c.Payload}
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
