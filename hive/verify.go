package hive

import (
	"context"
	"fmt"
)

// Counts are what a whole pass over a hive saw.
type Counts struct {
	Keys, Values int
}

// Verify reads the whole tree once and adds a diagnostic for everything that a hive written by Windows
// would not show: wrong parents, counts, sort order, name hashes and hints, duplicate names, shared
// lists, broken values, classes and descriptors. In undamaged hives each of these holds without exception.
func (h *Hive) Verify(ctx context.Context) (Counts, error) {
	w := newWalker(h)
	v := &verifier{h: h, values: newBitset(h.binsSize), lists: newBitset(h.binsSize)}
	w.listed = v.listed
	w.visit = v.key
	h.survey = &survey{used: newBitset(h.binsSize), keys: w.keys}
	root, ok := h.Root()
	if ok {
		h.use(root.rel, root.rec, nkFixed+root.rec.nameLength())
	}
	err := w.run(ctx, root)
	h.survey.complete = err == nil
	return v.counts, err
}

type verifier struct {
	h      *Hive
	counts Counts
	values bitset // vk cells that were listed
	lists  bitset // value lists that were read
	names  twins  // of one key's values
}

// listed checks one subkey against the list that names it.
func (v *verifier) listed(parent Key, e listEntry, sub, prev Key) {
	h := v.h
	if sub.rec.parent() != parent.rel {
		h.diagKey(KindParent, sub.Offset(), "nk", parent.rel, fmt.Sprintf("listed by the key at 0x%08x, its parent offset says 0x%08x", parent.rel, sub.rec.parent()))
	}
	name := sub.rec.name(h.wide)
	switch e.kind {
	case 'h':
		if name.hash() != e.hint {
			h.diagKey(KindListHash, sub.Offset(), "lh", parent.rel, fmt.Sprintf("the list's hash 0x%08x is not that of the name (0x%08x)", e.hint, name.hash()))
		}
	case 'f':
		if !name.hintFits(e.hint) {
			h.diagKey(KindListHash, sub.Offset(), "lf", parent.rel, fmt.Sprintf("the list's hint % x is not the start of the name", []byte{byte(e.hint), byte(e.hint >> 8), byte(e.hint >> 16), byte(e.hint >> 24)}))
		}
	}
	if prev.h == nil {
		return
	}
	switch c := prev.rec.name(h.wide).compare(name); {
	case c == 0:
		h.diagKey(KindDuplicateName, sub.Offset(), "nk", parent.rel, fmt.Sprintf("two subkeys are called %q", sub.Name()))
	case c > 0:
		h.diagKey(KindListOrder, sub.Offset(), "nk", parent.rel, fmt.Sprintf("%q is listed after %q", sub.Name(), prev.Name()))
	}
}

// key checks what belongs to one key alone.
func (v *verifier) key(k Key, _ int) error {
	v.counts.Keys++
	v.h.survey.newest = max(v.h.survey.newest, k.LastWrite())
	if k.rec.subkeyCount() == 0 && k.rec.subkeyList() != nilOffset {
		if c, ok := v.h.cellAt(k.rec.subkeyList()); ok && c.allocated && len(c.payload) >= listFixed && keyList(c.payload).kind() != "" {
			v.h.diagKey(KindListCount, k.Offset(), "nk", k.rel, "no subkeys are announced, yet there is a subkey list")
		}
	}
	k.Class()
	k.Owner()
	count, list, ok := k.valueOffsets()
	if !ok {
		return nil
	}
	if !v.lists.add(k.rec.valueList()) {
		v.h.diagKey(KindListTwice, v.h.fileOffset(k.rec.valueList()), "value list", k.rel, "this value list belongs to another key too")
		return nil
	}
	for i := range count {
		rel := u32at(list, int64(4*i))
		val, ok := v.h.valueAt(rel, k.rel)
		if !ok {
			continue
		}
		if !v.values.add(rel) {
			v.h.diagKey(KindValueTwice, val.Offset(), "vk", k.rel, "this value is listed more than once")
			continue
		}
		v.counts.Values++
		v.names.look(val.rec.name(v.h.wide))
		val.Data()
	}
	if v.names.mayBe() {
		v.sameNames(k, count, list)
	}
	return nil
}

// sameNames says which of the first count values of k's list have a name that an earlier one has.
func (v *verifier) sameNames(k Key, count int, list []byte) {
	for i := range count {
		if val, ok := v.h.valueAt(u32at(list, int64(valueOffset*i)), k.rel); ok {
			v.names.add(val)
		}
	}
	for first, again := range v.names.pairs() {
		v.h.diagKey(KindDuplicateName, again.Offset(), "vk", k.rel, fmt.Sprintf("two values are called %q, this one and that at offset %d", again.Name(), first.Offset()))
	}
}
