package collect

import (
	"context"
	"time"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/regf"
	"mapihive/hive/regf/translog"
)

// Options say how a source is read. The zero value reads everything.
type Options struct {
	// NoLogs leaves the transaction logs beside the hive alone.
	NoLogs bool
	// NoRecovery leaves out deleted records.
	NoRecovery bool
	// Live reads no more of the hive than its live profiles need: no hash, no check of the whole, no
	// recovery. It is for a quick look; a dirty hive is read whole all the same, for its logs.
	Live bool
	// NoHash leaves out the SHA-256 of files and of their logs.
	NoHash bool
	// Quick is Live and NoHash, and looks for no deleted profiles either. It is for shares: of a hive that is clean, or
	// that has no logs, the pages are read that live profiles need.
	Quick bool
	// Contents keeps every value of every profile. Snapshots that were made elsewhere have none and are not read then,
	// unless Sparse says that what is without them is welcome too.
	Contents, Sparse bool
	// Covered yields what was met in each folder that was named.
	Covered bool

	// Workers is how many files are read at a time; 0 is as many as keep the processors busy.
	Workers int
	// Memory is about how many bytes the files that are read at a time may take together, by their sizes; 0 is no
	// bound. A file that takes more is read alone.
	Memory int64
	// Timeout is for how long one file may be read; 0 is no bound. What takes longer is given up, and the rest goes
	// on.
	Timeout time.Duration

	spare *regf.Spare // memory for hives
	texts *texts      // of the snapshots of the run
}

// settled is the options with what they imply.
func (o Options) settled() Options {
	o.Live, o.NoHash = o.Live || o.Quick, o.NoHash || o.Quick
	return o
}

// Take reads the hive at path and returns what there is to know about it. It never fails: a file that
// cannot be read at all gives a snapshot with Error set, a damaged one what can be read and
// diagnostics. The hive itself is dropped; the snapshot shares no memory with it.
func Take(ctx context.Context, path string, opt Options) analyze.Snapshot {
	return TakeWhole(ctx, path, opt).Snapshot
}

// TakeWhole is Take with the contents of the profiles, if opt asks for them.
func TakeWhole(ctx context.Context, path string, opt Options) (s analyze.Whole) {
	f := fileAt(path, folderAt)
	defer f.Close()
	_ = readHive(ctx, f, opt.settled(), func(w analyze.Whole) { s = w }) // what went wrong is in the snapshot
	if real, err := realPath(path); err == nil {
		s.Absolute = hive.Text(real)
	}
	return s
}

// TakeImage is Take for a hive in memory with its transaction logs, if any; name stands for its path.
func TakeImage(ctx context.Context, name string, image []byte, logs ...translog.Input) analyze.Snapshot {
	return takeImage(ctx, name, Options{}, image, logs).Snapshot
}

// TakeWholeImage is TakeImage with the contents of the profiles.
func TakeWholeImage(ctx context.Context, name string, image []byte, logs ...translog.Input) analyze.Whole {
	return takeImage(ctx, name, Options{Contents: true}, image, logs)
}

func takeImage(ctx context.Context, name string, opt Options, image []byte, logs []translog.Input) analyze.Whole {
	return take(ctx, hive.Text(name), opt, func() (*regf.Hive, error) { return regf.Read(ctx, image, logs...) })
}
