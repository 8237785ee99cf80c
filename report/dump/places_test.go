package dump

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf/translog"
)

// TestReplayed: what stands in a log says so, and what the log removed is marked.
func TestReplayed(t *testing.T) {
	before := hivetest.Build(t, "[A]\n\"old\"=\"1\"\n[B]\n\"x\"=dword:1\n")
	after := hivetest.Build(t, "[A]\n\"new\"=\"2\"\n[B]\n\"x\"=dword:1\n")
	log := hivetest.NewLog(before, after, 1, 1)
	d := openDump(t, hivetest.Dirty(before, 2, 1), translog.Input{Path: "NTUSER.DAT.LOG1", Slot: translog.LOG1, Data: log})
	require.Equal(t, hive.Replayed, d.Hive.State())
	d.Form = JSONL
	var fresh, old record
	for _, r := range parseDump(t, write(t, d)) {
		switch r.Name {
		case "new":
			fresh = r
		case "old":
			old = r
		}
	}
	require.Equal(t, hive.Text("NTUSER.DAT.LOG1"), fresh.Log)
	require.Equal(t, "vk", string(log[fresh.Offset+4:fresh.Offset+6]), "the offset is one of the log")
	require.Equal(t, "before-log", old.Source)
	require.Equal(t, "vk", string(before[old.Offset+4:old.Offset+6]))
	require.Equal(t, "A", string(*old.Path))

	d.Form = Text
	text := write(t, d)
	require.Contains(t, text, fmt.Sprintf(`"new"  REG_SZ  4  @%d in "NTUSER.DAT.LOG1"  "2"`, fresh.Offset))
	require.Contains(t, text, "# transaction log NTUSER.DAT.LOG1: ")
}

// TestParentInLog: where a deleted key's parent stands is a place of the evidence too.
func TestParentInLog(t *testing.T) {
	before := hivetest.Build(t, "[A]\n\"x\"=dword:1\n")
	after := hivetest.Build(t, "[A]\n\"x\"=dword:1\n;@ deleted\n[A\\Gone]\n")
	log := hivetest.NewLog(before, after, 1, 1)
	d := openDump(t, hivetest.Dirty(before, 2, 1), translog.Input{Path: "NTUSER.DAT.LOG1", Slot: translog.LOG1, Data: log})
	d.Form = JSONL
	lines := strings.Split(write(t, d), "\n")
	i := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, `"name":"Gone"`) })
	require.GreaterOrEqual(t, i, 0)
	var gone struct {
		Offset int64  `json:"parent_offset"`
		Log    string `json:"parent_log"`
	}
	require.NoError(t, json.Unmarshal([]byte(lines[i]), &gone))
	require.Equal(t, "NTUSER.DAT.LOG1", gone.Log)
	nk := log[gone.Offset+4:]
	require.Equal(t, "nk", string(nk[:2]))
	require.Equal(t, "A", string(nk[76:77]))
}
