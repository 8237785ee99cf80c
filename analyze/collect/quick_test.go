package collect

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// asked counts what is asked of a file system whose files can be read anywhere.
type asked struct {
	fs.FS
	opened, listed, bytes atomic.Int64
}

func (a *asked) Open(name string) (fs.File, error) {
	a.opened.Add(1)
	f, err := a.FS.Open(name)
	if err != nil {
		return nil, err
	}
	return &askedFile{f, a}, nil
}

func (a *asked) ReadDir(name string) ([]fs.DirEntry, error) {
	a.listed.Add(1)
	return fs.ReadDir(a.FS, name)
}

type askedFile struct {
	fs.File
	a *asked
}

func (f *askedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.a.bytes.Add(int64(n))
	return n, err
}

func (f *askedFile) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.File.(io.ReaderAt).ReadAt(p, off)
	f.a.bytes.Add(int64(n))
	return n, err
}

// largeHive has some megabytes, a live profile, and a deleted one.
func largeHive(t testing.TB) []byte {
	var text strings.Builder
	for i := range 400 {
		fmt.Fprintf(&text, "[Software\\Vendor%03d\\Program]\n\"path\"=\"%s\"\n", i, strings.Repeat("x", 5000))
	}
	text.WriteString(hasProfile + strings.ReplaceAll(hasProfile, `\Profiles\`, `\Deleted Profiles\`) + "[Network\\P]\n\"RemotePath\"=\"\\\\\\\\srv\\\\share\"\n")
	img := hivetest.Build(t, text.String())
	require.Greater(t, len(img), 4<<20)
	return img
}

// A quick run over a share opens each file once, lists each folder once, and reads the pages that live profiles need.
func TestQuick(t *testing.T) {
	large := largeHive(t)
	dirty := hivetest.Dirty(large, 2, 1)
	logged, log := dirtyHive(t)
	share := fstest.MapFS{
		"a/NTUSER.DAT":      {Data: large},
		"b/NTUSER.DAT":      {Data: dirty},
		"c/NTUSER.DAT":      {Data: logged},
		"c/NTUSER.DAT.LOG1": {Data: log},
	}
	a := &asked{FS: share}
	c := New(Readers())
	var got []analyze.Whole
	for r := range c.Read(t.Context(), c.Walk(t.Context(), a, ""), Options{Quick: true}) {
		require.Nil(t, r.Skip)
		if r.Source != nil {
			got = append(got, *r.Source)
		}
	}
	require.Len(t, got, 3)
	for i, state := range []hive.State{hive.Unverified, hive.Dirty, hive.Replayed} {
		require.Equal(t, state, got[i].State, got[i].Path)
		require.Len(t, got[i].Profiles, 1)
		require.Equal(t, hive.Live, got[i].Profiles[0].State)
		require.True(t, got[i].LiveOnly && got[i].KnownPlaces)
		require.Empty(t, got[i].SHA256)
		for _, l := range got[i].Logs {
			require.Empty(t, l.SHA256)
		}
	}
	require.Equal(t, []analyze.Drive{{Letter: "P", Remote: `\\srv\share`}}, got[0].Drives)
	require.Equal(t, int64(4), a.opened.Load(), "each file once, logs among them")
	require.Equal(t, int64(4), a.listed.Load(), "each folder once")
	small := int64(len(logged) + len(log))
	require.LessOrEqual(t, a.bytes.Load(), 2*(64<<10)+2*small)

	cost := c.Cost()
	require.Equal(t, Cost{Files: 4, Folders: 4, Bytes: a.bytes.Load(), Of: int64(2*len(large)) + small}, cost)
}

// A run without hashes finds the same.
func TestNoHash(t *testing.T) {
	logged, log := dirtyHive(t)
	share := fstest.MapFS{
		"NTUSER.DAT":      {Data: logged},
		"NTUSER.DAT.LOG1": {Data: log},
		"user.reg":        {Data: []byte("Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software]\r\n\"a\"=\"b\"\r\n")},
	}
	with, without := all(t, share, Options{}), all(t, share, Options{NoHash: true})
	require.Len(t, without, 2)
	for i := range with {
		s := with[i].Source
		require.NotEmpty(t, s.SHA256)
		s.SHA256 = ""
		s.Logs = slices.Clone(s.Logs)
		for j := range s.Logs {
			require.NotEmpty(t, s.Logs[j].SHA256)
			s.Logs[j].SHA256 = ""
		}
		require.Equal(t, *s, *without[i].Source)
	}
}

// One hive in a large folder of memory that is used again and again shows nothing of another.
func TestQuickSharesMemory(t *testing.T) {
	share := fstest.MapFS{}
	for i := range 40 {
		text := strings.ReplaceAll(hasProfile, "Outlook", fmt.Sprintf("Name%02d", i)) + fmt.Sprintf("[Network\\P]\n\"RemotePath\"=\"only %02d\"\n", i)
		share[fmt.Sprintf("%02d/NTUSER.DAT", i)] = &fstest.MapFile{Data: hivetest.Build(t, text)}
	}
	got := all(t, share, Options{Quick: true, Contents: true})
	require.Len(t, got, 40)
	for i, r := range got {
		require.Equal(t, hive.Text(fmt.Sprintf("Name%02d", i)), r.Source.Profiles[0].Name)
		require.Equal(t, hive.Text(fmt.Sprintf("only %02d", i)), r.Source.Drives[0].Remote)
	}
}
