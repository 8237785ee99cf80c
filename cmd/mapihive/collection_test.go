package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive/hivetest"
	"mapihive/report"
)

// packed writes a ZIP archive of files.
func packed(t *testing.T, path string, files map[string][]byte) {
	t.Helper()
	f, err := os.Create(path)
	require.NoError(t, err)
	z := zip.NewWriter(f)
	for name, data := range files {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write(data)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	require.NoError(t, f.Close())
}

// Every command reads what lies in an archive, all of it or the one file that is named.
func TestEveryCommandReadsArchives(t *testing.T) {
	desk(t)
	plain, img := hivetest.Build(t, noProfile), hivetest.Build(t, conflict)
	packed(t, "case.zip", map[string][]byte{
		"C/Users/alice/NTUSER.DAT":      hivetest.Dirty(plain, 2, 1),
		"C/Users/alice/ntuser.dat.LOG1": hivetest.NewLog(plain, img, 1, 1),
		"C/Users/bob/NTUSER.DAT":        plain,
	})
	packed(t, "one.zip", map[string][]byte{"NTUSER.DAT": img, "readme.txt": []byte("x")})
	packed(t, "none.zip", map[string][]byte{"readme.txt": []byte("x")})
	const alice = "case.zip!C/Users/alice/NTUSER.DAT"
	for _, c := range []struct {
		line   string
		status int
		stdout string
		stderr string
	}{
		{"analyze case.zip", 0, "pst-path/case", ""},
		{"analyze --no-logs case.zip", 0, "Verdict   no finding in what was read", ""},
		{"analyze " + alice, 0, "pst-path/case", ""},
		{"analyze --format json " + alice, 0, `"user": "alice"`, ""},
		{"profiles " + alice, 0, `Profile "Second"  live`, ""},
		{"profiles case.zip", 0, `Profile "Second"  live`, ""},
		{"stores one.zip", 0, `C:\Mail\Alice.pst`, ""},
		{"accounts case.zip", 0, "", ""},
		{"export one.zip --profile Second", 0, "", ""},
		{"export " + alice + " --profile Second", 0, "", ""},
		{"diff one.zip " + alice, 0, "", ""},
		{"diff one.zip NTUSER.DAT", 0, "", ""},
		{"diff case.zip NTUSER.DAT", 2, "", "case.zip holds 2 hives"},
		{"dump one.zip Software", 0, "PST", ""},
		{"dump " + alice + " Software", 0, "PST", ""},
		{"dump case.zip", 2, "", "case.zip holds 2 hives; name the one to dump, that in an archive as ARCHIVE!PATH"},
		{"dump none.zip", 4, "", "none.zip: holds no hive (1 file looked at)"},
		{"analyze none.zip", 4, "", "none.zip: holds no hive (1 file looked at)"},
		{"analyze case.zip!C/Users/eve/NTUSER.DAT", 4, "", "case.zip!C/Users/eve/NTUSER.DAT: no such file in the archive"},
		{"analyze case.zip!C/Users/alice/ntuser.dat.LOG1", 4, "", "a transaction log, not the hive"},
		{"analyze nope.zip!x", 4, "", "nope.zip!x: no such file or folder"},
		{"analyze -o case.zip one.zip", 2, "", "evidence is never overwritten"},
		{"analyze -o one.zip --force " + alice, 2, "", "evidence is never overwritten"},
		{"analyze -o case.zip --force " + alice, 2, "", "evidence is never overwritten"},
	} {
		t.Run(c.line, func(t *testing.T) {
			status, stdout, stderr := do(strings.Split(c.line, " ")...)
			require.Equal(t, c.status, status, stderr)
			if c.status == 0 {
				require.NotEmpty(t, stdout)
			}
			if c.stdout == "PST" {
				c.stdout = "001f6700"
			}
			require.True(t, strings.Contains(stdout, c.stdout), stdout)
			require.Contains(t, stderr, c.stderr)
		})
	}
}

// Paths are named by lists and patterns too, and chosen by more patterns.
func TestNamingManyPaths(t *testing.T) {
	desk(t)
	require.NoError(t, os.MkdirAll("deep/C/Users/eve", 0o777))
	require.NoError(t, os.WriteFile("deep/C/Users/eve/NTUSER.DAT", hivetest.Build(t, conflict), 0o666))
	require.NoError(t, os.WriteFile("list.txt", []byte("plain.dat\r\n\r\ndir/a/renamed.bin\n"), 0o666))
	require.NoError(t, os.WriteFile("list16.txt", []byte("\xff\xfep\x00l\x00a\x00i\x00n\x00.\x00d\x00a\x00t\x00\r\x00\n\x00"), 0o666))
	require.NoError(t, os.WriteFile("list8.txt", []byte("\ufeffplain.dat\n"), 0o666))
	require.NoError(t, os.WriteFile("@odd", hivetest.Build(t, noProfile), 0o666))
	require.NoError(t, os.WriteFile("none.txt", []byte("\n"), 0o666))
	run := func(stdin string, args ...string) (status int, paths []string, stderr string) {
		var out, errs bytes.Buffer
		a := app{args: args, stdin: strings.NewReader(stdin), stdout: &out, stderr: &errs, readers: collect.Readers(), analyzers: analyze.All(), formats: report.Formats()}
		status = a.run(context.Background())
		var r struct{ Sources []struct{ Path string } }
		if json.Unmarshal(out.Bytes(), &r) == nil {
			for _, s := range r.Sources {
				paths = append(paths, filepath.ToSlash(s.Path))
			}
		}
		return status, paths, errs.String()
	}
	for _, c := range []struct {
		stdin string
		args  []string
		want  []string
	}{
		{"", []string{"@list.txt"}, []string{"plain.dat", "dir/a/renamed.bin"}},
		{"", []string{"@list16.txt", "NTUSER.DAT"}, []string{"plain.dat", "NTUSER.DAT"}},
		{"", []string{"@list8.txt"}, []string{"plain.dat"}},
		{"plain.dat\nNTUSER.DAT\n", []string{"@-"}, []string{"plain.dat", "NTUSER.DAT"}},
		{"plain.dat\x00NTUSER.DAT\x00", []string{"@-"}, []string{"plain.dat", "NTUSER.DAT"}},
		{"", []string{"@odd"}, []string{"@odd"}},
		{"", []string{"pl?in.d*"}, []string{"plain.dat"}},
		{"", []string{"dir/*/n*.dat"}, []string{"dir/a/ntuser.dat"}},
		{"", []string{"deep/**/NTUSER.DAT"}, []string{"deep/C/Users/eve/NTUSER.DAT"}},
		{"", []string{"**/ntuser.dat"}, []string{"NTUSER.DAT", "deep/C/Users/eve/NTUSER.DAT", "dir/a/ntuser.dat", "lost/bob/NTUSER.DAT"}},
		{"", []string{"d*/**"}, []string{"deep/C/Users/eve/NTUSER.DAT", "dir/a/ntuser.dat", "dir/a/renamed.bin"}},
		{"", []string{"--include", "ntuser.dat", "dir", "deep"}, []string{"dir/a/ntuser.dat", "deep/C/Users/eve/NTUSER.DAT"}},
		{"", []string{"--include", "a/*.bin", "dir"}, []string{"dir/a/renamed.bin"}},
		{"", []string{"--exclude", "*.bin", "dir"}, []string{"dir/a/ntuser.dat"}},
		{"", []string{"--exclude", "A", "dir", "plain.dat"}, []string{"plain.dat"}},
		{"", []string{"--exclude", "users/eve", "deep", "plain.dat"}, []string{"plain.dat"}},
	} {
		_, got, stderr := run(c.stdin, append([]string{"analyze", "--format", "json"}, c.args...)...)
		slices.Sort(c.want) // whatever the order of the arguments
		require.Equal(t, c.want, got, "%q %s", c.args, stderr)
	}
	for _, c := range []struct {
		stdin  string
		args   []string
		status int
		stderr string
	}{
		{"", []string{"@nope.txt"}, 2, "@nope.txt: no such file or folder"},
		{"", []string{"@none.txt"}, 2, "@none.txt: the list names no path"},
		{string(hivetest.Build(t, noProfile)), []string{"@-"}, 2, "@-: this is evidence and no list of paths; save it to a file"},
		{"", []string{"no*such"}, 4, "no*such: nothing has a name like that"},
		{"", []string{"**/[x"}, 2, "**/[x: this is no pattern"},
		{"", []string{"[x"}, 2, "[x: this is no pattern"},
		{"", []string{"--include", "[x", "dir"}, 2, `"[x" is no pattern`},
		{"", []string{"-o", "list.txt", "--force", "@list.txt"}, 2, "has the name of one of the inputs"},
	} {
		status, _, stderr := run(c.stdin, append([]string{"analyze"}, c.args...)...)
		require.Equal(t, c.status, status, "%q %s", c.args, stderr)
		require.Contains(t, stderr, c.stderr)
	}
}

// Logs that were collected elsewhere are found by the name of the hive, in any case.
func TestLogsFromElsewhere(t *testing.T) {
	t.Chdir(t.TempDir())
	plain, img := hivetest.Build(t, noProfile), hivetest.Build(t, conflict)
	require.NoError(t, os.MkdirAll("logs", 0o777))
	require.NoError(t, os.MkdirAll("flat", 0o777))
	require.NoError(t, os.WriteFile("NTUSER.DAT", hivetest.Dirty(plain, 2, 1), 0o666))
	require.NoError(t, os.WriteFile("logs/ntuser.dat.log1", hivetest.NewLog(plain, img, 1, 1), 0o666))
	require.NoError(t, os.WriteFile("flat/C_Users_bob_NTUSER.DAT", hivetest.Dirty(plain, 2, 1), 0o666))
	require.NoError(t, os.WriteFile("flat/C_Users_bob_ntuser.dat.LOG1", hivetest.NewLog(plain, img, 1, 1), 0o666))
	for _, args := range [][]string{
		{"analyze", "--logs", "logs", "NTUSER.DAT"}, {"dump", "--logs", "logs", "NTUSER.DAT"}, {"analyze", "flat"},
		{"stores", "--logs", "logs", "NTUSER.DAT"}, {"profiles", "--logs", "logs", "NTUSER.DAT"},
	} {
		status, stdout, stderr := do(args...)
		require.Zero(t, status, stderr)
		require.Contains(t, strings.ToLower(strings.ReplaceAll(stdout, "001f6700", "alice.pst")), "alice.pst", "%q", args)
	}
	status, _, stderr := do("analyze", "--logs", "nope", "NTUSER.DAT")
	require.Equal(t, statusUsage, status)
	require.Contains(t, stderr, "--logs nope: is no folder")
	status, _, stderr = do("analyze", "--logs", "logs", "NTUSER.DAT", "-o", "logs/ntuser.dat.log1", "--force")
	require.Equal(t, statusUsage, status)
	require.Contains(t, stderr, "evidence is never overwritten")
}

// The order in which paths are given changes no report.
func TestOrderOfPathsDoesNotMatter(t *testing.T) {
	desk(t)
	reported := func(list, format string) string {
		var out, errs bytes.Buffer
		a := app{args: []string{"analyze", "--format", format, "@-"}, stdin: strings.NewReader(list), stdout: &out, stderr: &errs, readers: collect.Readers(), analyzers: analyze.All(), formats: report.Formats()}
		require.Equal(t, statusPartly, a.run(context.Background()), errs.String())
		_, facts, _ := strings.Cut(out.String(), "\n") // the first line has the time of the run
		return facts
	}
	const forth, back = "NTUSER.DAT\ncut.dat\nnope.dat\nplain.dat\ndir\nmail.pst\n", "dir\nmail.pst\nplain.dat\nnope.dat\ncut.dat\nNTUSER.DAT\n"
	for _, format := range []string{"text", "jsonl"} {
		require.Equal(t, reported(forth, format), reported(back, format))
	}
}
