package exchange

import (
	"io"

	"mapihive/analyze"
	"mapihive/hive"
)

// Writer writes a run as a snapshot file. Results come in the order of the run.
type Writer struct {
	w     io.Writer
	run   Run
	lines int
	last  At // of what was written last
}

// NewWriter begins a snapshot file.
func NewWriter(w io.Writer, run Run) (*Writer, error) {
	out := &Writer{w: w, run: run, last: At{-1, -1, -1}}
	return out, out.put(Line{Record: OfRun, Host: run.Options.Host, Run: &run})
}

func (w *Writer) put(l Line) error {
	b, err := l.Encode()
	if err != nil {
		return err
	}
	w.lines++
	_, err = w.w.Write(b)
	return err
}

// next is the place of what comes out of a file, behind what came before.
func (w *Writer) next(arg, file int) At {
	at := At{arg, file, 0}
	if w.last[0] == arg && w.last[1] == file {
		at[2] = w.last[2] + 1
	}
	w.last = at
	return at
}

// Source writes a snapshot of a file, which is known by its numbers in the run and by the path that was given.
func (w *Writer) Source(arg, file int, under hive.Text, s *analyze.Snapshot) error {
	if host := w.run.Options.Host; host != "" && s.Labels.Host == "" {
		own := *s
		own.Labels.Host = host
		s = &own
	}
	return w.put(Line{Record: OfSource, At: w.next(arg, file), Under: under, Host: w.run.Options.Host, Source: s})
}

// Skipped writes what was not read.
func (w *Writer) Skipped(arg, file int, under hive.Text, s Skipped) error {
	return w.put(Line{Record: OfSkipped, At: w.next(arg, file), Under: under, Host: w.run.Options.Host, Skipped: &s})
}

// Covered writes what else was met below a path, behind all that came out of it.
func (w *Writer) Covered(arg, file int, under hive.Text, c Covered) error {
	c.Shard = w.run.Shard
	return w.put(Line{Record: OfCovered, At: w.next(arg, file), Under: under, Host: w.run.Options.Host, Covered: &c})
}

// End ends the file.
func (w *Writer) End() error {
	return w.put(Line{Record: OfEnd, End: &End{Lines: w.lines}})
}
