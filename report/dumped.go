package report

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"mapihive/report/dump"
)

// Dumped is a dump as a document. It writes its lines itself, as text and as JSON; to every other format each line
// of the text is a fact.
func Dumped(ctx context.Context, d *dump.Dump) *Document {
	var failure error
	doc := &Document{Name: "dump", Err: func() error { return failure }}
	asText := func(w io.Writer, _ TextOptions) error {
		d.Form, d.Before = dump.Text, []byte(comments(&doc.Run))
		return d.Write(ctx, w)
	}
	asLines := func(w io.Writer, _ TextOptions) error {
		d.Form, d.Before = dump.JSONL, nil
		if run := doc.Run; run.Tool.Name != "" {
			run.Finished = time.Time{} // it is only beginning
			record := newRunRecord(&run, doc.Name, 0)
			record.Schema = dump.Schema
			line, err := encodeJSON(record, "")
			if err != nil {
				return err
			}
			d.Before = line
		}
		return d.Write(ctx, w)
	}
	doc.Own = map[string]Writer{"text": asText, "jsonl": asLines}
	doc.Blocks = blocks(func(p *page) {
		p.title("Keys and values of " + d.Path.String())
		if failure = asText(&lineWriter{p: p}, TextOptions{}); errors.Is(failure, errUnwanted) {
			failure = nil
		}
	})
	return doc
}

// comments say in a dump what made it.
func comments(r *Run) string {
	if r.Tool.Name == "" {
		return ""
	}
	lines := []string{r.Tool.made(), "arguments: " + arguments(r.Tool.Args)}
	for _, o := range r.Options.words() {
		lines = append(lines, "read "+o)
	}
	var b strings.Builder
	for _, l := range lines {
		b.WriteString("# " + Scrub(l) + "\n")
	}
	return b.String()
}

// errUnwanted ends the making of what nobody asks for any more.
var errUnwanted = errors.New("no more blocks are wanted")

// lineWriter makes a block of each line that is written to it.
type lineWriter struct {
	p    *page
	rest []byte // of a line that is not at its end
}

func (l *lineWriter) Write(b []byte) (int, error) {
	n := len(b)
	for {
		line, after, ended := bytes.Cut(b, []byte("\n"))
		if !ended {
			l.rest = append(l.rest, line...)
			return n, nil
		}
		text := string(append(l.rest, line...))
		l.rest, b = l.rest[:0], after
		if !l.p.put(&Block{Kind: Line, Text: text}) {
			return 0, errUnwanted
		}
	}
}
