package redact

import (
	"reflect"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// snapshot returns a snapshot as it may be shown. It shares no memory with s.
func (r *Redactor) snapshot(s *analyze.Snapshot) analyze.Snapshot {
	return r.value(reflect.ValueOf(*s), 0).Interface().(analyze.Snapshot)
}

// value copies what a field holds, as it is to be treated; 0 for what has a table of its own.
func (r *Redactor) value(v reflect.Value, how treatment) reflect.Value {
	t := v.Type()
	out := reflect.New(t).Elem()
	switch {
	case how == drop:
		return out
	case how == safe, safeTypes[t]:
		out.Set(v)
	case t == reflect.TypeFor[hive.Hex]():
		out.SetBytes(r.hex(v.Bytes()))
	case t.Kind() == reflect.Slice:
		if v.IsNil() {
			return out
		}
		out.Set(reflect.MakeSlice(t, v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(r.value(v.Index(i), how))
		}
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			out.Field(i).Set(r.value(v.Field(i), fields[t][t.Field(i).Name]))
		}
	case t.Kind() == reflect.String:
		out.SetString(r.string(v.String(), how))
	default:
		out.Set(v) // a number: of it the shape of the types makes sure, see the test
	}
	return out
}

func (r *Redactor) string(s string, how treatment) string {
	switch how {
	case text:
		return string(r.Text(hive.Text(s)))
	case host:
		return r.host(s)
	case key:
		return string(r.Path(hive.Path(s)))
	case name:
		return string(r.name(hive.Text(s)))
	case module:
		return string(r.module(hive.Text(s)))
	case free:
		return r.Sentence(s)
	}
	return "" // what nobody has decided about is not shown
}

// learn gathers what words and names mean in a snapshot, before any of them is replaced.
func (r *Redactor) learn(v reflect.Value) {
	t := v.Type()
	switch {
	case t == reflect.TypeFor[prop.UID]():
		r.ids[strings.ToLower(v.Interface().(prop.UID).String())] = true
	case t == reflect.TypeFor[hive.Hex]():
		if b := v.Bytes(); len(b) == 16 {
			r.ids[hive.Hex(b).String()] = true
		}
	case t.Kind() == reflect.Slice:
		for i := range v.Len() {
			r.learn(v.Index(i))
		}
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			f := v.Field(i)
			if fields[t][t.Field(i).Name] == module {
				r.modules[hive.Text(f.String())] = true
			}
			r.learn(f)
		}
	case t == reflect.TypeFor[hive.Text](), t == reflect.TypeFor[hive.Path]():
		r.remember(hive.Text(v.String()))
	}
}

// Sentence replaces what a sentence of this program quotes: every word that is private elsewhere, and every word that
// none of this program's sentences has.
func (r *Redactor) Sentence(s string) string {
	return r.each(s, func(w string) string {
		raised := raise(w)
		switch {
		case particles()[raised], !r.private[raised] && (vocabulary()[raised] || isPublic(w) || isNumber(w)):
			return w
		}
		return r.token(w)
	})
}

// particles stay in a sentence even where a name has them.
var particles = wordSet("a an the of in at on to is it no not or and as by for from with that which be are was were has had have its")

// isNumber reports whether a word is one that counts or places something, in decimal or, after 0x, in hex.
func isNumber(w string) bool {
	if rest, ok := strings.CutPrefix(w, "0x"); ok {
		return strings.Trim(rest, "0123456789abcdefABCDEF") == ""
	}
	return strings.Trim(w, "0123456789") == ""
}
