package regf_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// TestRecoveryTruth: what yarp finds in its own test hives, and where the project knows better.
func TestRecoveryTruth(t *testing.T) {
	const sz = "\x00"
	wide := func(s string) string {
		b := ""
		for _, c := range s {
			b += string(c) + sz
		}
		return b + sz + sz
	}
	type value struct {
		owner, name, data string
		status            hive.DataStatus
	}
	for _, c := range []struct {
		hive   string
		keys   []string // paths
		status hive.PathStatus
		values []value // owner "" for none
		more   func(t *testing.T, r *hive.Recovery)
	}{
		{hive: "DeletedDataHive", keys: []string{"456"}, values: []value{{"456", "v", wide("123456"), hive.Intact}, {"123", "v2", wide("456"), hive.Intact}}},
		{hive: "DeletedTreeHive", keys: []string{`1\2\3`, `1\2\3\4`, `1\2\3\4\5`, `1\2\3\4\New Key #1`}},
		{hive: "DeletedTreeNoRootFlagHive", keys: []string{`1\2\3`, `1\2\3\4`, `1\2\3\4\5`, `1\2\3\4\New Key #1`}},
		{hive: "DeletedDataHiveTruncated", keys: []string{"456"}, values: []value{
			{"456", "v", wide("123456"), hive.Intact}, {"", "v1", wide("123"), hive.Intact}, {"", "v2", wide("456"), hive.Intact}}},
		{hive: "RemnantsHive", values: []value{{"", "", "\x01\x00\x00\x00", hive.Intact}}, more: func(t *testing.T, r *hive.Recovery) {
			require.Equal(t, hive.FileTail, r.Values[0].Source)
			require.Equal(t, hive.RegDword, r.Values[0].Type)
			require.Equal(t, hive.Low, r.Values[0].Confidence)
		}},
		{hive: "RemnantData", values: []value{{"", "Новый параметр #1", "", hive.Intact}}},
		{hive: "ReallocValueDataHive", keys: []string{"2"}, values: []value{{"2", "", "", hive.Overwritten}}},
		{hive: "SlackHive", keys: []string{`key_with_many_subkeys\2119\New Key #1`}},
		{hive: "HealedHive", keys: []string{"cccc"}, values: []value{{"cccc", "123", wide("test"), hive.Intact}}},
		{hive: "DupNameHive", keys: []string{"ccc", "bbb", "Новый раздел #1"}, more: func(t *testing.T, r *hive.Recovery) {
			require.True(t, findKey(t, r, "ccc").LiveTwin)
			require.False(t, findKey(t, r, "bbb").LiveTwin)
		}},
		{hive: "SqliteHive", keys: []string{`A1\B1`, `A1\B1\C`, `A1\B1\C\D`}, values: []value{
			{`A1\B1`, "B1", wide("BBB1"), hive.Intact}, {`A1\B1\C`, "C1", wide("CCC1"), hive.Intact}, {"", "C2", wide("CCC2"), hive.Intact},
			{`A1\B1\C\D`, "D", wide("DDD"), hive.Intact}, {`A1\B2`, "B2_", wide("BBB2_"), hive.Intact}, {"", "Новый параметр #1", sz + sz, hive.Intact}}},
		{hive: "EmptyHive"},
		{hive: "BigDataHive"},
		{hive: "GarbageHive"},
	} {
		t.Run(c.hive, func(t *testing.T) {
			r := recoverAll(t, openReal(t, "damaged/yarp/"+c.hive))
			var keys []string
			for _, k := range r.Keys {
				keys = append(keys, string(k.Path))
				require.Equal(t, hive.FullPath, k.PathStatus)
			}
			require.ElementsMatch(t, c.keys, keys)
			var values []value
			for id, v := range allValues(r) {
				owner, _, _ := strings.Cut(id, ":")
				if owner == "?" {
					owner = ""
				}
				values = append(values, value{owner, string(v.Name), string(v.Data), v.Status})
			}
			require.ElementsMatch(t, c.values, values)
			if c.more != nil {
				c.more(t, r)
			}
		})
	}
}

// TestTruncatedHivesGiveTheirKeys: what hangs on a lost list is recovered with its path.
func TestTruncatedHivesGiveTheirKeys(t *testing.T) {
	for _, name := range []string{"TruncatedHive", "TruncatedDirtyHive"} {
		h := openReal(t, "damaged/yarp/"+name)
		r := recoverAll(t, h)
		require.Len(t, r.Keys, 83)
		for _, k := range r.Keys {
			_, err := strconv.Atoi(string(k.Name))
			require.NoError(t, err)
			require.Equal(t, hive.Path("key_with_many_subkeys").Join(k.Name), k.Path)
			require.Equal(t, hive.Unreferenced, k.Source)
		}
	}
}

// realCounts are the numbers of recovered records in real hives, read without their logs, against those
// recorded for yarp 1.0.33 (-1: not recorded). The reasons for differences are in the ledger.
var realCounts = []struct {
	hive                 string
	keys, values         int
	yarpKeys, yarpValues int
}{
	{"profiles/outlook2016-NTUSER.DAT", 9, 28, 9, 28},
	{"profiles/outlook2010-NTUSER.DAT", 82, 457, -1, -1},
	{"user/NTUSER-RunTests.DAT", 0, 0, -1, -1},
	{"user/no-profile-dirty-NTUSER.DAT", 2, 4, 2, 4},
	{"user/plaso-NTUSER.DAT", 0, 0, -1, -1},
	{"user/rdp-printer-NTUSER.DAT", 103, 415, 105, 415},
	{"dirty/regipy-ntuser/NTUSER.DAT", 0, 0, -1, -1},
	{"dirty/regipy-usrclass/UsrClass.dat", 94, 221, 94, 222},
	{"dirty/win10-ntuser/NTUSER.DAT", 1, 3, -1, -1},
	{"damaged/yarp/NewDirtyHive1/NewDirtyHive", 4, 0, 4, 0},
	{"damaged/yarp/NewDirtyHive1/RecoveredHive_Windows10", 10, 1, 10, 1},
	{"damaged/yarp/HealedHive", 1, 1, 1, 1},
}

func TestRecoveryOfRealHives(t *testing.T) {
	ledger := readRecoveryLedger(t)
	absent := map[string]bool{}
	for _, c := range realCounts {
		absent[c.hive] = true
		t.Run(c.hive, func(t *testing.T) {
			h := openBare(t, c.hive)
			delete(absent, c.hive)
			r := recoverAll(t, h)
			require.Equal(t, [2]int{c.keys, c.values}, [2]int{len(r.Keys), len(allValues(r))})
			if c.yarpKeys >= 0 && (c.yarpKeys != c.keys || c.yarpValues != c.values) {
				require.True(t, ledger.explains("yarp", c.hive, 0, "count"), "yarp found %d and %d", c.yarpKeys, c.yarpValues)
			}
		})
	}
	require.Empty(t, ledger.unused("yarp", absent))
}

// openBare opens a real hive without its logs.
func openBare(t testing.TB, name string) *regf.Hive {
	t.Helper()
	h, err := regf.OpenPath(t.Context(), hivetest.Real(t, name), regf.Options{NoLogs: true})
	require.NoError(t, err)
	return h
}

// peerRecord is a record that reglookup-recover found.
type peerRecord struct {
	value bool
	name  string
	data  int // announced bytes
}

// reglookupRecover runs the peer; nil where it is not installed or refuses the hive.
func reglookupRecover(t *testing.T, path string) map[int64]peerRecord {
	t.Helper()
	program, err := exec.LookPath("reglookup-recover")
	if err != nil {
		t.Skip("SKIPPED, NO PEER: reglookup-recover is not installed")
	}
	out, err := exec.CommandContext(t.Context(), program, path).Output()
	if err != nil {
		return nil
	}
	records := map[int64]peerRecord{}
	rows := csv.NewReader(strings.NewReader(string(out)))
	rows.FieldsPerRecord, rows.LazyQuotes = -1, true
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return records
		}
		require.NoError(t, err)
		offset, err := strconv.ParseInt(row[0], 16, 64)
		if err != nil || len(row) < 10 || row[2] != "KEY" && row[2] != "VALUE" {
			continue
		}
		size, _ := strconv.Atoi(row[9])
		records[offset] = peerRecord{row[2] == "VALUE", row[4], size}
	}
}

// TestRecoveryAgainstReglookup: every record that the peer has and the project has not, and the other way
// round, is in the ledger with its cause.
func TestRecoveryAgainstReglookup(t *testing.T) {
	ledger := readRecoveryLedger(t)
	hives := []string{}
	for _, c := range realCounts {
		hives = append(hives, c.hive)
	}
	for _, name := range strings.Fields("DeletedDataHive DeletedTreeHive DeletedTreeNoRootFlagHive DupNameHive RemnantData RemnantsHive ReallocValueDataHive SlackHive SqliteHive BigDataHive ManySubkeysHive") {
		hives = append(hives, "damaged/yarp/"+name)
	}
	absent := map[string]bool{}
	for _, name := range hives {
		absent[name] = true
		t.Run(name, func(t *testing.T) {
			peer := reglookupRecover(t, hivetest.Real(t, name))
			delete(absent, name)
			require.NotNil(t, peer, "reglookup-recover refuses the hive")
			compareRecovered(t, ledger, name, peer)
		})
	}
	require.Empty(t, ledger.unused("reglookup", absent))
}

// compareRecovered holds what is recovered from a real hive against the peer's records, by offset.
func compareRecovered(t *testing.T, ledger *recoveryLedger, name string, peer map[int64]peerRecord) {
	t.Helper()
	ours := recordsByOffset(recoverAll(t, openBare(t, name)))
	for _, at := range slices.Sorted(maps.Keys(peer)) {
		if mine, ok := ours[at]; ok && mine.value == peer[at].value {
			require.Equal(t, mine.data, peer[at].data, "%x", at)
			continue
		}
		require.True(t, ledger.explains("reglookup", name, at, "peer only"), "only reglookup-recover has 0x%x %+v", at, peer[at])
	}
	for _, at := range slices.Sorted(maps.Keys(ours)) {
		if _, ok := peer[at]; !ok {
			require.True(t, ledger.explains("reglookup", name, at, "ours only"), "reglookup-recover has not 0x%x %+v", at, ours[at])
		}
	}
}

func recordsByOffset(r *hive.Recovery) map[int64]peerRecord {
	records := map[int64]peerRecord{}
	for _, k := range r.Keys {
		records[k.Offset] = peerRecord{name: string(k.Name)}
	}
	for _, v := range allValues(r) {
		records[v.Offset] = peerRecord{true, string(v.Name), v.Size}
	}
	return records
}

// recoveryLedger is testdata/recovery-ledger.md: the reviewed differences, one table row each.
type recoveryLedger struct {
	rows map[string]bool // true once used
}

func readRecoveryLedger(t *testing.T) *recoveryLedger {
	t.Helper()
	text, err := os.ReadFile("testdata/recovery-ledger.md")
	require.NoError(t, err)
	l := &recoveryLedger{map[string]bool{}}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 5 || strings.HasPrefix(strings.TrimSpace(cells[0]), "-") {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if cells[0] == "peer" {
			continue
		}
		require.NotEmpty(t, cells[4], "a cause: %s", line)
		for _, at := range strings.Fields(cells[2]) {
			l.rows[fmt.Sprintf("%s %s %s %s", cells[0], cells[1], at, cells[3])] = false
		}
	}
	return l
}

// explains reports whether a difference is in the ledger.
func (l *recoveryLedger) explains(peer, hive string, at int64, which string) bool {
	for _, place := range []string{fmt.Sprintf("0x%x", at), "all"} {
		id := fmt.Sprintf("%s %s %s %s", peer, hive, place, which)
		if _, ok := l.rows[id]; ok {
			l.rows[id] = true
			return true
		}
	}
	return false
}

// unused are the rows about a peer for which there is no difference any more. Of a hive that is absent on
// this machine nothing is known, so its rows are not among them; a row of a hive that no test reads is.
func (l *recoveryLedger) unused(peer string, absent map[string]bool) []string {
	var ids []string
	for id, used := range l.rows {
		about := strings.Fields(id)
		if !used && about[0] == peer && !absent[about[1]] {
			ids = append(ids, id)
		}
	}
	return ids
}
