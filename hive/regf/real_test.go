package regf_test

import (
	"context"
	"io/fs"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

// openReal opens a real hive as it lies on disk.
func openReal(t testing.TB, name string) *regf.Hive {
	t.Helper()
	h, err := regf.OpenPath(context.Background(), hivetest.Real(t, name), regf.Options{NoLogs: true})
	require.NoError(t, err)
	return h
}

// verified opens a real hive, verifies it and compares counts and kinds of diagnostics.
func verified(t testing.TB, name string, want regf.Counts, kinds ...hive.Kind) *regf.Hive {
	t.Helper()
	h := openReal(t, name)
	counts, err := h.Verify(context.Background())
	require.NoError(t, err)
	require.Equal(t, want, counts)
	require.Equal(t, kinds, kindsOf(h.Diagnostics()), diagText(h.Diagnostics()))
	return h
}

func subkeyNames(k regf.Key) []string {
	var names []string
	for sub := range k.Subkeys() {
		names = append(names, sub.Name().String())
	}
	return names
}

func utf16Bytes(s string) string { return string(hive.EncodeUTF16(hive.Text(s))) }

// TestRealCounts holds key and value counts against those that the other readers agree on.
func TestRealCounts(t *testing.T) {
	for _, c := range []struct {
		name  string
		want  regf.Counts
		kinds []hive.Kind
	}{
		{"dirty/regipy-ntuser/NTUSER.DAT", regf.Counts{2590, 4119}, []hive.Kind{hive.KindBaseSequence}},
		{"dirty/regipy-usrclass/UsrClass.dat", regf.Counts{6205, 12369}, []hive.Kind{hive.KindBaseSequence}},
	} {
		t.Run(c.name, func(t *testing.T) { verified(t, c.name, c.want, c.kinds...) })
	}
}

// TestReference is what the reference reader asserts of its own test hives, and, where a hive is damaged,
// what this reader makes of it beyond.
func TestReference(t *testing.T) {
	const dir = "damaged/yarp/"
	for name, check := range map[string]func(t *testing.T, name string){
		"EmptyHive": func(t *testing.T, name string) {
			h := verified(t, name, regf.Counts{1, 0})
			root, _ := h.Root()
			require.Empty(t, subkeyNames(root))
			require.Equal(t, "2017-03-04T16:37:31", hive.Time(h.Base().LastWritten).String()[:19])
			require.Equal(t, "S-1-5-32-544", root.Owner())
			require.Equal(t, hive.Clean, h.State())
		},
		"BigDataHive": func(t *testing.T, name string) {
			h := openReal(t, name)
			k := mustLookup(t, h, "key_with_bigdata")
			require.Equal(t, uint32(2), k.ValueCount())
			one, two := string(mustData(t, k, "")), string(mustData(t, k, "v"))
			require.Equal(t, strings.Repeat("1", 16345), one)
			require.Equal(t, strings.Repeat("2", 81725), two)
		},
		"ManySubkeysHive": func(t *testing.T, name string) {
			h := verified(t, name, regf.Counts{5003, 0})
			k := mustLookup(t, h, "KEY_with_many_subkeys")
			names := subkeyNames(k)
			require.Len(t, names, 5000)
			require.Contains(t, names, "1")
			require.Contains(t, names, "5000")
			mustLookup(t, h, `key_with_many_subkeys\2119\FIND_me`)
			mustLookup(t, h, `key_with_many_subkeys\3000`)
			_, ok := h.Lookup(`key_with_many_subkeys\3000\doesnt_exist`)
			require.False(t, ok)
			require.Equal(t, "ri", cells.KeyList(mustCell(t, h, k.Node().SubkeyList())).Kind())
		},
		"GarbageHive": func(t *testing.T, name string) {
			h := openReal(t, name)
			require.Equal(t, uint32(4096), h.Base().BinsSize)
			require.Equal(t, int64(4096), h.BinsSize())
			require.Len(t, h.Cells().Bins.Bins, 1)
			require.Equal(t, []hive.Kind{hive.KindBaseChecksum, hive.KindTail}, kindsOf(h.Diagnostics())) // "INVL" for a checksum
			require.Equal(t, int64(8192), h.Diagnostics()[1].Offset)
			root, _ := h.Root()
			require.Empty(t, subkeyNames(root))
		},
		"UnicodeHive": func(t *testing.T, name string) {
			h := openReal(t, name)
			k := mustLookup(t, h, `ПриВет\КлюЧ`)
			require.Equal(t, hive.Path(`Привет\Ключ`), k.Path())
			root, _ := h.Root()
			require.Len(t, root.SecurityDescriptor(), 144)
		},
		"ExtendedASCIIHive": func(t *testing.T, name string) {
			h := openReal(t, name)
			k := mustLookup(t, h, "ëigenaardig")
			require.NotZero(t, k.Flags()&cells.NKLatin1)
			v, ok := k.Value("ËIGENAARDIG")
			require.True(t, ok)
			require.NotZero(t, v.Record().Flags()&cells.VKLatin1)
			require.Equal(t, utf16Bytes("ëigenaardig\x00"), string(mustData(t, k, "ëigenaardig")))
		},
		"UpcaseHive": rootNames("ss1", "SS3", "ß2"),
		"PairHive":   rootNames("ss1", "SS3", "\U00010400"),
		"TruncatedPairHive": func(t *testing.T, name string) {
			rootNames("ss1", "SS3", `\uD801`)(t, name)
			mustLookup(t, openReal(t, name), "\xed\xa0\x81")
		},
		"BogusKeyNamesHive": func(t *testing.T, name string) {
			h := verified(t, name, regf.Counts{3, 0})
			mustLookup(t, h, "testnew\r\nne")
			require.Equal(t, `testnu\u0000l`, mustLookup(t, h, "testnu\x00l").Path().String())
		},
		"NewFlagsHive": func(t *testing.T, name string) {
			h := openReal(t, name)
			require.Equal(t, uint16(cells.NKLatin1), mustLookup(t, h, `1\2`).Flags())
		},
		"MultiSzHive": func(t *testing.T, name string) {
			h := openReal(t, name)
			k := mustLookup(t, h, "key")
			require.Equal(t, "\x00\x00", string(mustData(t, k, "1")))
			require.Equal(t, utf16Bytes("привет\x00как дела?\x00\x00"), string(mustData(t, k, "2")))
			_, ok := k.Value("")
			require.False(t, ok)
		},
		"StringValuesHive": func(t *testing.T, name string) {
			k := mustLookup(t, openReal(t, name), "key")
			require.Equal(t, utf16Bytes("test тест\x00"), string(mustData(t, k, "")))
			require.Equal(t, "test", string(mustData(t, k, "1")))
			require.Equal(t, utf16Bytes("test тест\x00"), string(mustData(t, k, "2")))
			require.Equal(t, utf16Bytes("test тест \x00"), string(mustData(t, k, "3")))
		},
		"CompHive": func(t *testing.T, name string) { // a hint 0x81 for U+009F
			h := openReal(t, name)
			keys := dump(t, h)
			_, err := h.Verify(context.Background())
			require.NoError(t, err)
			require.Empty(t, h.Diagnostics())
			for _, k := range keys {
				found := mustLookup(t, h, string(k.Path.Raised()))
				require.Equal(t, k.Offset, found.Offset())
			}
			require.Empty(t, h.Diagnostics(), "found by the list, not by name only")
		},
		"TwoOwnersHive": func(t *testing.T, name string) {
			owners := map[string]bool{}
			for _, k := range dump(t, openReal(t, name)) {
				owners[k.Owner] = true
			}
			require.Len(t, owners, 2)
			require.Contains(t, owners, "S-1-5-32-544")
		},
		"ValuesOrderHive": func(t *testing.T, name string) {
			var names []string
			for _, k := range dump(t, openReal(t, name)) {
				for _, v := range k.Values {
					names = append(names, string(v.Name))
				}
			}
			require.Equal(t, []string{"aaa", "zzz", "bbb"}, names)
		},
		"System_Delta": func(t *testing.T, name string) {
			h := verified(t, name, regf.Counts{586, 820})
			require.Equal(t, "1.6", h.Version())
			tombstones := 0
			for _, k := range dump(t, h) {
				for _, v := range k.Values {
					if v.Tombstone {
						require.Zero(t, v.Size)
						tombstones++
					}
				}
			}
			require.Equal(t, 3, tombstones)
			k := mustLookup(t, h, `ControlSet001\Services\XboxNetApiSvc`)
			v, ok := k.Value("DisplayName")
			require.True(t, ok)
			require.True(t, v.Tombstone())
			v, ok = k.Value("start")
			require.True(t, ok)
			require.False(t, v.Tombstone())
		},
		"OffHive": func(t *testing.T, name string) {
			require.Equal(t, uint64(131331190512216222), openReal(t, name).Base().LastWritten)
		},
		"SqliteHive": func(t *testing.T, name string) {
			h := openReal(t, name)
			for key, value := range map[string]hive.Text{"A1": "AAA1", "A2": "A2", `A1\B2`: "B2"} {
				_, ok := mustLookup(t, h, key).Value(value)
				require.True(t, ok, key)
			}
			_, ok := h.Lookup(`A1\B1`)
			require.False(t, ok, "deleted")
		},
		"DupNameHive": func(t *testing.T, name string) {
			h := openReal(t, name)
			n := 0
			for _, k := range dump(t, h) {
				if k.Path.Base() == "ccc" {
					n++
				}
			}
			require.Equal(t, 1, n, "the other one is deleted")
		},

		"DuplicateSubkeysHive": func(t *testing.T, name string) {
			verified(t, name, regf.Counts{5003, 0}, hive.KindDuplicateName) // the order of equal names is not said again
		},
		"InvalidParentHive": func(t *testing.T, name string) {
			h := verified(t, name, regf.Counts{5003, 0}, hive.KindParent)
			require.Len(t, h.Diagnostics(), 1)
		},
		"BadListHive": func(t *testing.T, name string) {
			verified(t, name, regf.Counts{6, 0}, hive.KindParent, hive.KindListTwice, hive.KindUnusedCells, hive.KindSecurityCount)
		},
		"BadSubkeyHive": func(t *testing.T, name string) {
			verified(t, name, regf.Counts{6, 0}, hive.KindParent, hive.KindKeyTwice, hive.KindUnusedCells, hive.KindSecurityCount)
		},
		"WrongOrderHive": func(t *testing.T, name string) {
			h := verified(t, name, regf.Counts{11, 0}, hive.KindListOrder)
			require.Len(t, h.Diagnostics(), 2)
		},
		"TruncatedNameHive": func(t *testing.T, name string) {
			h := openReal(t, name)
			_, err := h.Verify(context.Background())
			require.NoError(t, err)
			_, ok := h.Root()
			require.True(t, ok)
			require.Contains(t, kindsOf(h.Diagnostics()), hive.KindName)
		},
		"EffectiveSizeHive": func(t *testing.T, name string) {
			h := verified(t, name, regf.Counts{5003, 0}, hive.KindBaseChecksum)
			require.Equal(t, int64(487424), h.BinsSize())
			require.NotEqual(t, uint32(487424), h.Base().BinsSize)
		},
		"TruncatedHive": func(t *testing.T, name string) {
			h := openReal(t, name)
			require.Contains(t, kindsOf(h.Diagnostics()), hive.KindTruncated)
			require.Equal(t, hive.Damaged, h.State())
		},
		"TruncatedDirtyHive": func(t *testing.T, name string) {
			h := openReal(t, name)
			require.Contains(t, kindsOf(h.Diagnostics()), hive.KindTruncated)
			require.Contains(t, kindsOf(h.Diagnostics()), hive.KindBaseSequence)
			root, ok := h.Root()
			require.True(t, ok)
			require.Equal(t, uint32(1), root.SubkeyCount())
		},
		"DeletedDataHiveTruncated": func(t *testing.T, name string) {
			verified(t, name, regf.Counts{2, 0}, hive.KindCellBounds, hive.KindUnusedCells) // the file is whole; a list pointer is not
		},
		"TruncatedHiveBin":      notHive,
		"InvalidParentFragment": notHive,
	} {
		t.Run(name, func(t *testing.T) { check(t, dir+name) })
	}
}

func mustCell(t testing.TB, h *regf.Hive, rel uint32) []byte {
	t.Helper()
	c, ok := h.Cells().CellAt(rel)
	require.True(t, ok)
	return c.Payload
}

func rootNames(want ...string) func(t *testing.T, name string) {
	return func(t *testing.T, name string) {
		h := openReal(t, name)
		_, err := h.Verify(context.Background())
		require.NoError(t, err)
		require.Empty(t, h.Diagnostics())
		root, _ := h.Root()
		require.Equal(t, want, subkeyNames(root))
	}
}

func notHive(t *testing.T, name string) {
	_, err := regf.OpenPath(context.Background(), hivetest.Real(t, name), regf.Options{NoLogs: true})
	require.ErrorIs(t, err, regf.ErrNotHive)
}

// TestDamagedFiles reads every file of the reference reader's test set, hive or not: no panic, no hang, no
// more than 256 MB of memory.
func TestDamagedFiles(t *testing.T) {
	root := hivetest.Real(t, "damaged/yarp")
	files := 0
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		for _, opt := range []regf.Options{{}, {NoLogs: true}, {Lazy: true, NoLogs: true}} {
			h, err := regf.OpenPath(context.Background(), path, opt)
			if err != nil {
				continue
			}
			_, err = h.Verify(context.Background())
			require.NoError(t, err, path)
			dump(t, h)
			require.Empty(t, holdsRecovered(h, h.FileSize()), path)
			require.NoError(t, h.Close())
		}
		requireSoon(t, start)
		runtime.ReadMemStats(&after)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(256<<20), path)
		return nil
	}))
	require.Greater(t, files, 80)
}
