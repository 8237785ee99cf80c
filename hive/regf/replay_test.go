package regf_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/base"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// openLogged opens a real hive with what lies beside it.
func openLogged(t testing.TB, name string, opt regf.Options) *regf.Hive {
	t.Helper()
	h, err := regf.OpenPath(context.Background(), hivetest.Real(t, name), opt)
	require.NoError(t, err)
	return h
}

// contents is all bytes of a hive.
func contents(h *regf.Hive) []byte {
	b, _ := h.Cells().Image.Bytes(0, h.Cells().Image.Size())
	return b
}

// binsMD5 is the hash of all behind the base block.
func binsMD5(h *regf.Hive) string {
	sum := md5.Sum(contents(h)[base.Size:])
	return hex.EncodeToString(sum[:])
}

// TestReplayOfRealHives: the counts are those that yarp gives, the hashes what Windows itself made of the
// same hive and logs.
func TestReplayOfRealHives(t *testing.T) {
	for _, c := range []struct {
		hive          string
		onDisk, after regf.Counts
		state         hive.State
		md5           string // of the bins
		notes         []string
		applied       []int
		diags         []hive.Kind // after the logs, where they are applied
		same          bool        // the logs change nothing
	}{
		{
			hive: "damaged/yarp/NewDirtyHive1/NewDirtyHive", onDisk: regf.Counts{5, 2}, after: regf.Counts{5, 1}, state: hive.Replayed,
			md5: "8d59afa13b7e6502168c5760224e16aa", applied: []int{1, 3},
			notes: []string{"log entries 1, pages 1, sequence numbers 2 to 2", "log entries 3, pages 3, sequence numbers 3 to 5"},
			diags: []hive.Kind{hive.KindUnusedCells}, // left by renaming keys
		},
		{
			hive: "damaged/yarp/OldDirtyHive/OldDirtyHive", onDisk: regf.Counts{5003, 0}, after: regf.Counts{5003, 1}, state: hive.Replayed,
			md5: "0f479cc79b3c5da8340df7264b6f3f40", applied: []int{1, 0},
			notes: []string{"log entries 1, pages 64, sequence numbers 5 to 5", "the log has no bytes"},
		},
		{
			hive: "damaged/yarp/BadBaseBlockHive/BadBaseBlockHive", onDisk: regf.Counts{5003, 0}, after: regf.Counts{5003, 1}, state: hive.Replayed,
			md5: "0f479cc79b3c5da8340df7264b6f3f40", applied: []int{1, 0},
			notes: []string{"is after the hive's", "the log has no bytes"},
			diags: []hive.Kind{hive.KindLog}, // rebuilt, and from a log with a later time
		},
		{
			hive: "damaged/yarp/BadLogHive1/BadLogHive", onDisk: regf.Counts{5003, 0}, state: hive.Dirty, same: true, applied: []int{0, 0},
			notes: []string{"the checksum is ", "the log has no bytes"}, diags: []hive.Kind{hive.KindBaseSequence, hive.KindLog},
		},
		{
			hive: "damaged/yarp/BadLogHive2/BadLogHive", onDisk: regf.Counts{5003, 0}, state: hive.Dirty, same: true, applied: []int{0, 0},
			notes: []string{"neither HvLE nor DIRT follows", "the log has no bytes"}, diags: []hive.Kind{hive.KindBaseSequence, hive.KindLog},
		},
		{
			hive: "dirty/regipy-ntuser/NTUSER.DAT", onDisk: regf.Counts{2590, 4119}, after: regf.Counts{3105, 4695}, state: hive.Replayed,
			applied: []int{23, 0}, notes: []string{"log entries 23, pages 132, sequence numbers 566 to 588", "the log begins at sequence number"},
		},
		{
			hive: "dirty/regipy-usrclass/UsrClass.dat", onDisk: regf.Counts{6205, 12369}, after: regf.Counts{6238, 12531}, state: hive.Replayed,
			applied: []int{4, 10}, notes: []string{"only the state after the last entry is consistent", "log entries 10, pages 105, sequence numbers 291 to 300"},
		},
		{
			hive: "dirty/win10-ntuser/NTUSER.DAT", state: hive.Replayed, applied: []int{3, 1},
			notes: []string{"log entries 3, pages 62, sequence numbers 229 to 231", "log entries 1, pages 5, sequence numbers 232 to 232"},
		},
	} {
		t.Run(c.hive, func(t *testing.T) {
			path := hivetest.Real(t, c.hive)
			evidence, err := os.ReadFile(path)
			require.NoError(t, err)
			h := openLogged(t, c.hive, regf.Options{})
			bare := openLogged(t, c.hive, regf.Options{NoLogs: true})
			require.Empty(t, bare.Logs())

			require.Equal(t, c.state, h.State())
			require.Equal(t, c.same, h.OnDisk() == h)
			require.Equal(t, evidence, contents(h.OnDisk()), "the evidence")
			require.Equal(t, evidence, contents(bare))
			for _, reading := range []struct {
				h    *regf.Hive
				want regf.Counts
			}{{bare, c.onDisk}, {h.OnDisk(), c.onDisk}, {h, c.after}} {
				got, err := reading.h.Verify(context.Background())
				require.NoError(t, err)
				if reading.want != (regf.Counts{}) {
					require.Equal(t, reading.want, got)
				}
			}
			require.Equal(t, c.diags, kindsOf(h.Diagnostics()), "%s", diagText(h.Diagnostics()))
			if c.md5 != "" {
				require.Equal(t, c.md5, binsMD5(h))
			}
			require.Len(t, h.Logs(), 2)
			for i, l := range h.Logs() {
				require.Equal(t, c.applied[i], l.Applied, l.Path)
				require.Contains(t, l.Note, c.notes[i])
				require.Equal(t, []string{".LOG1", ".LOG2"}[i], filepath.Ext(string(l.Path)))
				require.Len(t, l.SHA256, 64)
				require.Empty(t, l.Doubts)
				require.Zero(t, l.Missing)
			}
			requireWhere(t, h)
			requireLogInForce(t, h)
		})
	}
}

// requireWhere says that every byte of the hive stands where Where says, but for the fields of the base
// block that replay computes.
func requireWhere(t *testing.T, h *regf.Hive) {
	t.Helper()
	after, files := contents(h), map[hive.Text][]byte{"": contents(h.OnDisk())}
	for _, l := range h.Logs() {
		data, err := os.ReadFile(string(l.Path))
		require.NoError(t, err)
		files[l.Path] = data
	}
	for at := int64(base.Size); at+512 <= h.Cells().Image.Size(); at += 512 {
		log, off := h.Place(at).File, h.Place(at).Offset
		if off >= int64(len(files[log])) {
			continue // a hole, which is said
		}
		require.Equal(t, after[at:at+512], files[log][off:off+512], "%d", at)
	}
}

// requireLogInForce lays the pages of the applied logs over the hive once more, in the plainest way, and
// compares: what the last entry says of a page is what the hive holds there.
func requireLogInForce(t *testing.T, h *regf.Hive) {
	t.Helper()
	pages := map[int64][]byte{}
	for _, l := range h.Logs() {
		data, err := os.ReadFile(string(l.Path))
		require.NoError(t, err)
		entries := translog.Parse(data).Entries
		for i := range entries[:min(l.Applied, len(entries))] {
			for p := range entries[i].Pages() {
				for at := 0; at < len(p.Data); at += 512 {
					pages[int64(p.Offset)+int64(at)] = p.Data[at : at+512]
				}
			}
		}
	}
	for rel, page := range pages {
		require.Equal(t, page, contents(h)[base.Size+rel:base.Size+rel+512], "%d", rel)
	}
}

func TestOldLogEqualsWindows7(t *testing.T) {
	h := openLogged(t, "damaged/yarp/OldDirtyHive/OldDirtyHive", regf.Options{})
	want, err := os.ReadFile(hivetest.Real(t, "damaged/yarp/OldDirtyHive/RecoveredHive_Windows7"))
	require.NoError(t, err)
	got := contents(h)
	require.Len(t, got, len(want))
	var differ []int
	for i := base.Size; i < len(want); i++ {
		if got[i] != want[i] {
			differ = append(differ, i)
		}
	}
	require.Len(t, differ, 6)
	for _, i := range differ[:5] {
		require.True(t, i >= 4096+20 && i < 4096+28, "time of the first bin")
	}
	require.Equal(t, byte(0x02), want[differ[5]], "a security record's count, which Windows mended")

	_, there := h.Lookup(`key_with_many_subkeys\1`)
	require.False(t, there)
	mustLookup(t, h, `key_with_many_subkeys\5000\find_me_in_log`)
	v, ok := mustLookup(t, h, `key_with_many_subkeys\4500`).Value("V")
	require.True(t, ok)
	data, _ := v.Data()
	require.Equal(t, "a\x00\x00\x00b\x00b\x00\x00\x00c\x00c\x00c\x00\x00\x00\x00\x00", string(data))
}

// afterLogs lists the keys of the class hive once its whole log was applied.
const afterLogs = `Alpha Alpha\below Mail Mail\a Mail\b Mail\b\inner Mail\c Mail\new Zulu Zulu\below Zulu\new`

// TestLogClasses: what of a damaged log is applied, and that the rest is said. A hive whose log grew it, but
// lost the pages that were to fill it, is damaged.
func TestLogClasses(t *testing.T) {
	for _, c := range []struct {
		class   string
		applied []int
		note    string
		state   hive.State
		whole   bool // all changes of the log are there
		quiet   bool // and nothing is said to be wrong
	}{
		{class: "log-h1", applied: []int{1}, note: "Hash-2 is", state: hive.Damaged},
		{class: "log-h2", applied: []int{1}, note: "Hash-2 is", state: hive.Damaged},
		{class: "log-size0", applied: []int{1}, note: "the entry's size is 0", state: hive.Damaged},
		{class: "log-size-past-eof", applied: []int{1}, note: "the entry's size is", state: hive.Damaged},
		{class: "log-count-1e9", applied: []int{1}, note: "1000000000 pages", state: hive.Damaged},
		{class: "log-page-outside", applied: []int{1}, note: "a page has offset", state: hive.Damaged},
		{class: "log-page-wrap", applied: []int{1}, note: "a page has offset 0xfffff000", state: hive.Damaged},
		{class: "log-grow-3g", applied: []int{1}, note: "hive bins data size is 3221225472", state: hive.Damaged},
		{class: "log-seq-gap", applied: []int{2}, note: "sequence number", state: hive.Damaged},
		{class: "log-stale", applied: []int{0}, note: "the log begins at sequence number 2, the hive is at 7", state: hive.Dirty},
		{class: "log-two-wrap", applied: []int{2, 2}, state: hive.Replayed, whole: true, quiet: true},
		{class: "log-clean-primary", applied: []int{0}, note: "the hive is clean", state: hive.Clean, quiet: true},
		{class: "log-bad-base", applied: []int{0}, note: "the checksum is", state: hive.Dirty},
		{class: "oldlog-trunc", applied: []int{1}, note: "dirty sectors were applied", state: hive.Damaged},
		{class: "oldlog-bits-past", applied: []int{0}, note: "no valid hive bin", state: hive.Dirty},
	} {
		t.Run(c.class, func(t *testing.T) {
			classes := hivetest.Classes()
			class := classes[slices.IndexFunc(classes, func(k hivetest.Class) bool { return k.Name == c.class })]
			img := class.Make()
			before := bytes.Clone(img)
			var inputs []translog.Input
			sizes := map[hive.Text]int{"": len(img)}
			for i, data := range class.Logs() {
				sizes[[]hive.Text{"h.LOG1", "h.LOG2"}[i]] = len(data)
				inputs = append(inputs, translog.Input{Path: []string{"h.LOG1", "h.LOG2"}[i], Slot: []translog.Slot{translog.LOG1, translog.LOG2}[i], Data: data})
			}
			start := time.Now()
			h, err := regf.Read(context.Background(), img, inputs...)
			require.NoError(t, err)
			_, err = h.Verify(context.Background())
			require.NoError(t, err)
			_, err = lost.Recover(context.Background(), h)
			require.NoError(t, err)
			requireSoon(t, start)
			require.Equal(t, before, img, "the evidence")
			requirePlaces(t, h, sizes)

			notes := ""
			for i, l := range h.Logs() {
				require.Equal(t, c.applied[i], l.Applied)
				notes += l.Note
			}
			require.Contains(t, notes, c.note)
			require.Equal(t, c.state, h.State())
			if c.whole {
				require.Equal(t, strings.Split(afterLogs, " "), pathsOf(dump(t, h)))
			}
			said := slices.Contains(kindsOf(h.Diagnostics()), hive.KindLog) || slices.Contains(kindsOf(h.Diagnostics()), hive.KindBaseSequence)
			require.Equal(t, !c.quiet, said, "%s", diagText(h.Diagnostics()))
		})
	}
}

// dirtyPair builds a hive, the same some time later, and the entries that lead from one to the other.
func dirtyPair(t testing.TB, before, after string, entries int) (img, log []byte) {
	t.Helper()
	b, a := hivetest.Build(t, before), hivetest.Build(t, after)
	return hivetest.Dirty(b, 8, 7), hivetest.NewLog(b, a, 7, entries)
}

func TestCleanHiveLeavesNewerEntriesAlone(t *testing.T) {
	b := hivetest.Build(t, "[Old]")
	log := hivetest.NewLog(b, hivetest.Build(t, "[Old]\n[New]"), 7, 2)
	h, err := regf.Read(context.Background(), hivetest.Dirty(b, 6, 6), translog.Input{Path: "h.LOG1", Slot: translog.LOG1, Data: log})
	require.NoError(t, err)
	require.Equal(t, hive.Clean, h.State())
	require.Equal(t, []string{"Old"}, pathsOf(dump(t, h)))
	require.Contains(t, h.Logs()[0].Note, "newer than the hive as shown and were not applied: 2")
	r, err := lost.Recover(context.Background(), h)
	require.NoError(t, err)
	require.Len(t, r.Keys, 1, "what the log holds is shown as recovered")
	require.Equal(t, hive.Path("New"), r.Keys[0].Path)
	require.Equal(t, hive.LogPage, r.Keys[0].Source)
	require.Equal(t, hive.Text("h.LOG1"), r.Keys[0].File)
}

// TestLogsOfAnyName: the names of hive and logs need not agree in case, and a hive may have none.
func TestLogsOfAnyName(t *testing.T) {
	img, log := dirtyPair(t, "[Old]", "[Old]\n[New]", 1)
	for _, c := range []struct {
		hive string
		logs []string
		want []string // logs found
	}{
		{"NTUSER.DAT", []string{"ntuser.dat.LOG1", "ntuser.dat.LOG2"}, []string{"ntuser.dat.LOG1", "ntuser.dat.LOG2"}},
		{"ntuser.dat", []string{"NTUSER.DAT.LOG1"}, []string{"NTUSER.DAT.LOG1"}},
		{"NTUSER.DAT", []string{"NTUSER.DAT.log2", "NTUSER.DAT.log"}, []string{"NTUSER.DAT.log", "NTUSER.DAT.log2"}},
		{"NTUSER.DAT", []string{"UsrClass.dat.LOG1"}, nil},
		{"NTUSER.DAT", nil, nil},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, c.hive)
		require.NoError(t, os.WriteFile(path, img, 0o600))
		for i, name := range c.logs {
			data := log
			if i > 0 {
				data = nil
			}
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
		}
		h, err := regf.OpenPath(context.Background(), path, regf.Options{})
		require.NoError(t, err)
		var found []string
		for _, l := range h.Logs() {
			found = append(found, filepath.Base(string(l.Path)))
		}
		require.Equal(t, c.want, found)
		_, applied := h.Lookup("New")
		require.Equal(t, c.want != nil, applied)
		if applied {
			require.Equal(t, hive.Replayed, h.State())
			require.Equal(t, hive.Dirty, h.OnDisk().State())
			requireWhere(t, h)
		} else {
			require.Equal(t, hive.Dirty, h.State())
			require.Same(t, h, h.OnDisk())
		}
		bare, err := regf.OpenPath(context.Background(), path, regf.Options{NoLogs: true})
		require.NoError(t, err)
		require.Empty(t, bare.Logs())
		require.Equal(t, hive.Dirty, bare.State())
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Len(t, entries, 1+len(c.logs), "nothing is written beside the evidence")
	}
}
