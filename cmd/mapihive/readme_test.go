package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/report"
	"mapihive/report/dump"
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

// The README's table and the help of the program list every analyzer as it describes itself.
func TestAnalyzersAreListed(t *testing.T) {
	var table strings.Builder
	table.WriteString("| analyzer | finds | rules |\n| --- | --- | --- |\n")
	_, help, _ := do("--help")
	for _, a := range analyze.All() {
		var rules []string
		for _, r := range a.Rules {
			rules = append(rules, "`"+r.Name+"`")
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", a.Name, a.Title(), strings.Join(rules, ", "))
		require.Regexp(t, "(?m)^  "+regexp.QuoteMeta(a.Name)+" +"+regexp.QuoteMeta(a.Title())+"$", help)
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	require.True(t, strings.Contains(string(text), "\n"+table.String()+"\n"), "the table of analyzers in the README is to be:\n\n%s", table.String())
}

// The README's table says of each format which documents have it.
func TestFormatsAreListed(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	for _, f := range report.Formats() {
		row := regexp.MustCompile("(?m)^\\| `" + f.Name + "` \\| .+ \\| (.+) \\|$").FindSubmatch(text)
		require.NotNil(t, row, "the README has no row for the format %s", f.Name)
		for command, d := range map[string]*report.Document{
			"analyze": report.Analysis(&report.Report{}), "profiles": report.Profiles(nil, true), "stores": report.Stores(nil), "accounts": report.Accounts(nil),
			"timeline": report.Timeline(nil), "diff": emptyDiff(), "dump": report.Dumped(t.Context(), &dump.Dump{}), "explain": report.Overview(nil),
		} {
			by, all := string(row[1]), strings.HasPrefix(string(row[1]), "all")
			require.Equal(t, f.Of(d), strings.Contains(by, "`"+command+"`") != all, "%s as %s", command, f.Name)
		}
	}
}
