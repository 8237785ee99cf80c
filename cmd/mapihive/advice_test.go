package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/report"
)

// Each command that a recommendation prints is one that a shell reads as it is meant and that does what it says:
// it writes an export. That holds for folders and names with spaces and quotation marks too.
func TestCommandsOfRecommendationsRun(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh to read command lines")
	}
	files, err := filepath.Glob("../../analyze/testdata/orphan-*.reg")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	images := map[string][]byte{}
	for _, file := range files {
		tree, err := hivetest.ParseFile(file)
		require.NoError(t, err)
		image, err := tree.Image()
		require.NoError(t, err)
		images[filepath.Base(file)] = image
	}
	const odd = `[` + wms + `\Profiles\It's \"odd\" $x`
	images["-odd 'names'"] = hivetest.Build(t, odd+"]\n"+odd+`\9207f3e0a3b11019908b08002b2a56c2]`+"\n\"01023d0e\"=hex:11*16\n")
	const hostile = "\u001b[2J"
	images["hostile"] = hivetest.Build(t, `[`+wms+`\Profiles\`+hostile+`\9207f3e0a3b11019908b08002b2a56c2]`+"\n\"01023d0e\"=hex:11*16\n["+wms+`\Deleted Profiles\`+hostile+`\x]`)
	ran := 0
	for name, image := range images {
		desk(t)
		require.NoError(t, os.Mkdir(name, 0o777))
		hive := name + "/$NTUSER.DAT"
		require.NoError(t, os.WriteFile(hive, image, 0o666))
		status, out, stderr := do("analyze", "--format", "json", "./"+hive)
		require.Zero(t, status, stderr)
		var r report.Report
		require.NoError(t, json.Unmarshal([]byte(out), &r))
		for _, f := range r.Findings {
			for line := range strings.Lines(f.Recommendation) {
				command, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "  ")
				if !ok {
					continue
				}
				words, err := exec.Command(sh, "-c", `printf '%s\n' `+command).Output()
				require.NoError(t, err, command)
				args := strings.Split(strings.TrimSuffix(string(words), "\n"), "\n")
				require.Equal(t, []string{"mapihive", "export"}, args[:2])
				status, _, stderr := do(append(args[1:], "--force")...)
				require.Contains(t, []int{0, 3}, status, "%s: %s", command, stderr)
				require.FileExists(t, args[len(args)-1])
				ran++
			}
		}
	}
	require.Greater(t, ran, 15)
}
