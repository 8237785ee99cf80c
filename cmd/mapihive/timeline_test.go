package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// The one-liner of the README makes a table of the timeline, with a row for each event.
func TestTimelineLoadsIntoSQLite(t *testing.T) {
	sqlite, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("no sqlite3 to load into")
	}
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	line := regexp.MustCompile(`(?m)^    mapihive timeline --format csv C/ \| sqlite3 case\.db '(.+)'$`).FindStringSubmatch(string(readme))
	require.NotNil(t, line)

	status, csv, stderr := do("timeline", "--format", "csv", filepath.Join("..", "..", "testdata", "demo-NTUSER.DAT"))
	require.Zero(t, status, stderr)
	load := exec.Command(sqlite, filepath.Join(t.TempDir(), "case.db"), line[1],
		"select count(*), count(nullif(message, '')), count(nullif(datetime, '')), count(nullif(timestamp_desc, '')) from timeline")
	load.Stdin = strings.NewReader(csv)
	out, err := load.CombinedOutput()
	require.NoError(t, err, "%s", out)
	n := strings.Count(csv, "\n") - 1
	require.Greater(t, n, 20)
	require.Equal(t, fmt.Sprintf("%d|%d|%d|%d\n", n, n, n, n), string(out))
}

// Several copies of one user's hive are followed; the text names them by number.
func TestTimelineOfCopies(t *testing.T) {
	desk(t)
	for name, reg := range map[string]string{
		"2012.DAT": ";@ hive lastwritten=2012-03-05T08:00:00Z\n;@ owner S-1-5-21-1-2-3-1001\n[]\n[" + wms + `\Profiles\Work\x]`,
		"2013.DAT": ";@ hive lastwritten=2013-03-05T08:00:00Z\n;@ owner S-1-5-21-1-2-3-1001\n[]\n[" + wms + `\Profiles\Other\x]`,
	} {
		require.NoError(t, os.WriteFile(name, hivetest.Build(t, reg), 0o666))
	}
	status, out, stderr := do("timeline", "2013.DAT", "2012.DAT")
	require.Zero(t, status, stderr)
	require.Regexp(t, `(?s)Profile "Work".*2012-03-05T08:00:00.0000000Z  \[1\]  there\n.*2013-03-05T08:00:00.0000000Z  \[2\]  gone`, out)
	status, out, _ = do("timeline", "--format", "bodyfile", "2012.DAT")
	require.Zero(t, status)
	require.Regexp(t, `(?m)^0\|.*Work.*\|0\|0\|0\|0\|0\|0\|\d+\|0\|0$`, out)
	status, _, stderr = do("stores", "--format", "bodyfile", "2012.DAT")
	require.Equal(t, statusUsage, status)
	require.Contains(t, stderr, "--format is text, html, json, jsonl or csv")
}
