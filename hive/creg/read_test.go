package creg_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/creg"
	"mapihive/hive/hivetest/cregtest"
	"mapihive/hive/readonly"
)

const everyForm = `
[.DEFAULT]
[.DEFAULT\Software]
@="the default"
"text"="C:\\Mail\\work.pst"
"empty"=""
"number"=dword:2a
"bytes"=hex:00,01,ff
"none"=hex:
"expand"=expand:"%WINDIR%\\x"
"multi"=multi:"a","b"
[.DEFAULT\Software\Microsoft]
[.DEFAULT\Network]
[Alice\Software]
`

func TestRead(t *testing.T) {
	img, l := build(t, everyForm)
	h := verified(t, img)
	require.Empty(t, h.Diagnostics())
	require.Equal(t, []string{
		`[]`, `[.DEFAULT]`, `[.DEFAULT\Software]`,
		`"" REG_SZ 7468652064656661756c74`,
		`"text" REG_SZ 433a5c4d61696c5c776f726b2e707374`,
		`"empty" REG_SZ `,
		`"number" REG_DWORD 2a000000`,
		`"bytes" REG_BINARY 0001ff`,
		`"none" REG_BINARY `,
		`"expand" REG_EXPAND_SZ 2557494e444952255c7800`,
		`"multi" REG_MULTI_SZ 6100620000`,
		`[.DEFAULT\Software\Microsoft]`, `[.DEFAULT\Network]`, `[Alice]`, `[Alice\Software]`,
	}, list(t, h))
	for path, at := range l.Keys {
		k, ok := h.Lookup(hive.Path(strings.ToUpper(path)))
		require.True(t, ok, path)
		require.Equal(t, int64(at.Entry), k.Offset())
		require.Equal(t, int64(at.Record), k.RecordOffset())
		for name, off := range at.Values {
			v, ok := k.Value(hive.Text(strings.ToUpper(name)))
			require.True(t, ok, name)
			require.Equal(t, int64(off), v.Offset())
		}
	}
	_, ok := h.Lookup(`.DEFAULT\Soft`)
	require.False(t, ok)
	k, _ := h.Lookup(`.DEFAULT\Software`)
	_, ok = k.Value("tex")
	require.False(t, ok)
	require.Equal(t, uint32(8), k.ValueCount())
}

// Many keys fill several pages of entries and several blocks.
func TestManyKeys(t *testing.T) {
	var reg strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&reg, "[K%d\\Below]\n\"v\"=dword:%x\n", i, i)
	}
	img, l := build(t, reg.String())
	require.Len(t, l.Blocks, 8)
	h := verified(t, img)
	require.Empty(t, h.Diagnostics())
	require.Len(t, paths(t, h), 2000)
	k, ok := h.Lookup(`K999\Below`)
	require.True(t, ok)
	v, ok := k.Value("v")
	require.True(t, ok)
	data, whole := v.Data()
	require.True(t, whole)
	require.Equal(t, []byte{0xe7, 3, 0, 0}, data)
}

// What was deleted is no part of the tree, and nothing is wrong with it.
func TestDeleted(t *testing.T) {
	img, _ := build(t, "[A]\n;@ deleted\n[B]\n[B\\C]\n\"v\"=\"x\"\n[D]")
	h := verified(t, img)
	require.Empty(t, h.Diagnostics())
	require.Equal(t, []string{"A", "D"}, paths(t, h))
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		name  string
		image []byte
		want  error
	}{
		{"empty", nil, creg.ErrEmpty},
		{"a hive of NT", append([]byte("regf"), make([]byte, 4096)...), creg.ErrNotCREG},
		{"zeros", make([]byte, 4096), creg.ErrNotCREG},
		{"the magic alone", []byte("CREG"), creg.ErrTooShort},
		{"63 bytes", append([]byte("CREG"), make([]byte, 59)...), creg.ErrTooShort},
		{"three bytes", []byte("CRE"), creg.ErrNotCREG},
	} {
		_, err := creg.Read(t.Context(), c.image, creg.Options{})
		require.ErrorIs(t, err, c.want, c.name)
	}
	_, err := creg.New(t.Context(), nil, 1<<30, creg.Options{})
	require.ErrorIs(t, err, creg.ErrTooLarge)
	_, err = creg.Open(t.Context(), readonly.Folder(t.TempDir()), ".", creg.Options{})
	require.ErrorIs(t, err, readonly.ErrNotRegular)
	_, err = creg.Open(t.Context(), readonly.Folder(t.TempDir()), "none", creg.Options{})
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = creg.Open(t.Context(), fstest.MapFS{"USER.DAT": {Data: []byte("CREG")}}, "USER.DAT", creg.Options{})
	require.EqualError(t, err, "USER.DAT: "+creg.ErrTooShort.Error())
}

// Names are compared by the letters that the code page makes of them.
func TestNamesInACodePage(t *testing.T) {
	img := cregtest.Build(t, "[\u00e4\u00e0]\n\"\u00e4\"=\"\u00e4\u00ff\"")
	h := read(t, img)
	k, ok := h.Lookup("\u00c4\u00c0")
	require.True(t, ok, "without a code page Windows-1252 is assumed")
	require.Equal(t, hive.Text("\u00e4\u00e0"), k.Name())

	h, err := creg.Read(t.Context(), img, creg.Options{CodePage: page(t, 1251)})
	require.NoError(t, err)
	k, ok = h.Lookup("\u0414\u0410")
	require.True(t, ok)
	require.Equal(t, hive.Text("\u0434\u0430"), k.Name())
	_, ok = k.Value("\u0414")
	require.True(t, ok)
	_, ok = h.Lookup("\u00c4\u00c0")
	require.False(t, ok)
	_, err = h.Verify(t.Context())
	require.NoError(t, err)
	require.Empty(t, h.Diagnostics())
}

// A name that the code page cannot say is said.
func TestNameIsNotInTheCodePage(t *testing.T) {
	h, err := creg.Read(t.Context(), cregtest.Build(t, "[a\u00ffb]\n\"\u0081\"=dword:1"), creg.Options{CodePage: page(t, 932)})
	require.NoError(t, err)
	_, err = h.Verify(t.Context())
	require.NoError(t, err)
	require.Equal(t, []hive.Kind{hive.KindName, hive.KindName}, kinds(h))
}

func page(t *testing.T, number int) *codepage.Page {
	t.Helper()
	p, ok := codepage.New(number, "the test says so")
	require.True(t, ok)
	return p
}

// badSectors is a medium that does not give some bytes.
type badSectors struct {
	img      []byte
	from, to int64
}

func (b badSectors) ReadAt(p []byte, off int64) (int, error) {
	end := off + int64(len(p))
	if off < b.to && b.from < end {
		n := copy(p, b.img[off:max(off, b.from)])
		return n, errors.New("bad sector")
	}
	return copy(p, b.img[off:end]), nil
}

// A bad sector costs a sector, and is said.
func TestBadSectors(t *testing.T) {
	img, l := cregtest.Seed()
	at := int64(l.Keys["Mail"].Values["big"]+1024) / 512 * 512
	h, err := creg.New(t.Context(), badSectors{img, at, at + 512}, int64(len(img)), creg.Options{})
	require.NoError(t, err)
	_, err = h.Verify(t.Context())
	require.NoError(t, err)
	require.Equal(t, []hive.Kind{hive.KindUnreadable}, kinds(h))
	require.Equal(t, at, h.Diagnostics()[0].Offset)
	require.Empty(t, h.SHA256())
	require.Equal(t, hive.Damaged, h.State())
	require.Len(t, paths(t, h), 9)

	_, err = creg.New(t.Context(), badSectors{img, 0, 512}, int64(len(img)), creg.Options{})
	require.EqualError(t, err, "bad sector")
}
