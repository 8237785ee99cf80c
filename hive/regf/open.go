package regf

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"mapihive/hive"
	"mapihive/hive/fserr"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
	"mapihive/hive/readonly"
	"mapihive/hive/regf/translog"
)

// Options say how a hive is opened. The zero value reads and hashes the whole file.
type Options struct {
	// Lazy reads only what is asked for and leaves the file open until Close: the way to look up a few
	// keys in a large hive. SHA256 is then empty, and logs are left alone. A key whose list has a wrong hash for it is
	// not found by its name, as little as Windows finds it.
	Lazy bool
	// Spare is memory for a hive, which others had or will have; nil is for memory of its own.
	Spare *Spare
	// NoHash leaves out the SHA-256 of the file and of its logs.
	NoHash bool
	// NoLogs leaves the transaction logs beside the hive alone and shows the hive as it lies on disk.
	NoLogs bool
	// LogNotes are what finding the logs that New is given left to say.
	LogNotes []translog.Note
}

// Spare is memory that hives have one after the other: what one leaves when it is closed, the next takes. It is for any
// number of goroutines.
type Spare = cells.Spare

// Open reads the hive called name in fsys, read-only, and lays the transaction logs that stand beside it over
// the image in memory, as Windows would. A folder of this machine is a [readonly.Folder], which leaves access
// times alone where it may; a zip archive and memory do as well. Only regular files are read; others give
// ErrNotRegular. What is damaged inside the hive gives diagnostics, not an error; an error means that there is no
// hive to read.
func Open(ctx context.Context, fsys fs.FS, name string, opt Options) (*Hive, error) {
	h, err := open(ctx, fsys, name, opt, func() ([]translog.Input, []translog.Note) { return logsBeside(fsys, name) })
	return h, named(name, err)
}

// OpenPath is Open for a path of this machine. A symbolic link is followed, and the logs lie beside its target;
// only where there are none, those that lie beside the link itself are taken.
func OpenPath(ctx context.Context, file string, opt Options) (*Hive, error) {
	target := file
	if info, err := os.Lstat(file); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if real, err := filepath.EvalSymlinks(file); err == nil {
			target = real
		}
	}
	in, name := filepath.Split(target)
	h, err := open(ctx, readonly.Folder(in), name, opt, func() (logs []translog.Input, notes []translog.Note) {
		for _, at := range []string{target, file} {
			in, name := filepath.Split(at)
			if logs, notes = logsBeside(readonly.Folder(in), name); len(logs) > 0 {
				file = at
				break
			}
		}
		NameLogs(logs, notes, func(name string) string { return filepath.Join(filepath.Dir(file), name) })
		return logs, notes
	})
	return h, named(file, err)
}

// named says which file an error is of.
func named(file string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", hive.Text(file), fserr.Cause(err))
	}
	return nil
}

func open(ctx context.Context, fsys fs.FS, name string, opt Options, find func() ([]translog.Input, []translog.Note)) (*Hive, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	var h *Hive
	info, err := f.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = ErrNotRegular
	default:
		var logs []translog.Input
		if !opt.Lazy && !opt.NoLogs {
			logs, opt.LogNotes = find()
		}
		h, err = New(ctx, readonly.Contents(f), info.Size(), opt, logs...)
	}
	if err != nil || !opt.Lazy {
		f.Close()
		return h, err
	}
	h.closer = f
	return h, nil
}

// Read reads a hive from memory, with the transaction logs given, if any. Neither the image nor the
// logs may change while the hive is in use.
func Read(ctx context.Context, image []byte, logs ...translog.Input) (*Hive, error) {
	return New(ctx, bytes.NewReader(image), int64(len(image)), Options{}, logs...)
}

// New reads a hive of size bytes from src and lays the logs over it. If src is an open file, it is said that it
// changed meanwhile, or that its access time may have been set.
func New(ctx context.Context, src io.ReaderAt, size int64, opt Options, logs ...translog.Input) (*Hive, error) {
	if size == 0 {
		return nil, ErrEmpty
	}
	w := readonly.Watch(src, size)
	h := &Hive{touched: w.Touched, lazy: opt.Lazy, noHash: opt.NoHash}
	var err error
	if opt.Lazy {
		h.f, err = cells.ReadLazily(w.Source, size, opt.Spare, checkBase)
	} else {
		h.f, h.sha256, err = cells.Read(ctx, w.Source, size, !opt.NoHash, opt.Spare, checkBase)
	}
	if err != nil {
		return nil, err
	}
	h.index(!opt.Lazy)
	if why := w.Changed(); why != "" {
		h.f.Diag(hive.KindFileChanged, 0, "file", why)
	}
	if opt.Lazy || opt.NoLogs || len(logs)+len(opt.LogNotes) == 0 {
		return h, nil
	}
	return h.withLogs(ctx, logs, opt.LogNotes)
}

// index finds the bins and the root key; whole says whether the image is all there.
func (h *Hive) index(whole bool) {
	h.f.Index(whole)
	if h.root = h.findRoot(); h.root.h != nil {
		h.f.RootCell = h.root.rel
	}
}

// checkBase decodes the base block and refuses what is no primary hive file.
func checkBase(head []byte) (base.Block, error) {
	if len(head) < 4 || string(head[:4]) != "regf" {
		return base.Block{}, ErrNotHive
	}
	blk, ok := base.Parse(head)
	if !ok {
		return base.Block{}, ErrTooShort
	}
	if entry, _ := translog.Signs(head); entry && blk.Type != base.TypePrimary {
		return base.Block{}, ErrLog
	}
	if blk.ChecksumOK && (blk.Major != 1 || blk.Minor == 0) {
		return base.Block{}, fmt.Errorf("%w %d.%d (1.1 to 1.6 are read)", ErrVersion, blk.Major, blk.Minor)
	}
	return blk, nil
}
