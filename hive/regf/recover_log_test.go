package regf_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/base"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// The reasons of records that only the hive on disk holds.
const (
	saidOnDisk  = "it stands in the hive file on disk; the transaction logs wrote over its place"
	saidRemoved = "it was live in the hive file on disk and is gone once the transaction logs are applied"
)

// logged reads a hive with logs called h.LOG1 and h.LOG2 and recovers from it.
func logged(t testing.TB, img []byte, logs ...[]byte) (*regf.Hive, *hive.Recovery) {
	t.Helper()
	var inputs []translog.Input
	for i, data := range logs {
		inputs = append(inputs, translog.Input{Path: []string{"h.LOG1", "h.LOG2"}[i], Slot: []translog.Slot{translog.LOG1, translog.LOG2}[i], Data: data})
	}
	h, err := regf.Read(context.Background(), img, inputs...)
	require.NoError(t, err)
	return h, recoverAll(t, h, inputs...)
}

// states builds the same registry at several times.
func states(t testing.TB, texts ...string) [][]byte {
	t.Helper()
	var imgs [][]byte
	size := 0
	for _, text := range texts {
		imgs = append(imgs, hivetest.Build(t, text))
		size = max(size, len(imgs[len(imgs)-1]))
	}
	for _, img := range imgs {
		require.Len(t, img, size, "states of one size")
	}
	return imgs
}

// history writes the log that leads from each of the images to the next, one entry for each.
func history(imgs [][]byte, first uint32) []byte {
	log := hivetest.LogBase(imgs[0], 6, first)
	for i := range imgs[1:] {
		refs := hivetest.DirtyPages(imgs[i], imgs[i+1])
		log = hivetest.AppendEntry(log, first+uint32(i), uint32(len(imgs[i])-base.Size), refs)
	}
	return log
}

const profileTree = `
[Profiles\Work]
"01023d0e"=hex:01,02,03,04,05,06,07,08
;@ lastwrite 2019-03-05T08:00:00.1234567Z
[Profiles\Work\Section]
"001f6700"=utf16:"C:\\Mail\\work.pst"
"big"=hex:42*20000
"small"=dword:7
`

// TestRemovedByLog: what the logs removed comes back as it was on disk, with every value, whether the logs
// freed its cells or gave its pages to something else.
func TestRemovedByLog(t *testing.T) {
	for name, after := range map[string]string{
		"pages of others": "[Profiles]\n[Other]\n\"v\"=hex:4f*28000",
		"freed":           ";@ hive seq=1/1\n[Profiles]\n;@ deleted\n" + profileTree[1:],
	} {
		for _, entries := range []int{1, 3} {
			img, log := dirtyPair(t, profileTree, after, entries)
			h, r := logged(t, img, log)
			require.Equal(t, hive.Replayed, h.State())
			require.Len(t, r.Keys, 2, name)
			for _, path := range []string{`Profiles\Work`, `Profiles\Work\Section`} {
				k := findKey(t, r, path)
				require.Equal(t, hive.BeforeLog, k.Source)
				require.Equal(t, hive.High, k.Confidence)
				require.Equal(t, hive.FullPath, k.PathStatus)
				require.Equal(t, hive.Text(""), k.File)
				require.Zero(t, k.LostValues+k.LostSubkeys)
				require.Equal(t, saidRemoved, k.Reasons[0])
			}
			work, section := findKey(t, r, `Profiles\Work`), findKey(t, r, `Profiles\Work\Section`)
			require.Equal(t, section, &r.Keys[work.Subkeys[0]])
			require.Equal(t, "2019-03-05T08:00:00.1234567Z", section.LastWrite.String())
			require.Equal(t, `C:\Mail\work.pst`, utf16Text(findValue(t, section, "001f6700").Data))
			require.Equal(t, bytes.Repeat([]byte{0x42}, 20000), findValue(t, section, "big").Data)
			require.Equal(t, []byte{7, 0, 0, 0}, findValue(t, section, "small").Data)
			for _, v := range section.Values {
				require.Equal(t, hive.Intact, v.Status)
				require.Equal(t, hive.BeforeLog, v.Source)
			}
			require.Empty(t, r.Values)
		}
	}
}

func TestValueRemovedByLog(t *testing.T) {
	img, log := dirtyPair(t, `
[Keep]
"stays"="same"
"goes"="C:\\old.pst"
[]
"root value"=dword:1
`, `
[Keep]
"stays"="diff"
;@ deleted
"goes"="C:\\old.pst"
[]
;@ deleted
"root value"=dword:1
`, 1)
	_, r := logged(t, img, log)
	require.Empty(t, r.Keys)
	require.Len(t, r.Values, 2)
	v := findLoose(t, r, "goes")
	require.Equal(t, hive.Path("Keep"), v.Key)
	require.Equal(t, hive.BeforeLog, v.Source)
	require.Equal(t, hive.High, v.Confidence)
	require.Equal(t, `C:\old.pst`, utf16Text(v.Data))
	require.Equal(t, hive.Path(`\`), findLoose(t, r, "root value").Key)
}

// TestDeletedRecordUnderLogPage: a record that was deleted before and that a log page wrote over.
func TestDeletedRecordUnderLogPage(t *testing.T) {
	img, log := dirtyPair(t, "[A]\n;@ deleted\n[A\\Gone]\n\"v\"=hex:56*40\n[Z]", "[A]\n\"x\"=hex:58*400\n[Z]", 1)
	_, r := logged(t, img, log)
	k := findKey(t, r, `A\Gone`)
	require.Equal(t, hive.FreeCell, k.Source)
	require.Equal(t, hive.Text(""), k.File, "it stands in the hive file")
	require.Contains(t, k.Reasons, saidOnDisk)
	require.Equal(t, bytes.Repeat([]byte{0x56}, 40), findValue(t, k, "v").Data)
}

// TestDeletedRecordInLogPage: a record that a log page, which is in force, holds in an unallocated cell
// stands in the log file, not where the hive file has something else.
func TestDeletedRecordInLogPage(t *testing.T) {
	img, log := dirtyPair(t, "[A]\n[Z]", "[A]\n;@ deleted\n[A\\Gone]\n\"v\"=hex:56*40\n[Z]", 1)
	_, r := logged(t, img, log)
	k := findKey(t, r, `A\Gone`)
	require.Equal(t, hive.FreeCell, k.Source)
	require.Equal(t, hive.Text("h.LOG1"), k.File)
	v := findValue(t, k, "v")
	require.Equal(t, hive.Text("h.LOG1"), v.File)
	require.Equal(t, hive.Text("h.LOG1"), v.DataAt.File)
	at := v.DataAt.Offset + 4
	require.Equal(t, v.Data, log[at:at+40])
}

// TestKeyOfAnIntermediateEntry: a key that came and went within the log stands in a page that a later entry
// replaced; so does a value.
func TestKeyOfAnIntermediateEntry(t *testing.T) {
	imgs := states(t,
		"[A]\n\"v\"=\"1\"\n[Z]",
		"[A]\n\"v\"=\"1\"\n\"brief\"=\"value\"\n[Brief]\n\"path\"=\"C:\\\\brief.pst\"\n\"n\"=dword:5\n[Brief\\Below]\n[Z]",
		"[A]\n\"v\"=\"1\"\n[Z]\n\"w\"=hex:57*2000",
	)
	h, r := logged(t, hivetest.Dirty(imgs[0], 8, 7), history(imgs, 7))
	require.Equal(t, []string{"A", "Z"}, pathsOf(dump(t, h)))
	require.Len(t, r.Keys, 2)
	k, below := findKey(t, r, "Brief"), findKey(t, r, `Brief\Below`)
	for _, k := range []*hive.RecoveredKey{k, below} {
		require.Equal(t, hive.LogPage, k.Source)
		require.Equal(t, hive.Text("h.LOG1"), k.File)
		require.Equal(t, hive.FullPath, k.PathStatus)
		require.Equal(t, hive.Medium, k.Confidence)
		require.Contains(t, k.Reasons[0], "a later entry replaced")
		require.Zero(t, k.LostValues+k.LostSubkeys)
	}
	require.Equal(t, below, &r.Keys[k.Subkeys[0]])
	require.Equal(t, `C:\brief.pst`, utf16Text(findValue(t, k, "path").Data))
	require.Equal(t, []byte{5, 0, 0, 0}, findValue(t, k, "n").Data)
	v := findLoose(t, r, "brief")
	require.Equal(t, hive.Path("A"), v.Key)
	require.Equal(t, hive.LogPage, v.Source)
	require.Len(t, r.Values, 1)
}

// TestLogsNotInForce: entries left over from an earlier round, and a log that was refused.
func TestLogsNotInForce(t *testing.T) {
	imgs := states(t, "[A]\n[Z]", "[A]\n[Lost]\n\"path\"=\"C:\\\\lost.pst\"\n[Lost\\Below]\n[Z]", "[A]\n\"x\"=\"y\"\n[Z]")
	old := history(imgs[:2], 3)
	current := history([][]byte{imgs[0], imgs[2]}, 7)
	check := func(t *testing.T, r *hive.Recovery, log, why string) {
		t.Helper()
		require.Len(t, r.Keys, 2)
		k := findKey(t, r, "Lost")
		require.Equal(t, hive.LogPage, k.Source)
		require.Equal(t, hive.Text(log), k.File)
		require.Contains(t, k.Reasons[0], why)
		require.Equal(t, `C:\lost.pst`, utf16Text(findValue(t, k, "path").Data))
		require.Equal(t, hive.Text("Below"), r.Keys[k.Subkeys[0]].Name)
	}
	t.Run("left over", func(t *testing.T) {
		log := slices.Concat(current, old[512:])
		h, r := logged(t, hivetest.Dirty(imgs[0], 8, 7), log)
		require.Equal(t, hive.Replayed, h.State())
		check(t, r, "h.LOG1", "entry 3 of the transaction log")
	})
	t.Run("older log", func(t *testing.T) {
		h, r := logged(t, hivetest.Dirty(imgs[0], 8, 7), old, current)
		require.Equal(t, hive.Replayed, h.State())
		check(t, r, "h.LOG1", "entry 3 of the transaction log")
	})
	t.Run("bad base block", func(t *testing.T) {
		_, r := logged(t, hivetest.Dirty(imgs[0], 8, 3), hivetest.ApplyLog(old, 0, hivetest.LogBadBase()))
		check(t, r, "h.LOG1", "entry 3 of the transaction log")
	})
	t.Run("clean hive", func(t *testing.T) {
		h, r := logged(t, hivetest.Dirty(imgs[2], 7, 7), old)
		require.Equal(t, hive.Clean, h.State())
		check(t, r, "h.LOG1", "entry 3 of the transaction log")
	})
}

// TestKeyMovedByLog: Outlook moves a profile to Deleted Profiles by writing it anew; both are told apart.
func TestKeyMovedByLog(t *testing.T) {
	img, log := dirtyPair(t, "[Profiles\\Work]\n\"v\"=\"x\"\n[Deleted Profiles]", "[Profiles]\n[Deleted Profiles\\Work]\n\"v\"=\"x\"", 2)
	h, r := logged(t, img, log)
	mustLookup(t, h, `Deleted Profiles\Work`)
	k := findKey(t, r, `Profiles\Work`)
	require.Equal(t, hive.BeforeLog, k.Source)
	require.Len(t, k.Values, 1)
}

// TestLatestStateInLogPages: of several states of one key in pages that were replaced, the latest is shown.
func TestLatestStateInLogPages(t *testing.T) {
	brief := func(n int) string {
		return fmt.Sprintf("[A]\n;@ lastwrite 2015-06-0%dT00:00:00Z\n[Brief]\n\"n\"=dword:%d\n[Z]", n, n)
	}
	imgs := states(t, "[A]\n[Z]", brief(1), brief(2), "[A]\n[Z]\n\"w\"=hex:57*2000")
	_, r := logged(t, hivetest.Dirty(imgs[0], 8, 7), history(imgs, 7))
	require.Len(t, r.Keys, 1)
	k := findKey(t, r, "Brief")
	require.Equal(t, "2015-06-02T00:00:00.0000000Z", k.LastWrite.String())
	require.Equal(t, []byte{2, 0, 0, 0}, findValue(t, k, "n").Data)
}

// TestLogPageWithoutParent: an entry out of force that holds a key's page but not its parent's.
func TestLogPageWithoutParent(t *testing.T) {
	imgs := states(t,
		"[A]\n\"filler\"=hex:46*3900\n[B]\n\"filler\"=hex:46*3900\n[Live]\n\"f\"=hex:46*700",
		"[A]\n\"filler\"=hex:46*3900\n[B]\n\"filler\"=hex:46*3900\n[Live]\n\"f\"=hex:46*300\n[Lost]\n\"n\"=dword:1")
	var refs []hivetest.PageRef
	for _, ref := range hivetest.DirtyPages(imgs[0], imgs[1]) {
		if ref.Offset > 0 {
			refs = append(refs, ref)
		}
	}
	require.NotEmpty(t, refs)
	old := hivetest.AppendEntry(hivetest.LogBase(imgs[0], 6, 3), 3, uint32(len(imgs[0])-base.Size), refs)
	_, r := logged(t, hivetest.Dirty(imgs[0], 7, 7), old)
	k := findKey(t, r, "Lost")
	require.Equal(t, hive.FullPath, k.PathStatus, "its parent lives")
	require.Equal(t, hive.Medium, k.Confidence)
}

// TestValuesUnderLogPage: of a key that was deleted before, a log page took the values but not the key.
func TestValuesUnderLogPage(t *testing.T) {
	img, layout := hivetest.BuildLayout(t, "[A]\n;@ deleted\n[Gone]\n\"v\"=hex:56*3000\n\"w\"=hex:57*1500\n\"x\"=hex:58*1500\n[Z]")
	var key, value *hivetest.DeletedRecord
	for i := range layout.Deleted {
		switch d := &layout.Deleted[i]; {
		case !d.IsValue:
			key = d
		case value == nil || d.Cell/4096 != key.Cell/4096:
			value = d
		}
	}
	page := value.Cell / 4096 * 4096
	require.NotEqual(t, key.Cell/4096, page/4096, "on different pages")
	after := slices.Clone(img)
	clear(after[value.Cell+4 : value.Cell+24])
	log := hivetest.NewLog(img, after, 7, 1)
	_, r := logged(t, hivetest.Dirty(img, 8, 7), log)
	k := findKey(t, r, "Gone")
	require.Equal(t, hive.FreeCell, k.Source)
	require.Len(t, k.Values, 3)
	require.Zero(t, k.LostValues)
	require.Contains(t, findValue(t, k, value.ValueName).Reasons, saidOnDisk)
	require.Equal(t, value.Data, findValue(t, k, value.ValueName).Data)
}

// A log can break the root key itself; what the hive on disk holds comes back all the same.
func TestRecoverWhereTheLogBrokeTheRoot(t *testing.T) {
	before, layout := hivetest.BuildLayout(t, "[A]\n\"v\"=\"x\"\n[A\\B]")
	after := slices.Clone(before)
	copy(after[layout.Keys[""].Cell+4:], "xx")
	h, err := regf.Read(t.Context(), hivetest.Dirty(before, 8, 7), translog.Input{Path: "h.LOG1", Slot: translog.LOG1, Data: hivetest.NewLog(before, after, 7, 1)})
	require.NoError(t, err)
	_, ok := h.Root()
	require.False(t, ok)
	r, err := lost.Recover(t.Context(), h)
	require.NoError(t, err)
	var paths []string
	for _, k := range r.Keys {
		if k.Source == hive.BeforeLog {
			paths = append(paths, string(k.Path))
		}
	}
	require.Equal(t, []string{"", "A", `A\B`}, paths)
}
