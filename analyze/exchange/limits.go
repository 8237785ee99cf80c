package exchange

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"unicode"

	"mapihive/hive"
)

// Limits on a snapshot file. Each is far above what a run writes.
const (
	// MaxLine is how long a line may be, in bytes. A snapshot has 3 to 10 KB; one with as many diagnostics as are
	// kept of a hive, 4 MB.
	MaxLine = 64 << 20
	// MaxLines is how many lines files that are joined may have: each takes about 100 bytes until they are.
	MaxLines = 4 << 20
	// maxDepth is how deep the values of a line may be nested; those of a snapshot are by 9.
	maxDepth = 32
	// freeMemory and perByte are how much memory what is in a line may take, in bytes: so much anyway, and so much for
	// each byte of the line. A list of empty things would take a thousand times its length.
	freeMemory = 256 << 10
	perByte    = 24
)

var (
	errNoJSON = errors.New("it is no JSON object of one line; it may be cut off")
	errDeep   = fmt.Errorf("its values are nested deeper than %d, which no run writes", maxDepth)
	errHeavy  = errors.New("it would take far more memory than it is long, which no run writes")
)

// oddity says what is wrong with JSON that fits no snapshot, without what is in it.
func oddity(err error) string {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("%s is a %s", hive.Text(t.Field), hive.Text(t.Value))
	}
	return "a value in it is of another form"
}

// shape is what decoding a value into some type takes.
type shape struct {
	elem   *shape // of a list
	size   int    // of an element, in bytes
	fields map[string]*shape
}

// shapes are those of the types met.
var shapes sync.Map // reflect.Type to *shape

func shapeOf[T any]() *shape { return shapeOfType(reflect.TypeFor[T]()) }

func shapeOfType(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := &shape{}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	p := reflect.PointerTo(t)
	switch {
	case p.Implements(reflect.TypeFor[json.Unmarshaler]()), p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
	case t.Kind() == reflect.Slice:
		s.elem, s.size = shapeOfType(t.Elem()), int(t.Elem().Size())
	case t.Kind() == reflect.Struct:
		s.fields = map[string]*shape{}
		for _, f := range reflect.VisibleFields(t) {
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && f.IsExported() {
				s.fields[strings.ToLower(name)] = shapeOfType(f.Type)
			}
		}
	}
	shapes.Store(t, s)
	return s
}

// weigh reports an error for JSON that is none, is nested too deep, or would take too much memory once decoded.
func weigh(b []byte, s *shape) error {
	if !json.Valid(b) {
		return errNoJSON
	}
	w := weigher{b: b, left: freeMemory + perByte*len(b)}
	return w.value(s, 0)
}

// weigher goes through valid JSON.
type weigher struct {
	b    []byte
	left int // memory, in bytes
}

func (w *weigher) space() {
	for len(w.b) > 0 && (w.b[0] == ' ' || w.b[0] == '\t' || w.b[0] == '\n' || w.b[0] == '\r') {
		w.b = w.b[1:]
	}
}

// text passes over a string and returns it as it is written.
func (w *weigher) text() []byte {
	i := 1
	for w.b[i] != '"' {
		if w.b[i] == '\\' {
			i++
		}
		i++
	}
	t := w.b[1:i]
	w.b = w.b[i+1:]
	return t
}

// value passes over a value that would be decoded into a shape; nil is for one that is not decoded.
func (w *weigher) value(s *shape, depth int) error {
	if depth > maxDepth {
		return errDeep
	}
	if s == nil {
		s = &shape{}
	}
	w.space()
	switch w.b[0] {
	case '"':
		w.text()
	case '{', '[':
		end := byte('}')
		if w.b[0] == '[' {
			end = ']'
		}
		for w.b, w.left = w.b[1:], w.left-16; ; w.b = w.b[1:] { // behind the bracket or comma
			if w.space(); w.b[0] == end {
				break
			}
			inner := s.elem
			if end == '}' {
				name := w.text()
				inner = s.fields[strings.ToLower(string(name))] // JSON names are taken in any case
				w.space()
				w.b = w.b[1:] // the colon
			} else if w.left -= s.size; w.left < 0 {
				return errHeavy
			}
			if err := w.value(inner, depth+1); err != nil {
				return err
			}
			if w.space(); w.b[0] == end {
				break
			}
		}
		w.b = w.b[1:]
	default:
		i := 0
		for i < len(w.b) && !strings.ContainsRune(" \t\r\n,]}", rune(w.b[i])) {
			i++
		}
		w.b = w.b[i:]
	}
	return nil
}

var errControl = errors.New("a word of its own holds a character that acts on a terminal, which no run writes")

// plain refuses a line with words that are no text of evidence, and yet act on a terminal: they are written as they
// are, and no run makes such.
func plain(l *Line) error {
	if !safe(reflect.ValueOf(l).Elem()) {
		return errControl
	}
	return nil
}

func safe(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer:
		return v.IsNil() || safe(v.Elem())
	case reflect.String:
		switch v.Type() {
		case reflect.TypeFor[hive.Text](), reflect.TypeFor[hive.Path](), reflect.TypeFor[hive.Raw]():
			return true
		}
		return strings.IndexFunc(v.String(), func(r rune) bool { return unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029' }) < 0
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return true
		}
		for i := range v.Len() {
			if !safe(v.Index(i)) {
				return false
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if !safe(v.Field(i)) {
				return false
			}
		}
	}
	return true
}
