package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/report"
)

// --quick reads live profiles alone, and says what it did not read and what it did not check.
func TestQuick(t *testing.T) {
	desk(t)
	require.NoError(t, os.WriteFile("gen.dat", hivetest.Build(t, conflict+generations), 0o666))
	for _, line := range []string{"analyze", "profiles", "stores", "accounts"} {
		status, out, stderr := do(line, "--quick", "gen.dat")
		require.Zero(t, status, stderr)
		require.Contains(t, out, "in part (--quick): of hives only the live profiles")
		require.Contains(t, out, "1 file opened, 0 folders listed")
		require.NotContains(t, out, "sha256 ")
		require.NotContains(t, out, `"Old"`, "a deleted profile")
		require.Contains(t, out, "not verified")
	}
	_, out, _ := do("analyze", "--quick", "gen.dat")
	require.Contains(t, out, "Unchecked")
	require.Contains(t, out, "orphan/dangling-default")
	require.Contains(t, out, "pst-path/case")

	status, out, stderr := do("analyze", "--quick", "--format", "json", "gen.dat")
	require.Zero(t, status, stderr)
	var r report.Report
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.True(t, r.Run.Options.Quick && r.Sources[0].LiveOnly)
	require.NotNil(t, r.Run.Cost)
	require.Equal(t, int64(1), r.Run.Cost.Files)
	require.Greater(t, r.Run.Cost.Of, r.Run.Cost.Bytes/2)
	require.Contains(t, r.Run.NotChecked, "orphan/half-deleted")

	status, _, stderr = do("collect", "--quick", "-o", "s.jsonl", "gen.dat")
	require.Zero(t, status, stderr)
	_, again, _ := do("analyze", "--format", "json", "s.jsonl")
	var from report.Report
	require.NoError(t, json.Unmarshal([]byte(again), &from))
	require.Equal(t, r.Findings, from.Findings)
	require.Equal(t, r.Run.NotChecked, from.Run.NotChecked)
	require.True(t, from.Run.Options.Quick)

	status, _, stderr = do("analyze", "--quick", "--fail-on-damage", "gen.dat")
	require.Equal(t, 2, status)
	require.Contains(t, stderr, "a quick run does not check hives for damage")
}

// --no-hash leaves out hashes and nothing else, in every command that reads evidence.
func TestNoHashAtAll(t *testing.T) {
	desk(t)
	for _, line := range []string{
		"analyze dir", "analyze --format json dir", "profiles dir", "profiles --format jsonl dir", "stores NTUSER.DAT", "accounts NTUSER.DAT",
		"timeline NTUSER.DAT", "diff NTUSER.DAT plain.dat", "dump NTUSER.DAT", "dump --format jsonl NTUSER.DAT",
		"export NTUSER.DAT --profile Second --as reg-utf8",
	} {
		args := strings.Fields(line)
		status, out, stderr := do(append(args, "--no-hash")...)
		require.Zero(t, status, "%s: %s", line, stderr)
		require.NotRegexp(t, `sha256"?:? *"?[0-9a-f]`, out, line)
		if !strings.Contains(line, "json") {
			require.Contains(t, out, "ithout hashes (--no-hash)", line)
		}
	}
}
