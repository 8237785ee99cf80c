//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestUnderVelociraptor has Velociraptor check the artifact that engine velociraptor prints, and run it over a folder:
// what its rows tell is what the hives tell.
func TestUnderVelociraptor(t *testing.T) {
	velociraptor := os.Getenv("VELOCIRAPTOR")
	if velociraptor == "" {
		t.Skip("needs Velociraptor, which is not looked for: make test-velociraptor VELOCIRAPTOR=/path/to/binary")
	}
	share(t, 16)
	here, err := os.Getwd()
	require.NoError(t, err)
	_, artifact, _ := do("engine", "velociraptor")
	require.NoError(t, os.Mkdir("definitions", 0o777))
	file := filepath.Join("definitions", "mapihive.yaml")
	require.NoError(t, os.WriteFile(file, []byte(artifact), 0o666))
	out, err := exec.Command(velociraptor, "artifacts", "verify", file).CombinedOutput()
	require.NoError(t, err, string(out))

	self, err := os.Executable()
	require.NoError(t, err)
	program := filepath.Join(here, "mapihive")
	require.NoError(t, os.WriteFile(program, fmt.Appendf(nil, "#!/bin/sh\nexec env %s=1 '%s' \"$@\"\n", asProgram, self), 0o755))
	collect := exec.Command(velociraptor, "--definitions", "definitions", "artifacts", "collect", "Custom.Outlook.Mapihive", "--format", "jsonl",
		"--args", "Accessor=file", "--args", "Globs="+here+"/share/Users/*/NTUSER.{DAT,DAT.LOG1,DAT.LOG2}", "--args", "Program="+program)
	collect.Stderr = os.Stderr
	rows, err := collect.Output()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile("hunt.jsonl", rows, 0o666))

	findings := func(args ...string) (out []string) {
		_, text, stderr := do(append([]string{"analyze", "--format", "json"}, args...)...)
		var doc struct {
			Sources  []struct{ SHA256 string }
			Findings []struct{ ID, Rule, Severity string }
		}
		require.NoError(t, json.Unmarshal([]byte(text), &doc), stderr)
		for _, s := range doc.Sources {
			out = append(out, s.SHA256)
		}
		for _, f := range doc.Findings {
			out = append(out, f.Rule+" "+f.Severity+" "+f.ID)
		}
		slices.Sort(out)
		return out
	}
	want := findings("share/Users")
	require.Greater(t, len(want), 20)
	require.Equal(t, want, findings("hunt.jsonl"))
}
