package hive

import "cmp"

// Place is where in the evidence something stands. Structs embed it, so it has no method that prints.
type Place struct {
	Offset int64 `json:"offset"`         // from the start of that file, in bytes
	File   Text  `json:"log,omitempty"`  // path of the transaction log that holds it, "" for the hive file itself
	Line   int   `json:"line,omitempty"` // in registry text, from 1; 0 in other files
}

// Compare orders places: those of the hive file first, then those of the logs by name, each by offset and line.
func (p Place) Compare(q Place) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Offset, q.Offset),
		cmp.Compare(p.Line, q.Line))
}

// Fact is one key or value as read: where it stands in the evidence and what it says. For a fact that is a key
// itself, Value is empty and the place is the key's.
type Fact struct {
	Key       Path   `json:"key"`
	Value     Text   `json:"value"` // value name as stored
	Place            // of the vk cell
	State     Origin `json:"state"`               // live, deleted, kept aside, recovered
	LastWrite Time   `json:"last_write,omitzero"` // of the key that holds it
	Text      Text   `json:"text,omitempty"`      // decoded; "stored" for a secret

	// Data are of the value, as a hive of Windows NT stores them: of a file of Windows 9x and of registry text, strings in
	// UTF-16. They are absent for a key, a secret, and what has a password in a URL.
	Data     Raw `json:"data,omitempty"`
	DataSize int `json:"data_size,omitempty"` // of all the data in bytes, where Data is only the first RawLimit of them
}
