package collect

import (
	"context"
	"fmt"
	"time"

	"mapihive/analyze"
)

// grace is for how long a reader that was told to stop is waited for, as a part of the time it had.
const grace = 4

// tooLong is said of a file that was given up.
func (o *Options) tooLong() string {
	return fmt.Sprintf("given up after %v (--timeout); give it alone, or more time", o.Timeout)
}

// within lets a reader read a file for as long as it may be read. One that does not stop when it is told to, as where
// a disk or a server does not answer, is left behind with the file and what it reads into.
func (at *reading) within(f *File, opt Options, reader *Reader, emit func(analyze.Whole)) error {
	if opt.Timeout <= 0 {
		return reader.Read(at.ctx, f, opt, emit)
	}
	ctx, cancel := context.WithCancel(at.ctx)
	defer cancel()
	gone := make(chan struct{})
	defer close(gone)
	sources, done := make(chan analyze.Whole), make(chan error, 1)
	var fault any
	go func() {
		var err error
		defer func() {
			fault = recover()
			done <- err
		}()
		err = reader.Read(ctx, f, opt, func(w analyze.Whole) {
			select {
			case sources <- w:
			case <-gone:
			}
		})
	}()
	told, over, late := false, at.c.after(f, opt.Timeout), (<-chan time.Time)(nil)
	for {
		select {
		case w := <-sources:
			if told && w.Error != "" {
				w = analyze.Whole{Snapshot: analyze.Snapshot{Path: w.Path, SHA256: w.SHA256, Size: w.Size, Error: opt.tooLong()}}
			}
			emit(w)
		case err := <-done:
			if fault != nil {
				panic(fault)
			}
			if told && err != nil {
				return refused(opt.tooLong())
			}
			return err
		case <-over:
			cancel()
			told, over, late = true, nil, at.c.after(f, opt.Timeout/grace)
		case <-late:
			f.left = true
			emit(analyze.Whole{Snapshot: analyze.Snapshot{Path: f.Path, Size: f.size, Error: opt.tooLong() + ". It did not stop when told to: does its disk or server answer?"}})
			return nil
		}
	}
}

// judge is the collector's, for as long as a file may be looked at.
func (at *reading) judge(f *File) (*Reader, Result) {
	if at.opt.Timeout <= 0 {
		return at.c.judge(f)
	}
	type judged struct {
		reader *Reader
		r      Result
	}
	done := make(chan judged, 1)
	go func() {
		reader, r := at.c.judge(f)
		done <- judged{reader, r}
	}()
	select {
	case j := <-done:
		return j.reader, j.r
	case <-at.c.after(f, at.opt.Timeout):
		f.left = true
		return nil, Result{File: f, Skip: &Skip{Path: f.Path, Failed: true, Reason: at.opt.tooLong() + ". It could not even be opened: does its disk or server answer?"}}
	}
}

// after is time.After.
func after(_ *File, d time.Duration) <-chan time.Time { return time.After(d) }

// anew is the file as it was found, for who cannot use it because another was left behind with it.
func (f *File) anew() *File {
	return &File{
		FS: f.FS, Name: f.Name, Path: f.Path, Named: f.Named, Labels: f.Labels, real: f.real, besides: f.besides, index: f.index,
		in: f.in, member: f.member, parent: f.parent, nested: f.nested, place: f.place,
	}
}
