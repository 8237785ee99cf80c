//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/report"
)

// One input gives the same bytes, whatever the order of the paths, the folder it lies in, the locale, the terminal,
// the time zone and the number of CPUs.
func TestSameInputSameBytes(t *testing.T) {
	desk(t)
	here, err := os.Getwd()
	require.NoError(t, err)
	there := t.TempDir()
	require.NoError(t, os.CopyFS(there, os.DirFS(here)))
	paths := []string{"NTUSER.DAT", "plain.dat", "dir", "cut.dat", "stub.dat", "missing.dat", "lost"}
	backwards := slices.Clone(paths)
	slices.Reverse(backwards)
	do := func(dir string, list []string, args []string, env ...string) (int, string, string) {
		cmd := program(t, `"$@"`, args...)
		var out, errs bytes.Buffer
		cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, strings.NewReader(strings.Join(list, "\n")), &out, &errs
		cmd.Env = append(append(cmd.Env, "SOURCE_DATE_EPOCH=1700000000"), env...)
		var exit *exec.ExitError
		if err := cmd.Run(); err != nil {
			require.ErrorAs(t, err, &exit)
		}
		return cmd.ProcessState.ExitCode(), out.String(), errs.String()
	}
	written := map[string]int{}
	for _, command := range []string{"analyze", "profiles", "stores", "accounts", "timeline"} {
		for _, f := range report.Formats() {
			args := []string{command, "--format", f.Name, "@-"}
			status, out, errs := do(here, paths, args, "GOMAXPROCS=1", "LANG=C", "TERM=dumb", "TZ=UTC")
			if status == statusUsage {
				require.Contains(t, errs, "--format is", "%q", args)
				continue
			}
			written[f.Name]++
			again, out2, errs2 := do(there, backwards, args, "GOMAXPROCS=8", "LANG=de_DE.UTF-8", "LC_ALL=ja_JP.UTF-8", "COLUMNS=40",
				"TERM=xterm-256color", "TZ=Asia/Tokyo", "RUNEWIDTH_EASTASIAN=1", "NO_COLOR=1")
			require.Equal(t, status, again, "%q", args)
			require.Equal(t, out, out2, "%q", args)
			require.Equal(t, errs, errs2, "%q", args)
			require.NotContains(t, out, here, "%q", args)
			if f.Name == "json" {
				require.Contains(t, out, `"finished": "2023-11-14T22:13:20Z"`)
			}
		}
	}
	for _, f := range report.Formats() {
		require.NotZero(t, written[f.Name], f.Name)
	}

	status, out, _ := do(here, nil, []string{"dump", "--format", "jsonl", "NTUSER.DAT"})
	_, out2, _ := do(there, nil, []string{"dump", "--format", "jsonl", "NTUSER.DAT"}, "GOMAXPROCS=8", "TZ=Asia/Tokyo")
	require.Zero(t, status)
	require.Equal(t, out, out2)
}

// The variable is a number of seconds or a mistake, and without it a document has the time of the run and where the
// evidence lay.
func TestSourceDateEpoch(t *testing.T) {
	desk(t)
	for _, bad := range []string{"now", "-1", "1e9", "9999999999999"} {
		t.Setenv("SOURCE_DATE_EPOCH", bad)
		status, _, stderr := do("analyze", "NTUSER.DAT")
		require.Equal(t, statusUsage, status)
		require.Contains(t, stderr, "SOURCE_DATE_EPOCH is no number of seconds: \""+bad+"\"")
	}
	t.Setenv("SOURCE_DATE_EPOCH", "")
	r := analyzeJSON(t, "NTUSER.DAT")
	require.Greater(t, r.Started.Year(), 2000)
	require.NotEmpty(t, r.Sources[0].Absolute)
	t.Setenv("SOURCE_DATE_EPOCH", "1")
	require.Empty(t, analyzeJSON(t, "NTUSER.DAT").Sources[0].Absolute)
	here, err := os.Getwd()
	require.NoError(t, err)
	require.NotEmpty(t, analyzeJSON(t, here+"/NTUSER.DAT").Sources[0].Absolute, "what was asked for by an absolute path is said so")
}
