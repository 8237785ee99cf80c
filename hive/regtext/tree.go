package regtext

import (
	"cmp"
	"slices"

	"mapihive/hive"
)

// Limits of the registry ("Registry Element Size Limits", Microsoft), in characters.
const (
	maxName      = 255
	maxValueName = 16_383
)

// key is one key of the text.
type key struct {
	name   hive.Text
	raised hive.Text
	parent *key
	at     hive.Place // the first line that names it
	subs   index[*key]
	values index[*value]
}

// value is one value of the text.
type value struct {
	name    hive.Text
	raised  hive.Text
	typ     hive.ValueType
	data    []byte
	at      hive.Place // its line
	removed bool
}

func (k *key) id() hive.Text   { return k.raised }
func (v *value) id() hive.Text { return v.raised }

// index keeps what a key has in order, and finds it by raised name. What is removed leaves a gap, which is closed
// when there are more gaps than things.
type index[T interface {
	comparable
	id() hive.Text
}] struct {
	list []T
	at   map[hive.Text]int // place in list; nil while they are few
	gaps int
}

// few are looked for one by one.
const few = 8

func (x *index[T]) find(raised hive.Text) int {
	var none T
	if x.at != nil {
		if i, ok := x.at[raised]; ok {
			return i
		}
		return -1
	}
	return slices.IndexFunc(x.list, func(t T) bool { return t != none && t.id() == raised })
}

func (x *index[T]) add(t T) {
	x.list = append(x.list, t)
	switch {
	case x.at != nil:
		x.at[t.id()] = len(x.list) - 1
	case len(x.list) > few:
		x.remake()
	}
}

func (x *index[T]) remake() {
	var none T
	x.list = slices.DeleteFunc(x.list, func(t T) bool { return t == none })
	x.gaps, x.at = 0, nil
	if len(x.list) > few {
		x.at = make(map[hive.Text]int, 2*len(x.list))
		for i, t := range x.list {
			x.at[t.id()] = i
		}
	}
}

func (x *index[T]) remove(i int) {
	var none T
	if x.at != nil {
		delete(x.at, x.list[i].id())
	}
	x.list[i] = none
	if x.gaps++; x.gaps > few && 2*x.gaps > len(x.list) {
		x.remake()
	}
}

func (k *key) sub(name hive.Text) *key {
	if i := k.subs.find(hive.UpcaseText(name)); i >= 0 {
		return k.subs.list[i]
	}
	return nil
}

func (k *key) add(name hive.Text, at hive.Place) *key {
	sub := &key{name: name, raised: hive.UpcaseText(name), parent: k, at: at}
	k.subs.add(sub)
	return sub
}

func (k *key) remove(sub *key) { k.subs.remove(k.subs.find(sub.raised)) }

func (k *key) value(name hive.Text) *value {
	if i := k.values.find(hive.UpcaseText(name)); i >= 0 {
		return k.values.list[i]
	}
	return nil
}

func (k *key) addValue(v *value) {
	v.raised = hive.UpcaseText(v.name)
	k.values.add(v)
}

func (k *key) removeValue(v *value) { k.values.remove(k.values.find(v.raised)) }

// sort puts subkeys in the order of their names, as a hive has them: the order of lines says nothing.
func (k *key) sort() {
	for todo := []*key{k}; len(todo) > 0; {
		k, todo = todo[len(todo)-1], todo[:len(todo)-1]
		k.subs.remake()
		k.values.remake()
		slices.SortFunc(k.subs.list, func(a, b *key) int { return cmp.Compare(a.raised, b.raised) })
		k.subs.remake()
		todo = append(todo, k.subs.list...)
	}
}

// path is that below the root.
func (k *key) path() hive.Path {
	var names []hive.Text
	for ; k.parent != nil; k = k.parent {
		names = append(names, k.name)
	}
	var p hive.Path
	for _, name := range slices.Backward(names) {
		p = p.Join(name)
	}
	return p
}

// tail is the path for a diagnostic: of one that is very long its end.
func (k *key) tail() hive.Path {
	const most = 32
	p, n := hive.Path(""), 0
	for ; k.parent != nil && n < most; k, n = k.parent, n+1 {
		if p == "" {
			p = p.Join(k.name)
		} else {
			p = hive.Path("").Join(k.name) + `\` + p
		}
	}
	return p
}

// units is the length of a text in UTF-16 units.
func units(s string) int {
	if len(s) <= maxName {
		return len(s) // or less, which is as good
	}
	return len(hive.EncodeUTF16(hive.Text(s))) / 2
}
