package collect

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"mapihive/analyze"
	"mapihive/analyze/exchange"
	"mapihive/hive/english"
	"mapihive/hive/regf"
)

// Result is what became of a file.
type Result struct {
	File   *File
	Source *analyze.Whole // one of the sources in it; nil where there is none
	Skip   *Skip          // why it was not read; nil where it was, or is no evidence
	Other  bool           // it was met in a folder and is no evidence

	Others  int               // so many files that other runs met are no evidence
	Covered *exchange.Covered // what was met in a folder that was named, behind all that came of it; if Options ask for it
}

// Read reads files, a few at a time, and yields what became of them in their order. Of the hives only those that
// are being read are in memory. Where ctx ends, it stops.
func (c *Collector) Read(ctx context.Context, files iter.Seq[*File], opt Options) iter.Seq[Result] {
	return c.run(ctx, files, opt, nil)
}

// run is Read, or Visit.
func (c *Collector) run(ctx context.Context, files iter.Seq[*File], opt Options, visit func(*File, *Reader)) iter.Seq[Result] {
	return c.through(ctx, files, &reading{opt: opt, visit: visit})
}

// through goes through files once.
func (c *Collector) through(ctx context.Context, files iter.Seq[*File], at *reading) iter.Seq[Result] {
	return func(yield func(Result) bool) {
		ctx, cancel := context.WithCancel(ctx)
		at.opt = at.opt.settled()
		at.c, at.ctx = c, ctx
		at.prepare()
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer close(at.queue)
			for f := range files {
				if ctx.Err() != nil {
					break
				}
				at.file(f)
			}
			at.told()
			_ = at.workers.Wait() // what went wrong is in the results
		}()
		defer func() {
			cancel()
			for range at.queue { // whatever was still on its way
			}
			<-done
		}()
		for results := range at.queue {
			for r := range results {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// reading is one run through files.
type reading struct {
	c       *Collector
	ctx     context.Context
	opt     Options
	queue   chan chan Result // a channel for each file, in their order
	workers errgroup.Group
	memory  *budget
	visit   func(*File, *Reader) // in place of reading
	tales   []*File              // what other runs found, which comes last
	merge   func(*exchange.Join) // what to do with that in place of yielding it
	unkept  sync.Once            // the journal failed
}

// prepare is for what the options say of workers and memory.
func (at *reading) prepare() {
	workers := cmp.Or(max(at.opt.Workers, 0), runtime.GOMAXPROCS(0))
	memory := cmp.Or(max(at.opt.Memory, 0), math.MaxInt64)
	at.queue, at.memory = make(chan chan Result, workers), newBudget(memory)
	at.opt.spare = &regf.Spare{Most: memory / 4 / int64(workers)}
	at.opt.texts = newTexts()
	at.workers.SetLimit(workers)
}

// file looks at one file and, if it is evidence, has it read.
func (at *reading) file(f *File) {
	switch {
	case f.end:
		r := Result{File: f, Skip: f.in.barren(f)}
		if at.opt.Covered {
			r.Covered = f.in.covered()
		}
		at.now(r)
		return
	case f.skip != nil:
		at.now(Result{File: f, Skip: f.skip})
		return
	}
	if at.again(f) {
		return
	}
	reader, r := at.judge(f)
	if reader != nil && reader.Members != nil {
		at.container(f, reader)
		return
	}
	if f.in != nil {
		f.in.files++
		f.in.held = f.in.held || f.left || !r.Other && !f.part
	}
	if reader == nil {
		f.Close()
		if r.Skip != nil {
			at.keep(f, true, []Result{r})
		}
		at.now(r)
		for _, log := range f.logs {
			at.file(log)
		}
		return
	}
	if reader.Told && at.visit == nil {
		at.tell(f)
		return
	}
	if at.merge != nil {
		f.Close()
		at.now(unmerged(f))
		return
	}
	results := make(chan Result, 1)
	if !at.send(results) {
		f.Close()
		return
	}
	taken, ok := at.memory.take(at.ctx, f.need())
	if !ok {
		close(results)
		f.Close()
		return
	}
	f.parent.hold()
	at.workers.Go(func() error {
		defer f.parent.release()
		defer at.memory.put(taken)
		defer close(results)
		at.source(f, reader, results)
		return nil
	})
}

// now yields a result that is there already.
func (at *reading) now(r Result) {
	if r.Skip == nil && !r.Other && r.Covered == nil {
		return // a log, which is read with its hive
	}
	results := make(chan Result, 1)
	results <- r
	close(results)
	at.send(results)
}

func (at *reading) send(results chan Result) bool {
	select {
	case at.queue <- results:
		return true
	case <-at.ctx.Done():
		return false
	}
}

// source reads a file that a reader knows, and what of its folder was read with it.
func (at *reading) source(f *File, reader *Reader, results chan<- Result) {
	defer f.Close()
	var all []Result
	put := func(r Result) {
		if f.kept != nil {
			all = append(all, r)
		}
		select {
		case results <- r:
		case <-at.ctx.Done():
		}
	}
	at.read(f, reader, put)
	for _, log := range f.logs {
		if f.left {
			log = log.anew()
		}
		switch reader, r := at.judge(log); {
		case reader != nil && reader.Read != nil: // it has the name of a log only
			at.read(log, reader, put)
		case r.Skip != nil || r.Other:
			put(r)
		}
		log.Close()
	}
	at.keep(f, false, all)
}

func (at *reading) read(f *File, reader *Reader, put func(Result)) {
	if err := at.contents(f, reader, put); err != nil {
		put(Result{File: f, Skip: &Skip{Path: f.Path, Reason: reason(err), Failed: true}})
	}
}

// contents lets the reader read the file. A fault of the reader costs the one source.
func (at *reading) contents(f *File, reader *Reader, put func(Result)) (err error) {
	var s analyze.Whole
	defer func() {
		if s.Error != "" {
			put(Result{File: f, Source: &s})
		}
	}()
	s.Path, s.Absolute = f.Path, f.Absolute()
	defer caught(&s)
	if err := f.look(); err != nil {
		return err
	}
	if why := cmp.Or(f.grows(), f.sparse()); why != "" {
		return refused(why)
	}
	if at.visit != nil {
		at.visit(f, reader)
		return nil
	}
	return at.within(f, at.opt, reader, func(w analyze.Whole) {
		w.Absolute, w.Labels = f.Absolute(), f.Labels
		w.Labels.Note = contradiction(f.Labels, w.User.Name)
		put(Result{File: f, Source: &w})
	})
}

// covered is what was met, for a run elsewhere.
func (t *tally) covered() *exchange.Covered {
	return &exchange.Covered{Folder: true, Files: t.files, Links: t.links, Held: t.held}
}

// barren says that a folder holds no hive, where that is so.
func (t *tally) barren(f *File) *Skip {
	if t.held {
		return nil
	}
	reason := "holds no hive"
	if t.files > 0 {
		reason += fmt.Sprintf(" (%s looked at)", english.Count(t.files, "file"))
	}
	if t.links > 0 {
		reason += fmt.Sprintf("; %s not followed, name one to have it followed", english.Count(t.links, "symbolic link"))
	}
	return &Skip{Path: f.Path, Reason: reason + "; a user's hive is NTUSER.DAT in the folder of the user", Failed: true}
}
