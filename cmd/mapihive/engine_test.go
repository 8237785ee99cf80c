package main

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every script is printed whole, and each mapihive command line in it is one that there is.
func TestEngines(t *testing.T) {
	for _, e := range engineList {
		status, script, stderr := do("engine", e.name)
		require.Zero(t, status, stderr)
		require.Greater(t, len(script), 500, e.name)
		require.NotContains(t, script, "\r")
		commands := regexp.MustCompile(`mapihive(?:\.exe)? (analyze|collect|merge|engine|stores)\b`).FindAllString(script, -1)
		require.NotEmpty(t, commands, e.name)
		for _, flag := range regexp.MustCompile(`(?:^|[ "])--(shard|resume|progress|host|output|force|quick|no-logs)\b`).FindAllStringSubmatch(script, -1) {
			_, help, _ := do("collect", "--help")
			require.Contains(t, help, "--"+flag[1], e.name)
		}
	}
	status, _, stderr := do("engine", "pbs")
	require.Equal(t, statusUsage, status)
	require.Contains(t, stderr, `the engine is slurm, velociraptor or kape, not "pbs"`)
	status, _, _ = do("engine")
	require.Equal(t, statusUsage, status)
}

// The script is one that a plain shell reads, and it says how it is used.
func TestSlurmScript(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell: sh is not here")
	}
	_, script, _ := do("engine", "slurm")
	check := exec.Command(sh, "-n")
	check.Stdin = strings.NewReader(script)
	out, err := check.CombinedOutput()
	require.NoError(t, err, string(out))
	for args, want := range map[string]string{"": "usage: sh scan.sh SHARE RESULTS [SHARDS]", "/nowhere/at/all x": "/nowhere/at/all: no such folder"} {
		use := exec.Command(sh, append([]string{"-s", "--"}, strings.Fields(args)...)...)
		use.Stdin = strings.NewReader(script)
		out, err := use.CombinedOutput()
		require.Error(t, err)
		require.Contains(t, string(out), "scan.sh: "+want)
	}
}
