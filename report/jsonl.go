package report

import (
	"bufio"
	"io"
	"iter"
)

// endRecord ends the lines of a document. Without it they are not all there.
type endRecord struct {
	Record  string `json:"record"`
	Whole   bool   `json:"whole"`
	Records int    `json:"records"` // before this one
}

// writeLines writes each record as a JSON object on a line of its own.
func writeLines(w io.Writer, records iter.Seq[Record]) error {
	b := bufio.NewWriterSize(w, 1<<16)
	n := 0
	put := func(v any) error {
		line, err := encodeJSON(v, "")
		if err == nil {
			_, err = b.Write(line)
		}
		return err
	}
	for r := range records {
		if err := put(r); err != nil {
			return err
		}
		n++
	}
	if err := put(endRecord{"end", true, n}); err != nil {
		return err
	}
	return b.Flush()
}
