package pst_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/pst"
)

var key = [16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}

const keyText = "0102030405060708090a0b0c0d0e0f10"

func read(t *testing.T, b []byte) *pst.Info {
	t.Helper()
	info, err := pst.Read(bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	return info
}

func TestRead(t *testing.T) {
	for _, ansi := range []bool{false, true} {
		for _, branches := range []bool{false, true} {
			for _, split := range []bool{false, true} {
				for method, name := range []string{"none", "permute", "cyclic"} {
					p := hivetest.PST{ANSI: ansi, RecordKey: key, Unique: 7, Maps: 1, Branches: branches, Split: split, Method: byte(method), Encode: pst.Encode(byte(method))}
					b := p.Image()
					want := pst.Info{
						Client: pst.ClientPST, Format: pst.Unicode, Version: 23, Size: int64(len(b)), HeaderSize: int64(len(b)),
						Unique: 7, Maps: pst.MapsValid, Encoding: name, RecordKey: key[:],
					}
					if ansi {
						want.Format, want.Version = pst.ANSI, 15
					}
					require.Equal(t, &want, read(t, b), "%+v", p)
				}
			}
		}
	}
}

// What files say, and what is said of those that are not in order.
func TestReadWords(t *testing.T) {
	plain := hivetest.PST{RecordKey: key}
	torn := func(at int, c byte) []byte {
		b := plain.Image()
		b[at] ^= c
		return b
	}
	for _, c := range []struct {
		name    string
		in      []byte
		want    func(i *pst.Info) bool
		unread  string // in Unread
		problem string // in the one Problem
	}{
		{"an OST", hivetest.PST{RecordKey: key, Client: "SO"}.Image(), func(i *pst.Info) bool { return i.Client == pst.ClientOST }, "", ""},
		{"an address book", hivetest.PST{RecordKey: key, Client: "AB"}.Image(), func(i *pst.Info) bool { return i.Client == pst.ClientPAB }, "", ""},
		{"another client", hivetest.PST{RecordKey: key, Client: "ZZ"}.Image(), func(i *pst.Info) bool { return i.Client == "" }, "", "no kind of data file"},
		{"invalid maps", plain.Image(), func(i *pst.Info) bool { return i.Maps == pst.MapsInvalid }, "", ""},
		{"maps in a state that is none", hivetest.PST{RecordKey: key, Maps: 9}.Image(), func(i *pst.Info) bool { return i.Maps == "" }, "", "allocation maps is 9"},
		{"a password", hivetest.PST{RecordKey: key, Password: 5}.Image(), func(i *pst.Info) bool { return i.Password }, "", ""},
		{"version 14", hivetest.PST{ANSI: true, RecordKey: key, Version: 14}.Image(), func(i *pst.Info) bool { return i.Format == pst.ANSI }, "", ""},
		{"large pages", hivetest.PST{RecordKey: key, Version: 36}.Image(), func(i *pst.Info) bool { return i.Format == pst.Unicode4K && i.HeaderSize == i.Size }, "4096 bytes", ""},
		{"version 37", hivetest.PST{RecordKey: key, Version: 37}.Image(), nil, "Windows Information Protection", ""},
		{"version 99", hivetest.PST{RecordKey: key, Version: 99}.Image(), nil, "version 99", ""},
		{"protected blocks", hivetest.PST{RecordKey: key, Method: 16}.Image(), func(i *pst.Info) bool { return i.Encoding == "wip" }, "method wip", ""},
		{"an unknown encoding", hivetest.PST{RecordKey: key, Method: 0x31}.Image(), func(i *pst.Info) bool { return i.Encoding == "0x31" }, "method 0x31", ""},
		{"no record key", hivetest.PST{NoRecordKey: true}.Image(), nil, "no PR_RECORD_KEY", ""},
		{"a torn header", torn(300, 1), func(i *pst.Info) bool { return i.RecordKey.String() == keyText }, "", "checksum of the header"},
		{"a torn page", torn(1536+600, 1), func(i *pst.Info) bool { return i.RecordKey.String() == keyText }, "", "checksum of the page"},
		{"a torn block", torn(1024+40, 1), nil, "checksum of block", ""},
		{"a page of another kind", torn(1536+496, 1), nil, "another kind", ""},
		{"a cut file", plain.Image()[:1600], nil, "outside the file", "the file has 1600"},
		{"a cut header", plain.Image()[:200], nil, "within its header", "within its header"},
	} {
		t.Run(c.name, func(t *testing.T) {
			info := read(t, c.in)
			if c.want != nil {
				require.True(t, c.want(info), "%+v", info)
			}
			if c.unread == "" {
				require.Empty(t, info.Unread)
				require.Equal(t, keyText, info.RecordKey.String())
			} else {
				require.Contains(t, info.Unread, c.unread)
				require.Empty(t, info.RecordKey)
			}
			if c.problem == "" {
				require.Empty(t, info.Problems)
				return
			}
			require.Len(t, info.Problems, 1)
			require.Contains(t, info.Problems[0].What, c.problem)
		})
	}
}

func TestReadOther(t *testing.T) {
	for _, b := range []string{"", "!BDN", "regf....SM\x17\x00"} {
		_, err := pst.Read(bytes.NewReader([]byte(b)), int64(len(b)))
		require.ErrorIs(t, err, pst.ErrNotPST)
	}
	_, err := pst.Read(broken{}, 100)
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, io.ErrClosedPipe }

// counting counts what is read of a file.
type counting struct {
	*bytes.Reader
	bytes int
}

func (c *counting) ReadAt(b []byte, at int64) (int, error) {
	c.bytes += len(b)
	return c.Reader.ReadAt(b, at)
}

// A page that leads to itself ends the search, and nothing makes it read much.
func TestReadIsBounded(t *testing.T) {
	b := hivetest.PST{RecordKey: key, Branches: true}.Image()
	root := int(binary.LittleEndian.Uint64(b[224:]))
	binary.LittleEndian.PutUint64(b[root+16:], uint64(root))
	require.Contains(t, read(t, b).Unread, "is of level 1")
	c := &counting{Reader: bytes.NewReader(b)}
	_, err := pst.Read(c, int64(len(b)))
	require.NoError(t, err)
	require.LessOrEqual(t, c.bytes, maxRead)
}

// maxRead is more than any file makes Read read: a header, 9 pages for each of few lookups, blocks of 8 KB.
const maxRead = 1 << 20

func FuzzPST(f *testing.F) {
	for _, p := range []hivetest.PST{
		{RecordKey: key}, {ANSI: true, RecordKey: key}, {RecordKey: key, Branches: true, Split: true, Password: 1},
		{ANSI: true, RecordKey: key, Branches: true, Split: true}, {RecordKey: key, Method: 1, Encode: pst.Encode(1)},
		{RecordKey: key, Method: 2, Encode: pst.Encode(2)}, {Version: 36}, {NoRecordKey: true},
	} {
		f.Add(p.Image(), false)
		f.Add(p.Image(), true)
	}
	f.Fuzz(func(t *testing.T, b []byte, mend bool) {
		if mend && len(b) <= 1<<14 { // mending takes long
			hivetest.MendPST(b)
		}
		c := &counting{Reader: bytes.NewReader(b)}
		info, err := pst.Read(c, int64(len(b)))
		require.LessOrEqual(t, c.bytes, maxRead)
		if err != nil {
			return
		}
		require.Equal(t, info.Unread == "", len(info.RecordKey) == 16)
		require.LessOrEqual(t, len(info.Problems), 100)
	})
}
