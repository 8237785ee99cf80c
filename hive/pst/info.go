package pst

import (
	"errors"

	"mapihive/hive"
)

// ErrNotPST says that a file does not start like an Outlook data file.
var ErrNotPST = errors.New(`no PST or OST file: it does not start with "!BDN"`)

// Kinds of data files, by wMagicClient (2.2.2.6).
const (
	ClientPST = "pst"
	ClientOST = "ost"
	ClientPAB = "pab" // personal address book
)

// Formats, by wVer.
const (
	ANSI      = "ansi"
	Unicode   = "unicode"
	Unicode4K = "unicode-4k" // pages of 4,096 bytes
)

// States of the allocation maps (fAMapValid, 2.2.2.5). Invalid ones are likely after the file was not closed in
// order; Outlook builds them anew when it opens the file.
const (
	MapsInvalid = "invalid"
	MapsValid   = "valid"
)

// Info is what a data file says of itself. What is not known is zero.
type Info struct {
	Client  string `json:"client,omitempty"` // ClientPST, ClientOST or ClientPAB
	Format  string `json:"format,omitempty"` // ANSI, Unicode or Unicode4K
	Version int    `json:"version"`          // wVer
	Size    int64  `json:"size"`             // of the file, in bytes

	// HeaderSize is what the header says of the size, in bytes.
	HeaderSize int64 `json:"header_size,omitempty"`
	// Unique is dwUnique, which grows as the header is rewritten: it tells copies of one file apart that were used
	// since.
	Unique uint32 `json:"unique,omitempty"`
	Maps   string `json:"allocation_maps,omitempty"` // MapsValid, MapsInvalid
	// Encoding is how blocks are encoded: "none", "permute", "cyclic", "wip" or "0xNN". It protects nothing.
	Encoding string `json:"encoding,omitempty"`

	RecordKey hive.Hex `json:"record_key,omitempty"` // PR_RECORD_KEY of the message store, 16 bytes
	Password  bool     `json:"password,omitempty"`   // the store has a password

	Unread   string    `json:"unread,omitempty"` // why there is no record key
	Problems []Problem `json:"problems,omitempty"`
}

// Problem is one thing in the file that is not as it should be, and that reading went on after.
type Problem struct {
	Offset int64  `json:"offset"` // in bytes, from the start of the file
	What   string `json:"what"`
}

func (i *Info) problem(offset int64, what string) {
	i.Problems = append(i.Problems, Problem{offset, what})
}
