package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strings"

	"mapihive/report/escape"
)

// writeJSON writes v as one indented document that ends in a newline, as encoding/json would. A field of the type
// iter.Seq[T] is written as a list of its elements, each as soon as it is made, and so is a long list: encoding/json
// holds whatever it writes in memory, twice.
func writeJSON(w io.Writer, v any) error {
	return newJSONWriter(w).document(v)
}

type jsonWriter struct {
	w *bufio.Writer
	b bytes.Buffer // of a value that is written as a whole
}

func newJSONWriter(w io.Writer) *jsonWriter { return &jsonWriter{w: bufio.NewWriterSize(w, 1<<16)} }

func (j *jsonWriter) document(v any) error {
	if err := j.value(reflect.ValueOf(v), ""); err != nil {
		return err
	}
	j.w.WriteByte('\n') // Flush tells what went wrong
	return j.w.Flush()
}

// value writes v at the end of a line that is indented by prefix.
func (j *jsonWriter) value(v reflect.Value, prefix string) error {
	switch {
	case v.Kind() == reflect.Func:
		return j.list(v, prefix)
	case hasLists(v.Type()) || v.Kind() == reflect.Struct && isLong(v):
		return j.object(v, prefix)
	case v.Kind() == reflect.Slice && isLong(v):
		return j.slice(v, prefix)
	}
	j.b.Reset()
	if err := encodeTo(&j.b, v.Interface(), prefix, "  "); err != nil {
		return err
	}
	_, err := j.w.Write(escape.JSON(bytes.TrimSuffix(j.b.Bytes(), []byte("\n"))))
	return err
}

// list writes the elements of an iter.Seq.
func (j *jsonWriter) list(v reflect.Value, prefix string) error {
	inner := prefix + "  "
	before := "[\n" + inner
	if !v.IsNil() {
		for e := range v.Seq() {
			j.w.WriteString(before)
			before = ",\n" + inner
			if err := j.value(e, inner); err != nil {
				return err
			}
		}
	}
	return j.end(before, "[", prefix+"]")
}

// slice writes a list that is there as a whole, each element by itself.
func (j *jsonWriter) slice(v reflect.Value, prefix string) error {
	inner := prefix + "  "
	before := "[\n" + inner
	for i := range v.Len() {
		j.w.WriteString(before)
		before = ",\n" + inner
		if err := j.value(v.Index(i), inner); err != nil {
			return err
		}
	}
	return j.end(before, "[", prefix+"]")
}

// longList is from how many elements on a list is written one by one. Below that the text of all is small.
const longList = 256

// isLong reports whether a value has a long list of structs in it, which encoding/json would hold as text whole.
func isLong(v reflect.Value) bool {
	if v.Type().Implements(marshaler) || reflect.PointerTo(v.Type()).Implements(marshaler) {
		return false // it is written as it sees fit
	}
	switch v.Kind() {
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Struct {
			return false
		}
		long := v.Len() > longList
		for i := 0; i < v.Len() && !long; i++ {
			long = isLong(v.Index(i))
		}
		return long
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); (f.Kind() == reflect.Slice || f.Kind() == reflect.Struct) && v.Type().Field(i).IsExported() && isLong(f) {
				return true
			}
		}
	}
	return false
}

var marshaler = reflect.TypeFor[json.Marshaler]()

// object writes a struct that has lists.
func (j *jsonWriter) object(v reflect.Value, prefix string) error {
	inner := prefix + "  "
	before := "{\n" + inner
	for _, f := range jsonFields(v.Type()) {
		field, err := v.FieldByIndexErr(f.index)
		if err != nil || f.omit(field) { // in an embedded struct that is not there, or left out
			continue
		}
		j.w.WriteString(before + `"` + f.name + `": `)
		before = ",\n" + inner
		if err := j.value(field, inner); err != nil {
			return err
		}
	}
	return j.end(before, "{", prefix+"}")
}

// end closes what before shows to have elements or none.
func (j *jsonWriter) end(before, open, closing string) error {
	if before[0] == ',' {
		open = "\n"
	} else {
		closing = strings.TrimLeft(closing, " ")
	}
	_, err := j.w.WriteString(open + closing)
	return err
}

// hasLists reports whether a type is a struct with an iter.Seq in it.
func hasLists(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		if f := t.Field(i).Type; f.Kind() == reflect.Func || hasLists(f) {
			return true
		}
	}
	return false
}

// jsonField is a field of a struct as encoding/json sees it.
type jsonField struct {
	name      string
	index     []int
	omitEmpty bool
	omitZero  bool
}

// jsonFields returns the fields of a struct that JSON has, in its order, those of embedded structs among them. Of
// fields with one JSON name the least deeply embedded is meant, and none where there are several.
func jsonFields(t reflect.Type) []jsonField {
	var all []jsonField
	var gather func(t reflect.Type, above []int)
	gather = func(t reflect.Type, above []int) {
		for i := range t.NumField() {
			f, index := t.Field(i), append(slices.Clone(above), i)
			name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
			of := f.Type
			if of.Kind() == reflect.Pointer {
				of = of.Elem()
			}
			switch {
			case f.Anonymous && name == "" && of.Kind() == reflect.Struct:
				gather(of, index)
			case f.IsExported() && name != "-":
				if name == "" {
					name = f.Name
				}
				all = append(all, jsonField{name, index, strings.Contains(rest, "omitempty"), strings.Contains(rest, "omitzero")})
			}
		}
	}
	gather(t, nil)
	return slices.DeleteFunc(slices.Clone(all), func(f jsonField) bool {
		return slices.ContainsFunc(all, func(g jsonField) bool {
			return f.name == g.name && (len(g.index) < len(f.index) || len(g.index) == len(f.index) && !slices.Equal(f.index, g.index))
		})
	})
}

// omit reports whether a field with this value is left out.
func (f *jsonField) omit(v reflect.Value) bool {
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok && f.omitZero {
		return z.IsZero()
	}
	if f.omitZero && v.IsZero() {
		return true
	}
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return f.omitEmpty && v.Len() == 0
	case reflect.Struct:
		return false
	}
	return f.omitEmpty && v.IsZero()
}
