package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestGotest runs the command over small modules, as make does.
func TestGotest(t *testing.T) {
	program := filepath.Join(t.TempDir(), "gotest.exe")
	out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	const (
		passes = `func TestA(t *testing.T) { t.Log("quiet") }` + "\n"
		skips  = `func TestB(t *testing.T) { t.Skip("SKIPPED, NO PEER: hivexml is not installed") }
func TestC(t *testing.T) { t.Run("x", func(t *testing.T) { t.Skip("SKIPPED, NO REAL HIVE: not here") }); t.Run("y", func(t *testing.T) { t.Skip("SKIPPED, NO REAL HIVE: not here") }) }
func TestD(t *testing.T) { t.Skip("not on this system") }
`
		measures = `func BenchmarkA(b *testing.B) { for b.Loop() {} }
func BenchmarkB(b *testing.B) { b.Skip("SKIPPED, NO PEER: none") }
func FuzzA(f *testing.F) { f.Fuzz(func(t *testing.T, b []byte) {}) }
`
		noTest = "NO TEST RAN"
	)
	for _, c := range []struct {
		name, code string
		args       string
		fails      bool
		says, not  []string
	}{
		{name: "skips", code: passes + skips, not: []string{"quiet", "PASS", noTest},
			says: []string{"ok  \tx", "skipped tests: 1 for want of a peer, 2 for want of a real hive, 1 for other reasons"}},
		{name: "only skips", code: skips, args: "-run TestB", fails: true, says: []string{noTest}},
		{name: "no such test", code: passes, args: "-run Mutat", fails: true, says: []string{noTest, "skipped: nothing"}},
		{name: "benchmarks", code: measures, args: "-v -run ^$ -bench . -benchtime 1x",
			says: []string{"ns/op", "1 for want of a peer"}, not: []string{noTest}},
		{name: "only skipped benchmarks", code: measures, args: "-run ^$ -bench B$ -benchtime 1x", fails: true, says: []string{noTest}},
		{name: "fuzz", code: measures, args: "-run ^$ -fuzz A -fuzztime 10x", not: []string{noTest}},
		{name: "no such fuzz target", code: measures, args: "-run ^$ -fuzz X -fuzztime 10x", fails: true, says: []string{noTest}},
		{name: "fails", code: passes + `func TestE(t *testing.T) { t.Error("why") }` + "\n" + `func TestF(t *testing.T) { panic("help") }` + "\n", fails: true,
			says: []string{"--- FAIL: TestE", "why", "panic: help", "FAIL\tx"}, not: []string{"quiet", noTest}},
		{name: "does not build", code: "func TestE(t *testing.T) { nonsense() }\n", fails: true, says: []string{"undefined: nonsense"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module x\n\ngo 1.24\n"), 0o666))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "x_test.go"), []byte("package x\n\nimport \"testing\"\n\n"+c.code), 0o666))
			cmd := exec.Command(program, append(strings.Fields(c.args), "-vet=off")...)
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			require.Equal(t, c.fails, err != nil, string(out))
			for _, text := range c.says {
				require.Contains(t, string(out), text)
			}
			for _, text := range c.not {
				require.NotContains(t, string(out), text)
			}
		})
	}
}
