package collect

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/hivetest"
)

const hasProfile = `
[Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles\Outlook\9207f3e0a3b11019908b08002b2a56c2]
"01023d00"=hex:11*16
`

// dirtyHive is a hive that has its profile in its log only.
func dirtyHive(t testing.TB) (img, log []byte) {
	before, after := hivetest.Build(t, "[Software]"), hivetest.Build(t, hasProfile)
	return hivetest.Dirty(before, 2, 1), hivetest.NewLog(before, after, 1, 1)
}

// counting counts what is asked of a file system.
type counting struct {
	fs.FS
	mu             sync.Mutex
	opened, listed map[string]int
	open, most     int
}

func (c *counting) Open(name string) (fs.File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.opened[name]++
	f, err := c.FS.Open(name)
	if err == nil {
		c.open++
		c.most = max(c.most, c.open)
	}
	return &countedFile{f, c}, err
}

func (c *counting) ReadDir(name string) ([]fs.DirEntry, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listed[name]++
	return fs.ReadDir(c.FS, name)
}

type countedFile struct {
	fs.File
	c *counting
}

func (f *countedFile) Close() error {
	f.c.mu.Lock()
	defer f.c.mu.Unlock()
	f.c.open--
	return f.File.Close()
}

// all reads everything in a file system.
func all(t testing.TB, fsys fs.FS, opt Options) (results []Result) {
	c := New(Readers())
	return slices.Collect(c.Read(t.Context(), c.Walk(t.Context(), fsys, ""), opt))
}

// A folder is listed once and a file in it opened once, however many hives with logs there are, and whatever else.
func TestOneListingOneOpening(t *testing.T) {
	img, log := dirtyHive(t)
	files := fstest.MapFS{"readme.txt": {Data: []byte("x")}, "stray.LOG1": {Data: log}, "ntuser.ini": {}}
	for i := range 20 {
		name := fmt.Sprintf("user%02d.DAT", i)
		files[name], files[name+".LOG1"], files[name+".log2"] = &fstest.MapFile{Data: img}, &fstest.MapFile{Data: log}, &fstest.MapFile{}
	}
	files["user03.DAT.LOG"] = &fstest.MapFile{Data: hivetest.Build(t, hasProfile)} // a hive, whatever its name
	for _, opt := range []Options{{}, {NoLogs: true}, {Live: true}} {
		c := &counting{FS: files, opened: map[string]int{}, listed: map[string]int{}}
		results := all(t, c, opt)
		require.Equal(t, map[string]int{".": 1}, c.listed, "%+v", opt)
		require.Len(t, c.opened, len(files))
		for name, n := range c.opened {
			want := 1
			if name == "user03.DAT.LOG" && opt != (Options{NoLogs: true}) {
				want = 2 // as a log first
			}
			require.Equal(t, want, n, "%s %+v", name, opt)
		}
		require.Zero(t, c.open, "every file is closed")
		require.LessOrEqual(t, c.most, 2+2*runtime.GOMAXPROCS(0))
		sources, other := 0, 0
		for _, r := range results {
			switch {
			case r.Source != nil:
				require.Empty(t, r.Source.Error)
				require.Equal(t, !opt.NoLogs || path.Ext(r.File.Name) == ".LOG", len(r.Source.Profiles) == 1, r.File.Name)
				sources++
			case r.Other:
				other++
			default:
				require.Fail(t, r.Skip.Reason)
			}
		}
		require.Equal(t, 21, sources)
		require.Equal(t, 2+20, other, "a text, an empty file, and the empty logs")
	}
}

// What is found is the same whatever kind of file system it lies in.
func TestSameFromEveryFileSystem(t *testing.T) {
	img, log := dirtyHive(t)
	files := fstest.MapFS{
		"C/Users/bob/NTUSER.DAT": {Data: img}, "C/Users/bob/ntuser.dat.LOG1": {Data: log},
		"C/Users/eve/NTUSER.DAT": {Data: hivetest.Build(t, hasProfile)}, "C/Users/eve/mail.pst": {Data: []byte("!BDN")},
		"C/Users/lost/NTUSER.DAT": {},
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	require.NoError(t, z.AddFS(files))
	require.NoError(t, z.Close())
	archive, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, writeTo(dir, files))

	said := func(seq iter.Seq[Result]) (out []string) {
		for r := range seq {
			switch {
			case r.Source != nil:
				out = append(out, fmt.Sprint(r.Source.Path, r.Source.State, r.Source.SHA256, len(r.Source.Profiles), len(r.Source.Logs), len(r.Source.Changes)))
			case r.Skip != nil:
				out = append(out, fmt.Sprint(*r.Skip))
			default:
				out = append(out, fmt.Sprint(r.File.Path, r.Other))
			}
		}
		return out
	}
	want := said(slices.Values(all(t, files, Options{})))
	require.Len(t, want, 4)
	require.Contains(t, want[0], string(hive.Replayed))
	require.Equal(t, want, said(slices.Values(all(t, archive, Options{}))))
	t.Chdir(dir)
	c := New(Readers())
	require.Equal(t, want, said(c.Read(t.Context(), c.Find(t.Context(), []string{"C"}), Options{})))
	require.Len(t, c.Met(), 5)
}

// Hives are read a few at a time, and results come in the order of the files, also where one takes its time.
func TestReadIsBoundedAndOrdered(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 50 {
		files[fmt.Sprintf("%02d", i)] = &fstest.MapFile{Data: []byte("toy")}
	}
	var now, most atomic.Int32
	gate := make(chan struct{})
	slow := &Reader{
		Name: "toy", Match: func(f *File) Match { return Yes },
		Read: func(ctx context.Context, f *File, opt Options, emit func(analyze.Whole)) error {
			n := now.Add(1)
			defer now.Add(-1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			if f.Name == "00" {
				<-gate
			} else if f.Name == "01" {
				close(gate)
			}
			emit(analyze.Whole{Snapshot: analyze.Snapshot{Path: f.Path + "!1"}})
			emit(analyze.Whole{Snapshot: analyze.Snapshot{Path: f.Path + "!2"}})
			return nil
		},
	}
	if runtime.GOMAXPROCS(0) < 2 {
		close(gate)
		slow.Read = nil
		t.Skip("one processor")
	}
	c := New([]*Reader{slow})
	var got, want []hive.Text
	for r := range c.Read(t.Context(), c.Walk(t.Context(), files, ""), Options{}) {
		got = append(got, r.Source.Path)
	}
	for i := range 50 {
		want = append(want, hive.Text(fmt.Sprintf("%02d!1", i)), hive.Text(fmt.Sprintf("%02d!2", i)))
	}
	require.Equal(t, want, got)
	require.LessOrEqual(t, int(most.Load()), runtime.GOMAXPROCS(0))
}

// Who has seen enough stops: no file stays open and nothing runs on.
func TestReadStops(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 200 {
		files[fmt.Sprintf("%03d", i)] = &fstest.MapFile{Data: hivetest.Build(t, "[A]")}
	}
	counted := &counting{FS: files, opened: map[string]int{}, listed: map[string]int{}}
	c := New(Readers())
	for range c.Read(t.Context(), c.Walk(t.Context(), counted, ""), Options{}) {
		break
	}
	require.Zero(t, counted.open)
	require.Less(t, len(counted.opened), 200)

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for range c.Read(ctx, c.Walk(ctx, counted, ""), Options{}) {
		if n++; n == 3 {
			cancel()
		}
	}
	require.Less(t, n, 200)
	require.Zero(t, counted.open)
}

// A fault of a reader costs what it was reading.
func TestReadCatchesFaults(t *testing.T) {
	bad := &Reader{
		Name: "bad", Match: func(*File) Match { return Yes },
		Read: func(_ context.Context, f *File, _ Options, emit func(analyze.Whole)) error {
			switch f.Name {
			case "a":
				panic("out of step")
			case "b":
				return fs.ErrPermission
			}
			emit(analyze.Whole{Snapshot: analyze.Snapshot{Path: f.Path}})
			return nil
		},
	}
	c := New([]*Reader{bad})
	got := slices.Collect(c.Read(t.Context(), c.Walk(t.Context(), fstest.MapFS{"a": {}, "b": {}, "c": {}}, ""), Options{}))
	require.Len(t, got, 3)
	require.Equal(t, "internal error, please report it: out of step", got[0].Source.Error)
	require.Contains(t, got[1].Skip.Reason, "permission denied")
	require.Empty(t, got[2].Source.Error)
}
