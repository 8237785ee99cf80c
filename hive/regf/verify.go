package regf

import (
	"context"
	"fmt"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// Counts are what a whole pass over a hive saw.
type Counts struct {
	Keys, Values int
}

// Verify reads the whole tree once and adds a diagnostic for everything that a hive written by Windows
// would not show: wrong parents, counts, sort order, name hashes and hints, duplicate names, shared
// lists, cells used twice, values or data that a count, size or flag hides, broken values, classes, descriptors
// and links between them. In undamaged hives each of these holds without exception. Allocated cells that nothing
// uses, which Windows leaves here and there, are noted. Watches are told of keys on the way.
func (h *Hive) Verify(ctx context.Context, watches ...Watch) (Counts, error) {
	w := newWalker(h)
	h.f.Survey = &cells.Survey{
		Used: cells.NewBitset(h.f.BinsSize), Keys: w.keys, Lists: w.lists, Checking: true,
		Values: cells.NewBitset(h.f.BinsSize), ValueLists: cells.NewBitset(h.f.BinsSize), Security: cells.NewBitset(h.f.BinsSize),
		Types: map[hive.ValueType]bool{},
	}
	v := &verifier{h: h, survey: h.f.Survey, users: map[uint32]*securityUse{}, watches: watches, told: make([]uint32, len(watches))}
	w.listed = v.listed
	w.visit = v.key
	root, ok := h.Root()
	if ok {
		h.f.Use(root.rel, root.rec, cells.NKFixed+root.rec.NameLength(), "nk", root.rel)
	}
	err := w.run(ctx, root)
	h.f.Survey.Checking = false
	if h.f.Survey.Complete = err == nil; !h.f.Survey.Complete {
		return v.counts, err
	}
	shown, counts := *h.f.Survey, v.counts
	if len(w.deeper) > 0 {
		shown.Used, shown.Keys = shown.Used.Clone(), shown.Keys.Clone()
		if err := v.below(ctx, w); err != nil {
			h.f.Survey.Complete = false
			return counts, err
		}
	}
	unused := h.f.SayUnused()
	if unused > 0 {
		h.findHidden()
	}
	v.checkSecurity(unused)
	h.soundNames()
	*h.f.Survey = shown
	return counts, nil
}

// below goes on where the walk of keys that are shown ended: what is not used there may be used further
// down, and very deep keys must not keep anything else from being checked.
func (v *verifier) below(ctx context.Context, w *walker) error {
	w.silent, v.survey.Checking, v.watches = true, true, nil
	defer func() { v.survey.Checking = false }()
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
	survey *cells.Survey
	users  map[uint32]*securityUse // by cell
	last   *securityUse            // keys that follow each other mostly share one

	watches []Watch
	told    []uint32 // the key that each was told of last
}

// value checks one value.
func (v *verifier) value(val *Value) {
	if t := val.rec.Type(); t > hive.RegQword && len(v.survey.Types) < maxTypes {
		v.survey.Types[t] = true
	}
	if val.Tombstone() && (val.Size() != 0 || val.Type() != hive.RegNone) {
		v.h.f.DiagKey(hive.KindFlags, val.Offset(), "vk", val.owner, "a flag says that the value is deleted in a layer below, yet it has a type or data")
	}
	val.Data()
}

// listed checks one subkey against the list that names it.
func (v *verifier) listed(parent Key, e listEntry, sub, prev Key) {
	h := v.h
	if sub.rec.Parent() != parent.rel {
		h.f.DiagKey(hive.KindParent, sub.Offset(), "nk", parent.rel, fmt.Sprintf("listed by the key at 0x%08x, its parent offset says 0x%08x", parent.rel, sub.rec.Parent()))
	}
	if sub.rec.Flags()&cells.NKRoot != 0 {
		h.f.DiagKey(hive.KindFlags, sub.Offset(), "nk", sub.rel, "a flag says that this subkey is a root key")
	}
	name := sub.rec.Name(h.f.Wide)
	for i := range v.watches {
		if w := &v.watches[i]; w.Chars == name.Len() && v.told[i] != parent.rel {
			v.told[i] = parent.rel
			w.tell(parent)
		}
	}
	switch e.kind {
	case 'h':
		if name.Hash() != e.hint {
			h.f.DiagKey(hive.KindListHash, sub.Offset(), "lh", parent.rel, fmt.Sprintf("the list's hash 0x%08x is not that of the name (0x%08x)", e.hint, name.Hash()))
		}
	case 'f':
		if !name.HintFits(e.hint) {
			h.f.DiagKey(hive.KindListHash, sub.Offset(), "lf", parent.rel, fmt.Sprintf("the list's hint % x is not the start of the name", []byte{byte(e.hint), byte(e.hint >> 8), byte(e.hint >> 16), byte(e.hint >> 24)}))
		}
	}
	if prev.h == nil {
		return
	}
	switch c := prev.rec.Name(h.f.Wide).Compare(name); {
	case c == 0:
		h.f.DiagKey(hive.KindDuplicateName, sub.Offset(), "nk", parent.rel, fmt.Sprintf("two subkeys are called %q", sub.Name()))
	case c > 0:
		h.f.DiagKey(hive.KindListOrder, sub.Offset(), "nk", parent.rel, fmt.Sprintf("%q is listed after %q", sub.Name(), prev.Name()))
	}
}

// key checks what belongs to one key alone.
func (v *verifier) key(k Key, _ int) error {
	v.counts.Keys++
	v.survey.Newest = max(v.survey.Newest, k.LastWrite())
	if k.rec.SubkeyCount() == 0 && k.rec.SubkeyList() != cells.NIL {
		if c, ok := v.h.f.CellAt(k.rec.SubkeyList()); ok && c.Allocated && len(c.Payload) >= cells.ListFixed && cells.KeyList(c.Payload).Kind() != "" {
			v.h.f.DiagKey(hive.KindListCount, k.Offset(), "nk", k.rel, "no subkeys are announced, yet there is a subkey list")
		}
	}
	k.Class()
	v.useSecurity(k)
	count, list, ok := k.valueOffsets()
	if !ok {
		return nil
	}
	if !v.survey.ValueLists.Add(k.rec.ValueList()) {
		v.h.f.DiagKey(hive.KindListTwice, v.h.f.FileOffset(k.rec.ValueList()), "value list", k.rel, "this value list belongs to another key too")
		return nil
	}
	for i := range count {
		rel := cells.U32(list, int64(4*i))
		val, ok := v.h.valueAt(rel, k.rel)
		if !ok {
			continue
		}
		if !v.survey.Values.Add(rel) {
			v.h.f.DiagKey(hive.KindValueTwice, val.Offset(), "vk", k.rel, "this value is listed more than once")
			continue
		}
		v.counts.Values++
		v.names.look(val.rec.Name(v.h.f.Wide))
		v.value(&val)
	}
	if v.names.mayBe() {
		v.sameNames(k, count, list)
	}
	return nil
}

// sameNames says which of the first count values of k's list have a name that an earlier one has.
func (v *verifier) sameNames(k Key, count int, list []byte) {
	for i := range count {
		if val, ok := v.h.valueAt(cells.U32(list, int64(cells.ValueOffset*i)), k.rel); ok {
			v.names.add(val)
		}
	}
	for first, again := range v.names.pairs() {
		v.h.f.DiagKey(hive.KindDuplicateName, again.Offset(), "vk", k.rel, fmt.Sprintf("two values are called %q, this one and that at offset %d", again.Name(), first.Offset()))
	}
}
