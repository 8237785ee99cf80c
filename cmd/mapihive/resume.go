package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"mapihive/analyze/collect"
	"mapihive/analyze/exchange"
	"mapihive/hive"
)

// addResume adds the flag of a command that can go on where a run ended.
func addResume(cmd *cobra.Command, o *inputOptions) {
	cmd.Flags().Var((*fileName)(&o.resume), "resume", "keep what is read in `RUN.jsonl`, go on from there")
}

// runOf is the run that a command line asks for.
func runOf(paths []string, o inputOptions, opt collect.Options) exchange.Run {
	return exchange.Run{Tool: "mapihive", Version: toolVersion(), Paths: textsOf(paths), Shard: o.shard, Options: exchange.Options{
		NoLogs: opt.NoLogs, NoHash: opt.NoHash, Live: opt.Live, Quick: opt.Quick, Logs: hive.Text(o.logs), Include: textsOf(o.include), Exclude: textsOf(o.exclude),
	}}
}

// kept is a run file that is open.
type kept struct {
	*exchange.RunFile
	file  *os.File
	asked string
}

// resume opens the run file, if one was asked for, and has the collector keep in it what it reads. It is never
// evidence, nor among it.
func (a *app) resume(in *input, asked string, run exchange.Run) (*kept, error) {
	if asked == "" {
		return nil, nil
	}
	bad := func(err error) error { return usagef("--resume %s: %v", hive.Text(asked), err) }
	of := evidence{in}
	t, err := newTarget(asked, true, of)
	switch {
	case err != nil:
		return nil, bad(errors.New(strings.TrimPrefix(err.Error(), "-o "+asked+": "))) // the same doors
	case t.stream():
		return nil, bad(errors.New("is no file"))
	}
	if among := of.folderAround(t.dir); among != "" {
		return nil, usagef("--resume %s: would grow in a folder of evidence (%s); name a file elsewhere", hive.Text(asked), hive.Text(among))
	}
	f, err := os.OpenFile(t.path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, failf("--resume %s: cannot be written: %w", hive.Text(asked), bare{err})
	}
	k := &kept{file: f, asked: asked}
	info, err := f.Stat()
	if err == nil {
		k.RunFile, err = exchange.OpenRunFile(f, info.Size(), run)
	}
	if err != nil {
		f.Close()
		return nil, bad(bare{err})
	}
	in.collector.Journal = k
	return k, nil
}

// done ends the use of the run file: of a run that came to its end, or of one that another can go on with.
func (k *kept) done(ctx context.Context, a *app, in *input) error {
	if k == nil {
		return nil
	}
	defer k.file.Close()
	err := in.collector.Unkept()
	switch {
	case err != nil:
	case ctx.Err() != nil:
		if err = k.Sync(); err == nil {
			complain(a.stderr, "what was read is kept; --resume %s goes on", hive.Text(k.asked))
		}
	default:
		err = k.End()
	}
	if err != nil {
		return failf("--resume %s: cannot be written: %w", hive.Text(k.asked), bare{err})
	}
	return nil
}
