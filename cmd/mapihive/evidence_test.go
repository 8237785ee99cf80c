package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze/collect"
	"mapihive/hive/hivetest"
	"mapihive/report"
)

// collection is a folder with two cases, each a dirty hive with its logs and all that may lie beside one.
// It returns what evidence there is, and what else: an earlier output, which --force may replace.
func collection(t *testing.T) (evidence, others []string) {
	t.Chdir(t.TempDir())
	plain, img := hivetest.Build(t, noProfile), hivetest.Build(t, conflict)
	for _, dir := range []string{"case", "second"} {
		require.NoError(t, os.Mkdir(dir, 0o777))
		for name, data := range map[string][]byte{
			"NTUSER.DAT":      hivetest.Dirty(plain, 2, 1),
			"NTUSER.DAT.LOG":  make([]byte, 4096),
			"NTUSER.DAT.LOG1": hivetest.NewLog(plain, img, 1, 1),
			"ntuser.dat.log2": nil,
			"stray.LOG1":      nil,
			"UsrClass.dat":    nil,
			"mail.pst":        []byte("!BDN and so on"),
			"zero.ost":        make([]byte, 4096),
			"empty.PST":       nil,
			"renamed.bak":     []byte("!BDN and so on"),
			"image.E01":       []byte("EVF\x09\x0d\x0a\xff\x00 and so on"),
			"all.zip":         []byte("PK\x03\x04 and so on"),
			"win98.dat":       []byte("CREG and so on"),
			"theirs.reg":      []byte("Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software]\n"),
		} {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o644))
			evidence = append(evidence, filepath.Join(dir, name))
		}
		for name, data := range map[string]string{
			"report.txt":  "MAPI profile report\n",
			"report.json": "{}\n",
			"outlook.reg": "Windows Registry Editor Version 5.00\n\n; MAPI profile \"Outlook\", written by mapihive\n\n[HKEY_CURRENT_USER\\Software]\n",
			"empty.txt":   "",
		} {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644))
			others = append(others, filepath.Join(dir, name))
		}
	}
	slices.Sort(evidence)
	slices.Sort(others)
	return evidence, others
}

// contents is every file below the folders: its bytes, mode and time.
func contents(t *testing.T, dirs ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, dir := range dirs {
		require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if d.Type()&fs.ModeSymlink != 0 { // which may lead to a folder, or nowhere
				link, linkErr := os.Readlink(path)
				data, err = append(data, link...), linkErr
			}
			info, statErr := d.Info()
			require.NoError(t, statErr)
			out[path] = fmt.Sprint(info.Mode(), info.ModTime().UnixNano(), string(data))
			return err
		}))
	}
	return out
}

// writers are the commands with -o, on named hives and on folders.
func writers() (named, folders map[string][]string) {
	hive, other := filepath.Join("case", "NTUSER.DAT"), filepath.Join("second", "NTUSER.DAT")
	named, folders = map[string][]string{}, map[string][]string{}
	for _, c := range []string{"analyze", "profiles", "stores", "accounts", "timeline", "collect"} {
		named[c] = []string{c, hive, other}
		folders[c] = []string{c, "case", "second"}
	}
	named["analyze --no-logs"] = []string{"analyze", "--no-logs", hive, other}
	named["diff"], folders["diff"] = []string{"diff", hive, other}, []string{"diff", "case", "second"}
	named["dump"] = []string{"dump", hive}
	named["export"] = []string{"export", hive, "--profile", "Outlook"}
	folders["export"] = []string{"export", "case", "--profile", "Outlook"}
	return named, folders
}

// TestEveryCommandWithAnOutputIsTried fails for a command with -o that the tests below do not know.
func TestEveryCommandWithAnOutputIsTried(t *testing.T) {
	named, _ := writers()
	for _, c := range newRoot(&app{formats: report.Formats()}, io.Discard).Commands() {
		if c.Flags().Lookup("output") != nil {
			if c.Name() != "explain" && c.Name() != "merge" { // they read no evidence: TestExplainWritesOverNoEvidence, TestSnapshotFiles
				require.Contains(t, named, c.Name())
			}
			require.NotNil(t, c.Flags().Lookup("force"), c.Name())
		}
	}
}

// aliases are other ways to reach a file: another spelling, and links from a folder that holds no evidence.
func aliases(t *testing.T, file string) map[string]string {
	plain := strings.NewReplacer("/", "-", `\`, "-", ".", "-").Replace(file)
	out := map[string]string{
		"itself":   file,
		"spelling": filepath.Dir(file) + "/../" + filepath.ToSlash(file),
		"hard":     filepath.Join("links", "hard-"+plain),
	}
	abs, err := filepath.Abs(file)
	require.NoError(t, err)
	require.NoError(t, os.Link(file, out["hard"]))
	symbolic := filepath.Join("links", "soft-"+plain)
	if err := os.Symlink(abs, symbolic); err != nil {
		t.Log("no symbolic links here: ", err)
		return out
	}
	out["symbolic"] = symbolic
	return out
}

// TestNoCommandWritesEvidence tries every command with -o on every file of a collection, by every name that
// leads to it.
func TestNoCommandWritesEvidence(t *testing.T) {
	evidence, others := collection(t)
	require.NoError(t, os.Mkdir("links", 0o777))
	ways := map[string]map[string]string{}
	for _, file := range slices.Concat(evidence, others) {
		ways[file] = aliases(t, file)
	}
	before := contents(t, "case", "second", "links")
	named, folders := writers()
	try := func(args []string, file string) (status int, stderr string) {
		status, stdout, stderr := do(slices.Concat(args, []string{"-o", file})...)
		require.Empty(t, stdout)
		return status, stderr
	}
	check := func(args []string, files []string) {
		for _, file := range files {
			if strings.HasPrefix(file, "second") && !slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "second") }) {
				continue // lies with no input of this run
			}
			for way, name := range ways[file] {
				for _, force := range []string{"--force=false", "--force"} {
					status, stderr := try(append(slices.Clone(args), force), name)
					require.Equal(t, statusUsage, status, "%v -o %s (%s): %s", args, name, way, stderr)
					require.Contains(t, stderr, "mapihive: -o "+name+": ")
					require.Contains(t, stderr, "; evidence is never overwritten\n", "%v -o %s (%s)", args, name, way)
				}
			}
		}
		require.Equal(t, before, contents(t, "case", "second", "links"), "%v", args)
	}
	for _, args := range folders {
		check(args, slices.Concat(evidence, others))
	}
	for _, args := range named {
		check(args, evidence)
		for _, file := range others {
			status, stderr := try(args, file)
			require.Equal(t, statusUsage, status, "%v -o %s", args, file)
			require.Contains(t, stderr, file+": is there already; ")
		}
		require.Equal(t, before, contents(t, "case", "second", "links"), "%v", args)
	}
}

// TestForceReplacesOneFile: what is no evidence can be replaced, and nothing else changes with it.
func TestForceReplacesOneFile(t *testing.T) {
	_, others := collection(t)
	require.NoError(t, os.Mkdir("links", 0o777))
	named, _ := writers()
	for _, args := range named {
		for _, file := range others {
			require.NoError(t, os.WriteFile(file, []byte(strings.Repeat("an earlier report\n", 10000)), 0o644))
			before := contents(t, "case", "second", "links")
			status, _, stderr := do(slices.Concat(args, []string{"--force", "-o", file})...)
			require.Zero(t, status, "%v -o %s: %s", args, file, stderr)
			after := contents(t, "case", "second", "links")
			require.NotContains(t, after[file], "an earlier report", "%v -o %s", args, file)
			after[file] = before[file]
			require.Equal(t, before, after, "%v -o %s", args, file)
		}
	}

	// A symbolic link stays, and what it leads to is replaced; of a hard link, only the name that was given.
	ways := aliases(t, others[0])
	if link, ok := ways["symbolic"]; ok {
		status, _, stderr := do("stores", "--force", "-o", link, "case/NTUSER.DAT")
		require.Zero(t, status, stderr)
		info, err := os.Lstat(link)
		require.NoError(t, err)
		require.NotZero(t, info.Mode()&fs.ModeSymlink)
	}
	before := contents(t, "case")
	status, _, stderr := do("accounts", "--force", "-o", ways["hard"], "case/NTUSER.DAT")
	require.Zero(t, status, stderr)
	require.Equal(t, before, contents(t, "case"))
}

// TestNothingAppearsWhereTheRunLooks: a file that is not there can be evidence too. A report that took the
// name of a log would be read with the hive the next time.
func TestNothingAppearsWhereTheRunLooks(t *testing.T) {
	collection(t)
	require.NoError(t, os.Remove("case/NTUSER.DAT.LOG"))
	require.NoError(t, os.Remove("case/NTUSER.DAT.LOG1"))
	require.NoError(t, os.WriteFile("case/plain", hivetest.Build(t, noProfile), 0o666))
	require.NoError(t, os.MkdirAll("deep/er", 0o777))
	if err := os.Symlink(filepath.Join("..", "case", "plain"), "deep/link.dat"); err == nil {
		require.NoError(t, os.Symlink(filepath.Join("..", "case", "NTUSER.DAT.LOG"), "deep/to-nothing.txt"))
		require.NoError(t, os.Symlink(filepath.Join("..", "case"), "deep/case"))
	}
	for _, c := range []struct{ file, message string }{
		{"case/NTUSER.DAT.LOG", "a transaction log of the hive beside it"},
		{"case/ntuser.dat.Log", "a transaction log of the hive beside it"},
		{"deep/../case/NTUSER.DAT.LOG", "a transaction log of the hive beside it"},
		{"deep/case/NTUSER.DAT.LOG", "a transaction log of the hive beside it"},
		{"deep/link.dat.LOG", "a transaction log of the hive beside it"},
		{"case/plain.log", "a transaction log of the hive beside it"}, // of a hive that is no input
		{"case/NTUSER.DAT.LOG1", "has the name of"},
		{"case/NTUSER.dat.log1", "has the name of"},
		{"deep/er/NTUSER.DAT", "has the name of"},
		{"deep/to-nothing.txt", "a symbolic link to nothing"},
		{"deep/nope.dat", "has the name of one of the inputs"},
		{"deep/NOPE.dat", "has the name of one of the inputs"},
	} {
		if dir, rest, _ := strings.Cut(c.file, "/"); dir == "deep" && rest != "nope.dat" {
			if _, err := os.Lstat("deep/link.dat"); err != nil {
				continue // no symbolic links here
			}
		}
		before := contents(t, "case", "deep")
		for _, args := range [][]string{{"analyze", "case/NTUSER.DAT", "deep/nope.dat"}, {"stores", "--force", "case", "deep/nope.dat"}} {
			status, _, stderr := do(slices.Concat(args, []string{"-o", c.file})...)
			require.Equal(t, statusUsage, status, "%v -o %s", args, c.file)
			require.Contains(t, stderr, "-o "+c.file+": ")
			require.Contains(t, stderr, c.message, "%v -o %s", args, c.file)
		}
		require.Equal(t, before, contents(t, "case", "deep"))
	}
	status, _, stderr := do("analyze", "-o", "deep/report.log", "case/NTUSER.DAT")
	require.Zero(t, status, "the name of a log alone is no reason: %s", stderr)
}

// TestOutputAmongEvidence: it is warned of, and the file is all that appears there.
func TestOutputAmongEvidence(t *testing.T) {
	evidence, _ := collection(t)
	require.NoError(t, os.Mkdir("case/sub", 0o777))
	require.NoError(t, os.Mkdir("other", 0o777))
	for _, c := range []struct {
		args  []string
		warns bool
	}{
		{[]string{"analyze", "case", "-o", "case/new.txt"}, true},
		{[]string{"analyze", "case", "-o", "case/sub/new.txt"}, true},
		{[]string{"analyze", evidence[0], "-o", "case/newer.txt"}, true},
		{[]string{"analyze", ".", "-o", "newest.txt"}, true},
		{[]string{"analyze", evidence[0], "-o", "case/sub/newer.txt"}, false},
		{[]string{"analyze", "case", "-o", "other/new.txt"}, false},
	} {
		require.Equal(t, filepath.Join("case", "NTUSER.DAT"), evidence[0])
		before := contents(t, "case", "second")
		_, _, stderr := do(c.args...)
		require.Equal(t, c.warns, strings.Contains(stderr, "goes into a folder of evidence"), "%v: %s", c.args, stderr)
		require.FileExists(t, c.args[3])
		after := contents(t, "case", "second")
		delete(after, filepath.FromSlash(c.args[3]))
		require.Equal(t, before, after)
	}
}

// TestNoTemporaryFileAmongEvidence looks into the folders while a report is written.
func TestNoTemporaryFileAmongEvidence(t *testing.T) {
	collection(t)
	spare := t.TempDir()
	for name, c := range map[string]struct {
		inputs []string
		temp   string
		file   string
		draft  string // the folder of the temporary file; "" is memory
	}{
		"elsewhere":            {[]string{"case"}, spare, "new1.txt", "."},
		"in an input":          {[]string{"case"}, spare, "case/new2.txt", spare},
		"beside a hive":        {[]string{"case/NTUSER.DAT"}, spare, "case/new3.txt", spare},
		"replaced":             {[]string{"case/NTUSER.DAT"}, spare, "case/report.txt", spare},
		"all folders evidence": {[]string{"case", spare}, spare, "case/new4.txt", ""},
		"replaced, all":        {[]string{"case/NTUSER.DAT", spare}, spare, "case/report.json", ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, v := range []string{"TMPDIR", "TMP", "XDG_CACHE_HOME", "HOME", "LocalAppData"} {
				t.Setenv(v, c.temp)
			}
			c.file = filepath.FromSlash(c.file)
			a := &app{stdout: io.Discard, stderr: io.Discard, readers: collect.Readers()}
			in, err := a.find(context.Background(), c.inputs, inputOptions{})
			require.NoError(t, err)
			before := contents(t, ".", spare)
			out, err := a.open(context.Background(), outputOptions{file: c.file, force: true}, in)
			require.NoError(t, err)
			defer out.discard()
			_, err = io.WriteString(out.w, "the report")
			require.NoError(t, err)

			during := contents(t, ".", spare)
			require.Equal(t, before[c.file], during[c.file])
			for path := range during {
				if _, ok := before[path]; !ok {
					require.Equal(t, c.draft, filepath.Dir(path))
					delete(during, path)
				}
			}
			require.Equal(t, before, during)

			require.NoError(t, out.put())
			after := contents(t, ".", spare)
			require.Contains(t, after[c.file], "the report")
			require.NotContains(t, after[c.file], "MAPI profile report")
			delete(after, c.file)
			delete(before, c.file)
			require.Equal(t, before, after)
		})
	}
}
