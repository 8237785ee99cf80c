package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The report near the top of the README is what make demo prints, and every command it names exists.
func TestReadmeIsTrue(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	t.Chdir(filepath.Join("..", ".."))

	status, out, _ := do("analyze", "testdata/demo-NTUSER.DAT")
	require.Zero(t, status)
	_, rest, ok := strings.Cut(string(text), "```\n")
	require.True(t, ok)
	shown, _, ok := strings.Cut(rest, "```\n")
	require.True(t, ok)
	require.Greater(t, strings.Count(shown, "\n"), 20)
	for _, line := range strings.Split(shown, "\n") {
		if line = strings.TrimSpace(line); line != "..." {
			require.Contains(t, out, line)
		}
	}

	commands := regexp.MustCompile("(?m)(?:^    |`)mapihive ([a-z]+)").FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, commands)
	for _, c := range commands {
		status, _, stderr := do(c[1], "--help")
		require.Zero(t, status, "%s: %s", c[1], stderr)
	}
}
