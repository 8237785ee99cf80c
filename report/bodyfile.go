package report

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"

	"mapihive/hive"
)

// dated is a record that has a line in a body file.
type dated interface {
	Record
	dated() (name string, at hive.Time)
}

// dated names the event after its message, with the source and the key.
func (r eventRecord) dated() (name string, at hive.Time) {
	return join(r.Message, r.Source.String(), r.Key.String()), r.Time
}

// writeBody writes the body file of The Sleuth Kit, version 3: a line for each record,
// MD5|name|inode|mode|UID|GID|size|atime|mtime|ctime|crtime, with what the time is of as the time of modification, in
// seconds since 1970. What was before has no line.
func writeBody(w io.Writer, records iter.Seq[Record]) error {
	b := bufio.NewWriter(w)
	for r := range records {
		d, ok := r.(dated)
		if !ok {
			continue
		}
		name, at := d.dated()
		seconds := at.Time().Unix()
		if seconds < 0 {
			continue
		}
		name = strings.ReplaceAll(Scrub(name), "|", `\u007C`)
		if _, err := fmt.Fprintf(b, "0|%s|0|0|0|0|0|0|%d|0|0\n", name, seconds); err != nil {
			return err
		}
	}
	return b.Flush()
}
