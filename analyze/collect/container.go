package collect

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"mapihive/hive"
)

// Limits on archives. Each is far above what collectors make.
const (
	// maxNesting is how many archives may lie in each other: a collection, and one in it.
	maxNesting = 2
	// maxMembers is how many files an archive may list.
	maxMembers = 1 << 20
	// maxDepth is how many folders may lie in each other in an archive.
	maxDepth = 128
	// maxName is how long the name of a member may be, in bytes: that of a path of Windows (32,767 UTF-16 units).
	maxName = 3 * 32767
	// freeSize is what a member may grow to however small it is stored, in bytes, and maxRatio by how much a larger
	// one may grow. Real hives grow tenfold, empty ones a hundredfold; deflate ends at 1,032.
	freeSize = 64 << 20
	maxRatio = 200
	// maxInMemory is the most that is kept in memory of a member that can only be read from its start, in bytes.
	maxInMemory = 512 << 20
)

// Container is the files in an archive.
type Container struct {
	FS      fs.FS
	Skipped []Skip // members that cannot be read, by their names in it
	Plain   bool   // it is no collection but a document, of which nobody needs to hear
}

// refused is an archive that is not read, with what a user should do.
type refused string

func (r refused) Error() string { return string(r) }

// container looks at the members of an archive.
func (at *reading) container(f *File, reader *Reader) {
	c, err := at.open(f, reader)
	if err != nil {
		f.Close()
		at.now(Result{File: f, Skip: &Skip{Path: f.Path, Reason: reason(err), Failed: true}})
		return
	}
	defer f.release() // what is read of it meanwhile holds it too
	if c.Plain && !f.Named {
		at.now(Result{File: f, Other: true})
		return
	}
	found := false
	shown := func(name string) string { return string(f.Path) + memberMark + name }
	for _, s := range c.Skipped {
		if f.member != "" && string(s.Path) != f.member {
			continue
		}
		found = true
		s.Path = hive.Text(shown(string(s.Path)))
		at.now(Result{File: f, Skip: &s})
	}
	w := walk{c: at.c, ctx: at.ctx, fsys: c.FS, shown: shown, tally: &tally{held: len(c.Skipped) > 0}, host: f.Labels.Host}
	w.yield = func(m *File) bool {
		m.parent, m.nested = f, f.nested+1
		if f.member != "" {
			for _, log := range m.logs {
				if log.Name == f.member {
					m, log.parent, log.nested = log, f, m.nested
				}
			}
			in, isIn := strings.CutPrefix(f.member, m.Name+memberMark)
			if m.Name != f.member && !isIn {
				return true
			}
			found, m.Named, m.in, m.logs = true, true, nil, nil
			if isIn {
				m.member = in
			}
		}
		at.file(m)
		return at.ctx.Err() == nil
	}
	w.folder(".")
	if f.member != "" {
		if !found {
			at.now(Result{File: f, Skip: &Skip{Path: hive.Text(shown(f.member)), Reason: "no such file in the archive", Failed: true}})
		}
		return
	}
	if f.in != nil {
		f.in.held = f.in.held || w.held
		f.in.files += w.files
	} else if s := w.barren(f); s != nil {
		at.now(Result{File: f, Skip: s})
	}
}

// memberMark stands between the path of an archive and the name of a file in it.
const memberMark = "!"

func (at *reading) open(f *File, reader *Reader) (*Container, error) {
	if f.nested >= maxNesting {
		return nil, refused("an archive in an archive in an archive, which is not read; unpack it and give the folder")
	}
	if err := f.look(); err != nil {
		return nil, err
	}
	c, err := reader.Members(f)
	if err == nil {
		f.parent.hold()
		f.hold()
	}
	return c, err
}

// hold keeps the file open, and the archive that it lies in, until it is released as often.
func (f *File) hold() {
	if f != nil {
		f.held.Add(1)
	}
}

func (f *File) release() {
	if f != nil && f.held.Add(-1) == 0 {
		f.Close()
		f.parent.release()
	}
}

// Visit calls visit for each source in the files, one after the other, in place of reading it, and yields what
// became of the other files.
func (c *Collector) Visit(ctx context.Context, files iter.Seq[*File], visit func(*File, *Reader)) iter.Seq[Result] {
	return c.run(ctx, files, Options{Workers: 1}, visit)
}

// Count is how many sources there are in the files. It looks at all of them and reads none.
func (c *Collector) Count(ctx context.Context, files []*File) (n int) {
	for range c.Visit(ctx, slices.Values(files), func(*File, *Reader) { n++ }) {
	}
	return n
}

// memberName is the name of a member as one of a file system, or why it has none: it leads out of the archive, or
// is longer or deeper than any that is needed. Backslashes are taken for separators: some collectors write them.
func memberName(stored string) (name, why string) {
	slashes := strings.ReplaceAll(stored, `\`, "/")
	name = path.Clean(strings.TrimPrefix(slashes, "./"))
	switch {
	case strings.HasPrefix(slashes, "/") || slices.Contains(strings.Split(slashes, "/"), ".."):
		return "", "its name leads out of the archive (zip slip); unpack it with care and give the file"
	case len(stored) > maxName || strings.Count(name, "/") > maxDepth:
		return "", "its name is longer or deeper than any that Windows has; unpack it and give the file"
	case strings.ContainsRune(name, 0) || name == ".":
		return "", "it has no name that a file can have; unpack it and give the file"
	}
	return name, ""
}

// grows says why a file in an archive is not read.
func (f *File) grows() string {
	if m, ok := f.opened.(interface{ grows() string }); ok {
		return m.grows()
	}
	return ""
}

// grows says why a member is not read, "" where it is: it would grow beyond measure.
func grows(stored, size int64) string {
	switch {
	case size < 0 || size > maxInMemory:
		return fmt.Sprintf("unpacked it has %d bytes, more than is read of a file in an archive (%d); unpack it and give the file", uint64(size), maxInMemory)
	case size > freeSize && size/maxRatio > stored:
		return fmt.Sprintf("%d bytes of the archive claim to be %d bytes unpacked, as in a zip bomb; unpack it with care and give the file", stored, size)
	}
	return ""
}
