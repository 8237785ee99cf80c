package report

import (
	"bytes"
	"encoding/json"

	"mapihive/hive"
	"mapihive/hive/secret"
)

// encodeJSON returns v, indented or without an indent on one line, and the newline that ends it.
func encodeJSON(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	if err := encodeTo(&b, v, "", indent); err != nil {
		return nil, err
	}
	return escapeJSON(b.Bytes()), nil
}

// encodeTo appends v to b, indented or without an indent on one line, and a newline.
func encodeTo(b *bytes.Buffer, v any, prefix, indent string) error {
	enc := json.NewEncoder(b)
	enc.SetIndent(prefix, indent)
	enc.SetEscapeHTML(false) // the document is no web page; paths stay readable
	return enc.Encode(v)
}

// escapeJSON writes the characters that hive.Text never lets through as \uXXXX wherever else they stand
// in the document (outside strings JSON is printable ASCII, so that they can only stand in strings), and
// masks the passwords of URLs in names.
func escapeJSON(doc []byte) []byte {
	if bytes.Contains(doc, []byte("://")) {
		doc = []byte(secret.MaskURLs(string(doc)))
	}
	var out []byte
	done := 0 // what of doc is in out
	for i := 0; i < len(doc); {
		end := i
		for end < len(doc) && doc[end] >= 0x7F {
			end++
		}
		if end == i {
			i++
			continue
		}
		quoted, _ := hive.Text(doc[i:end]).MarshalJSON() // the error is always nil
		// U+FFFD is what encoding/json makes of bytes that are no UTF-8.
		escaped := bytes.ReplaceAll(quoted[1:len(quoted)-1], []byte("\uFFFD"), []byte(`\ufffd`))
		if !bytes.Equal(escaped, doc[i:end]) {
			out = append(append(out, doc[done:i]...), escaped...)
			done = end
		}
		i = end
	}
	if done == 0 {
		return doc
	}
	return append(out, doc[done:]...)
}
