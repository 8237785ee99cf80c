package regf

import (
	"context"
	"fmt"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// Walk visits from and every key below it, parents first, subkeys in stored order. depth is 0 for from.
// No key and no subkey list is visited twice, however the lists are tangled, so a walk always ends after
// at most as many steps as the hive has cells. An error from visit or ctx ends it.
func (h *Hive) Walk(ctx context.Context, from Key, visit func(k Key, depth int) error) error {
	w := newWalker(h)
	w.visit = visit
	return w.run(ctx, from)
}

// walker is one pass over a tree of keys.
type walker struct {
	h     *Hive
	keys  cells.Bitset // cells of keys that were listed
	lists cells.Bitset // cells of subkey lists that were read
	visit func(k Key, depth int) error
	// listed, where set, sees every subkey as it is listed, after prev (zero for the first).
	listed func(parent Key, e listEntry, sub, prev Key)
	stack  []pending
	deeper []Key // keys at the deepest level that have subkeys: these are left out
	silent bool  // and it was said that some are
}

type pending struct {
	k     Key
	depth int
}

func newWalker(h *Hive) *walker {
	h.emitted = 0
	return &walker{h: h, keys: cells.NewBitset(h.f.BinsSize), lists: cells.NewBitset(h.f.BinsSize)}
}

func (w *walker) run(ctx context.Context, from Key) error {
	if from.h == nil {
		return nil
	}
	w.keys.Set(from.rel)
	w.stack = append(w.stack[:0], pending{from, 0})
	return w.drain(ctx)
}

// drain visits what is on the stack and all below it.
func (w *walker) drain(ctx context.Context) error {
	for steps := 0; len(w.stack) > 0; steps++ {
		if steps%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		p := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		switch err := w.visit(p.k, p.depth); {
		case err == hive.ErrSkipSubkeys:
			continue
		case err != nil:
			return err
		}
		w.push(p.k, p.depth+1)
	}
	return nil
}

// push lists the subkeys of k on the stack, the first on top.
func (w *walker) push(k Key, depth int) {
	if depth > hive.MaxDepth {
		if k.SubkeyCount() > 0 {
			w.deeper = append(w.deeper, k)
			if !w.silent {
				w.h.f.Diag(hive.KindDepth, k.Offset(), "nk", fmt.Sprintf("subkeys deeper than %d levels are left out; what recovery lists of them was not deleted", hive.MaxDepth))
			}
		}
		return
	}
	first := len(w.stack)
	var prev Key
	for e := range k.entries(w.lists) {
		sub, ok := w.h.keyAt(e.rel, k.rel)
		if !ok {
			continue
		}
		if !w.keys.Add(e.rel) {
			w.h.f.DiagKey(hive.KindKeyTwice, sub.Offset(), "nk", k.rel, "this key was already listed, here or elsewhere")
			continue
		}
		if w.listed != nil {
			w.listed(k, e, sub, prev)
		}
		prev = sub
		w.stack = append(w.stack, pending{sub, depth})
	}
	for i, j := first, len(w.stack)-1; i < j; i, j = i+1, j-1 {
		w.stack[i], w.stack[j] = w.stack[j], w.stack[i]
	}
}
