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
	Root() (k Key, ok bool)
	// Note adds what a reader of the contents found damaged, or left out.
	Note(Diagnostic)
}

// Key is a key of a Registry.
type Key interface {
	Name() Text
	Path() Path                    // below the root key, which is not named
	Place() Place                  // of its record
	LastWrite() Time               // 0 where the format keeps none
	SecurityDescriptor() []byte    // self-relative ([MS-DTYP] 2.4.6); nil where the format keeps none
	Subkey(name Text) (Key, bool)  // the direct subkey called name; of several, the first listed
	Subkeys() iter.Seq[Key]        // the direct subkeys in stored order
	ValueCount() uint32            // as announced
	Value(name Text) (Value, bool) // the value called name, "" for the default value; of several, the first listed
	Values() iter.Seq[Value]       // in stored order
}

// Value is a value of a Key.
type Value interface {
	Name() Text // "" for the default value
	Type() ValueType
	Size() int // of the data in bytes, as announced
	// Data returns the value's data, not to be changed; whole is false where bytes that the value announces are
	// missing.
	Data() (data []byte, whole bool)
	Place() Place // of its record
}

// Lookup finds the key at path below a key; a path of "" is that key itself. A key whose format has a shorter way
// has a method LookupKey.
func Lookup(from Key, path Path) (Key, bool) {
	if k, ok := from.(interface{ LookupKey(Path) (Key, bool) }); ok {
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

// Walk visits from and every key below it, parents first, subkeys in stored order. depth is 0 for from; keys
// deeper than MaxDepth are left out. An error from visit or ctx ends it. A key whose format has a walk of its own,
// which then says what it left out, has a method WalkKeys.
func Walk(ctx context.Context, from Key, visit func(k Key, depth int) error) error {
	type walker interface {
		WalkKeys(ctx context.Context, visit func(k Key, depth int) error) error
	}
	if k, ok := from.(walker); ok {
		return k.WalkKeys(ctx, visit)
	}
	type pending struct {
		k     Key
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
