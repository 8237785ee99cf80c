package collect

import (
	"reflect"
	"strings"

	"mapihive/analyze"
)

// compact copies every slice and string of a snapshot, so that it keeps alive nothing but itself: no buffer that
// a text was cut from, no room that a slice had to grow. Equal strings, such as the paths of keys that many facts
// stand in, become one. It finds all of them because a snapshot has nothing but values; TestSnapshotHidesNothing
// of package analyze holds it to that.
func compact(s *analyze.Snapshot) {
	make(compactor, fewTexts).value(reflect.ValueOf(s).Elem())
}

// fewTexts is about how many different texts the snapshot of a hive with one profile has.
const fewTexts = 256

// compactor maps each string met to the one that is kept.
type compactor map[string]string

func (c compactor) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if t := v.String(); t != "" { // as most of a fact's texts are
			v.SetString(c.text(t))
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		c.elements(v)
	case reflect.Array:
		c.elements(v)
	case reflect.Struct:
		for i := range v.NumField() {
			c.value(v.Field(i))
		}
	}
}

func (c compactor) elements(v reflect.Value) {
	switch v.Type().Elem().Kind() {
	case reflect.String, reflect.Slice, reflect.Array, reflect.Struct:
		for i := range v.Len() {
			c.value(v.Index(i))
		}
	}
}

func (c compactor) text(t string) string {
	kept, met := c[t]
	if !met {
		kept = strings.Clone(t)
		c[kept] = kept
	}
	return kept
}
