package regf_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

// everything holds each form in which a hive can store a key or a value.
const everything = `
;@ hive name="\\??\\C:\\Users\\alice\\NTUSER.DAT" root="ROOT" lastwritten=2011-01-02T03:04:05.0000001Z
[Values]
@="the default"
"none"=hex(0):
"inline0"=hex:
"inline1"=hex:01
"inline2"=hex:01,02
"inline3"=hex:01,02,03
"inline4"=hex:01,02,03,04
"five"=hex:01,02,03,04,05
"dword"=dword:0000002a
"qword"=qword:1122334455667788
"expand"=expand:"%APPDATA%"
"multi"=multi:"a","b"
"Back\\slash"=hex:2a
"odd type"=hex(ffff0012):41,00
"plain limit"=hex:41*16344
"big"=hex:42*16345
"bigger"=hex:43*81725
;@ utf16
"wide name"=hex:07
"日本"=hex:08
"\ud801"=hex:09
"ëigen"=hex:0a
[Names\Müller]
;@ utf16
[Names\Plain]
[Names\ПриВет\КлюЧ]
[Names\\ud801]
[Names\\ud801\udc00]
[Names\con\u0000trol]
[Many\k01]
[Many\k02]
[Many\k03]
[Many\k04]
[Many\k05]
[Many\k06]
[Many\k07\find_me]
[Many\k08]
[Many\k09]
;@ lastwrite 2010-07-20T12:34:56.1234567Z
;@ class "a class"
;@ owner S-1-5-21-1-2-3-1001
[Meta]
[Meta\child]
`

// TestRecordsOfEveryVersion reads the same registry out of every format version, with leaves of every
// kind and below an ri list, whole and piece by piece.
func TestRecordsOfEveryVersion(t *testing.T) {
	for minor := 1; minor <= 6; minor++ {
		for _, leaf := range []int{0, 3} {
			t.Run(fmt.Sprintf("1.%d leaf=%d", minor, leaf), func(t *testing.T) {
				img := hivetest.Build(t, everything, hivetest.WithMinor(minor), hivetest.WithLeaf(leaf))
				for _, h := range []*regf.Hive{read(t, img), readLazy(t, img)} {
					requireEverything(t, h)
					counts, err := h.Verify(context.Background())
					require.NoError(t, err)
					require.Empty(t, diagText(h.Diagnostics()))
					require.Equal(t, regf.Counts{Keys: 23, Values: 21}, counts)
					require.Equal(t, fmt.Sprintf("1.%d", minor), h.Version())
					require.Equal(t, hive.Clean, h.State())
				}
				require.Equal(t, dump(t, read(t, img)), dump(t, readLazy(t, img)))
			})
		}
	}
}

func requireEverything(t *testing.T, h *regf.Hive) {
	t.Helper()
	values := mustLookup(t, h, "values")
	for _, c := range []struct {
		name string
		typ  hive.ValueType
		data string
	}{
		{"", hive.RegSz, "t\x00h\x00e\x00 \x00d\x00e\x00f\x00a\x00u\x00l\x00t\x00\x00\x00"},
		{"none", hive.RegNone, ""},
		{"inline0", hive.RegBinary, ""},
		{"inline1", hive.RegBinary, "\x01"},
		{"inline2", hive.RegBinary, "\x01\x02"},
		{"inline3", hive.RegBinary, "\x01\x02\x03"},
		{"inline4", hive.RegBinary, "\x01\x02\x03\x04"},
		{"five", hive.RegBinary, "\x01\x02\x03\x04\x05"},
		{"dword", hive.RegDword, "\x2a\x00\x00\x00"},
		{"qword", hive.RegQword, "\x88\x77\x66\x55\x44\x33\x22\x11"},
		{"expand", hive.RegExpandSz, "%\x00A\x00P\x00P\x00D\x00A\x00T\x00A\x00%\x00\x00\x00"},
		{"MULTI", hive.RegMultiSz, "a\x00\x00\x00b\x00\x00\x00\x00\x00"},
		{`back\SLASH`, hive.RegBinary, "\x2a"},
		{"odd type", 0xFFFF0012, "A\x00"},
		{"plain limit", hive.RegBinary, strings.Repeat("A", 16344)},
		{"big", hive.RegBinary, strings.Repeat("B", 16345)},
		{"bigger", hive.RegBinary, strings.Repeat("C", 81725)},
		{"WIDE name", hive.RegBinary, "\x07"},
		{"日本", hive.RegBinary, "\x08"},
		{"\xed\xa0\x81", hive.RegBinary, "\x09"},
		{"ËIGEN", hive.RegBinary, "\x0a"},
	} {
		v, ok := values.Value(hive.Text(c.name))
		require.True(t, ok, c.name)
		require.Equal(t, c.typ, v.Type(), c.name)
		require.Equal(t, len(c.data), v.Size(), c.name)
		require.Equal(t, c.data, string(mustData(t, values, c.name)), c.name)
		require.Positive(t, v.DataOffset())
		require.False(t, v.Tombstone())
	}
	_, ok := values.Value("no such value")
	require.False(t, ok)

	for _, path := range []string{
		`NAMES\MÜLLER`, `names\plain`, `Names\привет\ключ`, "Names\\\xed\xa0\x81", "names\\\U00010400", "names\\CON\x00TROL",
		`many\K07\FIND_ME`, `Many\k01`, `Many\k09`,
	} {
		k := mustLookup(t, h, path)
		require.True(t, hive.Path(path).Equal(k.Path()), "%s %s", path, k.Path())
	}
	for _, path := range []string{`Many\k10`, `Many\`, `\Many`, `Many\k07\find`, "Names\\\xed\xa0\x82", "nothing", `Many\\k07`} {
		_, ok := h.Lookup(hive.Path(path))
		require.False(t, ok, path)
	}
	require.Equal(t, hive.Text("Müller"), mustLookup(t, h, `names\müller`).Name())
	require.True(t, mustLookup(t, h, `names\müller`).NameIs("MÜLLER"))
	var names []string
	for sub := range mustLookup(t, h, "Names").Subkeys() {
		names = append(names, sub.Name().String())
	}
	require.Equal(t, []string{`con\u0000trol`, "Müller", "Plain", "ПриВет", `\uD801`, "\U00010400"}, names)

	meta := mustLookup(t, h, "Meta")
	require.Equal(t, "2010-07-20T12:34:56.1234567Z", meta.LastWrite().String())
	require.Equal(t, "a\x00 \x00c\x00l\x00a\x00s\x00s\x00", string(meta.Class()))
	require.Equal(t, "S-1-5-21-1-2-3-1001", meta.Owner())
	child := mustLookup(t, h, `Meta\child`)
	require.Equal(t, "S-1-5-21-1-2-3-1001", child.Owner())
	require.Nil(t, child.Class())
	require.Equal(t, uint32(1), meta.SubkeyCount())
	require.Equal(t, uint32(21), values.ValueCount())

	root, ok := h.Root()
	require.True(t, ok)
	require.Equal(t, hive.Path(""), root.Path())
	require.Equal(t, hive.Text("ROOT"), root.Name())
	same, ok := h.Lookup("")
	require.True(t, ok)
	require.Equal(t, root.Offset(), same.Offset())
	require.Equal(t, hive.Text(`\??\C:\Users\alice\NTUSER.DAT`), h.EmbeddedName())
	require.Equal(t, "2011-01-02T03:04:05.0000001Z", hive.Time(h.Base().LastWritten).String())
}

func TestHugeValueOfAnOldVersion(t *testing.T) {
	img := hivetest.Build(t, "[K]\n\"v\"=hex:41*100000", hivetest.WithMinor(3))
	h := read(t, img)
	require.Equal(t, bytes.Repeat([]byte("A"), 100000), mustData(t, mustLookup(t, h, "K"), "v"))
	_, err := h.Verify(context.Background())
	require.NoError(t, err)
	require.Empty(t, h.Diagnostics())
}

// TestPredefinedKey: its value count is a handle.
func TestPredefinedKey(t *testing.T) {
	img, l := hivetest.BuildLayout(t, "[K]\n\"v\"=dword:1")
	h := read(t, hivetest.Apply(img, l, hivetest.Predef("K")))
	k := mustLookup(t, h, "K")
	require.Zero(t, k.ValueCount())
	for range k.Values() {
		require.Fail(t, "a predefined key has no values")
	}
}

func TestTombstoneValue(t *testing.T) {
	img, l := hivetest.BuildLayout(t, ";@ hive minor=6\n[K]\n\"v\"=hex(0):")
	h := read(t, hivetest.Apply(img, l, hivetest.Put16(hivetest.ValueField("K", "v", 16), 3)))
	v, ok := mustLookup(t, h, "K").Value("v")
	require.True(t, ok)
	require.True(t, v.Tombstone())
}

// TestPathsRoundTrip: a key is found by the path it says it has, whatever its name.
func TestPathsRoundTrip(t *testing.T) {
	tree := hivetest.NewTree()
	names := []string{"", "u0000", `a\b`, `\`, `\\x`, "u005C", "u005Cx", "u0075", "u0075005C", `x\u005C`, `u005C\`, "u005d", "plain", `\u0075`}
	for _, name := range names {
		tree.Root.Add(name).Add("child").Add(name)
	}
	img, err := tree.Image()
	require.NoError(t, err)
	h := read(t, img)
	seen := map[hive.Path]bool{}
	var parents []hive.Path
	for _, d := range dump(t, h) {
		require.False(t, seen[d.Path], "%s stands for two keys", d.Path)
		seen[d.Path] = true
		k, ok := h.Lookup(d.Path)
		require.True(t, ok, "%q", string(d.Path))
		require.Equal(t, d.Offset, k.Offset(), "%q", string(d.Path))
		require.Equal(t, d.Path, k.Path())
		if parents = append(parents[:d.Depth], d.Path); d.Depth > 0 {
			require.Equal(t, parents[d.Depth-1], d.Path.Parent(), "%q", string(d.Path))
			require.Equal(t, k.Name(), d.Path.Base())
		}
	}
	require.Len(t, seen, 1+3*len(names))
}

// TestFoundByNameOnly: a wrong hash or order hides nothing, and is said.
func TestFoundByNameOnly(t *testing.T) {
	for _, c := range []struct {
		name   string
		minor  int
		damage hivetest.Damage
	}{
		{"hash", 5, hivetest.LHBadHash("K")},
		{"hint", 3, hivetest.LHBadHash("K")},
		{"order", 2, hivetest.ListUnsorted("K")},
	} {
		t.Run(c.name, func(t *testing.T) {
			img, l := hivetest.BuildLayout(t, `[K\a]
[K\b]
[K\c]`, hivetest.WithMinor(c.minor))
			if c.minor == 2 { // two entries of a li list
				a, b := hivetest.EntryField("K", 0, 0), hivetest.EntryField("K", 0, 2)
				first, last := cells.U32(img, int64(a(l))), cells.U32(img, int64(b(l)))
				img = hivetest.Apply(img, l, hivetest.Put32(a, last), hivetest.Put32(b, first))
			} else {
				img = hivetest.Apply(img, l, c.damage)
			}
			h := read(t, img)
			for _, path := range []string{`K\A`, `K\b`, `K\C`} {
				mustLookup(t, h, path)
			}
			require.Equal(t, []hive.Kind{hive.KindListHash}, kindsOf(h.Diagnostics()))
		})
	}
}

func TestLookupOfDuplicates(t *testing.T) {
	h := read(t, hivetest.DuplicateNames())
	k := mustLookup(t, h, "same")
	require.Equal(t, hive.Text("Same"), k.Name())
	require.Equal(t, "\x01\x00\x00\x00", string(mustData(t, k, "V")))
}

// TestOneBadCellHidesOneCell: the cells after an impossible size are found again, in every format.
func TestOneBadCellHidesOneCell(t *testing.T) {
	for _, minor := range []int{1, 5} {
		img, l := hivetest.BuildLayout(t, "[A]\n\"v\"=\"x\"\n[B]\n\"v\"=\"y\"\n[C]", hivetest.WithMinor(minor))
		for _, size := range []int32{0, 4, -4, -84, 1 << 30, -1 << 30, -1 << 31} {
			h := read(t, hivetest.Apply(img, l, hivetest.CellSize(hivetest.KeyCell("B"), size)))
			require.Equal(t, []string{"A", "C"}, pathsOf(dump(t, h)), "1.%d size %d", minor, size)
			require.Equal(t, []hive.Kind{hive.KindCellSize, hive.KindCellBounds}, kindsOf(h.Diagnostics()))
			require.Equal(t, int64(l.Keys["B"].Cell), h.Diagnostics()[0].Offset)
			require.Equal(t, "x\x00\x00\x00", string(mustData(t, mustLookup(t, h, "A"), "v")))
		}
	}
}

// TestLargeBinCut: a bin of several pages keeps the cells before the end of the file.
func TestLargeBinCut(t *testing.T) {
	img, l := hivetest.BuildLayout(t, "[A]\n\"v\"=\"x\"\n[B]\n\"big\"=hex:41*9000", hivetest.WithMinor(3))
	require.Len(t, l.Bins, 2)
	// One bin where there were two: its cells go over the old border.
	first, second := l.Bins[0], l.Bins[1]
	copy(img[second:second+32], make([]byte, 32))
	hivetest.Put32(hivetest.BinField(0, 8), uint32(len(img)-first))(img, l)
	hivetest.CellSize(func(*hivetest.Layout) int { return second }, 32)(img, l)
	require.Equal(t, []string{"A", "B"}, pathsOf(dump(t, read(t, img))))
	for _, cut := range []int{second, second + 100, len(img) - 8} {
		h := read(t, img[:cut])
		require.Equal(t, []string{"A", "B"}, pathsOf(dump(t, h)), "cut at %d", cut)
		require.Contains(t, kindsOf(h.Diagnostics()), hive.KindTruncated)
	}
}

// TestPagesMissing: with any page gone, what stands before and after it is read from where it stands now.
func TestPagesMissing(t *testing.T) {
	img, l := hivetest.BuildLayout(t, "[A]\n\"v\"=hex:41*4000\n[B]\n\"v\"=hex:42*4000\n[C]\n\"big\"=hex:43*9000\n[D]", hivetest.WithMinor(3))
	require.Greater(t, len(l.Bins), 3)
	for page := 4096; page < len(img); page += 4096 {
		gone := slices.Concat(img[:page], img[page+4096:])
		for cut := len(gone); cut > 4096; cut -= 512 {
			h := read(t, gone[:cut])
			_, err := h.Verify(context.Background())
			require.NoError(t, err)
			require.Contains(t, kindsOf(h.Diagnostics()), hive.KindTruncated)
			keys := dump(t, h)
			require.Equal(t, keys, dump(t, readLazy(t, gone[:cut])))
			inGone := func(cell int) bool { return cell >= page && cell < page+4096 }
			if inGone(l.Keys[""].Cell) || inGone(l.Keys[""].List) || cut < len(gone) {
				continue
			}
			var left []string
			for _, path := range l.Paths[1:] {
				if !inGone(l.Keys[path].Cell) {
					left = append(left, path)
				}
			}
			require.Equal(t, left, pathsOf(keys), "page at %d", page)
		}
	}
}

// TestBinReachesOverOthers: a bin whose size is too large does not swallow the bins behind it.
func TestBinReachesOverOthers(t *testing.T) {
	var reg strings.Builder
	for i := range 300 {
		fmt.Fprintf(&reg, "[K%03d]\n\"v\"=hex:41*100\n", i)
	}
	img, l := hivetest.BuildLayout(t, reg.String())
	require.Greater(t, len(l.Bins), 10)
	whole := dump(t, read(t, img))
	for bin := range l.Bins[:len(l.Bins)-1] {
		for _, pages := range []uint32{2, min(3, uint32(len(l.Bins)-bin)), uint32(len(l.Bins) - bin)} {
			damaged := hivetest.Apply(img, l, hivetest.HBinSize(bin, pages*4096))
			h := read(t, damaged)
			require.Equal(t, pathsOf(whole), pathsOf(dump(t, h)), "bin %d of %d pages\n%s", bin, pages, diagText(h.Diagnostics()))
			require.Equal(t, whole, dump(t, h))
			for _, d := range h.Diagnostics() { // where it ends at another bin, its own cells tell that it is wrong
				require.Contains(t, []hive.Kind{hive.KindBin, hive.KindCellSize}, d.Kind)
			}
			require.NotEmpty(t, h.Diagnostics())
			require.Equal(t, whole, dump(t, readLazy(t, damaged)))
		}
	}
}

func TestWalkEndsOnRequest(t *testing.T) {
	h := read(t, hivetest.Build(t, everything))
	root, _ := h.Root()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, h.Walk(ctx, root, func(regf.Key, int) error { return nil }), context.Canceled)
	_, err := h.Verify(ctx)
	require.ErrorIs(t, err, context.Canceled)
	_, err = regf.Read(ctx, hivetest.Build(t, everything))
	require.ErrorIs(t, err, context.Canceled)

	var paths []hive.Path
	require.NoError(t, h.Walk(context.Background(), root, func(k regf.Key, depth int) error {
		paths = append(paths, k.Path())
		if depth == 1 {
			return hive.ErrSkipSubkeys
		}
		return nil
	}))
	require.Equal(t, []hive.Path{"", "Many", "Meta", "Names", "Values"}, paths)
	require.ErrorIs(t, h.Walk(context.Background(), root, func(regf.Key, int) error { return os.ErrClosed }), os.ErrClosed)
	require.NoError(t, h.Walk(context.Background(), regf.Key{}, nil), "no key, nothing to walk")
}

func TestOpen(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	img := hivetest.Build(t, everything)
	path := filepath.Join(dir, "NTUSER.DAT")
	require.NoError(t, os.WriteFile(path, img, 0o400))
	whole, err := regf.OpenPath(ctx, path, regf.Options{})
	require.NoError(t, err)
	require.NoError(t, whole.Close())
	require.Len(t, whole.SHA256(), 64)
	require.Equal(t, int64(len(img)), whole.FileSize())
	require.Equal(t, int64(len(img)-4096), whole.BinsSize())
	lazy, err := regf.OpenPath(ctx, path, regf.Options{Lazy: true})
	require.NoError(t, err)
	require.Empty(t, lazy.SHA256())
	requireEverything(t, lazy)
	require.Equal(t, dump(t, whole), dump(t, lazy))
	require.NoError(t, lazy.Close())
}

func TestLimitOfDataHandedOut(t *testing.T) {
	h := read(t, hivetest.OutputBomb(2000, 1<<20))
	total := 0
	root, _ := h.Root()
	require.NoError(t, h.Walk(context.Background(), root, func(k regf.Key, _ int) error {
		for v := range k.Values() {
			data, _ := v.Data()
			total += len(data)
		}
		return nil
	}))
	require.LessOrEqual(t, int64(total), regf.EmitFactor*h.FileSize()+regf.EmitSlack)
	require.Contains(t, kindsOf(h.Diagnostics()), hive.KindLimit)
}

func TestNote(t *testing.T) {
	h := read(t, hivetest.Build(t, "[K]"))
	h.Note(hive.Diagnostic{Kind: hive.KindDataBounds, Place: hive.Place{Offset: 4200}, Structure: "vk", Path: hive.Path(strings.Repeat("long", 1000)), Message: "cut"})
	d := h.Diagnostics()[0]
	require.LessOrEqual(t, len(d.Path), cells.MaxDiagnosticPath+len("..."))
	require.Equal(t, hive.Damaged, h.State())
	doc, err := json.Marshal(d)
	require.NoError(t, err)
	require.Contains(t, string(doc), `"kind":"data-bounds","offset":4200,"structure":"vk"`)
}

func TestValueTypeNames(t *testing.T) {
	for typ, want := range map[hive.ValueType]string{
		hive.RegNone: "REG_NONE", hive.RegSz: "REG_SZ", hive.RegExpandSz: "REG_EXPAND_SZ", hive.RegBinary: "REG_BINARY", hive.RegDword: "REG_DWORD",
		hive.RegDwordBigEndian: "REG_DWORD_BIG_ENDIAN", hive.RegLink: "REG_LINK", hive.RegMultiSz: "REG_MULTI_SZ",
		hive.RegResourceList: "REG_RESOURCE_LIST", hive.RegFullResourceDescriptor: "REG_FULL_RESOURCE_DESCRIPTOR",
		hive.RegResourceRequirementsList: "REG_RESOURCE_REQUIREMENTS_LIST", hive.RegQword: "REG_QWORD",
		12: "0x0000000c", 0xFFFF0012: "0xffff0012",
	} {
		require.Equal(t, want, typ.String())
	}
}
