package report

import (
	"bufio"
	"io"
	"iter"
)

// writeSketch writes the moments of records as Timesketch imports them: a JSON object a line, each with message,
// datetime and timestamp_desc, and no other lines.
func writeSketch(w io.Writer, records iter.Seq[Record]) error {
	b := bufio.NewWriterSize(w, 1<<16)
	for m := range momentsOf(records) {
		line, err := encodeJSON(m, "")
		if err != nil {
			return err
		}
		if _, err := b.Write(line); err != nil {
			return err
		}
	}
	return b.Flush()
}
