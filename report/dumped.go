package report

import (
	"bytes"
	"context"
	"errors"
	"io"

	"mapihive/hive"
	"mapihive/report/dump"
)

// Dumped is a dump as a document. It writes its lines itself, as text and as JSON; to every other format each line
// of the text is a fact.
func Dumped(ctx context.Context, d *dump.Dump) *Document {
	var failure error
	write := func(w io.Writer, form dump.Form) error {
		d.Form = form
		return d.Write(ctx, w)
	}
	return &Document{
		Name: "dump",
		Own: map[string]Writer{
			"text":  func(w io.Writer, _ TextOptions) error { return write(w, dump.Text) },
			"jsonl": func(w io.Writer, _ TextOptions) error { return write(w, dump.JSONL) },
		},
		Blocks: blocks(func(p *page) {
			p.title("Keys and values of " + hive.Text(d.Path).String())
			lines := lineWriter{p: p}
			if failure = write(&lines, dump.Text); errors.Is(failure, errUnwanted) {
				failure = nil
			}
		}),
		Err: func() error { return failure },
	}
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
