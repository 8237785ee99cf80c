package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/report"
)

// Outlook 2007, and two profiles that name one PST in different letter case: one finding of high severity.
const conflict = `
[Software\Microsoft\Office\12.0\Outlook\Setup]
"First-Run"=hex:d7,07,05,00,02,00,08,00,0f,00,23,00,00,00,00,00
[Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles]
"DefaultProfile"="Outlook"
[Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles\Outlook\9207f3e0a3b11019908b08002b2a56c2]
"01023d00"=hex:11*16
"01023d0e"=hex:aa*16
[Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles\Outlook\aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]
"001f3d09"=utf16:"MSUPST MS"
"01023d00"=hex:11*16
[Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles\Outlook\11111111111111111111111111111111]
"001f3d09"=utf16:"MSUPST MS"
"001f300a"=utf16:"mspst.dll"
"00033e03"=hex:21,00,00,00
"01023d0c"=hex:aa*16
"001f6700"=utf16:"C:\\Mail\\Alice.pst"
"01020ff9"=hex:5c*16
"001e6703"="hunter2"
[Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles\Second\9207f3e0a3b11019908b08002b2a56c2]
"01023d00"=hex:22*16
"01023d0e"=hex:bb*16
[Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles\Second\bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb]
"001f3d09"=utf16:"MSUPST MS"
"01023d00"=hex:22*16
[Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles\Second\22222222222222222222222222222222]
"001f3d09"=utf16:"MSUPST MS"
"001f300a"=utf16:"mspst.dll"
"00033e03"=hex:21,00,00,00
"01023d0c"=hex:bb*16
"001f6700"=utf16:"c:\\mail\\alice.pst"
"01020ff9"=hex:5c*16
`

const noProfile = "[Software\\Microsoft]\n\"x\"=\"y\"\n"

// desk is a folder with one of everything that a user may give; the test runs in it.
func desk(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(path string, data []byte) {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, data, 0o666))
	}
	img, plain := hivetest.Build(t, conflict), hivetest.Build(t, noProfile)
	write("NTUSER.DAT", img)
	write("NTUSER.DAT.LOG1", hivetest.NewLog(plain, img, 1, 1))
	write("NTUSER.DAT.LOG2", nil)
	write("plain.dat", plain)
	write("stub.dat", img[:512])
	write("cut.dat", img[:len(img)-512])
	write("dir/a/renamed.bin", plain)
	write("dir/a/ntuser.dat", img)
	write("dir/a/ntuser.dat.LOG1", hivetest.NewLog(plain, img, 1, 1))
	write("dir/b/readme.txt", []byte("hello"))
	write("dir/b/mail.pst", []byte("!BDN and so on"))
	write("empty.dat", nil)
	write("zero.dat", make([]byte, 4096))
	write("mail.pst", []byte("!BDN and so on"))
	write("SYSTEM.DAT", []byte("CREG and so on"))
	write("win31.reg", []byte("REGEDIT\r\nHKEY_CLASSES_ROOT\\.pst = Outlook\r\n"))
	write("text.txt", []byte("hello"))
	write("texts/one.txt", []byte("hello"))
	write("lost/alice/NTUSER.DAT", nil)
	write("lost/bob/NTUSER.DAT", plain)
	write("win98/USER.DAT", []byte("CREG and so on"))
	require.NoError(t, os.Mkdir("void", 0o777))
}

// do runs a command line. The line that says at the end what was done is left out of stderr: see TestClosingLine.
func do(args ...string) (status int, stdout, stderr string) {
	status, stdout, stderr = doAll(args...)
	return status, stdout, closingLine.ReplaceAllString(stderr, "")
}

var closingLine = regexp.MustCompile(`(?m)^mapihive: done: .*\n`)

func doAll(args ...string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	status = run(context.Background(), args, &out, &err)
	return status, out.String(), err.String()
}

func TestCommandLines(t *testing.T) {
	desk(t)
	for _, c := range []struct {
		line   string
		status int
		stdout string // what it has; "" means that nothing may be there
		stderr string
	}{
		{"", 2, "", `which command?`},
		{"--help", 0, "Exit status", ""},
		{"--version", 0, "mapihive ", ""},
		{"help analyze", 0, "--fail-on", ""},
		{"help analyse", 2, "", `did you mean "analyze"?`},
		{"analyse x", 2, "", `unknown command "analyse"; did you mean "analyze"?`},
		{"frobnicate", 2, "", `unknown command "frobnicate"; "mapihive --help"`},
		{"NTUSER.DAT", 2, "", `try: mapihive analyze NTUSER.DAT`},
		{"--frob", 2, "", `unknown flag: --frob; see "mapihive --help"`},
		{"analyze --frob", 2, "", `unknown flag: --frob; see "mapihive analyze --help"`},
		{"analyze --format", 2, "", `flag needs an argument: --format`},
		{"analyze", 2, "", `analyze needs a hive or a folder, for example: mapihive analyze NTUSER.DAT`},
		{"analyze -", 2, "", `cannot come from standard input`},
		{"analyze --format xml NTUSER.DAT", 2, "", `--format is text, html, json, jsonl, csv, bodyfile, timesketch or sarif, not "xml"`},
		{"analyze --only nope NTUSER.DAT", 2, "", `--only is pst-path,`},
		{"analyze --skip pst-path,nope NTUSER.DAT", 2, "", `or foreign-provider, not "nope"`},
		{"analyze --only pst-path --skip pst-path NTUSER.DAT", 2, "", `leave no analyzer to run`},
		{"analyze --fail-on bad NTUSER.DAT", 2, "", `--fail-on is informational, low, medium, high or critical, not "bad"`},
		{"analyze --only= NTUSER.DAT", 2, "", "--only names no analyzer"},
		{"export --offset zz NTUSER.DAT", 2, "", `invalid argument "zz" for "--offset" flag; see "mapihive export --help"`},
		{"analyze --color blue NTUSER.DAT", 2, "", `--color is auto, always or never, not "blue"`},

		{"analyze --min-severity bad NTUSER.DAT", 2, "", `--min-severity is informational, low, medium, high or critical, not "bad"`},
		{"analyze --profiles some NTUSER.DAT", 2, "", `--profiles is none, findings or all, not "some"`},
		{"analyze --full --summary NTUSER.DAT", 2, "", "--full and --summary cannot go together"},

		{"analyze --full NTUSER.DAT", 0, "uid ", ""},
		{"analyze --min-severity CRITICAL NTUSER.DAT", 0, "Verdict   no finding of severity critical or worse", ""},
		{"analyze --min-severity critical --fail-on high NTUSER.DAT", 1, "left out", ""},
		{"analyze --min-severity high --format json NTUSER.DAT", 0, `"min_severity": "high"`, ""},
		{"analyze NTUSER.DAT", 0, "pst-path/case", ""},
		{"analyze --color always NTUSER.DAT", 0, "\x1b[1;31mHIGH\x1b[0m", ""},
		{"analyze --only orphan NTUSER.DAT", 0, "Verdict   no finding", ""},
		{"analyze --skip pst-path --skip mapping-signature,profile-consistency NTUSER.DAT", 0, "Verdict   no finding", ""},
		{"analyze --fail-on high NTUSER.DAT", 1, "pst-path/case", ""},
		{"analyze --fail-on HIGH NTUSER.DAT", 1, "pst-path/case", ""},
		{"analyze --fail-on critical NTUSER.DAT", 0, "pst-path/case", ""},
		{"analyze --fail-on informational plain.dat", 0, "No MAPI profile", ""},
		{"analyze --fail-on-damage plain.dat", 0, "No MAPI profile", ""},
		{"analyze --fail-on-damage cut.dat", 1, "damaged", ""},
		{"analyze cut.dat", 0, "damaged", ""},
		{"analyze --fail-on-damage nope.dat cut.dat", 3, "damaged", "nope.dat: "},
		{"analyze --fail-on-damage stub.dat", 4, "Not read", "stub.dat: "},
		{"analyze dir", 0, "2 files without a hive's signature", ""},
		{"analyze NTUSER.DAT NTUSER.DAT.LOG1 NTUSER.DAT.LOG2", 0, "a transaction log; its hive is read", ""},

		{"analyze nope.dat", 4, "", "nope.dat: no such file or folder\n"},
		{"analyze empty.dat", 4, "", "empty.dat: empty (0 bytes)"},
		{"analyze zero.dat", 4, "", "zero.dat: no hive: its first 516 bytes are zero"},
		{"analyze text.txt", 4, "", `text.txt: no hive: it begins with 68656c6c, not with 72656766 ("regf")`},
		{"analyze mail.pst", 4, "", "mail.pst: an Outlook data file (PST or OST), not a hive"},
		{"analyze SYSTEM.DAT", 4, "14 bytes, creg", "SYSTEM.DAT: too short for a registry of Windows 95, 98 or Me"},
		{"analyze win31.reg", 4, "Not read", "win31.reg: not read: registry text of Windows 3.1"},
		{"analyze NTUSER.DAT.LOG1", 4, "", "a transaction log, not the hive; give NTUSER.DAT\n"},
		{"analyze void", 4, "", "void: holds no hive; "},
		{"analyze texts", 4, "", "texts: holds no hive (1 file looked at); "},
		{"analyze lost", 3, "Skipped   1 input", "NTUSER.DAT: empty (0 bytes)"},
		{"analyze win98", 4, "Not read", "USER.DAT: too short for a registry of Windows 95, 98 or Me"},
		{"stores win98", 4, "not read", "USER.DAT: too short for a registry of Windows 95, 98 or Me"},
		{"analyze stub.dat", 4, "Not read", "stub.dat: not read: the root key"},
		{"analyze nope.dat NTUSER.DAT", 3, "pst-path/case", "nope.dat: no such file or folder\n"},
		{"analyze stub.dat plain.dat", 3, "[2] stub.dat", "stub.dat: "},
		{"analyze --fail-on high nope.dat NTUSER.DAT", 3, "pst-path/case", "nope.dat: "},
		{"analyze --format json nope.dat", 4, `"reason": "no such file or folder"`, "nope.dat: "},
		{"analyze --format jsonl NTUSER.DAT", 0, `{"record":"finding","source":"NTUSER.DAT"`, ""},
		{"analyze --format jsonl nope.dat", 4, `{"record":"skipped","source":"nope.dat"`, "nope.dat: "},
		{"stores --format jsonl NTUSER.DAT", 0, `{"record":"store","source":"NTUSER.DAT"`, ""},
		{"accounts --format jsonl NTUSER.DAT", 0, `{"record":"end","whole":true`, ""},
		{"diff --format jsonl NTUSER.DAT plain.dat", 0, `{"record":"difference","of":"profile"`, ""},
		{"dump --format json NTUSER.DAT", 2, "", `--format is text, html or jsonl, not "json"`},

		{"profiles", 2, "", "profiles needs a hive"},
		{"profiles NTUSER.DAT plain.dat", 0, "[2] plain.dat", ""},
		{"profiles --format jsonl --live NTUSER.DAT", 0, `{"record":"value"`, ""},
		{"profiles --format csv NTUSER.DAT", 0, "hive,sha256,user,sid,profile,", ""},
		{"profiles --bom NTUSER.DAT", 2, "", `--bom is for --format csv, not text`},
		{"analyze --format csv --bom NTUSER.DAT", 0, "\ufeffhive,sha256,id,severity,", ""},
		{"profiles --json --format jsonl NTUSER.DAT", 2, "", "--json is --format json"},
		{"profiles NTUSER.DAT", 0, `Service  MSUPST MS`, ""},
		{"profiles --full NTUSER.DAT", 0, "PR_PST_PATH", ""},
		{"profiles --json NTUSER.DAT", 0, `"property": "PR_PST_PATH"`, ""},
		{"profiles --live NTUSER.DAT", 0, `Profile "Second"  live`, ""},
		{"profiles --full --json NTUSER.DAT", 2, "", "--full and --json cannot go together"},
		{"dump --deleted --live NTUSER.DAT", 2, "", "--deleted and --live cannot go together"},
		{"profiles plain.dat", 0, "No MAPI profile", ""},
		{"profiles nope.dat", 4, "", "nope.dat: no such file or folder\n"},

		{"explain", 0, "pst-path/case", ""},
		{"explain pst-path", 0, "pst-path/spelling", ""},
		{"explain pst-path/case", 0, "Severity: at most HIGH", ""},
		{"explain pst-path/case --format jsonl", 0, `{"record":"rule","analyzer":"pst-path"`, ""},
		{"explain --format csv", 0, "analyzer,title,rule,severity\r\n", ""},
		{"explain diagnostics --format json", 0, `"kind": "cell-bounds"`, ""},
		{"explain secrets --format json", 2, "", `--format is text or html, not "json"`},
		{"explain nope", 2, "", `nothing is called "nope"`},
		{"explain MAPI_E", 2, "", `did you mean MAPI_E_NOT_FOUND,`},
		{"explain PST-PATH/Case", 0, "Severity: at most HIGH", ""},
		{"explain pst-p", 0, "pst-path/spelling", ""},
		{"explain 001f6700", 0, "PR_PST_PATH: property", ""},
		{"explain 9207f3e0a3b11019908b08002b2a56c2", 0, "MAPI root section", ""},
		{"explain cell-free", 0, "cell-free: diagnostic", ""},
		{"explain log-torn", 0, "log-torn: decision about a transaction log", ""},
		{"explain 0x8004011d", 0, "What to collect", ""},
		{"explain Diag", 0, "Transaction logs", ""},
		{"explain pst-path/nope", 2, "", `analyzer pst-path has no rule "nope"; its rules are case,`},
		{"explain a b", 2, "", `"b" is too many`},

		{"completion", 2, "", "needs the name of a shell"},
		{"completion tcsh", 2, "", "needs the name of a shell"},
		{"completion bash", 0, "bash completion", ""},
		{"__complete analyze --fail-on ", 0, "critical", "Completion ended"},
		{"__complete analyze --only ", 0, "mapping-signature", "Completion ended"},
		{"__complete analyze --skip ", 0, "orphan", "Completion ended"},
		{"__complete analyze --format ", 0, "json", "Completion ended"},
		{"__complete analyze --profiles ", 0, "findings", "Completion ended"},
		{"__complete analyze --min-severity ", 0, "critical", "Completion ended"},
		{"__complete analyze --color ", 0, "never", "Completion ended"},
		{"__complete explain ", 0, "pst-path/case", "Completion ended"},
	} {
		t.Run(c.line, func(t *testing.T) {
			args := strings.Split(c.line, " ")
			if c.line == "" {
				args = nil
			}
			status, stdout, stderr := do(args...)
			require.Equal(t, c.status, status, stderr)
			require.Contains(t, stdout, c.stdout)
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
}

func TestHelpFitsEightyColumns(t *testing.T) {
	for _, line := range []string{"--help", "analyze --help", "profiles --help", "explain --help", "explain"} {
		_, stdout, _ := do(strings.Split(line, " ")...)
		for l := range strings.Lines(stdout) {
			require.LessOrEqual(t, len(strings.TrimRight(l, "\n")), 80, l)
		}
	}
}

func analyzeJSON(t *testing.T, args ...string) report.Report {
	t.Helper()
	_, stdout, _ := do(append([]string{"analyze", "--format", "json"}, args...)...)
	var r report.Report
	require.NoError(t, json.Unmarshal([]byte(stdout), &r), stdout)
	return r
}

func paths(r report.Report) (out []string) {
	for _, s := range r.Sources {
		out = append(out, filepath.ToSlash(string(s.Path)))
	}
	return out
}

func TestFindsHivesByMagic(t *testing.T) {
	desk(t)
	r := analyzeJSON(t, "dir", "plain.dat", "./dir/a/../a/ntuser.dat", "dir")
	require.Equal(t, []string{"dir/a/ntuser.dat", "dir/a/renamed.bin", "plain.dat"}, paths(r))
	require.Empty(t, r.Skipped)
	require.Equal(t, report.Schema, r.Schema)
	require.Len(t, r.Tool.Args, 7)
}

func TestWrongFileTypeDoesNotHideAHive(t *testing.T) {
	desk(t)
	img := hivetest.Build(t, conflict)
	img[28] = 1 // the base block says "transaction log"
	hivetest.Seal(img)
	require.NoError(t, os.WriteFile("dir/a/ntuser.dat", img, 0o666))
	require.Contains(t, paths(analyzeJSON(t, "dir")), "dir/a/ntuser.dat")
}

func TestSymbolicLinks(t *testing.T) {
	desk(t)
	if err := os.Symlink("../../plain.dat", "dir/b/link.dat"); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	require.NoError(t, os.Symlink("..", "dir/b/loop"))
	require.NoError(t, os.Symlink("dir/a", "linked"))

	r := analyzeJSON(t, "dir")
	require.Equal(t, []string{"dir/a/ntuser.dat", "dir/a/renamed.bin"}, paths(r), "links are not followed")
	require.Len(t, r.Skipped, 2)
	require.Contains(t, r.Skipped[0].Reason, "symbolic link")

	require.NoError(t, os.Symlink("../plain.dat", "void/link.dat"))
	status, _, stderr := do("stores", "void")
	require.Equal(t, statusNothing, status)
	require.Contains(t, stderr, "void: holds no hive; 1 symbolic link not followed")

	require.Equal(t, []string{"dir/b/link.dat"}, paths(analyzeJSON(t, "dir/b/link.dat", "plain.dat")), "a named link is followed, the file is read once")
	require.Equal(t, []string{"dir/a/ntuser.dat", "dir/a/renamed.bin"}, paths(analyzeJSON(t, "linked", "dir")), "in whatever order they are named")
}

func TestUnreadableFolderIsListed(t *testing.T) {
	desk(t)
	require.NoError(t, os.Chmod("dir/b", 0))
	t.Cleanup(func() { _ = os.Chmod("dir/b", 0o777) })
	if _, err := os.ReadDir("dir/b"); err == nil {
		t.Skip("this user may read everything")
	}
	status, stdout, stderr := do("analyze", "dir")
	require.Equal(t, statusPartly, status)
	require.Contains(t, stderr, "dir/b: permission denied")
	require.Contains(t, stdout, "permission denied")
}

func TestOutputFile(t *testing.T) {
	desk(t)
	status, stdout, stderr := do("analyze", "-o", "report.txt", "NTUSER.DAT")
	require.Equal(t, 0, status, stderr)
	require.Empty(t, stdout)
	got, err := os.ReadFile("report.txt")
	require.NoError(t, err)
	require.Contains(t, string(got), "pst-path/case")

	status, _, _ = do("analyze", "--force", "-o", "report.txt", "--format", "json", "--fail-on", "high", "NTUSER.DAT")
	require.Equal(t, 1, status, "the report is written before --fail-on counts")
	got, err = os.ReadFile("report.txt")
	require.NoError(t, err)
	require.True(t, json.Valid(got))

	status, _, stderr = do("analyze", "-o", "new.txt", "nope.dat")
	require.Equal(t, 4, status, stderr)
	require.NoFileExists(t, "new.txt")

	status, _, stderr = do("analyze", "-o", "void/no/such.txt", "NTUSER.DAT")
	require.Equal(t, 4, status)
	require.Contains(t, stderr, "-o void/no/such.txt: cannot be written: no such file or folder")

	left, err := filepath.Glob(".mapihive-*")
	require.NoError(t, err)
	require.Empty(t, left, "no temporary file stays behind")
}

func TestEvidenceIsNeverOverwritten(t *testing.T) {
	desk(t)
	require.NoError(t, os.Link("text.txt", "hardlink.txt"))
	for _, args := range [][]string{
		{"-o", "NTUSER.DAT", "NTUSER.DAT"},
		{"-o", "./dir/../NTUSER.DAT", "NTUSER.DAT"},
		{"-o", "dir/a/renamed.bin", "dir"},
		{"-o", "plain.dat", "NTUSER.DAT"},       // a hive, though no input
		{"-o", "NTUSER.DAT.LOG1", "NTUSER.DAT"}, // a log
		{"-o", "hardlink.txt", "text.txt", "NTUSER.DAT"},
		{"-o", "void", "NTUSER.DAT"},
	} {
		before, _ := os.ReadFile(args[1])
		status, _, stderr := do(append([]string{"analyze"}, args...)...)
		require.Equal(t, statusUsage, status, "%v: %s", args, stderr)
		after, _ := os.ReadFile(args[1])
		require.Equal(t, before, after, "%v", args)
	}
}

func TestNothingIsWrittenBesideTheEvidence(t *testing.T) {
	desk(t)
	list := func() (out []string) {
		require.NoError(t, filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
			info, _ := d.Info()
			out = append(out, path, info.ModTime().String())
			return err
		}))
		return out
	}
	before := list()
	do("analyze", ".")
	do("profiles", ".")
	require.Equal(t, before, list())
}

func TestSameInputSameReport(t *testing.T) {
	desk(t)
	once := analyzeJSON(t, ".")
	for range 3 {
		again := analyzeJSON(t, ".")
		require.Equal(t, once.Sources, again.Sources)
		require.Equal(t, once.Findings, again.Findings)
		require.Equal(t, once.Skipped, again.Skipped)
	}
}

func TestSecretsStayHidden(t *testing.T) {
	desk(t)
	for _, args := range [][]string{{"profiles", "NTUSER.DAT"}, {"profiles", "--full", "NTUSER.DAT"}, {"profiles", "--json", "NTUSER.DAT"}, {"analyze", "NTUSER.DAT"}, {"analyze", "--format", "json", "NTUSER.DAT"}} {
		_, stdout, _ := do(args...)
		require.NotContains(t, stdout, "hunter2")
	}
	_, stdout, _ := do("profiles", "--full", "NTUSER.DAT")
	require.Regexp(t, `001e6703 .*  stored\n`, stdout)
}

func TestInterrupt(t *testing.T) {
	desk(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, args := range [][]string{{"analyze", "-o", "new.txt", "."}, {"profiles", "."}, {"analyze", "NTUSER.DAT"}} {
		var out, err bytes.Buffer
		require.Equal(t, statusInterrupted, run(ctx, args, &out, &err), args)
		require.Empty(t, out.String())
		require.Equal(t, "mapihive: interrupted\n", err.String())
	}
	require.NoFileExists(t, "new.txt")
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestWriteErrors(t *testing.T) {
	desk(t)
	pipe := error(syscall.EPIPE)
	if runtime.GOOS == "windows" {
		pipe = errorNoData
	}
	for _, args := range [][]string{{"analyze", "NTUSER.DAT"}, {"profiles", "NTUSER.DAT"}, {"explain"}, {"--help"}, {"help", "dump"}, {"--version"}, {"completion", "bash"}} {
		var stderr bytes.Buffer
		require.Equal(t, 0, run(context.Background(), args, failing{pipe}, &stderr), args)
		require.Empty(t, stderr.String(), "a reader that went away is no error")
		require.Equal(t, 4, run(context.Background(), args, failing{errors.New("no space left")}, &stderr), args)
		require.Equal(t, "mapihive: standard output cannot be written: no space left\n", stderr.String())
	}
}

func TestHostilePathsAreEscaped(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("such names cannot be made here")
	}
	desk(t)
	name := "evil\x1b[2J\n\u202e.dat"
	require.NoError(t, os.WriteFile(name, hivetest.Build(t, conflict), 0o666))
	for _, args := range [][]string{{"analyze", name}, {"analyze", name + "x"}, {"analyze", "--format", "json", name}, {name}, {"profiles", name},
		{"-v", "analyze", name, name + "x"}, {"-v", "dump", name}, {"diff", name + ":Outlook", name + ":Second"}, {"diff", name + ":Nobody", name}} {
		_, stdout, stderr := do(args...)
		for _, s := range []string{stdout, stderr} {
			require.NotContains(t, s, "\x1b")
			require.NotContains(t, s, "\u202e")
		}
	}
}

func TestColorNeedsATerminal(t *testing.T) {
	for when, want := range map[string]bool{"auto": false, "never": false, "always": true} {
		got, err := useColor(when, io.Discard)
		require.NoError(t, err)
		require.Equal(t, want, got, when)
	}
}
