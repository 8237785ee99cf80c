package prop

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi/internal/mapitest"
)

func TestStoreEntryIDs(t *testing.T) {
	unicode := mapitest.PSTEID(`C:\Mail\Ünï.pst`)
	require.Equal(t, 54+2*(len([]rune(`C:\Mail\Ünï.pst`))+1), len(unicode), "the header of a Unicode PST is 54 bytes")
	e := ParseEntryID(unicode, nil)
	require.Equal(t, EntryID{Kind: EntryStore, Provider: uidPST, DLL: "mspst.dll", Path: `C:\Mail\Ünï.pst`}, e)

	e = ParseEntryID(mapitest.StoreEID("mspst.dll", uidPST, []byte{0}, []byte("D:\\M\xFCll.pst\x00")), nil)
	require.Equal(t, EntryID{Kind: EntryStore, Provider: uidPST, DLL: "mspst.dll", Path: `D:\Müll.pst`}, e)

	imap := UID{1, 2, 3}
	e = ParseEntryID(mapitest.StoreEID("pstprx.dll", imap, []byte{0, 0}, mapitest.UTF16(`C:\a.ost`)), nil)
	require.Equal(t, EntryID{Kind: EntryStore, Provider: imap, DLL: "pstprx.dll", Path: `C:\a.ost`}, e)

	e = ParseEntryID(mapitest.StoreEID("other.dll", imap, []byte{9, 9}, mapitest.UTF16(`C:\b.pst`)), nil)
	require.Equal(t, hive.Text(`C:\b.pst`), e.Path, "a path in a format of its own is still found")
}

func TestExchangeStoreEntryIDs(t *testing.T) {
	u32 := func(v ...uint32) []byte {
		var b []byte
		for _, n := range v {
			b = binary.LittleEndian.AppendUint32(b, n)
		}
		return b
	}
	server, dn := []byte("EX01\x00"), []byte("/o=Contoso/cn=alice\x00")

	v1 := ParseEntryID(mapitest.StoreEID("emsmdb.dll", uidExchangePrivate, u32(0x0C), server, dn), nil)
	require.Equal(t, EntryID{Kind: EntryStore, Provider: uidExchangePrivate, DLL: "emsmdb.dll", Server: "EX01",
		MailboxDN: "/o=Contoso/cn=alice", Type: 0x0C}, v1)

	serverDN := []byte("/o=Contoso/cn=EX01\x00\x00") // padded so that the FQDN is even
	v2 := ParseEntryID(mapitest.StoreEID("emsmdb.dll", uidExchangePrivate, u32(0x0C), server, dn,
		u32(storeEIDv2Magic, 64, 1, 20, uint32(20+len(serverDN))), serverDN, mapitest.UTF16("ex01.contoso.example"), []byte{0, 0}), nil)
	require.Empty(t, v2.Problem)
	require.Equal(t, hive.Text("/o=Contoso/cn=EX01"), v2.ServerDN)
	require.Equal(t, hive.Text("ex01.contoso.example"), v2.ServerFQDN)

	v3 := ParseEntryID(mapitest.StoreEID("emsmdb.dll", uidExchangePrivate, u32(0x0C), server, dn,
		u32(storeEIDv3Magic, 48, 1, 16), mapitest.UTF16("alice@contoso.example"), []byte{0, 0}), nil)
	require.Empty(t, v3.Problem)
	require.Equal(t, hive.Text("alice@contoso.example"), v3.SMTP)

	public := ParseEntryID(mapitest.StoreEID("emsmdb.dll", uidExchangePublic, u32(0x06), server), nil)
	require.Empty(t, public.Problem)
	require.Empty(t, public.MailboxDN)

	publicV2 := ParseEntryID(mapitest.StoreEID("emsmdb.dll", uidExchangePublic, u32(0x06), server,
		u32(storeEIDv2Magic, 30, 1, 0, 20), mapitest.UTF16("ex01"), []byte{0, 0}), nil)
	require.Empty(t, publicV2.Problem)
	require.Empty(t, publicV2.MailboxDN)
	require.Equal(t, hive.Text("ex01"), publicV2.ServerFQDN)

	outside := ParseEntryID(mapitest.StoreEID("emsmdb.dll", uidExchangePrivate, u32(0x0C), server, dn, u32(storeEIDv2Magic, 64, 1, 9999, 0)), nil)
	require.Equal(t, "an offset points outside", outside.Problem)
}

func TestOtherEntryIDs(t *testing.T) {
	header := func(u UID, more ...byte) []byte { return append(append(make([]byte, 4), u[:]...), more...) }

	require.Equal(t, EntryID{Kind: EntryFolder, Provider: mapitest.RecordKey, RecordKey: mapitest.RecordKey[:], NID: 0x8082},
		ParseEntryID(mapitest.FolderEID(mapitest.RecordKey, 0x8082), nil))

	ab := ParseEntryID(append(header(UIDExchangeAB, 1, 0, 0, 0, 0, 0, 0, 0), "/o=Contoso/cn=alice\x00"...), nil)
	require.Equal(t, EntryAddressBook, ab.Kind)
	require.Equal(t, hive.Text("/o=Contoso/cn=alice"), ab.Address)

	ansi := ParseEntryID(append(header(uidOneOff, 0, 0, 0, 0), "Alice\x00SMTP\x00a@x\x00"...), nil)
	wide := ParseEntryID(append(header(uidOneOff, 0, 0, 0, 0x80), bytes.Join([][]byte{mapitest.UTF16("Alice"), mapitest.UTF16("SMTP"), mapitest.UTF16("a@x")}, nil)...), nil)
	for _, e := range []EntryID{ansi, wide} {
		require.Equal(t, EntryOneOff, e.Kind)
		require.Equal(t, []hive.Text{"Alice", "SMTP", "a@x"}, []hive.Text{e.Name, e.AddrType, e.Address})
		require.Empty(t, e.Problem)
	}

	container := header(uidContab, 3, 0, 0, 0, 3, 0, 0, 0)
	container = append(append(container, make([]byte, 16)...), mapitest.FolderEID(mapitest.RecordKey, 0x8142)...)
	c := ParseEntryID(container, nil)
	require.Equal(t, EntryContact, c.Kind)
	require.Equal(t, hive.Hex(mapitest.RecordKey[:]), c.RecordKey)
	require.Equal(t, uint32(0x8142), c.NID)

	folder := ParseEntryID(append(header(UID{5}, 1, 0), make([]byte, 24)...), nil)
	require.Equal(t, EntryExchangeFolder, folder.Kind)
}

func TestDamagedEntryIDs(t *testing.T) {
	whole := mapitest.PSTEID(`C:\a.pst`)
	for _, c := range []struct {
		name    string
		data    []byte
		path    hive.Text
		problem string
	}{
		{"nothing", nil, "", "0 bytes are too short for an entry identifier"},
		{"header cut", whole[:19], "", "19 bytes are too short for an entry identifier"},
		{"wrapper only", whole[:22], "", "a string has no terminating NUL"},
		{"provider cut", whole[:40], "", "no provider identifier inside the wrapper"},
		{"path cut", whole[:60], `C:\`, "a string has no terminating NUL"},
		{"bytes after the path", append(bytes.Clone(whole), "xy"...), `C:\a.pst`, "2 bytes after the path"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := ParseEntryID(c.data, nil)
			require.Equal(t, c.problem, e.Problem)
			require.Equal(t, c.path, e.Path)
		})
	}
}

func TestFindPaths(t *testing.T) {
	// A list as Outlook's own section keeps it: flat, with stale memory addresses between.
	stale := []byte{0x18, 0, 0, 0, 0, 0, 0, 0, 0xF8, 0xD2, 0x28, 0, 0, 0, 0, 0}
	list := bytes.Join([][]byte{stale, mapitest.FolderEID(mapitest.RecordKey, 0x8082), mapitest.PSTEID(`C:\Mail\a.pst`), stale,
		mapitest.StoreEID("mspst.dll", uidPST, []byte{0}, []byte("\\\\srv\\share\\b.PST\x00")), stale}, nil)
	paths := findPaths(list, nil)
	require.Len(t, paths, 2)
	require.Equal(t, hive.Text(`C:\Mail\a.pst`), paths[0].Path)
	require.Equal(t, hive.Text("mspst.dll"), paths[0].DLL)
	require.Equal(t, mapitest.UTF16(`C:\Mail\a.pst`), list[paths[0].Offset:][:28])
	require.Equal(t, hive.Text(`\\srv\share\b.PST`), paths[1].Path)

	for _, c := range []struct {
		name string
		data []byte
		want []hive.Text
	}{
		{"UTF-16 text", mapitest.UTF16(`x C:\Mail\a.ost`), []hive.Text{`C:\Mail\a.ost`}},
		{"UTF-16 at an odd offset", append([]byte{7}, mapitest.UTF16(`C:\Mail\a.ost`)...), []hive.Text{`C:\Mail\a.ost`}},
		{"ANSI text", []byte("\x01\x02C:/Mail/a.pst\x00"), []hive.Text{`C:/Mail/a.pst`}},
		{"without NUL", []byte(`C:\a.pst`), []hive.Text{`C:\a.pst`}},
		{"device path", []byte(`\\?\C:\a.pst` + "\x00"), []hive.Text{`\\?\C:\a.pst`}},
		{"two in a row", []byte("C:\\a.pst\x00D:\\b.pst\x00"), []hive.Text{`C:\a.pst`, `D:\b.pst`}},
		{"a folder named so", []byte(`C:\old.pst\mail.txt` + "\x00"), nil},
		{"a longer extension", []byte(`C:\a.pstx` + "\x00"), nil},
		{"no path", []byte("outlook.pst\x00"), nil},
		{"nothing", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []hive.Text
			for _, p := range findPaths(c.data, nil) {
				got = append(got, p.Path)
			}
			require.Equal(t, c.want, got)
		})
	}
}

// A hostile value of wrappers and dots must not cost more than its length allows.
func TestFindPathsIsLinear(t *testing.T) {
	wrappers := bytes.Repeat(append(make([]byte, 4), append(uidStoreWrap[:], "mspst.dll.pst"...)...), 1<<15)
	dots := []byte(strings.Repeat(".pst", 1<<18))
	for _, b := range [][]byte{wrappers, dots} {
		var found int
		for _, p := range findPaths(b, nil) {
			found += len(p.Path)
		}
		require.LessOrEqual(t, found, len(b))
	}
}
