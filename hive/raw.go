package hive

import (
	"encoding/hex"
	"strings"
)

// RawLimit is how many bytes of a value's data a Fact keeps: 127 characters of text and their NUL. A Snapshot is one of
// tens of thousands in memory, and a value can be as large as the hive.
const RawLimit = 256

// Raw is the first RawLimit bytes of a value's data, as a rule all of them. It can be compared. Its text form, in
// JSON too, is lower-case hex in stored order.
//
// Most data are UTF-16 text with a NUL at its end. Those are kept as that Text, whose memory is there already; all
// others behind a byte that no text has.
type Raw string

const rawBytes = "\xFF"

// NewRaw copies data, unless they are text, which is known already, and a NUL.
func NewRaw(data []byte, text Text) Raw {
	data = data[:min(len(data), RawLimit)]
	if len(data) == 0 {
		return ""
	}
	if units, _ := CutNUL(data); len(units) > 0 && len(units)+2 == len(data) {
		if decoded := DecodeUTF16(units); decoded != text {
			return Raw(decoded)
		}
		return Raw(text)
	}
	return rawBytes + Raw(data)
}

// Bytes are what was kept of the data.
func (r Raw) Bytes() []byte {
	switch data, is := strings.CutPrefix(string(r), rawBytes); {
	case is:
		return []byte(data)
	case r == "":
		return nil
	}
	return append(EncodeUTF16(Text(r)), 0, 0)
}

func (r Raw) String() string { return hex.EncodeToString(r.Bytes()) }

// MarshalText writes lower-case hex.
func (r Raw) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads hex of either case.
func (r *Raw) UnmarshalText(b []byte) error {
	v, err := hex.DecodeString(string(b))
	*r = NewRaw(v, "")
	return err
}

// WithData is the fact with the bytes that it was read from. Those of a secret are not for it.
func (f Fact) WithData(data []byte) Fact {
	f.Data, f.DataSize = NewRaw(data, f.Text), 0
	if len(data) > RawLimit {
		f.DataSize = len(data)
	}
	return f
}
