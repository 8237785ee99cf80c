package main

import (
	"bufio"
	"context"
	"slices"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/analyze/exchange"
	"mapihive/hive"
	"mapihive/report"
)

// collectOptions are the flags of collect.
type collectOptions struct {
	outputOptions
	input inputOptions
	files mounts
	shard string
	host  string
}

func newCollect(a *app) *cobra.Command {
	var o collectOptions
	cmd := &cobra.Command{
		Use:   "collect PATH...",
		Short: "Write what hives say as snapshots, to analyze elsewhere",
		Long: `collect reads every hive at the given paths, as analyze does, and writes what it
says as snapshots: one line of JSON each, with the path and hash of the hive, its
logs and damage, and no secret. Every command but export, diff and dump takes the
file in place of the hives, and finds in it what it would have found in them.

With --shard I/N it reads one of N parts of the files and leaves the others to
other machines: which file belongs to which part, its path below the folder says.
mapihive merge, or analyze with all of the files, puts them together again.`,
		Example: `  mapihive collect -o snapshots.jsonl /mnt/collection
  mapihive analyze snapshots.jsonl
  mapihive collect --shard 0/4 -o 0.jsonl /mnt/share
  mapihive analyze [0-3].jsonl`,
		Args: needPath(0),
		RunE: func(cmd *cobra.Command, paths []string) error {
			return a.collect(cmd.Context(), paths, o)
		},
	}
	cmd.Flags().SortFlags = false
	addOutput(cmd, &o.outputOptions)
	cmd.Flags().StringVar(&o.shard, "shard", "", "read only the part `I/N` of the files, I from 0 to N-1")
	cmd.Flags().StringVar(&o.host, "host", "", "say that the hives are of the computer `NAME`, where\ntheir paths do not tell")
	addResume(cmd, &o.input)
	addProgress(cmd, &o.input)
	addInput(cmd, &o.input)
	addQuick(cmd, &o.input)
	addFiles(cmd, &o.files)
	refuseRedact(cmd, "other runs read its snapshots; redact what is reported of them")
	return cmd
}

func (a *app) collect(ctx context.Context, paths []string, o collectOptions) error {
	opt := o.input.options()
	opt.Covered = true
	run := runOf(paths, o.input, opt)
	run.Options.Host, run.Options.Files = hive.Text(o.host), textsOf(o.files.flags)
	if o.shard != "" {
		var err error
		if run.Shard, err = exchange.ParseShard(o.shard); err != nil {
			return usagef("--shard: %v", err)
		}
	}
	defer o.files.close()
	if err := o.files.open(&o.outputOptions); err != nil {
		return err
	}
	o.input.shard = run.Shard
	in, err := a.find(ctx, paths, o.input)
	if err != nil {
		return err
	}
	in.folders = append(in.folders, o.beside...)
	out, err := a.open(ctx, o.outputOptions, in)
	if err != nil {
		return err
	}
	defer out.discard()
	to := bufio.NewWriterSize(out.w, 1<<16)
	w, err := exchange.NewWriter(to, run)
	if err != nil {
		return err
	}
	read := run
	read.Options.Host, read.Options.Files = "", nil // which are added to what was read
	kept, err := a.resume(in, o.input.resume, read)
	if err != nil {
		return err
	}
	if in.going, err = a.startProgress(o.input.progress, in, nil); err != nil {
		return err
	}
	c := collecting{input: in, w: w}
	err = c.all(ctx, opt, &o.files)
	in.going.end(a)
	if keptErr := kept.done(ctx, a, in); err == nil {
		err = keptErr
	}
	if err != nil {
		return err
	}
	if err := w.End(); err != nil {
		return err
	}
	if err := to.Flush(); err != nil {
		return err
	}
	if err := out.put(); err != nil {
		return err
	}
	defer a.closing(in, outcome{what: "snapshots", Sources: c.sources - len(c.unread), NotRead: len(c.unread)}, o.outputOptions, true)
	if c.sources == 0 && !run.Shard.Whole() && len(in.skipped) == 0 {
		return nil // what lies in the other shards, nobody knows here
	}
	return a.covered(in, c.sources, c.unread)
}

// collecting is what a run writes as snapshots.
type collecting struct {
	*input
	w       *exchange.Writer
	sources int
	unread  []analyze.Snapshot // those that told nothing

	arg, last int // the path that results are of, and the last file of it
	under     hive.Text
	others    int // of it, files that are no evidence
}

// all reads the files and writes what became of them.
func (c *collecting) all(ctx context.Context, opt collect.Options, files *mounts) error {
	var read []hive.Text
	for r := range c.collector.Read(ctx, slices.Values(c.files), c.resources.limit(opt)) {
		c.going.met(r)
		arg, file, under := r.File.Place()
		if arg != c.arg || under != c.under {
			if err := c.named(); err != nil {
				return err
			}
			c.arg, c.under = arg, under
		}
		c.last = file
		var err error
		switch {
		case r.Covered != nil:
			r.Covered.Others, c.others = c.others, 0
			err = c.w.Covered(arg, file, under, *r.Covered)
			if r.Skip != nil && c.collector.Shard.Whole() {
				c.skipped = append(c.skipped, *r.Skip) // what else reads the file says so by itself
			}
		case r.Skip != nil:
			c.skipped = append(c.skipped, *r.Skip)
			err = c.w.Skipped(arg, file, under, r.Skip.Travels())
		case r.Source != nil:
			one := []analyze.Whole{*r.Source}
			if err := files.lookUp(ctx, one); err != nil {
				return err
			}
			s := &one[0].Snapshot
			s.Absolute = c.absolute(s.Path, s.Absolute)
			read = append(read, s.Path)
			if c.sources++; report.Unread(s) != "" {
				c.unread = append(c.unread, *s)
			}
			err = c.w.Source(arg, file, under, s)
		case r.Other:
			c.others++
		}
		c.others += r.Others
		if err != nil {
			return err
		}
	}
	if err := c.named(); err != nil {
		return err
	}
	collect.Settle(c.skipped, read)
	return ctx.Err()
}

// named says what else was met in an archive that was named, as is said of a folder at its end.
func (c *collecting) named() error {
	if c.others == 0 {
		return nil
	}
	others := c.others
	c.others = 0
	return c.w.Covered(c.arg, c.last+1, c.under, exchange.Covered{Others: others})
}

func textsOf(words []string) (out []hive.Text) {
	for _, w := range words {
		out = append(out, hive.Text(w))
	}
	return out
}
