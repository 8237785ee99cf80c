package report

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// jsonSchema is a JSON Schema of draft 2020-12, as far as the layouts of this package need it.
type jsonSchema struct {
	Schema      string        `json:"$schema,omitempty"`
	ID          string        `json:"$id,omitempty"`
	Title       string        `json:"title,omitempty"`
	Description string        `json:"description,omitempty"`
	Ref         string        `json:"$ref,omitempty"`
	Type        string        `json:"type,omitempty"`
	Const       string        `json:"const,omitempty"`
	Enum        []string      `json:"enum,omitempty"`
	Format      string        `json:"format,omitempty"`
	Pattern     string        `json:"pattern,omitempty"`
	Items       *jsonSchema   `json:"items,omitempty"`
	Properties  properties    `json:"properties,omitempty"`
	Required    []string      `json:"required,omitempty"`
	AnyOf       []*jsonSchema `json:"anyOf,omitempty"`
	Defs        properties    `json:"$defs,omitempty"`

	// Closed says that there are no other properties: fields may come in a later version, so a published schema is
	// open, but the tests are to see a field that it does not know.
	Closed *bool `json:"additionalProperties,omitempty"`
}

// properties are schemas by name, in the order of the fields.
type properties []property

type property struct {
	name string
	of   *jsonSchema
}

// MarshalJSON writes an object.
func (ps properties) MarshalJSON() ([]byte, error) {
	out := []byte("{")
	for i, p := range ps {
		if i > 0 {
			out = append(out, ',')
		}
		name, err := json.Marshal(p.name)
		if err != nil {
			return nil, err
		}
		of, err := json.Marshal(p.of)
		if err != nil {
			return nil, err
		}
		out = append(append(append(out, name...), ':'), of...)
	}
	return append(out, '}'), nil
}

// schemas makes the schemas of types. Those with a name become definitions.
type schemas struct {
	closed bool
	defs   properties
	known  map[reflect.Type]bool

	leaves map[reflect.Type]jsonSchema
	docs   func(key string) string // of a type, "mapi.Profile", or a field, "mapi.Profile.Root"
}

const hexPattern = "^([0-9a-f]{2})*$"

// leaves returns the schemas of types that write themselves, and of those whose words are few.
func leaves() map[reflect.Type]jsonSchema {
	return map[reflect.Type]jsonSchema{
		reflect.TypeFor[time.Time](): {Type: "string", Format: "date-time"},
		// A forged FILETIME behind the year 9999 is written as its number.
		reflect.TypeFor[hive.Time](): {Type: "string", Pattern: `^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{7}Z|FILETIME:0x[0-9a-f]{16})$`},
		reflect.TypeFor[hive.Hex]():  {Type: "string", Pattern: hexPattern},
		reflect.TypeFor[hive.Raw]():  {Type: "string", Pattern: hexPattern},
		reflect.TypeFor[prop.UID]():  {Type: "string", Pattern: "^[0-9a-f]{32}$"},

		// The only words that will stay all there are.
		reflect.TypeFor[analyze.Severity](): {Type: "string", Enum: []string{"informational", "low", "medium", "high", "critical"}},
		reflect.TypeFor[hive.Confidence]():  {Type: "string", Enum: []string{"low", "medium", "high"}},
	}
}

// of returns the schema of what encoding/json, or jsonWriter, makes of a value of the type.
func (m *schemas) of(t reflect.Type) *jsonSchema {
	if s, is := m.leaves[t]; is {
		return &s
	}
	if t.Implements(reflect.TypeFor[json.Marshaler]()) || t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return &jsonSchema{Type: "string"} // hive.Text and hive.Path are all there are
	}
	switch t.Kind() {
	case reflect.Pointer:
		return m.of(t.Elem())
	case reflect.String:
		return &jsonSchema{Type: "string"}
	case reflect.Bool:
		return &jsonSchema{Type: "boolean"}
	case reflect.Slice, reflect.Array:
		return &jsonSchema{Type: "array", Items: m.of(t.Elem())}
	case reflect.Func: // an iter.Seq
		return &jsonSchema{Type: "array", Items: m.of(t.In(0).In(0))}
	case reflect.Struct:
		return m.object(t)
	}
	return &jsonSchema{Type: "integer"}
}

// object returns the schema of a struct, or a reference to it where it has a name.
func (m *schemas) object(t reflect.Type) *jsonSchema {
	name := defName(t)
	if name == "" {
		return m.fields(t)
	}
	if !m.known[t] {
		m.known[t] = true
		at := len(m.defs)
		m.defs = append(m.defs, property{name: name})
		m.defs[at].of = m.fields(t) // which may add to defs
	}
	return &jsonSchema{Ref: "#/$defs/" + name}
}

func (m *schemas) fields(t reflect.Type) *jsonSchema {
	s := &jsonSchema{Type: "object", Description: m.docs(defName(t))}
	if m.closed {
		s.Closed = new(bool)
	}
	for _, f := range jsonFields(t) {
		of := m.of(t.FieldByIndex(f.index).Type)
		of.Description = m.docs(defName(f.owner(t)) + "." + t.FieldByIndex(f.index).Name)
		if f.always(t) {
			s.Required = append(s.Required, f.name)
		}
		s.Properties = append(s.Properties, property{f.name, of})
	}
	return s
}

// owner is the struct that has a field, t or one that is embedded in it.
func (f *jsonField) owner(t reflect.Type) reflect.Type {
	if n := len(f.index) - 1; n > 0 {
		t = t.FieldByIndex(f.index[:n]).Type
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
	}
	return t
}

// always reports whether a field is there whatever its value.
func (f *jsonField) always(t reflect.Type) bool {
	for i := 1; i < len(f.index); i++ {
		if t.FieldByIndex(f.index[:i]).Type.Kind() == reflect.Pointer {
			return false // of an embedded struct that may be missing
		}
	}
	k := t.FieldByIndex(f.index).Type.Kind()
	return !f.omitZero && (!f.omitEmpty || k == reflect.Struct || k == reflect.Array)
}

// defName is the name of a type with that of its package, "" where it has none.
func defName(t reflect.Type) string {
	if t.Name() == "" || strings.Contains(t.Name(), "[") {
		return ""
	}
	if pkg := t.PkgPath()[strings.LastIndexByte(t.PkgPath(), '/')+1:]; pkg != "report" {
		return pkg + "." + t.Name()
	}
	return t.Name()
}
