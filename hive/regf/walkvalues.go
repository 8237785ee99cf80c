package regf

import (
	"context"
	"iter"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// WalkValues visits from and every key below it as Walk does, each with its values. Of values, too, none
// is seen twice: a list that belongs to a second key or a value that is listed again is left out with
// a diagnostic, so that a small forged hive cannot announce more values than it has cells. values is to
// be used during the visit, once.
func (h *Hive) WalkValues(ctx context.Context, from Key, visit func(k Key, depth int, values iter.Seq[Value]) error) error {
	lists, listed := cells.NewBitset(h.f.BinsSize), cells.NewBitset(h.f.BinsSize)
	return h.Walk(ctx, from, func(k Key, depth int) error {
		return visit(k, depth, func(yield func(Value) bool) {
			count, list, ok := k.valueOffsets()
			if !ok {
				return
			}
			if !lists.Add(k.rec.ValueList()) {
				h.f.DiagKey(hive.KindListTwice, h.f.FileOffset(k.rec.ValueList()), "value list", k.rel, "this value list belongs to another key too")
				return
			}
			for i := range count {
				rel := cells.U32(list, int64(4*i))
				v, ok := h.valueAt(rel, k.rel)
				if !ok {
					continue
				}
				if !listed.Add(rel) {
					h.f.DiagKey(hive.KindValueTwice, v.Offset(), "vk", k.rel, "this value is listed more than once")
					continue
				}
				if !yield(v) {
					return
				}
			}
		})
	})
}
