package collect

import (
	"fmt"
	"os"

	"mapihive/analyze/exchange"
	"mapihive/hive"
)

// Journal keeps what became of each file, and knows it of those that an earlier run read. [exchange.RunFile] is one.
type Journal interface {
	Known(exchange.Key) ([]*exchange.Line, bool)
	Done(exchange.Key, []exchange.Line) error
}

// key tells the file and its state, as far as it is one of this machine or lies in one. Nothing is opened for it.
func (f *File) key() (k exchange.Key, ok bool) {
	outer := f
	for outer.parent != nil {
		outer = outer.parent
	}
	if k.Path, k.Shown = f.Absolute(), f.Path; k.Path == "" {
		return k, false
	}
	info, err := os.Stat(outer.real)
	if err != nil {
		return k, false
	}
	k.State = state(info)
	if f.parent != nil {
		return k, true // what lies in an archive is what it was if the archive is
	}
	for _, at := range f.besides {
		logs, err := at.logs()
		if err != nil {
			return k, false // what lies there, reading will say
		}
		for _, name := range logs.Names(at.name) {
			info, err := os.Stat(at.shown(name))
			if err != nil {
				return k, false
			}
			k.State += " " + hive.Text(name).String() + " " + state(info)
		}
	}
	return k, true
}

func state(info os.FileInfo) string {
	return fmt.Sprintf("%d %s", info.Size(), info.ModTime().UTC().Format("2006-01-02T15:04:05.999999999Z"))
}

// again yields what an earlier run found in a file, and reports whether it had read it.
func (at *reading) again(f *File) bool {
	if at.c.Journal == nil || at.visit != nil || at.merge != nil || at.opt.Contents || f.skip != nil {
		return false
	}
	k, ok := f.key()
	if !ok {
		return false
	}
	lines, known := at.c.Journal.Known(k)
	if !known {
		f.kept = &k
		return false
	}
	key := lines[len(lines)-1].File
	if f.in != nil {
		f.in.files++
		f.in.held = true
	}
	results := make(chan Result, len(lines))
	for _, l := range lines {
		for _, r := range resultsOf(l) {
			r.File = f
			results <- r
		}
	}
	if key.Others > 0 {
		results <- Result{File: f, Others: key.Others}
	}
	close(results)
	if !at.send(results) {
		return true
	}
	if key.Alone {
		for _, log := range f.logs {
			at.file(log)
		}
	}
	return true
}

// keep has the journal keep what became of a file.
func (at *reading) keep(f *File, alone bool, results []Result) {
	if f.kept == nil || at.ctx.Err() != nil {
		return
	}
	k := *f.kept
	k.Alone = alone
	arg, file, under := f.Place()
	var lines []exchange.Line
	for i, r := range results {
		l := exchange.Line{At: exchange.At{arg, file, i}, Under: under}
		switch {
		case r.Source != nil:
			l.Record, l.Source = exchange.OfSource, &r.Source.Snapshot
			k.Again = k.Again || !r.Source.Whole()
		case r.Skip != nil:
			s := r.Skip.Travels()
			l.Record, l.Skipped = exchange.OfSkipped, &s
			k.Again = k.Again || s.Failed && !alone // it was to be read, and could not be
		default:
			k.Others++
			continue
		}
		lines = append(lines, l)
	}
	if err := at.c.Journal.Done(k, lines); err != nil {
		at.unkept.Do(func() { at.c.unkept = err })
	}
}

// Unkept is why the journal could not keep something, nil where it kept all.
func (c *Collector) Unkept() error { return c.unkept }
