package dump

import (
	"bytes"
	"encoding/json"

	"mapihive/hive"
	"mapihive/hive/secret"
	"mapihive/report/escape"
)

// appendJSONTrust ends a recovered record.
func appendJSONTrust(b []byte, s hive.Source, c hive.Confidence, reasons []string) []byte {
	b = append(append(append(b, `,"state":"recovered","source":"`...), s...), `","confidence":"`...)
	b = append(append(b, c...), `","reasons":[`...)
	for i, reason := range reasons {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSONText(b, hive.Text(reason))
	}
	return append(b, "]}\n"...)
}

// appendJSONText appends t as hive.Text.MarshalJSON writes it, without its allocation where t is
// printable ASCII.
func appendJSONText(b []byte, t hive.Text) []byte {
	t = secret.MaskURLs(t)
	start := len(b)
	b = append(b, '"')
	for i := range len(t) {
		c := t[i]
		if c < 0x20 || c >= 0x7F {
			return appendJSONEscaped(b[:start], t)
		}
		if c == '"' || c == '\\' {
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	return append(b, '"')
}

// appendJSONUnits is appendJSONText for UTF-16LE bytes.
func appendJSONUnits(b, units []byte) []byte {
	start := len(b)
	b = append(b, '"')
	for i := 0; i+1 < len(units); i += 2 {
		c := units[i]
		if units[i+1] != 0 || c < 0x20 || c >= 0x7F {
			return appendJSONEscaped(b[:start], hive.DecodeUTF16(units))
		}
		if c == '"' || c == '\\' {
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	return append(b, '"')
}

func appendJSONEscaped(b []byte, t hive.Text) []byte {
	escaped, _ := t.MarshalJSON() // never fails
	return append(b, escaped...)
}

// appendJSONLine appends v as one line. It is for the few records that are not keys or values.
func appendJSONLine(b []byte, v any) []byte {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	enc.Encode(v) // fails for no type used here
	return append(b, escape.JSON(line.Bytes())...)
}
