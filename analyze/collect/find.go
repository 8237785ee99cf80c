package collect

import (
	"context"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"mapihive/analyze/exchange"
	"mapihive/hive"
	"mapihive/hive/readonly"
	"mapihive/hive/regf"
	"mapihive/hive/regf/translog"
)

// Collector finds evidence and reads it. A file that is reached twice is read once. It is for one goroutine.
type Collector struct {
	// Include and Exclude are patterns for the ends of the paths of files in folders and archives, in any case. With
	// Include only those that fit are looked at, and archives; what fits Exclude never is, nor what lies below it.
	Include, Exclude []string
	// LogsIn is a folder in which the transaction logs of hives are looked for before any other.
	LogsIn string
	// Shard is the part of the files that is read. Each file belongs to one shard, by its path below the folder that was
	// given, or by its path as given; a file in an archive belongs where the archive does.
	Shard exchange.Shard
	// Journal keeps what became of files, and knows it of an earlier run; nil is none.
	Journal Journal

	readers []*Reader
	met     map[string]bool    // files of this machine, by absolute path without symbolic links
	taken   map[string]bool    // the same, and members of archives that were named
	folders map[string]*folder // of named files, by path
	runs    []exchange.Run     // whose snapshots were read
	unkept  error              // why the journal no longer keeps anything

	after func(*File, time.Duration) <-chan time.Time // the clock of time-outs
	cost  cost
}

// New returns a collector of what the readers read.
func New(readers []*Reader) *Collector {
	return &Collector{readers: readers, met: map[string]bool{}, taken: map[string]bool{}, folders: map[string]*folder{}, after: after}
}

// Met are the files of this machine that were found so far, whatever is in them, by their absolute paths without
// symbolic links.
func (c *Collector) Met() map[string]bool { return c.met }

// tally is what was met in a folder that was named.
type tally struct {
	files, links int
	held         bool // evidence, or something that could not be looked at
}

// Find finds the files at the given paths of this machine that may be evidence, and opens none of them. Folders
// are searched to the bottom, in lexical order; symbolic links are followed only where they are named.
func (c *Collector) Find(ctx context.Context, paths []string) iter.Seq[*File] {
	return func(yield func(*File) bool) {
		for i, p := range paths {
			if ctx.Err() != nil || !c.find(ctx, p, c.placed(i, p, yield)) {
				return
			}
		}
	}
}

func (c *Collector) find(ctx context.Context, p string, yield func(*File) bool) bool {
	if v := filepath.VolumeName(p); v != "" && v == p {
		p += string(filepath.Separator) // "C:" alone would be the current folder of that drive
	}
	skip := func(reason string) bool {
		return yield(&File{Path: hive.Text(p), Named: true, skip: &Skip{Path: hive.Text(p), Reason: reason, Failed: true}})
	}
	at, member := p, ""
	info, err := os.Stat(p)
	if err != nil {
		archive, name, ok := SplitMember(p)
		switch {
		case !ok && isPattern(p):
			return skip("nothing has a name like that")
		case !ok:
			return skip(reason(err))
		}
		at, member = archive, name
		if info, err = os.Stat(at); err != nil {
			return skip(reason(err))
		}
	}
	real, err := realPath(at)
	switch {
	case err != nil:
		return skip(reason(err))
	case info.IsDir():
		w := walk{
			c: c, ctx: ctx, fsys: readonly.Folder(p), cost: &c.cost, real: real, tally: &tally{}, yield: yield,
			shown: func(name string) string { return filepath.Join(p, filepath.FromSlash(name)) },
		}
		return w.folder(".") && yield(&File{Path: hive.Text(p), in: w.tally, end: true})
	case info.Mode()&fs.ModeNamedPipe != 0:
		return skip("a pipe, which can be read only once; save what comes out of it to a file first and name that")
	case !info.Mode().IsRegular():
		return skip("not a regular file; copy the hive to one")
	case !c.first(real, member):
		return true
	}
	f := fileAt(at, c.folder)
	f.real, f.member, f.cost = real, member, &c.cost
	c.logsOf(f)
	return yield(f)
}

// folder is a folder of this machine, the same each time.
func (c *Collector) folder(dir string) *folder {
	if c.folders[dir] == nil {
		c.folders[dir] = countedFolder(dir, &c.cost)
	}
	return c.folders[dir]
}

// logsOf has the logs of a file looked for where the user says first.
func (c *Collector) logsOf(f *File) {
	if c.LogsIn != "" {
		f.besides = append([]beside{{c.folder(c.LogsIn), path.Base(f.Name)}}, f.besides...)
	}
}

// first reports whether a file, or a member of it, is met for the first time.
func (c *Collector) first(real, member string) bool {
	c.met[real] = true
	key := real
	if member != "" {
		key += memberMark + member
	}
	if c.taken[real] || c.taken[key] {
		return false
	}
	c.taken[key] = true
	return true
}

// Walk finds the files of a file system that may be evidence, as Find does in a folder of this machine. A name is
// shown to a user behind the prefix.
func (c *Collector) Walk(ctx context.Context, fsys fs.FS, prefix string) iter.Seq[*File] {
	return func(yield func(*File) bool) {
		w := walk{c: c, ctx: ctx, fsys: fsys, cost: &c.cost, shown: func(name string) string { return prefix + name }, tally: &tally{}, yield: yield}
		_ = w.folder(".") && yield(&File{Path: hive.Text(prefix), in: w.tally, end: true})
	}
}

// walk is the search of one folder.
type walk struct {
	c     *Collector
	ctx   context.Context
	fsys  fs.FS
	shown func(name string) string
	real  string // of the folder, without symbolic links; "" where it is none of this machine
	*tally
	yield func(*File) bool
	host  hive.Text // of the collection
	cost  *cost     // nil in an archive, of which the reading is counted
}

// folder goes through a folder and those in it. It returns false where the search is to end.
func (w *walk) folder(dir string) bool {
	w.cost.listed()
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		w.held = true
		if !w.skip(dir, reason(err), true) {
			return false
		}
	}
	if host := hostOf(w.fsys, dir, entries, w.cost); host != "" {
		defer func(outside hive.Text) { w.host = outside }(w.host)
		w.host = host
	}
	logs := w.pair(dir, entries)
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		ok := true
		switch {
		case w.ctx.Err() != nil:
			return false
		case len(w.c.Exclude) > 0 && fitsAny(w.c.Exclude, w.shown(name)):
		case e.IsDir():
			ok = w.folder(name)
		case e.Type()&fs.ModeSymlink != 0:
			w.links++
			ok = w.skip(name, "a symbolic link; name it to have it followed", false)
		case !e.Type().IsRegular():
			ok = w.skip(name, "no file but a pipe, a socket or a device, which is not read", NamedAsHive(e.Name()))
		case e.Type().IsRegular() && !logs.paired[e.Name()] && w.included(name):
			f := w.file(dir, e.Name(), logs)
			if f == nil {
				continue
			}
			for _, l := range logs.of[e.Name()] {
				if log := w.file(dir, l, logs); log != nil {
					f.logs = append(f.logs, log)
				}
			}
			ok = w.yield(f)
		}
		if !ok {
			return false
		}
	}
	return true
}

// included reports whether a file is one that the user asks for, or may hold such.
func (w *walk) included(name string) bool {
	if len(w.c.Include) == 0 || fitsAny(w.c.Include, w.shown(name)) {
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".zip", ".gz":
		return true
	}
	return false
}

// file is a regular file in a folder, or nil where it was looked at already, for another path.
func (w *walk) file(dir, base string, logs *paired) *File {
	name := path.Join(dir, base)
	f := &File{FS: w.fsys, Name: name, Path: hive.Text(w.shown(name)), cost: w.cost, in: w.tally, besides: []beside{{logs.folder, base}}, Labels: labelsOf(w.shown(name))}
	if w.host != "" {
		f.Labels.Host = w.host
	}
	if logs.indexes[base+indexed] {
		f.index = base + indexed
	}
	w.c.logsOf(f)
	if w.real == "" {
		return f
	}
	if f.real = filepath.Join(w.real, filepath.FromSlash(name)); !w.c.first(f.real, "") {
		w.held = true
		return nil
	}
	return f
}

func (w *walk) skip(name, reason string, failed bool) bool {
	at := hive.Text(w.shown(name))
	return w.yield(&File{Path: at, in: w.tally, skip: &Skip{Path: at, Reason: reason, Failed: failed}})
}

// paired is which files of a folder have the names of transaction logs of others there. Those are opened together
// with the hive, and only once.
type paired struct {
	folder *folder
	of     map[string][]string // by the name of the hive
	paired map[string]bool

	indexes map[string]bool // files that may say what of others is missing
}

func (w *walk) pair(dir string, entries []fs.DirEntry) *paired {
	names := make([]string, len(entries))
	hives := map[string]string{} // by their names in upper case
	for i, e := range entries {
		names[i] = e.Name()
		if e.Type().IsRegular() && translog.SlotOf(e.Name()) == "" {
			up := strings.ToUpper(e.Name())
			if _, twice := hives[up]; !twice {
				hives[up] = e.Name()
			}
		}
	}
	beside := regf.NewBeside(w.fsys, dir, names)
	p := &paired{
		&folder{func(name string) string { return w.shown(path.Join(dir, name)) }, func() (*regf.Beside, error) { return beside, nil }},
		map[string][]string{}, map[string]bool{}, map[string]bool{},
	}
	for _, e := range entries {
		if e.Type().IsRegular() && path.Ext(e.Name()) == indexed {
			p.indexes[e.Name()] = true
		}
		if of, isLog := translog.HiveOf(strings.ToUpper(e.Name())); isLog && e.Type().IsRegular() && hives[of] != "" {
			p.of[hives[of]] = append(p.of[hives[of]], e.Name())
			p.paired[e.Name()] = true
		}
	}
	return p
}

// realPath is the absolute path without symbolic links.
func realPath(p string) (string, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}
