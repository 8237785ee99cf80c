package exchange

import (
	"bytes"
	"encoding/json"
	"reflect"

	"mapihive/hive/secret"
)

// Encode writes a line with its line feed, the passwords of URLs taken out.
func (l Line) Encode() ([]byte, error) {
	l.Schema = Schema
	b, err := json.Marshal(l)
	if err == nil && bytes.Contains(b, []byte("://")) {
		var own Line // the snapshot is not ours
		if err = json.Unmarshal(b, &own); err == nil {
			mask(reflect.ValueOf(&own).Elem())
			b, err = json.Marshal(own)
		}
	}
	return append(b, '\n'), err
}

// mask takes the passwords of URLs out of every text of a value, names of keys too, as they are when texts are printed. It
// changes the value where it stands.
func mask(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if t := secret.MaskURLs(v.String()); t != v.String() {
			v.SetString(t)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			mask(v.Elem())
		}
	case reflect.Slice, reflect.Array:
		if k := v.Type().Elem().Kind(); k == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			mask(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			mask(v.Field(i))
		}
	}
}
