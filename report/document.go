package report

import (
	"io"
	"iter"
)

// Document is one thing that can be reported, whatever the format: for people as blocks, for programs as one
// value and as records. Nothing is made before a format asks for it. What a document lacks, it cannot be
// written as.
type Document struct {
	Name   string           // what it is, in a word: "stores"
	Run    Run              // what made it; it may be told at any time before the document is written
	Blocks iter.Seq[*Block] // from its title to its end
	Value  func() any       // for a JSON document: see jsonWriter for lists that are written as they are made
	// Records are the facts of the document, each of use alone; one of the type of Row has a row in CSV.
	Records iter.Seq[Record]
	Row     Record
	// Err says what went wrong while the document was made, apart from writing it; nil where nothing can.
	Err func() error
	Own map[string]Writer // by the name of a format: what writes this document in it better than the format could
}

// Writer writes one document.
type Writer func(w io.Writer, o TextOptions) error

// Format is one way to write every document.
type Format struct {
	Name  string
	Doc   string               // what it is for, in a few words
	Has   func(*Document) bool // whether the document has what the format is made of
	Write func(w io.Writer, d *Document, o TextOptions) error
}

// Formats are the formats there are, the one that is meant where none is named first.
func Formats() []*Format {
	return []*Format{
		{
			Name: "text", Doc: "to read",
			Has:   func(d *Document) bool { return d.Blocks != nil },
			Write: func(w io.Writer, d *Document, o TextOptions) error { return writeText(w, d.Blocks, o) },
		},
		{
			Name: "html", Doc: "a page to read, to print and to attach",
			Has:   func(d *Document) bool { return d.Blocks != nil },
			Write: func(w io.Writer, d *Document, _ TextOptions) error { return writeHTML(w, d) },
		},
		{
			Name: "json", Doc: "one JSON document",
			Has:   func(d *Document) bool { return d.Value != nil },
			Write: func(w io.Writer, d *Document, _ TextOptions) error { return writeJSON(w, d.Value()) },
		},
		{
			Name: "jsonl", Doc: "a JSON object on each line, of use alone",
			Has:   func(d *Document) bool { return d.Records != nil },
			Write: func(w io.Writer, d *Document, _ TextOptions) error { return writeLines(w, d.Records) },
		},
		{
			Name: "csv", Doc: "a table",
			Has:   func(d *Document) bool { return d.Row != nil },
			Write: func(w io.Writer, d *Document, o TextOptions) error { return writeRows(w, d.Row, d.Records, o) },
		},
		{
			Name: "bodyfile", Doc: "for mactime, of what has a time",
			Has: func(d *Document) bool {
				_, ok := d.Row.(dated)
				return ok
			},
			Write: func(w io.Writer, d *Document, _ TextOptions) error { return writeBody(w, d.Records) },
		},
		{
			Name: "timesketch", Doc: "JSONL for Timesketch, of what has a time",
			Has: func(d *Document) bool {
				_, ok := d.Row.(dated)
				return ok
			},
			Write: func(w io.Writer, d *Document, _ TextOptions) error { return writeSketch(w, d.Records) },
		},
		{
			Name: "sarif", Doc: "findings for what shows SARIF 2.1.0",
			Has: func(d *Document) bool {
				_, ok := d.Row.(findingRecord)
				return ok
			},
			Write: func(w io.Writer, d *Document, _ TextOptions) error { return writeSARIF(w, d.Records) },
		},
	}
}

// Of reports whether the document can be written in the format.
func (f *Format) Of(d *Document) bool {
	return d.Own[f.Name] != nil || f.Has(d)
}

// Write writes the document in a format that it has. Equal documents give equal bytes, whatever the clock, the
// locale or the environment say. The error is w's, as a rule: what was written until then is no whole document.
func (d *Document) Write(w io.Writer, f *Format, o TextOptions) error {
	if own := d.Own[f.Name]; own != nil {
		return own(w, o)
	}
	err := f.Write(w, d, o)
	if err == nil && d.Err != nil {
		err = d.Err()
	}
	return err
}
