package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

// What the state of a hive leaves open about its logs stands beside it, and in the next step.
func TestSummaryOfLogs(t *testing.T) {
	finding := []analyze.Finding{{Severity: analyze.HighSeverity}}
	broken := []hive.Diagnostic{{Kind: hive.KindLog}, {Kind: hive.KindCellBounds}, {Kind: hive.KindLimit}}
	snap := func(state hive.State, log analyze.Log, ds ...hive.Diagnostic) analyze.Snapshot {
		return analyze.Snapshot{State: state, Logs: []analyze.Log{log}, Diagnostics: ds}
	}
	for _, c := range []struct {
		name     string
		sources  []analyze.Snapshot
		findings []analyze.Finding
		lines    []string
		next     string
	}{
		{"all applied", []analyze.Snapshot{snap(hive.Replayed, analyze.Log{Applied: 3})}, nil, nil, "check that this is the hive"},
		{"all applied, notes only", []analyze.Snapshot{snap(hive.Replayed, analyze.Log{Applied: 3}, hive.Diagnostic{Kind: hive.KindLog})}, nil, nil, "check that"},
		{"one sector of 24", []analyze.Snapshot{snap(hive.Replayed, analyze.Log{Kind: "DIRT", Applied: 1, Pages: 1, Missing: 23})}, nil,
			[]string{"replayed in part: 23 dirty sectors of the transaction logs"}, "23 dirty sectors of the logs beside this copy"},
		{"an entry is broken", []analyze.Snapshot{snap(hive.Replayed, analyze.Log{Kind: "HvLE", Applied: 1, Missing: 1})}, finding,
			[]string{"replayed in part: at least 1 log entry of"}, "at least 1 log entry of the logs could not be applied. Then do what finding 1"},
		{"damage remains", []analyze.Snapshot{snap(hive.Replayed, analyze.Log{Applied: 1}, broken...)}, nil,
			[]string{"damaged even with the transaction logs applied, at 1 place"}, "collect a damaged hive again"},
		{"damaged in spite of logs", []analyze.Snapshot{snap(hive.Damaged, analyze.Log{Applied: 1}, broken...)}, nil,
			[]string{"replayed as far as that went"}, "collect a damaged hive again"},
		{"in doubt", []analyze.Snapshot{snap(hive.Replayed, analyze.Log{Applied: 1, Doubts: []string{"the name"}})}, finding,
			[]string{"in doubt: a transaction log was applied"}, "make sure that the transaction logs"},
		{"another hive's", []analyze.Snapshot{snap(hive.Dirty, analyze.Log{OtherHive: true, Doubts: []string{"the name", "the GUIDs"}})}, nil,
			[]string{"shown without a transaction log that lies beside it"}, "put the hive's own .LOG1 and .LOG2 files"},
		{"another hive's beside a clean one", []analyze.Snapshot{snap(hive.Clean, analyze.Log{OtherHive: true})}, nil, nil, "check that"},
		{"a tail that could not be read", []analyze.Snapshot{snap(hive.Replayed, analyze.Log{Applied: 1}, hive.Diagnostic{Kind: hive.KindUnreadable})}, nil,
			[]string{"not read to the end of the file"}, "check that"},
		{"two hives", []analyze.Snapshot{
			snap(hive.Replayed, analyze.Log{Kind: "DIRT", Applied: 1, Missing: 2}), snap(hive.Replayed, analyze.Log{Kind: "HvLE", Applied: 1, Missing: 1000}),
		}, nil, []string{"2 replayed in part: at least 1,000 log entries and 2 dirty sectors"}, "at least 1,000 log entries and 2 dirty sectors"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &Report{Sources: c.sources, Findings: c.findings}
			s := survey(r)
			lines := s.logs.lines(len(c.sources) > 1)
			require.Len(t, lines, len(c.lines), "%q", lines)
			for i, want := range c.lines {
				require.True(t, strings.HasPrefix(lines[i], want), "%q", lines[i])
			}
			require.Contains(t, next(r, s), c.next)
		})
	}
}
