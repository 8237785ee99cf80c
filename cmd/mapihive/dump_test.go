package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// dumpDesk is a folder with a hive that has deleted records, hostile names and a log.
func dumpDesk(t *testing.T) {
	desk(t)
	const reg = `
[Software\Microsoft]
"x"="y"
[Software\a b]
"z"=dword:1
;@ deleted
[Software\Gone\Deep]
"old"="was here"
[Evil\u001b[2J]
"POP3 Password"="hunter2"
`
	img := hivetest.Build(t, reg)
	require.NoError(t, os.WriteFile("user.dat", img, 0o666))
	after := hivetest.Build(t, reg+"[Added]\n\"by\"=\"log\"\n")
	require.NoError(t, os.WriteFile("dirty.dat", hivetest.Dirty(img, 2, 1), 0o666))
	require.NoError(t, os.WriteFile("dirty.dat.LOG1", hivetest.NewLog(img, after, 1, 1), 0o666))
}

func TestDumpCommandLines(t *testing.T) {
	dumpDesk(t)
	for _, c := range []struct {
		args   []string
		status int
		stdout string // what it has; "" means that nothing may be there
		stderr string
	}{
		{[]string{"--help"}, 0, "JSONL has an object on each line", ""},
		{[]string{}, 2, "", "dump needs a hive"},
		{[]string{"-"}, 2, "", "cannot come from standard input"},
		{[]string{"user.dat", "Software", "Microsoft"}, 2, "", `"Microsoft" is too many (a key with spaces needs quotes)`},
		{[]string{"--format", "json", "user.dat"}, 2, "", `--format is text, html or jsonl, not "json"`},
		{[]string{"--width", "-1", "user.dat"}, 2, "", "--width is a number of characters"},
		{[]string{"--live", "--deleted", "user.dat"}, 2, "", "--deleted and --live cannot go together"},
		{[]string{"dir"}, 2, "", "dir: is a folder; dump takes one hive"},
		{[]string{"nope.dat"}, 4, "", "nope.dat: no such file or folder"},
		{[]string{"mail.pst"}, 4, "", "an Outlook data file"},
		{[]string{"stub.dat"}, 4, "", "stub.dat: not read: the root key cannot be read"},

		{[]string{"user.dat"}, 0, "\n[Software\\Microsoft]  @", ""},
		{[]string{"user.dat"}, 0, "\nDELETED [Software\\Gone\\Deep]  @", ""},
		{[]string{"--live", "user.dat"}, 0, "0 keys and 0 values deleted", ""},
		{[]string{"--deleted", "user.dat"}, 0, "# 0 keys and 0 values, 1 key and 1 value deleted", ""},
		{[]string{"--format", "jsonl", "user.dat"}, 0, `{"record":"end","whole":true,`, ""},
		{[]string{"--width", "3", "user.dat", `Software\Gone\Deep`}, 0, `"was" ... 10 bytes more`, ""},
		{[]string{"dirty.dat"}, 0, `in "dirty.dat.LOG1"  "log"`, ""},
		{[]string{"--no-logs", "dirty.dat"}, 0, "regf 1.5, dirty", ""},

		{[]string{"user.dat", `\`}, 0, "\n[\\]  @", ""},
		{[]string{"user.dat", `software\MICROSOFT`}, 0, "\n[Software\\Microsoft]  @", ""},
		{[]string{"user.dat", `HKCU\Software\Microsoft\`}, 0, "\n[Software\\Microsoft]  @", ""},
		{[]string{"user.dat", `HKEY_CURRENT_USER\software\a b`}, 0, "\n[Software\\a b]  @", ""},
		{[]string{"user.dat", `hkcu`}, 0, "\n[\\]  @", ""},
		{[]string{"user.dat", `software\gone\deep`}, 0, "\nDELETED [Software\\Gone\\Deep]  @", ""},
		{[]string{"user.dat", `Evil\u001b[2J`}, 0, "\n[Evil\\u001B[2J]  @", ""},
		{[]string{"user.dat", `Software\Microsoft\Office\16.0`}, 5, "", `no key [Software\Microsoft\Office\16.0]; the closest above it is [Software\Microsoft], with 0 subkeys`},
		{[]string{"user.dat", `HKCU\Nope`}, 5, "", `no key [HKCU\Nope]; the root key has 2 subkeys`},
		{[]string{"user.dat", `Software/Microsoft`}, 5, "", `2 subkeys; key paths are written with backslashes`},
		{[]string{"user.dat", "No\x1b[2J\nsuch"}, 5, "", `no key [No\u001B[2J\u000Asuch]`},
		{[]string{"--live", "user.dat", `Software\Gone\Deep`}, 5, "", `the closest above it is [Software\Gone]`},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			status, stdout, stderr := do(append([]string{"dump"}, c.args...)...)
			require.Equal(t, c.status, status, stderr)
			require.Contains(t, stdout, c.stdout)
			require.NotContains(t, stdout+stderr, "hunter2")
			require.NotContains(t, stdout+stderr, "\x1b")
			if c.stdout == "" {
				require.Empty(t, stdout)
			}
			require.Contains(t, stderr, c.stderr)
			if c.stderr == "" {
				require.Empty(t, stderr)
			} else {
				require.Equal(t, 1, strings.Count(stderr, "\n"), "one line: %s", stderr)
			}
		})
	}
	_, stdout, _ := do("dump", "--no-logs", "dirty.dat")
	require.NotContains(t, stdout, "Added")
}

// TestDumpOddNames: a key whose name holds a backslash, or looks like the escape of one, is found however a dump
// spells its path.
func TestDumpOddNames(t *testing.T) {
	desk(t)
	tree := hivetest.NewTree()
	k := tree.Root.Add("K")
	for _, name := range []string{`a\b`, "u005Cx", "plain"} {
		k.Add(name).Add("sub " + name)
	}
	img, err := tree.Image()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile("odd.dat", img, 0o666))
	for _, c := range []struct{ arg, path string }{
		{`K\a\u005Cb`, `K\a\u005Cb`},
		{`K\a\u005Cu005Cb`, `K\a\u005Cb`}, // as the text form writes it
		{`HKCU\K\\u0075005Cx`, `K\\u0075005Cx`},
		{`K\u005Cx`, `K\\u0075005Cx`}, // as the hive spells it
		{`k\PLAIN`, `K\plain`},
	} {
		status, stdout, stderr := do("dump", "--format", "jsonl", "odd.dat", c.arg)
		require.Equal(t, 0, status, "%s: %s", c.arg, stderr)
		var rec struct{ Below hive.Path }
		require.NoError(t, json.Unmarshal([]byte(strings.Split(stdout, "\n")[1]), &rec)) // behind the run
		require.Equal(t, hive.Path(c.path), rec.Below, c.arg)
		require.Contains(t, stdout, `"record":"key"`)
	}
}

func TestDumpToAFile(t *testing.T) {
	dumpDesk(t)
	_, want, _ := do("dump", "user.dat")
	status, stdout, stderr := do("dump", "-o", "void/dump.txt", "user.dat")
	require.Equal(t, 0, status, stderr)
	require.Empty(t, stdout+stderr)
	got, err := os.ReadFile("void/dump.txt")
	require.NoError(t, err)
	require.Equal(t, want, strings.Replace(string(got), "dump -o void/dump.txt user.dat", "dump user.dat", 1))

	status, _, stderr = do("dump", "--force", "-o", "void/dump.txt", "user.dat", "nope")
	require.Equal(t, 5, status, stderr)
	again, err := os.ReadFile("void/dump.txt")
	require.NoError(t, err)
	require.Equal(t, got, again, "a dump that failed leaves the one before alone")

	for _, evidence := range []string{"user.dat", "dirty.dat.LOG1"} {
		status, _, stderr = do("dump", "-o", evidence, "user.dat")
		require.Equal(t, statusUsage, status, stderr)
	}
}

func TestDumpEnds(t *testing.T) {
	dumpDesk(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, stderr bytes.Buffer
	require.Equal(t, statusInterrupted, run(ctx, []string{"dump", "-o", "void/new.txt", "user.dat"}, &out, &stderr))
	require.Equal(t, "mapihive: interrupted\n", stderr.String())
	require.NoFileExists(t, "void/new.txt")

	pipe := error(syscall.EPIPE)
	if runtime.GOOS == "windows" {
		pipe = errorNoData
	}
	stderr.Reset()
	require.Equal(t, 0, run(context.Background(), []string{"dump", "user.dat"}, failing{pipe}, &stderr))
	require.Empty(t, stderr.String(), "a reader that went away is no error")
	require.Equal(t, 4, run(context.Background(), []string{"dump", "user.dat"}, failing{errors.New("no space left")}, &stderr))
	require.Equal(t, "mapihive: standard output cannot be written: no space left\n", stderr.String())
}

// TestDumpWithoutARoot: what can be recovered of a hive without a root key is dumped, and it is said.
func TestDumpWithoutARoot(t *testing.T) {
	dumpDesk(t)
	img, l := hivetest.BuildLayout(t, "[A]\n\"x\"=\"y\"\n")
	img = hivetest.Apply(img, l, hivetest.CellSizeZero(hivetest.KeyCell("")))
	require.NoError(t, os.WriteFile("rootless.dat", img, 0o666))
	status, stdout, stderr := do("dump", "rootless.dat")
	require.Equal(t, statusPartly, status, stderr)
	require.Contains(t, stdout, "DELETED [")
	require.Contains(t, stdout, "# root ")
	require.Equal(t, "mapihive: rootless.dat: the root key cannot be read; the dump holds recovered records only\n", stderr)
}

func TestNoLogs(t *testing.T) {
	dumpDesk(t)
	for _, command := range []string{"analyze", "profiles"} {
		_, with, _ := do(command, "dirty.dat")
		_, without, _ := do(command, "--no-logs", "dirty.dat")
		require.Contains(t, with, "dirty.dat.LOG1")
		require.NotContains(t, without, "dirty.dat.LOG1")
	}
}

func TestExplainDiagnosticsCommand(t *testing.T) {
	status, stdout, stderr := do("explain", "diagnostics")
	require.Equal(t, 0, status, stderr)
	require.Contains(t, stdout, "base-checksum")
	require.Contains(t, stdout, "log-gap")
}

func TestDumpHelpFitsEightyColumns(t *testing.T) {
	_, stdout, _ := do("dump", "--help")
	for l := range strings.Lines(stdout) {
		require.LessOrEqual(t, len(strings.TrimRight(l, "\n")), 80, l)
	}
}
