package regtext

import (
	"iter"
	"slices"

	"mapihive/hive"
)

// All is everything that the text has as one registry. Of a text about one hive that is the hive; the hives of another
// stand below the names that the text gives their root keys.
func (f *File) All() hive.Registry {
	if len(f.Hives) == 1 {
		return f.Hives[0]
	}
	top := &above{}
	for _, h := range f.Hives {
		at := top
		for name := range h.name.Parent().Names() {
			at = at.below(name)
		}
		at.keys = append(at.keys, called{h.root, h.name.Base()})
	}
	return &all{f, top}
}

// all is the registry of a text about several hives.
type all struct {
	*File
	top *above
}

func (a *all) Root() (hive.Key, bool) { return a.top, len(a.top.keys) > 0 }
func (a *all) Note(d hive.Diagnostic) { a.Notes = append(a.Notes, d) }

// above is a key above the hives of a text, which Windows makes itself.
type above struct {
	name hive.Text
	path hive.Path
	keys []hive.Key
}

// below returns the key of that name, which is made if there is none.
func (k *above) below(name hive.Text) *above {
	for _, sub := range k.keys {
		if sub, ok := sub.(*above); ok && sub.name == name {
			return sub
		}
	}
	sub := &above{name: name, path: k.path.Join(name)}
	k.keys = append(k.keys, sub)
	return sub
}

func (k *above) Name() hive.Text                    { return k.name }
func (k *above) Path() hive.Path                    { return k.path }
func (k *above) Place() hive.Place                  { return k.keys[0].Place() } // where the text first speaks of it
func (k *above) LastWrite() hive.Time               { return 0 }
func (k *above) SecurityDescriptor() []byte         { return nil }
func (k *above) Subkeys() iter.Seq[hive.Key]        { return slices.Values(k.keys) }
func (k *above) ValueCount() uint32                 { return 0 }
func (k *above) Value(hive.Text) (hive.Value, bool) { return nil, false }
func (k *above) Values() iter.Seq[hive.Value]       { return func(func(hive.Value) bool) {} }
func (k *above) Subkey(n hive.Text) (hive.Key, bool) {
	for _, sub := range k.keys {
		if hive.EqualFold(sub.Name(), n) {
			return sub, true
		}
	}
	return nil, false
}

// called is the root key of a hive under the name that the text gives it.
type called struct {
	hive.Key
	name hive.Text
}

func (k called) Name() hive.Text { return k.name }
