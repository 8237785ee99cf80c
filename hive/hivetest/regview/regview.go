// Package regview is the registry text of package hivetest as a hive.Registry, without a hive being made of it:
// what readers of contents say must not depend on the kind of file that they read.
package regview

import (
	"iter"
	"slices"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// Registry is a tree of the test kit as a registry. Deleted keys and values are not in it, and no key has a
// security descriptor. Places are lines of the text.
type Registry struct {
	tree        *hivetest.Tree
	Diagnostics []hive.Diagnostic // what readers noted
}

// New returns the registry of a tree, which must not change any more.
func New(tree *hivetest.Tree) *Registry { return &Registry{tree: tree} }

// Root returns the root key.
func (r *Registry) Root() (hive.Key, bool) { return key{r.tree, r.tree.Root, ""}, true }

// Note keeps a diagnostic.
func (r *Registry) Note(d hive.Diagnostic) { r.Diagnostics = append(r.Diagnostics, d) }

type key struct {
	tree *hivetest.Tree
	k    *hivetest.Key
	path hive.Path
}

func (k key) Name() hive.Text            { return text(k.k.Name) }
func (k key) Path() hive.Path            { return k.path }
func (k key) Place() hive.Place          { return hive.Place{Offset: int64(k.k.Line)} }
func (k key) SecurityDescriptor() []byte { return nil }

func (k key) LastWrite() hive.Time {
	if k.k.HasTime {
		return hive.Time(k.k.LastWritten)
	}
	return hive.Time(k.tree.Header.LastWritten)
}

func (k key) Subkey(name hive.Text) (hive.Key, bool) {
	for sub := range k.Subkeys() {
		if hive.EqualFold(sub.Name(), name) {
			return sub, true
		}
	}
	return nil, false
}

// Subkeys yields the subkeys in the order of their names, in which a hive keeps them.
func (k key) Subkeys() iter.Seq[hive.Key] {
	subs := slices.DeleteFunc(slices.Clone(k.k.Subkeys), func(s *hivetest.Key) bool { return s.Deleted })
	slices.SortStableFunc(subs, func(a, b *hivetest.Key) int {
		return slices.Compare(units(a.Name), units(b.Name))
	})
	return func(yield func(hive.Key) bool) {
		for _, s := range subs {
			if !yield(key{k.tree, s, k.path.Join(text(s.Name))}) {
				return
			}
		}
	}
}

func (k key) ValueCount() (n uint32) {
	for range k.Values() {
		n++
	}
	return n
}

func (k key) Value(name hive.Text) (hive.Value, bool) {
	for v := range k.Values() {
		if hive.EqualFold(v.Name(), name) {
			return v, true
		}
	}
	return nil, false
}

func (k key) Values() iter.Seq[hive.Value] {
	return func(yield func(hive.Value) bool) {
		for _, v := range k.k.Values {
			if !v.Deleted && !yield(value{v}) {
				return
			}
		}
	}
}

type value struct{ v *hivetest.Value }

func (v value) Name() hive.Text      { return text(v.v.Name) }
func (v value) Type() hive.ValueType { return hive.ValueType(v.v.Type) }
func (v value) Size() int            { return len(v.v.Data) }
func (v value) Data() ([]byte, bool) { return v.v.Data, true }
func (v value) Place() hive.Place    { return hive.Place{Offset: int64(v.v.Line)} }

func text(units []uint16) hive.Text {
	b := make([]byte, 0, 2*len(units))
	for _, u := range units {
		b = append(b, byte(u), byte(u>>8))
	}
	return hive.DecodeUTF16(b)
}

// units are those of the name, raised.
func units(name []uint16) []uint16 {
	b := hive.EncodeUTF16(hive.UpcaseText(text(name)))
	out := make([]uint16, len(b)/2)
	for i := range out {
		out[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return out
}
