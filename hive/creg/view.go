package creg

import (
	"bytes"
	"iter"

	"mapihive/hive"
)

// View returns the whole file as a [hive.Registry]. Text in values is UTF-16LE there, as Windows hands it out: of
// types REG_SZ, REG_EXPAND_SZ and REG_MULTI_SZ, by the code page, with a NUL at its end; Value.Data has it as stored.
func (h *Hive) View() hive.Registry { return view{h, 0, false} }

// view is a key and all below it as a registry.
type view struct {
	*Hive
	top  int32
	rest bool // without the users' keys below it
}

func (v view) Root() (hive.Key, bool) {
	return viewKey{Key{v.Hive, v.top}, v}, len(v.nodes) > 0
}

// Note completes the path, which starts at the top of the view.
func (v view) Note(d hive.Diagnostic) {
	if top := (Key{v.Hive, v.top}).Path(); top != "" && d.Path != "" {
		d.Path = top + `\` + d.Path
	} else if top != "" {
		d.Path = top
	}
	v.Hive.Note(d)
}

// viewKey is a Key as hive.Key.
type viewKey struct {
	Key
	in view
}

// hides reports whether a subkey is in no view of the rest.
func (k viewKey) hides(sub Key) bool { return k.in.rest && k.at == k.in.top && sub.isUser() }

func (k viewKey) Path() hive.Path            { return k.pathFrom(k.in.top) }
func (k viewKey) Place() hive.Place          { return hive.Place{Offset: k.Offset()} }
func (k viewKey) LastWrite() hive.Time       { return 0 }
func (k viewKey) SecurityDescriptor() []byte { return nil }

func (k viewKey) Subkey(name hive.Text) (hive.Key, bool) {
	sub, ok := k.Key.Subkey(name)
	return viewKey{sub, k.in}, ok && !k.hides(sub)
}

func (k viewKey) Subkeys() iter.Seq[hive.Key] {
	return func(yield func(hive.Key) bool) {
		for sub := range k.Key.Subkeys() {
			if !k.hides(sub) && !yield(viewKey{sub, k.in}) {
				return
			}
		}
	}
}

func (k viewKey) Value(name hive.Text) (hive.Value, bool) {
	v, ok := k.Key.Value(name)
	return viewOf(v), ok
}

func (k viewKey) Values() iter.Seq[hive.Value] {
	return func(yield func(hive.Value) bool) {
		for v := range k.Key.Values() {
			if !yield(viewOf(v)) {
				return
			}
		}
	}
}

// viewValue is a Value as hive.Value.
type viewValue struct {
	Value
	text []byte // UTF-16LE, nil for data that are no text
}

func viewOf(v Value) hive.Value {
	switch v.typ {
	case hive.RegSz, hive.RegExpandSz:
		return viewValue{v, wide(v, 1)}
	case hive.RegMultiSz:
		return viewValue{v, wide(v, 2)}
	}
	return viewValue{v, nil}
}

// wide returns text as UTF-16LE with at least that many NULs at its end.
func wide(v Value, nuls int) []byte {
	text, _ := v.h.page.Decode(v.data)
	out := hive.EncodeUTF16(text)
	for have := len(text) - len(bytes.TrimRight([]byte(text), "\x00")); have < nuls; have++ {
		out = append(out, 0, 0)
	}
	return out
}

func (v viewValue) Place() hive.Place { return hive.Place{Offset: v.off} }

// Size is that of Data; of text that is not whole it is more.
func (v viewValue) Size() int {
	if v.text != nil {
		return len(v.text) + 2*(v.size-len(v.data))
	}
	return v.size
}

// Stored is the data as the file has them, and the size that it announces.
func (v viewValue) Stored() (data []byte, size int) { return v.data, v.size }

func (v viewValue) Data() (data []byte, whole bool) {
	if v.text != nil {
		return v.text, len(v.data) == v.size
	}
	return v.Value.Data()
}

// cutNUL returns ANSI text up to its first NUL.
func cutNUL(b []byte) []byte {
	text, _, _ := bytes.Cut(b, []byte{0})
	return text
}
