package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// taken is a file of a run as the tests have it.
type taken struct {
	path string
	skip bool
}

// files are some of a folder.
func files(n int) (out []taken) {
	for i := range n {
		out = append(out, taken{fmt.Sprintf("users/u%03d/NTUSER.DAT", i), i%10 == 3})
	}
	return out
}

// written is a run, or a shard of it.
func written(t *testing.T, all []taken, shard Shard) []byte {
	var b bytes.Buffer
	w, err := NewWriter(&b, Run{Tool: "mapihive", Version: "v1", Paths: []hive.Text{"share"}, Shard: shard})
	require.NoError(t, err)
	mine := 0
	for i, f := range all {
		if !shard.Has(f.path) {
			continue
		}
		mine++
		if f.skip {
			require.NoError(t, w.Skipped(0, i, "share", Skipped{Path: hive.Text(f.path), Reason: "empty", Failed: true}))
			continue
		}
		for user := range 1 + i%2 {
			s := analyze.Snapshot{Path: hive.Text(f.path), SHA256: strings.Repeat("ab", 32), UserKey: hive.Text(fmt.Sprint(user))}
			require.NoError(t, w.Source(0, i, "share", &s))
		}
	}
	require.NoError(t, w.Covered(0, len(all), "share", Covered{Folder: true, Files: mine, Links: 2, Held: mine > 0, Others: mine}))
	require.NoError(t, w.End())
	return b.Bytes()
}

// joined puts files together.
func joined(t *testing.T, files ...[]byte) (out []byte, faults []Skipped) {
	var j Join
	for i, f := range files {
		require.NoError(t, j.Add(hive.Text(fmt.Sprintf("%d.jsonl", i)), bytes.NewReader(f), int64(len(f))))
	}
	var b bytes.Buffer
	faults, err := j.Write(&b)
	require.NoError(t, err)
	return b.Bytes(), faults
}

func TestShardsMakeTheRun(t *testing.T) {
	all := files(100)
	whole := written(t, all, Shard{})
	for _, n := range []int{1, 2, 7} {
		var shards [][]byte
		for i := range n {
			shards = append(shards, written(t, all, Shard{i, n}))
		}
		for range 5 {
			rand.Shuffle(n, func(i, j int) { shards[i], shards[j] = shards[j], shards[i] })
			got, faults := joined(t, shards...)
			require.Empty(t, faults)
			require.Equal(t, string(whole), string(got), n)
			again, faults := joined(t, append(shards, got, shards[0], got)...)
			require.Empty(t, faults)
			require.Equal(t, string(got), string(again))
			part, _ := joined(t, shards[:(n+1)/2]...)
			again, faults = joined(t, append(shards[n/2:], part)...)
			require.Empty(t, faults, "in two steps")
			require.Equal(t, string(got), string(again))
		}
	}
}

func TestMissingShardsAreSaid(t *testing.T) {
	all := files(30)
	got, faults := joined(t, written(t, all, Shard{0, 3}), written(t, all, Shard{2, 3}))
	require.Len(t, faults, 1)
	require.Equal(t, "of this run the shards 1/3 are missing; give their files too", faults[0].Reason)
	_, faults = joined(t, got)
	require.Len(t, faults, 1, "and said again of what was merged")
	_, faults = joined(t, got, written(t, all, Shard{1, 3}))
	require.Empty(t, faults)
}

// Runs of several machines stand one behind the other, whatever comes first.
func TestMachinesStayApart(t *testing.T) {
	of := func(host hive.Text) []byte {
		var b bytes.Buffer
		w, err := NewWriter(&b, Run{Tool: "mapihive", Options: Options{Host: host}})
		require.NoError(t, err)
		for i := range 3 {
			require.NoError(t, w.Source(0, i, `C:\Users`, &analyze.Snapshot{Path: hive.Text(fmt.Sprint(i))}))
		}
		require.NoError(t, w.End())
		return b.Bytes()
	}
	one, faults := joined(t, of("b"), of("a"))
	require.Empty(t, faults)
	two, _ := joined(t, of("a"), of("b"))
	require.Equal(t, string(one), string(two))
	var order []string
	for _, l := range strings.Split(strings.TrimSpace(string(one)), "\n") {
		if line, err := Decode([]byte(l)); err == nil && line.Source != nil {
			require.Equal(t, line.Host, line.Source.Labels.Host)
			order = append(order, string(line.Host)+string(line.Source.Path))
		}
	}
	require.Equal(t, []string{"a0", "a1", "a2", "b0", "b1", "b2"}, order)
}

func TestShardHas(t *testing.T) {
	for _, same := range [][2]string{{`Users\Bob\NTUSER.DAT`, "users/bob/ntuser.dat"}, {"a//b", "A/b"}, {"ÄÖ", "äö"}} {
		for n := 1; n < 20; n++ {
			for i := range n {
				require.Equal(t, Shard{i, n}.Has(same[0]), Shard{i, n}.Has(same[1]))
			}
		}
	}
	counts := make([]int, 7)
	for i := range 7000 {
		n := 0
		for s := range 7 {
			if (Shard{s, 7}).Has(fmt.Sprintf("u%d/NTUSER.DAT", i)) {
				counts[s]++
				n++
			}
		}
		require.Equal(t, 1, n, "one shard has it")
	}
	for _, c := range counts {
		require.InDelta(t, 1000, c, 150)
	}
	require.True(t, Shard{}.Has("x"))
	// Machines of other versions must agree.
	require.True(t, Shard{1, 7}.Has("alice/NTUSER.DAT"))
	for _, bad := range []string{"", "1", "1/1", "-1/2", "0/0", "a/b", "2/2", "0/99999999", "1/2/3"} {
		_, err := ParseShard(bad)
		require.Error(t, err, bad)
	}
}

// What is wrong with a file costs its lines only, and is said, also of what they were merged into.
func TestBrokenFiles(t *testing.T) {
	whole := string(written(t, files(10), Shard{}))
	lines := strings.SplitAfter(whole, "\n")
	for name, c := range map[string]struct{ text, why string }{
		"cut behind a line":   {strings.Join(lines[:5], ""), "is cut off"},
		"cut in a line":       {strings.Join(lines[:5], "") + lines[5][:40], "line 6 is left out: it is no JSON object"},
		"a line missing":      {strings.Join(append(append([]string{}, lines[:5]...), lines[6:]...), ""), "is not whole"},
		"no JSON":             {strings.Replace(whole, lines[5], "x\n", 1), "line 6 is left out: it is no JSON object"},
		"another schema":      {strings.Replace(whole, lines[5], strings.Replace(lines[5], "/v1", "/v2", 1), 1), `line 6 is left out: it is of the schema "mapihive/snapshot/v2"`},
		"no part":             {strings.Replace(whole, `"record":"source"`, `"record":"covered"`, 1), "line 2 is left out: it is called a line of the record"},
		"acts on a terminal":  {strings.Replace(whole, `"reason":"empty"`, `"reason":"\u001b[2J"`, 1), "acts on a terminal"},
		"a wrong type":        {strings.Replace(whole, `"path":"users/u000/NTUSER.DAT"`, `"path":7`, 1), "is left out"},
		"nested":              {strings.Replace(whole, `"path":"users/u000/NTUSER.DAT"`, `"x":`+strings.Repeat("[", 40)+strings.Repeat("]", 40), 1), "nested deeper"},
		"heavy":               {strings.Replace(whole, `"path":"users/u000/NTUSER.DAT"`, `"PROFILES":[`+strings.Repeat("{},", 1000)+`{}]`, 1), "far more memory"},
		"a place below 0":     {strings.Replace(whole, `"at":[0,4,0]`, `"at":[0,-1,0]`, 1), "below 0"},
		"a line beyond limit": {strings.Replace(whole, lines[5], strings.Repeat(" ", MaxLine+1)+lines[5], 1), "longer than"},
	} {
		t.Run(name, func(t *testing.T) {
			require.NotEqual(t, whole, c.text)
			got, faults := joined(t, []byte(c.text))
			require.NotEmpty(t, faults)
			var said []string
			for _, f := range faults {
				require.True(t, f.Failed)
				said = append(said, f.Reason)
			}
			require.Contains(t, strings.Join(said, "\n"), c.why)
			again, faults := joined(t, got)
			require.Empty(t, faults, "what was written is whole")
			require.Contains(t, string(again), `"path":"0.jsonl"`, "and says what was not")
			require.GreaterOrEqual(t, strings.Count(string(got), `"record":"source"`), 4)
		})
	}
	var j Join
	text := strings.ReplaceAll(whole, "/v1", "/v7")
	err := j.Add("x", strings.NewReader(text), int64(len(text)))
	require.ErrorContains(t, err, `"mapihive/snapshot/v7", and this program reads mapihive/snapshot/v1`)
}

// Other programs carry a line as a text in a row of theirs.
func TestRowsThatCarryLines(t *testing.T) {
	whole := written(t, files(20), Shard{})
	var rows bytes.Buffer
	for _, l := range strings.Split(strings.TrimSpace(string(whole)), "\n") {
		row, err := json.Marshal(struct{ Snapshot, ClientId string }{l, "C.1"})
		require.NoError(t, err)
		rows.Write(append(row, '\n'))
	}
	require.True(t, Looks(rows.Bytes()))
	got, faults := joined(t, rows.Bytes())
	require.Empty(t, faults)
	require.Equal(t, string(whole), string(got))
}

func TestLooks(t *testing.T) {
	require.True(t, Looks(written(t, nil, Shard{})))
	require.True(t, Looks([]byte("\ufeff\r\n"+`{"schema": "mapihive/snapshot/v99"`)))
	for _, other := range []string{"", "{}", `{"schema":"mapihive/report/v1"}`, "regf", `{"Snapshot":"x"}`} {
		require.False(t, Looks([]byte(other)), other)
	}
}

// Passwords of URLs do not travel, wherever they stand.
func TestNoPasswordTravels(t *testing.T) {
	var b bytes.Buffer
	w, err := NewWriter(&b, Run{})
	require.NoError(t, err)
	s := analyze.Snapshot{Profiles: []mapi.Profile{{Name: "https://bob:hunter2@h/", Key: hive.Path("a").Join("ftp://bob:hunter2@h/"),
		Notes: []string{"https://bob:hunter2@h"}, Accounts: []mapi.Account{{Servers: []hive.Text{"https://bob:hunter2@h"}}}}}}
	require.NoError(t, w.Source(0, 0, "", &s))
	require.NotContains(t, b.String(), "hunter2")
	require.Equal(t, 4, strings.Count(b.String(), ":***@"))
}

// What a value takes is known down to the last list, also where structs are embedded.
func TestShapes(t *testing.T) {
	s := shapeOf[Line]()
	require.NotNil(t, s.fields["source"].fields["profiles"].elem.fields["services"].elem.fields["providers"].elem)
	require.NotNil(t, s.fields["source"].fields["profiles"].elem.fields["offset"], "fields of embedded structs too")
	require.Equal(t, int(reflect.TypeFor[mapi.Profile]().Size()), s.fields["source"].fields["profiles"].size)
	require.Nil(t, s.fields["source"].fields["sha256"].elem)
}
