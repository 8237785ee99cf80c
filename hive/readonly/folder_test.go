package readonly

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestFolderIsAFileSystem(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a/b/NTUSER.DAT", "a/x", "y"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, []byte(name), 0o600))
	}
	require.NoError(t, fstest.TestFS(Folder(dir), "a/b/NTUSER.DAT", "a/x", "y"))
}

// What lies outside the folder that a link lies in is not read through it.
func TestFolderKeepsItsLinks(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "a"), 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "secret"), []byte("s"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a", "x"), []byte("x"), 0o600))
	if err := os.Symlink("../secret", filepath.Join(dir, "a", "out")); err != nil {
		t.Skip(err)
	}
	require.NoError(t, os.Symlink("x", filepath.Join(dir, "a", "in")))
	_, err := Folder(dir).Open("a/out")
	require.Error(t, err)
	got, err := fs.ReadFile(Folder(dir), "a/in")
	require.NoError(t, err)
	require.Equal(t, "x", string(got))
}

// A name need not be UTF-8: a share of an old system has others.
func TestFolderOfOldNames(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "M\xfcller"), []byte("x"), 0o600); err != nil {
		t.Skip(err)
	}
	got, err := fs.ReadFile(Folder(dir), "M\xfcller")
	require.NoError(t, err)
	require.Equal(t, "x", string(got))
}

// onlyStream is a file that can only be read on and on.
type onlyStream struct {
	fs.File
	from io.Reader
	n    int
}

func (o *onlyStream) Read(p []byte) (int, error) {
	n, err := o.from.Read(p)
	o.n += n
	return n, err
}

func TestContentsOfAStream(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789"), 500_000)
	s := &onlyStream{from: iotest.HalfReader(bytes.NewReader(data))}
	at := Contents(s)
	p := make([]byte, 16)
	n, err := at.ReadAt(p, 0)
	require.NoError(t, err)
	require.Equal(t, data[:16], p[:n])
	require.Equal(t, 16, s.n, "no more is read than was asked for")
	for _, off := range []int64{3_000_000, 5, 4_999_990} {
		n, err := at.ReadAt(p[:10], off)
		require.NoError(t, err)
		require.Equal(t, data[off:][:10], p[:n])
	}
	n, err = at.ReadAt(p, 4_999_995)
	require.ErrorIs(t, err, io.EOF)
	require.Equal(t, 5, n)
	_, err = at.ReadAt(p, 6_000_000)
	require.ErrorIs(t, err, io.EOF)

	broken := errors.New("broken")
	at = Contents(&onlyStream{from: io.MultiReader(bytes.NewReader(data[:100]), iotest.ErrReader(broken))})
	n, err = at.ReadAt(make([]byte, 200), 50)
	require.ErrorIs(t, err, broken)
	require.Equal(t, 50, n)
}
