package analyze

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"mapihive/hive"
	"mapihive/hive/mapi"
	pstfile "mapihive/hive/pst"
	"mapihive/hive/winpath"
)

// DataFile is what was found on a disk, or in a collection, at the path of a PST or OST file that a hive names.
type DataFile struct {
	Path   hive.Text `json:"path"` // in normal form, as it was looked for
	Found  bool      `json:"found"`
	OnDisk hive.Text `json:"on_disk,omitempty"` // the path as the file system writes it
	// ID is equal for the paths of one file: by hard links, symbolic links and junctions. It means something within
	// one snapshot only; "" where the file system does not tell.
	ID       string       `json:"id,omitempty"`
	Modified hive.Time    `json:"modified,omitzero"`
	PST      pstfile.Info `json:"pst,omitzero"`
	Note     string       `json:"note,omitempty"` // why the file could not be read
}

// Mount is where the files of a drive or a share can be read.
type Mount struct {
	// At is what paths start with that lead there: "C:", or "\\server\share". A collection with a folder for each
	// drive has "".
	At hive.Text
	FS fs.FS
}

// CutMount reads where a folder stands and the folder out of "C:=DIR", "\\server\share=DIR" or "DIR".
func CutMount(text string) (at hive.Text, dir string) {
	before, after, ok := strings.Cut(text, "=")
	if ok {
		name := hive.Text(strings.TrimRight(before, `\`))
		_, _, full := winpath.Root(name)
		if letter, drive := winpath.Drive(name); drive && len(name) == 2 {
			return hive.Text(letter + ":"), after
		} else if full && winpath.IsUNC(name) {
			return name, after
		}
	}
	return "", text
}

// LookUp looks for the PST and OST files that the live profiles of a snapshot name, and for those in its mounts only,
// and keeps what it finds in the snapshot; paths are looked for beside them. Nothing but the start of a file and its message store are read. The only
// error is ctx's.
func LookUp(ctx context.Context, s *Snapshot, mounts []Mount, paths ...hive.Text) error {
	l := lookUp{mounts: mounts}
	s.Files = nil
	names := storePaths(s)
	for _, p := range paths {
		if name, _ := expandedName(&s.Context, p); name.full && !slices.ContainsFunc(names, func(n hive.Text) bool { return hive.EqualFold(n, name.normal) }) {
			names = append(names, name.normal)
		}
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		place, _ := mapped(name, s.Context.Drives)
		if d, ok := l.find(name, place); ok {
			s.Files = append(s.Files, d)
		}
	}
	return nil
}

// storePaths returns the full paths, in normal form, of the stores that live profiles open, sorted, each once.
func storePaths(s *Snapshot) []hive.Text {
	var paths []hive.Text
	for i := range s.Profiles {
		p := &s.Profiles[i]
		if p.State != hive.Live {
			continue
		}
		for j := range p.Paths {
			if r := &p.Paths[j]; r.Source == mapi.SourceProvider && r.Path != "" {
				if name, _ := expandedName(&s.Context, r.Path); name.full {
					paths = append(paths, name.normal)
				}
			}
		}
	}
	slices.Sort(paths)
	return slices.CompactFunc(paths, hive.EqualFold)
}

type lookUp struct {
	mounts []Mount
	known  []knownFile
}

// knownFile is a file that was found before, to tell whether another path leads to it.
type knownFile struct {
	info fs.FileInfo
	id   string
}

// find looks for a path: as it is, and as the place that a mapping makes of it. ok is false where no mount can hold
// it.
func (l *lookUp) find(name, place hive.Text) (d DataFile, ok bool) {
	for _, p := range []hive.Text{name, place} {
		for i := range l.mounts {
			for _, at := range l.mounts[i].folders(p) {
				ok = true
				if info, spelt, err := walk(l.mounts[i].FS, at.folder, at.rest); err == nil {
					d = DataFile{Path: name, Found: true, OnDisk: at.root + hive.Text(strings.ReplaceAll(spelt, "/", `\`))}
					d.ID = l.id(info)
					d.Modified = hive.NewTime(info.ModTime())
					d.read(l.mounts[i].FS, path.Join(at.folder, spelt), info)
					return d, true
				} else if !errors.Is(err, fs.ErrNotExist) {
					d.Note = "it could not be looked for"
				}
			}
		}
	}
	if d.Note != "" {
		return DataFile{}, false // neither there nor missing
	}
	return DataFile{Path: name}, ok
}

// id tells the file from the others that were found. Only the system's own file systems tell whether two are one.
func (l *lookUp) id(info fs.FileInfo) string {
	if !os.SameFile(info, info) {
		return ""
	}
	for _, k := range l.known {
		if os.SameFile(k.info, info) {
			return k.id
		}
	}
	k := knownFile{info, strconv.Itoa(len(l.known) + 1)}
	l.known = append(l.known, k)
	return k.id
}

// mountedAt is a folder of a mount that a path may lead through.
type mountedAt struct {
	folder string    // in the file system
	root   hive.Text // that it stands for: "C:\"
	rest   string    // below it, with slashes
}

// folders returns where in the mount a path would be.
func (m *Mount) folders(p hive.Text) (out []mountedAt) {
	root, rest, ok := winpath.Root(p)
	if !ok || rest == "" {
		return nil
	}
	below := strings.ReplaceAll(string(rest), `\`, "/")
	if m.At != "" {
		own := strings.TrimRight(string(m.At), `\`) + `\`
		if hive.EqualFold(hive.Text(own), root) {
			out = append(out, mountedAt{".", root, below})
		}
		return out
	}
	letter, ok := winpath.Drive(p)
	if !ok {
		return nil
	}
	entries, err := fs.ReadDir(m.FS, ".")
	if err != nil {
		return nil
	}
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		if e.IsDir() && isDriveFolder(e.Name()) && strings.Contains(strings.TrimPrefix(name, "%5C%5C.%5C"), letter) {
			out = append(out, mountedAt{e.Name(), root, below})
		}
	}
	return out
}

// walk finds a file below a folder by its components, each as it is written or, where that is not there, as the one
// that differs in case alone.
func walk(fsys fs.FS, folder, rest string) (fs.FileInfo, string, error) {
	spelt := ""
	for component := range strings.SplitSeq(rest, "/") {
		entries, err := fs.ReadDir(fsys, path.Join(folder, spelt))
		if err != nil {
			return nil, "", err
		}
		name, err := entryCalled(entries, component)
		if err != nil {
			return nil, "", err
		}
		spelt = path.Join(spelt, name)
	}
	info, err := fs.Stat(fsys, path.Join(folder, spelt))
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrInvalid
	}
	return info, spelt, err
}

var errTwoNames = errors.New("two names differ in case alone")

func entryCalled(entries []fs.DirEntry, name string) (string, error) {
	found, n := "", 0
	for _, e := range entries {
		switch {
		case e.Name() == name:
			return name, nil
		case hive.EqualFold(hive.Text(e.Name()), hive.Text(name)):
			found = e.Name()
			n++
		}
	}
	switch n {
	case 0:
		return "", fs.ErrNotExist
	case 1:
		return found, nil
	}
	return "", errTwoNames
}

// read reads the data file itself.
func (d *DataFile) read(fsys fs.FS, name string, info fs.FileInfo) {
	f, err := fsys.Open(name)
	if err != nil {
		d.Note = "it could not be opened"
		return
	}
	defer f.Close()
	r, ok := f.(io.ReaderAt)
	if !ok {
		d.Note = "it can only be read from its start to its end"
		return
	}
	p, err := pstfile.Read(r, info.Size())
	switch {
	case errors.Is(err, pstfile.ErrNotPST):
		d.Note = "it is no Outlook data file"
	case err != nil:
		d.Note = "it could not be read"
	default:
		d.PST = *p
	}
}

// OnDisk returns what LookUp found at the paths of the file, each path once.
func (f *StoreFile) OnDisk(sources []Snapshot) (out []DataFile) {
	seen := map[hive.Text]bool{}
	for _, r := range f.References {
		s := &sources[r.Source]
		if len(s.Files) == 0 {
			continue
		}
		name, _ := expandedName(&s.Context, r.Path)
		for _, d := range s.Files {
			if !seen[name.raised] && hive.UpcaseText(d.Path) == name.raised {
				seen[name.raised] = true
				out = append(out, d)
			}
		}
	}
	return out
}
