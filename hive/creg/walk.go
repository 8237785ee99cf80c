package creg

import (
	"context"

	"mapihive/hive"
)

// Walk visits from and every key below it, parents first, subkeys in stored order. depth is 0 for from. An error
// from visit or ctx ends it.
func (h *Hive) Walk(ctx context.Context, from Key, visit func(k Key, depth int) error) error {
	if from.h == nil {
		return nil
	}
	at, depth := from.at, 0
	for steps := 0; ; steps++ {
		if steps%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		err := visit(Key{h, at}, depth)
		if err != nil && err != hive.ErrSkipSubkeys {
			return err
		}
		if down := h.nodes[at].child; down != none && err == nil {
			at, depth = down, depth+1
			continue
		}
		for at != from.at && h.nodes[at].next == none {
			at, depth = h.nodes[at].parent, depth-1
		}
		if at == from.at {
			return nil
		}
		at = h.nodes[at].next
	}
}
