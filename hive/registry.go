package hive

import (
	"context"
	"iter"
)

// View returns the hive as a Registry. It costs an allocation for each key and value, which is nothing for the
// few hundred that readers of contents look at; walks over whole hives keep to Key and Value.
func (h *Hive) View() Registry { return view{h} }

type view struct{ *Hive }

func (v view) Root() (RegistryKey, bool) {
	k, ok := v.Hive.Root()
	return viewKey{k}, ok
}

// viewKey is a Key as a RegistryKey.
type viewKey struct{ Key }

// LookupKey finds the key at path by the hashes, hints or order of subkey lists.
func (k viewKey) LookupKey(path Path) (RegistryKey, bool) {
	sub, ok := k.Key.Lookup(path)
	return viewKey{sub}, ok
}

// WalkKeys is Hive.Walk from the key.
func (k viewKey) WalkKeys(ctx context.Context, visit func(k RegistryKey, depth int) error) error {
	return k.h.Walk(ctx, k.Key, func(k Key, depth int) error { return visit(viewKey{k}, depth) })
}

func (k viewKey) Subkey(name Text) (RegistryKey, bool) {
	sub, ok := k.Key.Subkey(name)
	return viewKey{sub}, ok
}

func (k viewKey) Subkeys() iter.Seq[RegistryKey] {
	return func(yield func(RegistryKey) bool) {
		for sub := range k.Key.Subkeys() {
			if !yield(viewKey{sub}) {
				return
			}
		}
	}
}

func (k viewKey) Value(name Text) (RegistryValue, bool) {
	v, ok := k.Key.Value(name)
	return v, ok
}

func (k viewKey) Values() iter.Seq[RegistryValue] {
	return func(yield func(RegistryValue) bool) {
		for v := range k.Key.Values() {
			if !yield(v) {
				return
			}
		}
	}
}
