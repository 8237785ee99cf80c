package report

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"
)

// writeBody writes the body file of The Sleuth Kit, version 3: a line for each moment,
// MD5|name|inode|mode|UID|GID|size|atime|mtime|ctime|crtime, with what the time is of as the time of modification, in
// seconds since 1970. The name is the message with the source and the key. What was before 1970 has no line.
func writeBody(w io.Writer, records iter.Seq[Record]) error {
	b := bufio.NewWriter(w)
	for m := range momentsOf(records) {
		seconds := m.Time.Time().Unix()
		if seconds < 0 {
			continue
		}
		name := strings.ReplaceAll(Scrub(join(m.Message, m.Source.String(), m.Key.String())), "|", `\u007C`)
		if _, err := fmt.Fprintf(b, "0|%s|0|0|0|0|0|0|%d|0|0\n", name, seconds); err != nil {
			return err
		}
	}
	return b.Flush()
}
