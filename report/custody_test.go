package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/compare"
)

// Every document says in every format what was read and by what; where on that machine and when, only those for
// programs do, so that a text is the same each time.
func TestCustodyOfEveryDocument(t *testing.T) {
	w := builtWhole(t, "case/NTUSER.DAT", beforeDiff)
	w.Absolute = "/cases/7/case/NTUSER.DAT"
	w.Logs = []analyze.Log{{Verdict: "not applied", Path: "case/NTUSER.DAT.LOG1", Size: 65536, SHA256: strings.Repeat("ab", 32), Kind: "HvLE", Note: "older than the hive"}}
	sources := []analyze.Snapshot{w.Snapshot}
	d := compare.Snapshots(&w, &w)
	run := Run{
		Tool:    Tool{Name: "mapihive", Version: "v1.2.3", Commit: "0123456789abcdef", Args: nil},
		Started: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), Finished: time.Date(2026, 11, 22, 10, 0, 1, 0, time.UTC),
		Analyzers: []string{"pst-path"}, Options: Options{Live: true},
	}
	report := &Report{Schema: Schema, Sources: sources}
	for name, doc := range map[string]*Document{
		"analyze": Analysis(report), "profiles": Profiles([]analyze.Whole{w}, false), "profiles --full": Profiles([]analyze.Whole{w}, true),
		"stores": Stores(sources), "accounts": Accounts(sources), "diff": Diff(&w.Snapshot, &w.Snapshot, &d),
	} {
		doc.Run = run
		text := string(writtenAs(t, doc, "text"))
		document := string(writtenAs(t, doc, "json"))
		lines := string(writtenAs(t, doc, "jsonl"))
		for _, want := range []string{
			"case/NTUSER.DAT\n", "sha256 " + w.SHA256, "8,192 bytes, regf 1.5, clean\n",
			"base block: last write 2010-07-20T12:00:00.0000000Z, sequence numbers 1 and 1,", `file name "NTUSER.DAT"`,
			"case/NTUSER.DAT.LOG1\n    not applied: older than the hive\n    65,536 bytes, HvLE transaction log\n    sha256 abab",
			"Tool      mapihive v1.2.3, commit 0123456789abcdef\n", "Analyzers pst-path\n", "Read      in part (--live): ",
		} {
			require.Contains(t, text, want, name)
		}
		for _, no := range []string{"/cases/7", "2026-11-22"} {
			require.NotContains(t, text, no, name)
		}
		for _, out := range []string{document, strings.ReplaceAll(strings.ReplaceAll(lines, `":`, `": `), `,"`, `, "`)} {
			for _, want := range []string{
				`"case/NTUSER.DAT"`, `"absolute_path": "/cases/7/case/NTUSER.DAT"`, `"` + w.SHA256 + `"`, `"size": 8192`, `"format": "regf"`,
				`"last_written": "2010-07-20T12:00:00.0000000Z"`, `"sequence_1": 1`, `"file_name": "NTUSER.DAT"`,
				`"verdict": "not applied"`, `"size": 65536`, `"version": "v1.2.3"`, `"commit": "0123456789abcdef"`, `"started": "2026-11-22T10:00:00Z"`, `"finished": "2026-11-22T10:00:01Z"`,
				`"pst-path"`, `"live": true`,
			} {
				require.Contains(t, out, want, name)
			}
		}
		var first struct{ Record, Document string }
		require.NoError(t, json.Unmarshal([]byte(lines[:strings.IndexByte(lines, '\n')]), &first))
		require.Equal(t, "run", first.Record)
		require.Equal(t, strings.Fields(name)[0], first.Document)
	}
}

func TestVerdictOfALog(t *testing.T) {
	for _, c := range []struct {
		log  analyze.Log
		want string
	}{
		{analyze.Log{Verdict: "not applied", Note: "the hive is clean"}, "not applied: the hive is clean"},
		{analyze.Log{Verdict: "applied", Applied: 2, Note: "applied: log entries 2, pages 3"}, "applied: log entries 2, pages 3"},
		{analyze.Log{Verdict: "applied in part", Applied: 2, Missing: 1, Note: "applied: log entries 2"}, "applied in part: log entries 2"},
		{analyze.Log{Verdict: "not applied"}, "not applied"},
	} {
		text := pageText(t, func(p *page) { p.logOf(&c.log) })
		require.Equal(t, fmt.Sprintf("\n    %s\n    0 bytes, transaction log\n", c.want), text)
	}
}
