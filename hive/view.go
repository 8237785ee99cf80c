package hive

import (
	"context"
	"iter"
)

// Registry is one registry, whatever kind of file it was read from: what readers of its contents need and no
// more. It is for one goroutine.
type Registry interface {
	// Root returns the root key; ok is false where it cannot be read.
	Root() (k RegistryKey, ok bool)
	// Note adds what a reader of the contents found damaged, or left out.
	Note(Diagnostic)
}

// RegistryKey is a key of a Registry. For what its methods give see those of Key.
type RegistryKey interface {
	Name() Text
	Path() Path
	Place() Place
	LastWrite() Time            // 0 where the format keeps none
	SecurityDescriptor() []byte // nil where the format keeps none
	Subkey(name Text) (RegistryKey, bool)
	Subkeys() iter.Seq[RegistryKey]
	ValueCount() uint32
	Value(name Text) (RegistryValue, bool)
	Values() iter.Seq[RegistryValue]
}

// RegistryValue is a value of a RegistryKey. For what its methods give see those of Value.
type RegistryValue interface {
	Name() Text
	Type() ValueType
	Size() int
	Data() (data []byte, whole bool)
	Place() Place
}

// LookupKey finds the key at path below a key; a path of "" is that key itself.
func LookupKey(from RegistryKey, path Path) (RegistryKey, bool) {
	if k, ok := from.(viewKey); ok && path != "" {
		sub, ok := k.Key.Lookup(path)
		return viewKey{sub}, ok
	}
	for name := range path.Names() {
		var ok bool
		if from, ok = from.Subkey(name); !ok {
			return nil, false
		}
	}
	return from, true
}

// WalkKeys visits from and every key below it as Hive.Walk does, by which it is done where the key is that of a
// hive. Of other formats keys deeper than maxDepth are left out.
func WalkKeys(ctx context.Context, from RegistryKey, visit func(k RegistryKey, depth int) error) error {
	if k, ok := from.(viewKey); ok {
		return k.h.Walk(ctx, k.Key, func(k Key, depth int) error { return visit(viewKey{k}, depth) })
	}
	type pending struct {
		k     RegistryKey
		depth int
	}
	for stack := []pending{{from, 0}}; len(stack) > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		switch err := visit(p.k, p.depth); {
		case err == ErrSkipSubkeys || p.depth == maxDepth:
			continue
		case err != nil:
			return err
		}
		first := len(stack)
		for sub := range p.k.Subkeys() {
			stack = append(stack, pending{sub, p.depth + 1})
		}
		for i, j := first, len(stack)-1; i < j; i, j = i+1, j-1 {
			stack[i], stack[j] = stack[j], stack[i]
		}
	}
	return nil
}

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
