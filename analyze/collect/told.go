package collect

import (
	"cmp"
	"context"
	"iter"

	"mapihive/analyze"
	"mapihive/analyze/exchange"
	"mapihive/hive"
)

// snapshots is the reader of what other runs found.
func snapshots() *Reader {
	return &Reader{
		Name: "snapshots",
		Doc:  "snapshots that mapihive collect wrote, each a source",
		Match: func(f *File) Match {
			if exchange.Looks(f.Head()) {
				return Yes
			}
			return No
		},
		Told: true,
	}
}

// noContents is said of snapshots to who asks for every value.
const noContents = "snapshots, which hold what findings rest on and not every value of every section; give this command the hives"

// tell takes a file of snapshots. It is read when all are known, so that what comes out does not depend on their order
// and on how often a snapshot comes.
func (at *reading) tell(f *File) {
	err := f.look()
	why := ""
	switch {
	case err != nil:
		why = reason(err)
	case at.opt.Contents && !at.opt.Sparse && at.merge == nil:
		why = noContents
	default:
		why = cmp.Or(f.grows(), f.sparse())
	}
	if why == "" {
		f.parent.hold()
		at.tales = append(at.tales, f)
		return
	}
	f.Close()
	at.now(Result{File: f, Skip: &Skip{Path: f.Path, Reason: why, Failed: true}})
}

// told yields what other runs found, as if it had been found now.
func (at *reading) told() {
	if len(at.tales) == 0 {
		return
	}
	of := at.tales[0]
	defer func() {
		_ = at.workers.Wait() // they read the files
		for _, f := range at.tales {
			f.Close()
			f.parent.release()
		}
	}()
	failed := func(path hive.Text, why string) Result {
		return Result{File: of, Skip: &Skip{Path: path, Reason: why, Failed: true}}
	}
	var join exchange.Join
	for _, f := range at.tales {
		if at.ctx.Err() != nil {
			return
		}
		if err := join.Add(f.Path, f.Contents(), f.Size()); err != nil {
			at.now(failed(f.Path, "snapshots that cannot be read: "+err.Error()))
		}
	}
	at.c.runs = join.Runs()
	if at.merge != nil {
		at.merge(&join)
		return
	}
	for part := range join.Parts() {
		results := make(chan Result, 2)
		if !at.send(results) {
			return
		}
		at.workers.Go(func() error {
			defer close(results)
			line, err := part.Line()
			if err != nil {
				results <- failed(part.From(), "a line is left out: "+err.Error())
				return nil
			}
			for _, r := range resultsOf(line) {
				r.File = of
				results <- r
			}
			return nil
		})
	}
	for _, s := range join.Faults() {
		at.now(failed(s.Path, s.Reason))
	}
}

// Merge hands the snapshots in the files to merge, all at once, in place of reading evidence, and yields what became of
// the other files.
func (c *Collector) Merge(ctx context.Context, files iter.Seq[*File], merge func(*exchange.Join)) iter.Seq[Result] {
	return c.through(ctx, files, &reading{merge: merge, opt: Options{Workers: 1}})
}

// unmerged is said of evidence to who puts snapshots together.
func unmerged(f *File) Result {
	return Result{File: f, Skip: &Skip{Path: f.Path, Reason: "no snapshots; mapihive collect writes them", Failed: f.Named}}
}

// resultsOf is what became of a file in another run.
func resultsOf(line *exchange.Line) (out []Result) {
	switch line.Record {
	case exchange.OfSource:
		s := analyze.Whole{Snapshot: *line.Source}
		compact(&s.Snapshot, nil)
		out = append(out, Result{Source: &s})
	case exchange.OfSkipped:
		s := line.Skipped
		out = append(out, Result{Skip: &Skip{Path: s.Path, Reason: s.Reason, Failed: s.Failed, log: s.Log}})
	case exchange.OfCovered:
		c := line.Covered
		out = append(out, Result{Others: c.Others})
		if c.Folder && c.Shard.Whole() { // of some shards, nobody knows
			t := tally{files: c.Files, links: c.Links, held: c.Held}
			if skip := t.barren(&File{Path: line.Under}); skip != nil {
				out = append(out, Result{Skip: skip})
			}
		}
	}
	return out
}

// Runs are those that found the snapshots that were read, once they were.
func (c *Collector) Runs() []exchange.Run { return c.runs }

// Travels is what was skipped, as it goes to another run.
func (s Skip) Travels() exchange.Skipped {
	return exchange.Skipped{Path: s.Path, Reason: s.Reason, Failed: s.Failed, Log: s.log}
}
