package report

import (
	"bytes"
	"encoding/json"

	"mapihive/report/escape"
)

// encodeJSON returns v, indented or without an indent on one line, and the newline that ends it.
func encodeJSON(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	if err := encodeTo(&b, v, "", indent); err != nil {
		return nil, err
	}
	return escape.JSON(b.Bytes()), nil
}

// encodeTo appends v to b, indented or without an indent on one line, and a newline.
func encodeTo(b *bytes.Buffer, v any, prefix, indent string) error {
	enc := json.NewEncoder(b)
	enc.SetIndent(prefix, indent)
	enc.SetEscapeHTML(false) // the document is no web page; paths stay readable
	return enc.Encode(v)
}
