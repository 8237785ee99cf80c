package hive

import (
	"encoding/binary"
	"fmt"
	"iter"
	"strings"
)

// Form is the shape of what value data says.
type Form uint8

const (
	FormBytes  Form = iota // the type gives no reading, or the data do not fit it
	FormText               // one text
	FormTexts              // a list of texts
	FormNumber             // an unsigned number
)

// Reading is what value data says by the rules of its registry type. It shares memory with the data,
// which stay what counts: a reading may leave bytes out, and Note says when it does.
type Reading struct {
	Form   Form
	Number uint64 // FormNumber
	Units  []byte // FormText: UTF-16LE up to the first NUL. FormTexts: the same, with a NUL between the texts.
	Rest   []byte // bytes after the end of the text or list, unless all are zero
	Odd    bool   // a UTF-16 text of an odd number of bytes; the last one is in no text
	ASCII  Text   // what the data say if they are ASCII where UTF-16 belongs; "" where they cannot be
	Misfit bool   // a number of the wrong length
}

// Read reads data as a value of type t. Numbers need their exact length. Texts end at the first NUL,
// which may be missing; lists of texts at the first empty one, which may be missing too. Links are texts.
func (t ValueType) Read(data []byte) Reading {
	switch t {
	case RegSz, RegExpandSz, RegLink:
		text, rest := CutNUL(data)
		return Reading{Form: FormText, Units: text}.note(data, rest)
	case RegMultiSz:
		texts, rest := cutList(data)
		return Reading{Form: FormTexts, Units: texts}.note(data, rest)
	case RegDword:
		if len(data) == 4 {
			return Reading{Form: FormNumber, Number: uint64(binary.LittleEndian.Uint32(data))}
		}
	case RegDwordBigEndian:
		if len(data) == 4 {
			return Reading{Form: FormNumber, Number: uint64(binary.BigEndian.Uint32(data))}
		}
	case RegQword:
		if len(data) == 8 {
			return Reading{Form: FormNumber, Number: binary.LittleEndian.Uint64(data)}
		}
	default:
		return Reading{}
	}
	return Reading{Misfit: true}
}

// note adds what is unusual about the data of a text; rest follows its end.
func (r Reading) note(data, rest []byte) Reading {
	for _, c := range rest {
		if c != 0 {
			r.Rest = rest
			break
		}
	}
	r.Odd = len(data)%2 != 0
	r.ASCII = asciiReading(data)
	return r
}

// Text returns a FormText as text.
func (r Reading) Text() Text { return DecodeUTF16(r.Units) }

// Texts yields the texts of a FormTexts.
func (r Reading) Texts() iter.Seq[Text] {
	return func(yield func(Text) bool) {
		for units := r.Units; len(units) > 0; {
			var text []byte
			if text, units = CutNUL(units); !yield(DecodeUTF16(text)) {
				return
			}
		}
	}
}

// Note says in words what is unusual about the data, "" where nothing is.
func (r Reading) Note() string {
	if !r.Misfit && r.Rest == nil && !r.Odd && r.ASCII == "" {
		return ""
	}
	var notes []string
	if r.Misfit {
		notes = append(notes, "the length does not fit the type")
	}
	if r.Rest != nil {
		notes = append(notes, fmt.Sprintf("trailing-data: bytes after the end of the text: %d", len(r.Rest)))
	}
	if r.Odd {
		notes = append(notes, "odd-length: the last byte is no whole character")
	}
	if r.ASCII != "" {
		notes = append(notes, fmt.Sprintf("looks like ASCII: %q", r.ASCII))
	}
	return strings.Join(notes, "; ")
}

// CutNUL divides UTF-16LE bytes at the first NUL: the whole units before it, and what follows it. Without
// a NUL, rest holds the odd last byte, if any.
func CutNUL(b []byte) (text, rest []byte) {
	for i := 0; i+1 < len(b); i += 2 {
		if b[i] == 0 && b[i+1] == 0 {
			return b[:i], b[i+2:]
		}
	}
	whole := len(b) &^ 1
	return b[:whole], b[whole:]
}

// cutList is CutNUL at the first empty text.
func cutList(b []byte) (texts, rest []byte) {
	for i := 0; i+1 < len(b); {
		if b[i] == 0 && b[i+1] == 0 {
			return b[:i], b[i+2:]
		}
		text, after := CutNUL(b[i:])
		if i += len(text) + 2; i > len(b)-len(after) {
			break // no NUL after the last text
		}
	}
	whole := len(b) &^ 1
	return b[:whole], b[whole:]
}

// asciiReading returns data as ASCII if all of it is printable but for one NUL at its end and no UTF-16
// NUL ends it. Han characters can look the same, so this is a second reading and never the only one.
func asciiReading(data []byte) Text {
	n := len(data)
	if n >= 2 && n%2 == 0 && data[n-1] == 0 && data[n-2] == 0 {
		return ""
	}
	if n > 0 && data[n-1] == 0 {
		n--
	}
	if n < 2 {
		return "" // one byte and a NUL are a UTF-16 character
	}
	for _, c := range data[:n] {
		if (c < 0x20 || c > 0x7E) && c != '\t' && c != '\r' && c != '\n' {
			return ""
		}
	}
	return Text(data[:n])
}
