package dump

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/regf"
	"mapihive/hive/secret"
)

// keyRecord is one key, live or recovered.
type keyRecord struct {
	path      hive.Path
	name      hive.Text
	unknown   bool // a place for values of which no key is known
	place     hive.Place
	lastWrite hive.Time
	class     []byte
	inHive    bool // live is the key
	live      regf.Key
	recovered *hive.RecoveredKey // nil for a live key
}

// valueRecord is one value, live or recovered, of the key that was written last.
type valueRecord struct {
	name      hive.Text
	typ       hive.ValueType
	size      int // as announced
	data      []byte
	converted bool   // the file holds other bytes than data: stored
	stored    []byte // and size is theirs
	whole     bool
	secrecy   secret.Secrecy // of the data and their size
	tombstone bool
	place     hive.Place
	dataAt    hive.Place           // zero for inline data and none
	recovered *hive.RecoveredValue // nil for a live value
}

// lost reports whether nothing is left of the data: they are no empty text or number then.
func (v *valueRecord) lost() bool { return len(v.bytes()) == 0 && v.missing() != "" }

// bytes are the data as the file holds them.
func (v *valueRecord) bytes() []byte {
	if v.converted {
		return v.stored
	}
	return v.data
}

// missing says how much of a value's data there is, "" where it is whole. Of a secret it gives no size.
func (v *valueRecord) missing() string {
	what := "damaged"
	switch {
	case v.recovered != nil && v.recovered.Status != hive.Intact:
		what = string(v.recovered.Status)
	case v.recovered != nil || v.whole:
		return ""
	}
	if v.secrecy != secret.Open {
		return "data " + what
	}
	return fmt.Sprintf("data %s: %d of %d bytes", what, len(v.bytes()), v.size)
}

// maskedTexts is the text of a masked value, or its list of texts, with the passwords of URLs masked.
func (v *valueRecord) maskedTexts() (texts []hive.Text, list bool) {
	r := v.typ.Read(v.data)
	if r.Form == hive.FormText {
		return []hive.Text{secret.MaskURLs(r.Text())}, false
	}
	for text := range r.Texts() {
		texts = append(texts, secret.MaskURLs(text))
	}
	return texts, true
}

// count is what a dump holds, and what it leaves out.
type count struct {
	Whole           bool `json:"whole"`
	Keys            int  `json:"keys"`
	Values          int  `json:"values"`
	RecoveredKeys   int  `json:"recovered_keys"`
	RecoveredValues int  `json:"recovered_values"`
	Unplaced        int  `json:"unplaced"` // recovered keys and values that may have stood below the key, but no path tells
}
