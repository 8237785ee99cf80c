package hive

import (
	"context"
	"errors"
	"iter"
)

// ErrSkipSubkeys, returned by a walk's visit function, leaves out what is below the key just visited.
var ErrSkipSubkeys = errors.New("skip the subkeys of this key")

// MaxDepth is the deepest key below the root that is visited: the documented limit of 512 levels ("Registry
// Element Size Limits", Microsoft); the deepest seen in real hives is 25.
const MaxDepth = 512

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

// LookupKey finds the key at path below a key; a path of "" is that key itself. A key whose format has a shorter way
// has a method LookupKey.
func LookupKey(from RegistryKey, path Path) (RegistryKey, bool) {
	if k, ok := from.(interface {
		LookupKey(Path) (RegistryKey, bool)
	}); ok {
		return k.LookupKey(path)
	}
	for name := range path.Names() {
		var ok bool
		if from, ok = from.Subkey(name); !ok {
			return nil, false
		}
	}
	return from, true
}

// WalkKeys visits from and every key below it, parents first, subkeys in stored order. depth is 0 for from; keys
// deeper than MaxDepth are left out. An error from visit or ctx ends it. A key whose format has a walk of its own,
// which then says what it left out, has a method WalkKeys.
func WalkKeys(ctx context.Context, from RegistryKey, visit func(k RegistryKey, depth int) error) error {
	type walker interface {
		WalkKeys(ctx context.Context, visit func(k RegistryKey, depth int) error) error
	}
	if k, ok := from.(walker); ok {
		return k.WalkKeys(ctx, visit)
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
		case err == ErrSkipSubkeys || p.depth == MaxDepth:
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
