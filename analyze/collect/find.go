package collect

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"mapihive/hive"
	"mapihive/hive/fserr"
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

	readers []*Reader
	met     map[string]bool    // files of this machine, by absolute path without symbolic links
	taken   map[string]bool    // the same, and members of archives that were named
	folders map[string]*folder // of named files, by path
}

// New returns a collector of what the readers read.
func New(readers []*Reader) *Collector {
	return &Collector{readers: readers, met: map[string]bool{}, taken: map[string]bool{}, folders: map[string]*folder{}}
}

// Met are the files of this machine that were found so far, whatever is in them, by their absolute paths without
// symbolic links.
func (c *Collector) Met() map[string]bool { return c.met }

// Skip is an input that is not read.
type Skip struct {
	Path   hive.Text
	Reason string
	Failed bool // it was asked for, or may be evidence: the report is not whole

	log bool // it is a transaction log, or an empty file, which is what becomes of one
}

// tally is what was met in a folder that was named.
type tally struct {
	files, links int
	held         bool // evidence, or something that could not be looked at
}

// Find finds the files at the given paths of this machine that may be evidence, and opens none of them. Folders
// are searched to the bottom, in lexical order; symbolic links are followed only where they are named.
func (c *Collector) Find(ctx context.Context, paths []string) iter.Seq[*File] {
	return func(yield func(*File) bool) {
		for _, p := range paths {
			if ctx.Err() != nil || !c.find(ctx, p, yield) {
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
			c: c, ctx: ctx, fsys: readonly.Folder(p), real: real, tally: &tally{}, yield: yield,
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
	f.real, f.member = real, member
	c.logsOf(f)
	return yield(f)
}

// folder is a folder of this machine, the same each time.
func (c *Collector) folder(dir string) *folder {
	if c.folders[dir] == nil {
		c.folders[dir] = folderAt(dir)
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
		w := walk{c: c, ctx: ctx, fsys: fsys, shown: func(name string) string { return prefix + name }, tally: &tally{}, yield: yield}
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
}

// folder goes through a folder and those in it. It returns false where the search is to end.
func (w *walk) folder(dir string) bool {
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		w.held = true
		if !w.skip(dir, reason(err), true) {
			return false
		}
	}
	if host := hostOf(w.fsys, dir, entries); host != "" {
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
	f := &File{FS: w.fsys, Name: name, Path: hive.Text(w.shown(name)), in: w.tally, besides: []beside{{logs.folder, base}}, Labels: labelsOf(w.shown(name))}
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

// Settle forgives the logs that were named together with their hives, as the shell does for NTUSER.DAT*: they were
// read with them. read are the paths of the sources.
func Settle(skips []Skip, read []hive.Text) {
	hives := map[string]bool{}
	for _, p := range read {
		hives[strings.ToUpper(filepath.Clean(string(p)))] = true
	}
	for i, s := range skips {
		if of, ok := translog.HiveOf(string(s.Path)); ok && s.Failed && s.log && hives[strings.ToUpper(filepath.Clean(of))] {
			skips[i] = Skip{Path: s.Path, Reason: "a transaction log; its hive is read"}
		}
	}
}

// hiveBeside names the hive that a log belongs to, as its folder spells it.
func (f *File) hiveBeside() string {
	want, ok := translog.HiveOf(string(f.Path))
	if !ok {
		return "the hive that it belongs to"
	}
	entries, err := fs.ReadDir(f.FS, path.Dir(f.Name))
	if err != nil {
		return hive.Text(want).String()
	}
	i := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return strings.EqualFold(e.Name(), filepath.Base(want)) })
	if i < 0 {
		return hive.Text(want).String() + ", which is not beside it"
	}
	return hive.Text(filepath.Join(filepath.Dir(string(f.Path)), entries[i].Name())).String()
}

// realPath is the absolute path without symbolic links.
func realPath(p string) (string, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// heldByWindows is said of a file that Windows or a program has open for itself, as it has the hives of everybody
// who is logged on.
const heldByWindows = `in use by Windows or a program, and not to be read meanwhile; save the loaded hive (reg save HKU\SID NTUSER.DAT, as administrator) or take the file from a shadow copy (vssadmin list shadows)`

// inUse reports whether Windows says that another has a file open, or a part of it locked
// (ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION in winerror.h). On other systems the numbers mean other things.
func inUse(err error) bool {
	return errors.Is(err, syscall.Errno(32)) || errors.Is(err, syscall.Errno(33))
}

// reason says what an error in reading a file means without the call and the path, which stand beside it.
func reason(err error) string {
	switch {
	case runtime.GOOS == "windows" && inUse(err):
		return heldByWindows
	case errors.Is(err, fs.ErrPermission):
		return "permission denied; run with the right to read it"
	case errors.Is(err, fs.ErrNotExist):
		return "no such file or folder"
	}
	return fserr.Cause(err).Error()
}
