package analyze_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
)

func idsOf(sources ...analyze.Snapshot) (ids []string) {
	for _, f := range analyze.Run(&analyze.Case{Sources: sources}, analyze.All()) {
		ids = append(ids, f.ID)
	}
	return ids
}

// Every finding of every case has an ID, and no other finding of the case has the same.
func TestEveryFindingHasItsID(t *testing.T) {
	for _, file := range analyze.CaseFiles(t) {
		sources, _ := analyze.ReadCase(t, file)
		seen := map[string]analyze.Finding{}
		for _, f := range analyze.Run(&analyze.Case{Sources: sources}, analyze.All()) {
			require.Regexp(t, "^[0-9a-f]{32}$", f.ID, file)
			require.NotContains(t, seen, f.ID, file)
			seen[f.ID] = f
		}
	}
}

// An ID is that of the bytes: it stays where paths, the order and the number of the sources differ, and equal copies
// share it. It changes with the bytes, and without a hash there is none.
func TestIDsAreOfBytes(t *testing.T) {
	take := func(path string) analyze.Snapshot {
		s := collect.Take(t.Context(), path, collect.Options{})
		require.Empty(t, s.Error)
		return s
	}
	const demo = "../testdata/demo-NTUSER.DAT"
	image, err := os.ReadFile(demo)
	require.NoError(t, err)
	copied := filepath.Join(t.TempDir(), "other name.bin")
	require.NoError(t, os.WriteFile(copied, image, 0o600))
	here, there := take(demo), take(copied)
	ids := idsOf(here)
	require.Len(t, ids, 5)
	require.Equal(t, ids, idsOf(there))
	require.Equal(t, ids, idsOf(there, here))
	require.Equal(t, ids, idsOf(analyze.Snapshot{Path: "a", SHA256: "00"}, there))

	copy(image[48:], "N\x00O\x00B\x00O\x00D\x00Y\x00") // the file name in the base block, which nothing rests on
	require.NoError(t, os.WriteFile(copied, image, 0o600))
	for _, id := range idsOf(take(copied)) {
		require.NotContains(t, ids, id)
	}
	here.SHA256 = ""
	for _, id := range idsOf(here) {
		require.Empty(t, id)
	}
}

// What stands in a transaction log is known by the log's content, and a log without a hash gives no ID.
func TestIDsInLogs(t *testing.T) {
	look := &analyze.Analyzer{Name: "toy", Look: func(s *analyze.Snapshot) []analyze.Finding {
		return []analyze.Finding{{Rule: "rule", Evidence: []analyze.Evidence{{Fact: hive.Fact{Place: hive.Place{Offset: 512, File: s.Logs[0].Path}}}}}}
	}}
	id := func(path hive.Text, hash string) string {
		s := analyze.Snapshot{Path: "x", SHA256: "aa", Logs: []analyze.Log{{Path: path, SHA256: hash}}}
		return analyze.Run(&analyze.Case{Sources: []analyze.Snapshot{s}}, []*analyze.Analyzer{look})[0].ID
	}
	require.Equal(t, id("here.LOG1", "bb"), id("there.LOG1", "bb"))
	require.NotEqual(t, id("x.LOG1", "bb"), id("x.LOG1", "cc"))
	require.Empty(t, id("x.LOG1", ""))
}
