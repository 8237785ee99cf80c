package regf

import (
	"context"
	"iter"

	"mapihive/hive"
)

// View returns the hive as a [hive.Registry]. What it hands out is allocated, which is little for the few hundred keys and
// values that readers of contents look at; walks over whole hives keep to Key and Value.
func (h *Hive) View() hive.Registry { return view{h} }

type view struct{ *Hive }

func (v view) Root() (hive.Key, bool) {
	k, ok := v.Hive.Root()
	return viewKey{k}, ok
}

// viewKey is a Key as hive.Key.
type viewKey struct{ Key }

// LookupKey finds the key at path by the hashes, hints or order of subkey lists.
func (k viewKey) LookupKey(path hive.Path) (hive.Key, bool) {
	if k.rel == k.h.root.rel {
		sub, ok := k.h.onTheWay(path)
		return viewKey{sub}, ok
	}
	sub, ok := k.Key.Lookup(path)
	return viewKey{sub}, ok
}

// step is a key on the way to another, and the name by which it was asked for.
type step struct {
	name hive.Text
	key  Key
}

// onTheWay is Lookup from the root. It goes the way to the key before as far as the two are one: who reads contents
// looks up many keys below a few.
func (h *Hive) onTheWay(path hive.Path) (Key, bool) {
	k, at := h.root, 0
	for name := range path.Names() {
		if at == len(h.way) || h.way[at].name != name {
			sub, ok := k.Subkey(name)
			if !ok {
				return Key{}, false
			}
			h.way = append(h.way[:at], step{name, sub})
		}
		k = h.way[at].key
		at++
	}
	return k, true
}

// WalkKeys is Hive.Walk from the key.
func (k viewKey) WalkKeys(ctx context.Context, visit func(k hive.Key, depth int) error) error {
	return k.h.Walk(ctx, k.Key, func(k Key, depth int) error { return visit(viewKey{k}, depth) })
}

func (k viewKey) Subkey(name hive.Text) (hive.Key, bool) {
	sub, ok := k.Key.Subkey(name)
	return viewKey{sub}, ok
}

func (k viewKey) Subkeys() iter.Seq[hive.Key] {
	return func(yield func(hive.Key) bool) {
		var b boxes[viewKey]
		for sub := range k.Key.Subkeys() {
			if !yield(b.box(viewKey{sub})) {
				return
			}
		}
	}
}

func (k viewKey) Value(name hive.Text) (hive.Value, bool) {
	v, ok := k.Key.Value(name)
	return v, ok
}

func (k viewKey) Values() iter.Seq[hive.Value] {
	return func(yield func(hive.Value) bool) {
		var b boxes[Value]
		for v := range k.Key.Values() {
			if !yield(b.box(v)) {
				return
			}
		}
	}
}

// boxes gives the keys or values of one iteration a place to be pointed at, several to an allocation.
type boxes[T any] []T

func (b *boxes[T]) box(t T) *T {
	if len(*b) == cap(*b) {
		*b = make([]T, 0, min(max(4, 2*cap(*b)), 64))
	}
	*b = append(*b, t)
	return &(*b)[len(*b)-1]
}

// Watch is somebody who looks for keys while a pass over a whole hive is made anyhow.
type Watch struct {
	Chars int            // how many UTF-16 units a name has that is looked for
	Found func(hive.Key) // told once of each key with a direct subkey of such a name; to read further is for after the pass
}

func (w *Watch) tell(k Key) { w.Found(viewKey{k}) }
