package regf_test

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/cells"
)

const (
	foreignSets = 16 // sets of foreign bins that are searched
	saidForeign = "it stands in a bin of another hive, after the end of this one"
)

const foreignText = `
[Software\Profiles\Theirs]
"name"="of another user"
"number"=dword:7
[Software\Profiles\Theirs\below]
`

// withTail is a hive followed by the bins of another, as the disk's sectors held them before.
func withTail(t testing.TB, foreign string, opts ...hivetest.Option) (img []byte, end int) {
	own := hivetest.Build(t, "[Mine]\n\"v\"=\"x\"\n;@ deleted\n[Gone]", opts...)
	other := hivetest.Build(t, foreign, opts...)
	return append(slices.Clone(own), other[4096:]...), len(own)
}

func TestForeignBinsAreSaidAndListedAsSuch(t *testing.T) {
	for _, minor := range []int{1, 3, 5} {
		img, end := withTail(t, foreignText, hivetest.WithMinor(minor))
		h := read(t, img)
		r := recoverAll(t, h)
		require.Equal(t, []hive.Kind{hive.KindForeignBins}, kindsOf(h.Diagnostics()), diagText(h.Diagnostics()))
		require.Equal(t, int64(end), h.Diagnostics()[0].Offset)
		require.Equal(t, hive.Clean, h.State())
		require.Contains(t, h.Diagnostics()[0].Message, "5 keys and 2 values")
		own, values := r.CountOwn()
		require.Equal(t, [2]int{1, 0}, [2]int{own, values})
		var paths []string
		for _, k := range r.Keys {
			paths = append(paths, k.Path.String())
			if k.Source != hive.ForeignBin {
				require.Equal(t, hive.Path("Gone"), k.Path)
				continue
			}
			require.Equal(t, hive.Low, k.Confidence)
			require.NotEqual(t, hive.FullPath, k.PathStatus, "no path of this hive")
			require.Contains(t, k.Reasons, saidForeign)
			for _, v := range k.Values {
				require.Equal(t, hive.ForeignBin, v.Source)
				require.Equal(t, hive.Low, v.Confidence)
				require.Equal(t, hive.Intact, v.Status)
			}
		}
		require.ElementsMatch(t, strings.Fields(`Gone ? ?\Software ?\Software\Profiles ?\Software\Profiles\Theirs ?\Software\Profiles\Theirs\below`), paths)
		for _, k := range r.Keys {
			if k.Name == "Theirs" {
				require.Len(t, k.Values, 2)
				require.Equal(t, utf16Bytes("of another user\x00"), string(k.Values[0].Data))
			}
		}
	}
}

// TestFormerBinsAreNotForeign: bins that stand where they say were this hive's own before it shrank.
func TestFormerBinsAreNotForeign(t *testing.T) {
	img, end := withTail(t, foreignText)
	for at := end; at < len(img); at += int(binary.LittleEndian.Uint32(img[at+8:])) {
		binary.LittleEndian.PutUint32(img[at+4:], uint32(at-4096))
	}
	h := read(t, img)
	r := recoverAll(t, h)
	require.Empty(t, h.Diagnostics())
	tail := 0
	for _, k := range r.Keys {
		require.NotEqual(t, hive.ForeignBin, k.Source)
		if k.Source == hive.FileTail {
			tail++
		}
	}
	require.Equal(t, 5, tail)
}

// TestBinsOfSeveralHives: sets that claim the same offsets are kept apart, and there is an end to them.
func TestBinsOfSeveralHives(t *testing.T) {
	img, _ := withTail(t, foreignText)
	other := hivetest.Build(t, "[Another]\n\"v\"=hex:00*40")
	for range foreignSets + 2 {
		img = append(img, other[4096:]...)
	}
	h := read(t, img)
	r := recoverAll(t, h)
	require.Equal(t, []hive.Kind{hive.KindLimit, hive.KindForeignBins}, kindsOf(h.Diagnostics()), diagText(h.Diagnostics()))
	require.Equal(t, hive.Clean, h.State())
	another := 0
	for _, k := range r.Keys {
		if k.Name == "Another" {
			another++
			require.Equal(t, hive.Path(`?\Another`), k.Path)
			require.Len(t, k.Values, 1)
		}
	}
	require.Equal(t, foreignSets-1, another)
}

// TestTailThatIsNotSearchedIsSaid: only so much of what follows the hive bins is kept.
func TestTailThatIsNotSearchedIsSaid(t *testing.T) {
	img := hivetest.Build(t, "[A]")
	long := append(slices.Clone(img), make([]byte, cells.MaxTail+8192)...)
	h := read(t, long)
	recoverAll(t, h)
	require.Equal(t, []hive.Kind{hive.KindTail}, kindsOf(h.Diagnostics()))
	require.Equal(t, int64(len(img)+cells.MaxTail), h.Diagnostics()[0].Offset)
	require.Contains(t, h.Diagnostics()[0].Message, "8192 bytes")
	require.Equal(t, hive.Clean, h.State())

	h = read(t, long[:len(img)+cells.MaxTail])
	recoverAll(t, h)
	require.Empty(t, h.Diagnostics())
}

// TestDeletedKeyWithBrokenParent stays, with low confidence; a key whose record does not fit otherwise does not.
func TestDeletedKeyWithBrokenParent(t *testing.T) {
	img, l := hivetest.BuildLayout(t, "[A]\n;@ deleted\n[A\\gone]\n\"v\"=\"x\"")
	parent := func(*hivetest.Layout) int { return l.Body(l.Deleted[0].Cell) + 16 }
	find := func(damages ...hivetest.Damage) []hive.RecoveredKey {
		return recoverAll(t, read(t, hivetest.Apply(img, l, damages...))).Keys
	}
	sound := find()
	require.Len(t, sound, 1)
	require.Equal(t, hive.High, sound[0].Confidence)
	for _, offset := range []uint32{0x21, 0x24, 0x7FFF0000, 0x80000020} {
		keys := find(hivetest.Put32(parent, offset))
		require.Len(t, keys, 1, "%08x", offset)
		require.Equal(t, hive.Low, keys[0].Confidence)
		require.Equal(t, hive.UnknownPath, keys[0].PathStatus)
		require.Len(t, keys[0].Values, 1)
		require.Contains(t, strings.Join(keys[0].Reasons, "; "), "its parent offset")
	}
	security := func(*hivetest.Layout) int { return l.Body(l.Deleted[0].Cell) + 44 }
	require.Empty(t, find(hivetest.Put32(parent, 0x21), hivetest.Put32(security, 0x21)))
}

// TestValuesInTheSlackOfValueLists: a list may be stored over a freed value record, which then stands behind
// its end. It is found though no offset names it.
func TestValuesInTheSlackOfValueLists(t *testing.T) {
	img, l := hivetest.BuildLayout(t, `
[A]
"v1"=dword:1
"v2"=dword:2
"v3"=dword:3
"v4"=dword:4
"v5"=dword:5
"v6"=dword:6
"v7"=dword:7
"v8"=dword:8
`)
	list := l.Body(l.Keys["A"].ValueList)
	record := slices.Clone(img[l.Body(l.Keys["A"].Values[1].Cell):][:24])
	copy(record[20:], "zz")
	damaged := hivetest.Apply(img, l,
		hivetest.ValueCount("A", 1),
		hivetest.PutBytes(func(*hivetest.Layout) int { return list + 8 }, record))
	h := read(t, damaged)
	r := recoverAll(t, h)
	found := false
	for _, v := range allValues(r) {
		found = found || v.Name == "zz" && v.Source == hive.CellSlack
	}
	require.True(t, found, "%v", allValues(r))
}

// TestTypesOfLiveValuesArePlausible: a type that no list of types has is not random where live values of the
// same hive have it.
func TestTypesOfLiveValuesArePlausible(t *testing.T) {
	const strange = "\"gone\"=hex(7a120000):01,02,03,04,05,06"
	for live, found := range map[string]int{"": 0, "\"live\"=hex(7a120000):01\n": 1} {
		r := recoverAll(t, read(t, hivetest.Build(t, "[A]\n"+live+"\"v\"=\"x\"\n;@ deleted\n"+strange)))
		require.Len(t, allValues(r), found, "%q", live)
	}
}
