package regf_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/readonly"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// realPairs are real hives with logs that are applied.
var realPairs = []string{
	"damaged/yarp/NewDirtyHive1/NewDirtyHive", "damaged/yarp/OldDirtyHive/OldDirtyHive",
	"damaged/yarp/BadBaseBlockHive/BadBaseBlockHive", "dirty/regipy-ntuser/NTUSER.DAT",
	"dirty/regipy-usrclass/UsrClass.dat", "dirty/win10-ntuser/NTUSER.DAT",
}

// realPair reads a real hive and its logs.
func realPair(t testing.TB, name string) (img []byte, logs []translog.Input) {
	t.Helper()
	path := hivetest.Real(t, name)
	img, err := os.ReadFile(path)
	require.NoError(t, err)
	logs, notes := regf.LogsBeside(readonly.Folder(filepath.Dir(path)), filepath.Base(path))
	require.Empty(t, notes)
	return img, logs
}

// renamed is a hive or log that says it was written under another name.
func renamed(img []byte, name string) []byte {
	img = bytes.Clone(img)
	clear(img[48:112])
	for i, c := range name {
		binary.LittleEndian.PutUint16(img[48+2*i:], uint16(c))
	}
	return reseal(img)
}

// identified is a hive or log whose GUIDs are filled with a byte.
func identified(img []byte, fill byte) []byte {
	img = bytes.Clone(img)
	for _, at := range []int{112, 128, 148} {
		copy(img[at:at+16], bytes.Repeat([]byte{fill}, 16))
	}
	copy(img[164:], "rmtm")
	return reseal(img)
}

// reseal sets the checksum of a hive or log.
func reseal(img []byte) []byte {
	var sum uint32
	for i := 0; i < 508; i += 4 {
		sum ^= binary.LittleEndian.Uint32(img[i:])
	}
	binary.LittleEndian.PutUint32(img[508:], sum)
	return img
}

// rollBack gives a hive the sequence number of its logs, so that they come after it.
func rollBack(img []byte, logs []translog.Input) []byte {
	first := uint32(0)
	for _, l := range logs {
		if log := translog.Parse(l.Data); log.Usable() && (first == 0 || log.Base.Sequence1 < first) {
			first = log.Base.Sequence1
		}
	}
	return hivetest.Dirty(img, first+1, first)
}

// TestLogsOfAnotherRealHive puts every real hive together with the logs of every other, as if they came
// right after it: none is believed.
func TestLogsOfAnotherRealHive(t *testing.T) {
	for _, a := range realPairs {
		if strings.Contains(a, "BadBase") {
			continue // its bytes are those of OldDirtyHive
		}
		for _, b := range realPairs {
			if a == b || strings.Contains(b, "BadBase") {
				continue
			}
			img, own := realPair(t, a)
			_, logs := realPair(t, b)
			t.Run(filepath.Base(a)+" with logs of "+filepath.Base(b), func(t *testing.T) {
				img := rollBack(img, logs)
				h, err := regf.Read(context.Background(), img, logs...)
				require.NoError(t, err)
				require.Equal(t, img, contents(h))
				require.Same(t, h, h.OnDisk())
				require.Equal(t, hive.Dirty, h.State())
				if r := h.Replay(); slices.ContainsFunc(r.Logs, func(rep translog.Report) bool { return rep.Outcome.Kind == translog.LogNotBelieved }) {
					require.Contains(t, diagText(h.Diagnostics()), "it is taken for the log of another hive")
				}
				for i, l := range h.Logs() {
					require.Zero(t, l.Applied)
					require.True(t, l.OtherHive || h.Replay().Logs[i].Log.Refused.Kind != "", "%s", l.Note)
				}
				rec, err := lost.Recover(context.Background(), h)
				require.NoError(t, err)
				for _, k := range rec.Keys {
					require.NotEqual(t, hive.LogPage, k.Source)
				}
				// Beside its own log another hive's is put aside, and its own is applied.
				if len(own) > 0 && len(logs) > 0 {
					img, _ := realPair(t, a)
					mixed := []translog.Input{own[0], logs[0]}
					h, err = regf.Read(context.Background(), img, mixed...)
					require.NoError(t, err)
					require.Zero(t, h.Logs()[1].Applied)
					require.Zero(t, h.Logs()[1].Missing)
				}
			})
		}
	}
}

// TestLogsFromAnotherPath: a hive that was loaded from another path and not written back keeps its old name
// until then. Its logs are applied, and it is said.
func TestLogsFromAnotherPath(t *testing.T) {
	for _, name := range realPairs {
		t.Run(name, func(t *testing.T) {
			img, logs := realPair(t, name)
			want, err := regf.Read(context.Background(), img, logs...)
			require.NoError(t, err)
			for i := range logs {
				if len(logs[i].Data) > 0 {
					logs[i].Data = renamed(logs[i].Data, `\??\D:\copy\NTUSER.DAT`)
				}
			}
			h, err := regf.Read(context.Background(), img, logs...)
			require.NoError(t, err)
			require.True(t, bytes.Equal(contents(want)[4096:], contents(h)[4096:]), "%+v", h.Logs())
			require.Equal(t, hive.Replayed, h.State())
			for i, l := range h.Logs() {
				require.Equal(t, want.Logs()[i].Applied, l.Applied)
				require.False(t, l.OtherHive)
				if l.Applied > 0 {
					require.Len(t, l.Doubts, 1)
					require.Contains(t, l.Doubts[0], `"\??\D:\copy\NTUSER.DAT"`)
				}
			}
			require.Contains(t, diagText(h.Diagnostics()), "may be that of another hive")
		})
	}
}

// userHive is a hive of one user.
func userHive(name, rid, body string) string {
	return fmt.Sprintf(";@ hive minor=5 name=\"\\\\??\\\\C:\\\\Users\\\\%s\\\\ntuser.dat\"\n;@ owner S-1-5-21-1-2-3-%s\n[]\n%s", name, rid, body)
}

// TestOneDoubtIsSaidTwoAreNotBelieved: what does not fit is counted.
func TestOneDoubtIsSaidTwoAreNotBelieved(t *testing.T) {
	const alice = "[Software]\n\"a\"=dword:1\n[Volatile Environment]\n[Console]\n"
	before := hivetest.Build(t, userHive("alice", "1001", alice))
	after := hivetest.Build(t, userHive("alice", "1001", alice+"[Zulu]\n"))
	moved := hivetest.Build(t, userHive("alice", "1002", alice+"[Zulu]\n"))                        // a new account, as after a migration
	bob := hivetest.Build(t, userHive("bob", "1002", alice+"[Zulu]\n"))                            // made from the same default
	stranger := hivetest.Build(t, userHive("alice", "1001", "[X]\n\"v\"=hex:41*9000\n[Y]\n[Z]\n")) // whose cells are others
	group := hivetest.Build(t, userHive("alice", "513", alice+"[Zulu]\n"))                         // no account at all
	img := hivetest.Dirty(before, 8, 7)
	log := func(to []byte) []byte { return hivetest.NewLog(before, to, 7, 1) }
	for _, c := range []struct {
		name    string
		hive    []byte
		log     []byte
		applied bool
		doubts  string // said, each, separated by |
	}{
		{"its own", img, log(after), true, ""},
		{"its own, whose GUIDs were made since", img, identified(log(after), 1), true, ""},
		{"another name", img, renamed(log(after), `D:\ntuser.dat`), true, "the file name"},
		{"the name in another case", img, renamed(log(after), `\??\C:\USERS\ALICE\NTUSER.DAT`), true, ""},
		{"other GUIDs", identified(img, 1), identified(log(after), 2), true, "the GUID of the resource manager"},
		{"another name and other GUIDs", identified(img, 1), renamed(identified(log(after), 2), `D:\ntuser.dat`), false, "the file name|the GUID"},
		{"another user", img, log(moved), true, "belongs to S-1-5-21-1-2-3-1002"},
		{"a built-in group is no user", img, log(group), true, ""},
		{"another name and user", img, log(bob), false, "the file name|belongs to S-1-5-21-1-2-3-1002"},
		{"another name, and no key where it was", img, renamed(log(stranger), `D:\ntuser.dat`), false, "the file name|of 4 keys only"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, rec := logged(t, c.hive, c.log)
			l := h.Logs()[0]
			require.Equal(t, c.applied, l.Applied > 0, "%s", l.Note)
			require.Equal(t, !c.applied, l.OtherHive)
			if c.doubts == "" {
				require.Empty(t, l.Doubts)
				require.Empty(t, diagText(h.Diagnostics()))
				return
			}
			want := strings.Split(c.doubts, "|")
			require.Len(t, l.Doubts, len(want), "%q", l.Doubts)
			for i, d := range l.Doubts {
				require.Contains(t, d, want[i])
				require.Contains(t, diagText(h.Diagnostics()), d)
			}
			if c.applied {
				require.Equal(t, hive.Replayed, h.State())
				require.Contains(t, diagText(h.Diagnostics()), "although it may be that of another hive")
				return
			}
			require.Equal(t, hive.Dirty, h.State())
			require.Equal(t, c.hive, contents(h))
			require.Contains(t, l.Note, "laid over the hive, it would give")
			require.Contains(t, l.Note, "were not searched")
			require.Empty(t, rec.Keys)
			require.Equal(t, 1, strings.Count(l.Note, "it is taken for"), "%s", l.Note)
		})
	}
}

// A log of another hive beside a clean one is no matter for the hive, and its pages are not taken for it.
func TestLogOfAnotherHiveBesideACleanOne(t *testing.T) {
	a := hivetest.Build(t, userHive("alice", "1001", "[Software]\n"))
	b := hivetest.Build(t, userHive("bob", "1002", "[Software]\n[Secret]\n"))
	log := identified(hivetest.NewLog(a, b, 7, 1), 2)
	h, rec := logged(t, identified(hivetest.Dirty(a, 7, 7), 1), log)
	require.Equal(t, hive.Clean, h.State())
	require.True(t, h.Logs()[0].OtherHive)
	require.Contains(t, h.Logs()[0].Note, "were not searched")
	require.Empty(t, rec.Keys)
	require.Empty(t, diagText(h.Diagnostics()))

	h, rec = logged(t, hivetest.Dirty(a, 7, 7), hivetest.NewLog(a, b, 7, 1)) // only the name
	require.False(t, h.Logs()[0].OtherHive)
	require.Len(t, rec.Keys, 1)
	require.Contains(t, rec.Keys[0].Reasons[0], "may be another hive's")
}

// TestMissingSectors: of an old log with 24 dirty sectors the first was kept.
func TestMissingSectors(t *testing.T) {
	before := hivetest.Build(t, "[Old]\n\"v\"=hex:41*8200\n")
	after := hivetest.Build(t, "[Old]\n\"v\"=hex:42*8200\n")
	log := hivetest.OldLog(before, after)
	start := 1024
	require.Equal(t, 24, (len(log)-start)/512)
	h, _ := logged(t, hivetest.Dirty(before, 2, 1), log[:start+512])
	l := h.Logs()[0]
	require.Equal(t, 1, l.Pages)
	require.Equal(t, 23, l.Missing)
}

// The logs of a hive that is reached through a symbolic link lie beside its target.
func TestLogsBesideTheTarget(t *testing.T) {
	img, log := dirtyPair(t, "[Old]", "[Old]\n[New]", 1)
	real, link := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(real, "NTUSER.DAT"), img, 0o600))
	path := filepath.Join(link, "bob.dat")
	if err := os.Symlink(filepath.Join(real, "NTUSER.DAT"), path); err != nil {
		t.Skip(err)
	}
	applied := func() hive.Text {
		h, err := regf.OpenPath(context.Background(), path, regf.Options{})
		require.NoError(t, err)
		if len(h.Logs()) == 0 {
			return ""
		}
		require.Positive(t, h.Logs()[0].Applied)
		return h.Logs()[0].Path
	}
	require.Equal(t, hive.Text(""), applied())
	require.NoError(t, os.WriteFile(filepath.Join(link, "bob.dat.LOG1"), log, 0o600))
	require.Contains(t, string(applied()), "bob.dat.LOG1", "where there is none, beside the link")
	require.NoError(t, os.WriteFile(filepath.Join(real, "NTUSER.DAT.LOG1"), log, 0o600))
	require.Contains(t, string(applied()), "NTUSER.DAT.LOG1")
}
