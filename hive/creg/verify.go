package creg

import (
	"context"
	"fmt"
	"slices"

	"mapihive/hive"
)

// Counts are what a whole pass over a registry saw.
type Counts struct {
	Keys, Values int // the root key among them
}

// Verify reads every key and value once and adds a diagnostic for everything that Windows would not have written:
// names, values that leave their record or do not fill it, names that are there twice, free entries and records that
// the headers do not count. Records and entries that nothing uses are noted. What is wrong with the tree itself was
// said when the file was opened.
func (h *Hive) Verify(ctx context.Context) (Counts, error) {
	var c Counts
	root, ok := h.Root()
	if !ok {
		return c, nil
	}
	err := h.Walk(ctx, root, func(k Key, _ int) error {
		c.Keys++
		c.Values += h.verifyKey(k)
		return nil
	})
	if err != nil {
		return c, err
	}
	for _, b := range h.blocks {
		h.verifyFree(b)
	}
	h.verifyEntries()
	h.sayUnused()
	return c, nil
}

// verifyKey checks one key, the names of its subkeys against each other, and its values.
func (h *Hive) verifyKey(k Key) (values int) {
	var names twins
	for sub := range k.Subkeys() {
		if name := sub.Name(); h.nodes[sub.at].record != none && names.again(name) {
			h.diagKey(hive.KindDuplicateName, sub.Offset(), "key entry", k.at, fmt.Sprintf("two subkeys are called %q", name))
		}
	}
	r := h.nodes[k.at].record
	if r == none {
		return 0
	}
	rec := h.records[r]
	head := h.m[rec.off:]
	name := k.ANSIName()
	switch announced := int(u16(head, offNameLength)); {
	case announced > len(name):
		h.diagKey(hive.KindName, rec.off, "record", k.at, fmt.Sprintf("the name of %d bytes leaves its record; %d are shown", announced, len(name)))
	case announced == 0:
		h.diagKey(hive.KindName, rec.off, "record", k.at, "the name is empty")
	case slices.Contains([]byte(k.Name()), '\\'):
		h.diagKey(hive.KindName, rec.off, "record", k.at, "the name holds a backslash")
	}
	if _, lost := h.page.Decode(name); lost {
		h.diagKey(hive.KindName, rec.off, "record", k.at, "the name holds bytes that the code page does not have")
	}
	return h.verifyValues(k, rec)
}

// verifyValues checks the values of a key against their number and against the used bytes of its record.
func (h *Hive) verifyValues(k Key, rec record) int {
	var names twins
	read, end, _ := k.values(func(v Value) bool {
		v.check(k.at)
		if name := v.Name(); names.again(name) {
			h.diagKey(hive.KindDuplicateName, v.off, "value", k.at, fmt.Sprintf("two values are called %q", name))
		}
		return true
	})
	announced, used := int(u16(h.m[rec.off:], offValueCount)), int64(u32(h.m[rec.off:], offUsed))
	switch {
	case read < announced:
		h.diagKey(hive.KindListCount, rec.off, "record", k.at, fmt.Sprintf("%d values are announced, the record holds %d", announced, read))
	case end < used && h.valuesFill(rec, end, used):
		h.diagKey(hive.KindHidden, rec.off, "record", k.at, fmt.Sprintf("%d values are announced, but %d more bytes of the record are values", announced, used-end))
	case end != used:
		h.diagKey(hive.KindValueList, rec.off, "record", k.at, fmt.Sprintf("name and values take %d bytes of the record, %d are said to be used", end, used))
	}
	return read
}

// valuesFill reports whether values fill a record from one place to another.
func (h *Hive) valuesFill(rec record, from, to int64) bool {
	for from < to {
		_, size, ok := h.valueAt(rec.off+from, to-from)
		if !ok {
			return false
		}
		from += size
	}
	return from == to
}

// twins finds names that are there twice.
type twins struct {
	first hive.Text
	some  bool
	seen  map[hive.Text]struct{} // from the second name on
}

// again reports whether a name was there before.
func (t *twins) again(name hive.Text) bool {
	name = hive.UpcaseText(name)
	if !t.some {
		t.first, t.some = name, true
		return false
	}
	if t.seen == nil {
		t.seen = map[hive.Text]struct{}{t.first: {}}
	}
	n := len(t.seen)
	t.seen[name] = struct{}{}
	return len(t.seen) == n
}
