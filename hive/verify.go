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
// lists, cells used twice, values or data that a count, size or flag hides, broken values, classes, descriptors
// and links between them. In undamaged hives each of these holds without exception. Allocated cells that nothing
// uses, which Windows leaves here and there, are noted.
func (h *Hive) Verify(ctx context.Context) (Counts, error) {
	w := newWalker(h)
	h.survey = &survey{
		used: newBitset(h.binsSize), keys: w.keys, lists: w.lists, checking: true,
		values: newBitset(h.binsSize), valueLists: newBitset(h.binsSize), security: newBitset(h.binsSize),
		types: map[ValueType]bool{},
	}
	v := &verifier{h: h, survey: h.survey, users: map[uint32]*securityUse{}}
	w.listed = v.listed
	w.visit = v.key
	root, ok := h.Root()
	if ok {
		h.use(root.rel, root.rec, nkFixed+root.rec.nameLength(), "nk", root.rel)
	}
	err := w.run(ctx, root)
	h.survey.checking = false
	if h.survey.complete = err == nil; !h.survey.complete {
		return v.counts, err
	}
	shown, counts := *h.survey, v.counts
	if len(w.deeper) > 0 {
		shown.used, shown.keys = shown.used.clone(), shown.keys.clone()
		if err := v.below(ctx, w); err != nil {
			h.survey.complete = false
			return counts, err
		}
	}
	unused := h.sayUnused()
	if unused > 0 {
		h.findHidden()
	}
	v.checkSecurity(unused)
	*h.survey = shown
	return counts, nil
}

// below goes on where the walk of keys that are shown ended: what is not used there may be used further
// down, and very deep keys must not keep anything else from being checked.
func (v *verifier) below(ctx context.Context, w *walker) error {
	w.silent, v.survey.checking = true, true
	defer func() { v.survey.checking = false }()
	for len(w.deeper) > 0 {
		last := len(w.deeper) - 1
		k := w.deeper[last]
		w.deeper = w.deeper[:last]
		w.push(k, 1)
		if err := w.drain(ctx); err != nil {
			return err
		}
	}
	return nil
}

type verifier struct {
	h      *Hive
	counts Counts
	names  twins // of one key's values
	survey *survey
	users  map[uint32]*securityUse // by cell
	last   *securityUse            // keys that follow each other mostly share one
}

// value checks one value.
func (v *verifier) value(val Value) {
	if t := val.Type(); t > RegQword && len(v.survey.types) < maxTypes {
		v.survey.types[t] = true
	}
	if val.Tombstone() && (val.Size() != 0 || val.Type() != RegNone) {
		v.h.diagKey(KindFlags, val.Offset(), "vk", val.owner, "a flag says that the value is deleted in a layer below, yet it has a type or data")
	}
	val.Data()
}

// listed checks one subkey against the list that names it.
func (v *verifier) listed(parent Key, e listEntry, sub, prev Key) {
	h := v.h
	if sub.rec.parent() != parent.rel {
		h.diagKey(KindParent, sub.Offset(), "nk", parent.rel, fmt.Sprintf("listed by the key at 0x%08x, its parent offset says 0x%08x", parent.rel, sub.rec.parent()))
	}
	if sub.rec.flags()&nkRoot != 0 {
		h.diagKey(KindFlags, sub.Offset(), "nk", sub.rel, "a flag says that this subkey is a root key")
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
	v.survey.newest = max(v.survey.newest, k.LastWrite())
	if k.rec.subkeyCount() == 0 && k.rec.subkeyList() != nilOffset {
		if c, ok := v.h.cellAt(k.rec.subkeyList()); ok && c.allocated && len(c.payload) >= listFixed && keyList(c.payload).kind() != "" {
			v.h.diagKey(KindListCount, k.Offset(), "nk", k.rel, "no subkeys are announced, yet there is a subkey list")
		}
	}
	k.Class()
	v.useSecurity(k)
	count, list, ok := k.valueOffsets()
	if !ok {
		return nil
	}
	if !v.survey.valueLists.add(k.rec.valueList()) {
		v.h.diagKey(KindListTwice, v.h.fileOffset(k.rec.valueList()), "value list", k.rel, "this value list belongs to another key too")
		return nil
	}
	for i := range count {
		rel := u32at(list, int64(4*i))
		val, ok := v.h.valueAt(rel, k.rel)
		if !ok {
			continue
		}
		if !v.survey.values.add(rel) {
			v.h.diagKey(KindValueTwice, val.Offset(), "vk", k.rel, "this value is listed more than once")
			continue
		}
		v.counts.Values++
		v.names.look(val.rec.name(v.h.wide))
		v.value(val)
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
