//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the README shows of a console is what stands there when the lines are typed.
func TestReadmeConsole(t *testing.T) {
	if out, err := exec.Command("sqlite3", ":memory:", `select '{"a":1}'->>'a'`).CombinedOutput(); err != nil || string(out) != "1\n" {
		t.Skip("no sqlite3 that reads JSON (3.38 or later)")
	}
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	demo, err := os.ReadFile(filepath.Join("..", "..", "testdata", "demo-NTUSER.DAT"))
	require.NoError(t, err)
	self, err := os.Executable()
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("demo-NTUSER.DAT", demo, 0o600))
	require.NoError(t, os.Symlink(self, "mapihive"))

	lines := 0
	for _, block := range strings.Split(string(readme), "```console\n")[1:] {
		block, _, _ = strings.Cut(block, "```\n")
		for _, part := range strings.Split("\n"+block, "\n$ ")[1:] {
			line, want, _ := strings.Cut(part, "\n")
			cmd := exec.Command("/bin/sh", "-c", line)
			cmd.Env = append(os.Environ(), asProgram+"=1", "PATH="+"."+string(os.PathListSeparator)+os.Getenv("PATH"))
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s\n%s", line, out)
			require.Equal(t, strings.TrimSuffix(want, "\n"), strings.TrimSuffix(string(out), "\n"), line)
			lines++
		}
	}
	require.Greater(t, lines, 4)
}
