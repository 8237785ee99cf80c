package regtext

import (
	"fmt"
	"iter"
	"strings"

	"mapihive/hive"
)

// Hive is what the text has of one hive: all below HKEY_CURRENT_USER, or below one name in HKEY_USERS or
// HKEY_LOCAL_MACHINE. It is a hive.Registry whose places are the lines of the text; there are no times.
type Hive struct {
	name   hive.Path
	root   *key
	notes  []hive.Diagnostic
	counts counts
}

// Name is what the text calls the root key of the hive: HKEY_USERS\S-1-5-21-...
func (h *Hive) Name() hive.Path { return h.name }

// Root returns the root key.
func (h *Hive) Root() (hive.Key, bool) { return h.root, true }

// Note adds a diagnostic.
func (h *Hive) Note(d hive.Diagnostic) { h.notes = append(h.notes, d) }

// Diagnostics are about lines that were left out, what the text removes, and what readers of the contents noted.
func (h *Hive) Diagnostics() []hive.Diagnostic { return h.notes }

// Keys and Values count what the text sets and does not remove.
func (h *Hive) Counts() (keys, values int) {
	for todo := []*key{h.root}; len(todo) > 0; keys++ {
		k := todo[len(todo)-1]
		todo = append(todo[:len(todo)-1], k.subs.list...)
		values += len(k.values.list)
	}
	return keys, values
}

// roots are the root keys that Windows imports below, in any case. Of those that stand above hives, the name that
// follows is the hive's.
var roots = []struct {
	name  hive.Path
	above bool
}{
	{CurrentUser, false}, {"HKEY_USERS", true}, {"HKEY_LOCAL_MACHINE", true}, {"HKEY_CLASSES_ROOT", false},
	{"HKEY_CURRENT_CONFIG", false}, {"HKEY_DYN_DATA", false},
}

// place finds the hive that a key stands in, made where it is met for the first time, and the path below its root.
func (p *parser) place(path string) (h *Hive, below, why string) {
	name, below, _ := strings.Cut(path, `\`)
	for _, r := range roots {
		if !hive.EqualFold(hive.Text(name), hive.Text(r.name)) {
			continue
		}
		at := r.name
		if r.above {
			below = strings.TrimLeft(below, `\`)
			name, rest, _ := strings.Cut(below, `\`)
			switch {
			case name == "":
				return nil, "", "it stands above all hives"
			case units(name) > maxName:
				return nil, "", "its name is too long"
			}
			at, below = at.Join(hive.Text(name)), rest
		}
		raised := at.Raised()
		if h = p.hives[raised]; h != nil {
			return h, below, ""
		}
		if len(p.file.Hives) == maxHives {
			return nil, "", fmt.Sprintf("more than %d hives", maxHives)
		}
		h = &Hive{name: at, root: &key{at: p.line.place()}}
		p.hives[raised] = h
		p.file.Hives = append(p.file.Hives, h)
		return h, below, ""
	}
	return nil, "", "it begins with no root key of Windows"
}

// The methods of hive.Key and hive.Value.

func (k *key) Name() hive.Text            { return k.name }
func (k *key) Path() hive.Path            { return k.path() }
func (k *key) Place() hive.Place          { return k.at }
func (k *key) LastWrite() hive.Time       { return 0 }
func (k *key) SecurityDescriptor() []byte { return nil }
func (k *key) ValueCount() uint32         { return uint32(len(k.values.list)) }

func (k *key) Subkey(name hive.Text) (hive.Key, bool) {
	sub := k.sub(name)
	return sub, sub != nil
}

func (k *key) Subkeys() iter.Seq[hive.Key] {
	return func(yield func(hive.Key) bool) {
		for _, sub := range k.subs.list {
			if !yield(sub) {
				return
			}
		}
	}
}

func (k *key) Value(name hive.Text) (hive.Value, bool) {
	v := k.value(name)
	return v, v != nil
}

func (k *key) Values() iter.Seq[hive.Value] {
	return func(yield func(hive.Value) bool) {
		for _, v := range k.values.list {
			if !yield(v) {
				return
			}
		}
	}
}

func (v *value) Name() hive.Text      { return v.name }
func (v *value) Type() hive.ValueType { return v.typ }
func (v *value) Size() int            { return len(v.data) }
func (v *value) Data() ([]byte, bool) { return v.data, true }
func (v *value) Place() hive.Place    { return v.at }
