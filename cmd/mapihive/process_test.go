//go:build unix

package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// With this variable the test binary is mapihive: signals, closed files and devices need a process.
const asProgram = "MAPIHIVE_TEST_AS_PROGRAM"

func init() {
	if os.Getenv(asProgram) != "" {
		main()
	}
}

// program is mapihive, started by a shell line in which "$@" stands for it and its arguments.
func program(t *testing.T, line string, args ...string) *exec.Cmd {
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command("/bin/sh", append([]string{"-c", line, "sh", self}, args...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// shell runs it to its end.
func shell(t *testing.T, line string, args ...string) (status int, stdout, stderr string) {
	cmd := program(t, line, args...)
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &err
	_ = cmd.Run() // the status says it
	return cmd.ProcessState.ExitCode(), out.String(), err.String()
}

// lines are one command line of each kind.
var lines = [][]string{
	{"analyze", "NTUSER.DAT"}, {"analyze", "--format", "json", "NTUSER.DAT"}, {"profiles", "NTUSER.DAT"}, {"stores", "NTUSER.DAT"},
	{"accounts", "NTUSER.DAT"}, {"export", "NTUSER.DAT", "--profile", "Outlook"}, {"diff", "NTUSER.DAT", "plain.dat"},
	{"dump", "NTUSER.DAT"}, {"explain"}, {"explain", "diagnostics"}, {"--help"}, {"help", "dump"}, {"--version"}, {"completion", "bash"},
}

func TestClosedOrFullStandardOutput(t *testing.T) {
	desk(t)
	for _, args := range lines {
		status, _, stderr := shell(t, `"$@" >&-`, args...)
		require.Equal(t, statusNothing, status, "%v: %s", args, stderr)
		require.Contains(t, stderr, "mapihive: standard output cannot be written: it is closed", "%v", args)
		require.Contains(t, stderr, "(>/dev/null)", "what to do, for commands without -o too: %v", args)

		status, _, stderr = shell(t, `"$@" >/dev/null`, args...)
		require.Zero(t, status, "%v: %s", args, stderr)
		require.NotContains(t, stderr, "standard output", "%v", args)

		status, _, stderr = shell(t, `"$@" | true`, args...)
		require.Zero(t, status, "%v: %s", args, stderr)
		require.NotContains(t, stderr, "standard output", "%v: a reader that went away is no error", args)

		if _, err := os.Stat("/dev/full"); err == nil {
			status, _, stderr = shell(t, `"$@" >/dev/full`, args...)
			require.Equal(t, statusNothing, status, "%v: %s", args, stderr)
			require.Equal(t, "mapihive: standard output cannot be written: no space left on device\n", stderr, "%v", args)
		}
	}
	status, _, stderr := shell(t, `"$@" >&-`, "analyze", "NTUSER.DAT", "-o", "void/new.txt")
	require.Zero(t, status, "a closed standard output that is not needed: %s", stderr)
	status, stdout, _ := shell(t, `"$@" 2>&1 >&- | cat`, "analyze", "NTUSER.DAT", "-o", "/dev/stdout")
	require.Zero(t, status)
	require.Contains(t, stdout, "it is closed")
}

// TestStandardOutputIsNoEvidence: what the shell has opened is not for -o to refuse, but must not be written.
func TestStandardOutputIsNoEvidence(t *testing.T) {
	collection(t)
	require.NoError(t, os.Mkdir("links", 0o777))
	named, folders := writers()
	named["profiles"], folders["profiles"] = []string{"profiles", "case/NTUSER.DAT"}, []string{"profiles", "case"}
	files := map[string]bool{} // true: only a search of the folder meets it
	for _, name := range []string{"NTUSER.DAT", "NTUSER.DAT.LOG", "NTUSER.DAT.LOG1", "ntuser.dat.log2", "stray.LOG1", "mail.pst", "zero.ost"} {
		files["case/"+name] = false
		files[aliases(t, "case/"+name)["hard"]] = false
	}
	files["case/renamed.bak"], files["case/image.E01"] = true, true
	before := contents(t, "case", "second", "links")
	try := func(line string, args []string) {
		status, stdout, stderr := shell(t, line, args...)
		require.Equal(t, statusUsage, status, "%s %v: %s", line, args, stderr)
		require.Empty(t, stdout)
		require.Contains(t, stderr, "standard output goes into a file that this run reads or looks for", "%s %v", line, args)
	}
	for file, folder := range files {
		for name, args := range folders {
			if name != "export" && name != "profiles" && name != "analyze" { // take one way each, which all share
				continue
			}
			try(`"$@" >>'`+file+`'`, args)
		}
		if !folder {
			try(`"$@" -o /dev/stdout >>'`+file+`'`, named["analyze"])
			try(`"$@" >>'`+file+`'`, named["dump"])
		}
	}
	require.Equal(t, before, contents(t, "case", "second", "links"))

	for _, file := range []string{"new.txt", "case/new.txt", "case/report.txt"} {
		status, _, stderr := shell(t, `"$@" >>`+file, folders["analyze"]...)
		require.Equal(t, statusPartly, status, "what is no evidence is written: %s", stderr)
		info, err := os.Stat(file)
		require.NoError(t, err)
		require.Greater(t, info.Size(), int64(1000))
	}
}

func TestDevices(t *testing.T) {
	desk(t)
	_, want, _ := do("stores", "NTUSER.DAT", "--format", "csv") // which has no arguments in it
	status, _, stderr := shell(t, `"$@"`, "stores", "NTUSER.DAT", "-o", "/dev/null")
	require.Zero(t, status, stderr)
	require.Empty(t, stderr)
	if _, err := os.Stat("/dev/full"); err == nil {
		status, _, stderr = shell(t, `"$@"`, "stores", "NTUSER.DAT", "-o", "/dev/full")
		require.Equal(t, statusNothing, status)
		require.Equal(t, "mapihive: -o /dev/full: cannot be written: no space left on device\n", stderr)
	}

	// Standard output that is a file is gone on with, not begun anew.
	status, _, stderr = shell(t, `{ echo head; "$@"; echo tail; } >out.txt`, "stores", "NTUSER.DAT", "--format", "csv", "-o", "/dev/stdout")
	require.Zero(t, status, stderr)
	got, err := os.ReadFile("out.txt")
	require.NoError(t, err)
	require.Equal(t, "head\n"+want+"tail\n", string(got))

	require.NoError(t, syscall.Mkfifo("fifo", 0o600))
	status, stdout, stderr := shell(t, `"$@" & cat fifo; wait $!`, "stores", "NTUSER.DAT", "--format", "csv", "-o", "fifo")
	require.Zero(t, status, stderr)
	require.Equal(t, want, stdout)
	info, err := os.Lstat("fifo")
	require.NoError(t, err)
	require.Equal(t, os.ModeNamedPipe, info.Mode().Type(), "it was not replaced")
}

func TestModes(t *testing.T) {
	desk(t)
	require.NoError(t, os.Mkdir("free", 0o777))
	secret := []string{"export", "NTUSER.DAT", "--profile", "Outlook", "--with-secrets"}
	for _, dir := range []string{"free", "."} { // without and with evidence in it
		for _, c := range []struct {
			args  []string
			umask string
			old   os.FileMode // of a file that is replaced; 0: there is none
			want  os.FileMode
		}{
			{[]string{"analyze", "NTUSER.DAT"}, "022", 0, 0o644},
			{[]string{"dump", "NTUSER.DAT"}, "027", 0, 0o640},
			{[]string{"stores", "NTUSER.DAT"}, "0", 0, 0o666},
			{[]string{"export", "NTUSER.DAT", "--profile", "Outlook"}, "022", 0, 0o644},
			{secret, "022", 0, 0o600},
			{[]string{"analyze", "NTUSER.DAT", "--force"}, "022", 0o604, 0o604},
			{[]string{"dump", "NTUSER.DAT", "--force"}, "077", 0o666, 0o666},
			{append(slices.Clone(secret), "--force"), "022", 0o640, 0o640},
		} {
			file := filepath.Join(dir, "new.txt")
			if c.old != 0 {
				require.NoError(t, os.WriteFile(file, nil, 0o600))
				require.NoError(t, os.Chmod(file, c.old))
			}
			status, _, stderr := shell(t, "umask "+c.umask+`; "$@"`, append(c.args, "-o", file)...)
			require.Zero(t, status, stderr)
			info, err := os.Stat(file)
			require.NoError(t, err)
			require.Equal(t, c.want, info.Mode().Perm(), "%v in %s", c.args, dir)
			require.NotZero(t, info.Size())
			require.NoError(t, os.Remove(file))
		}
	}
}

// big is a hive whose dump is far larger than what a pipe holds.
func big(t *testing.T) {
	img := hivetest.Build(t, "[Software]\n\"x\"=\"y\"\n\"big\"=hex:5a*200000\n")
	require.NoError(t, os.WriteFile("big.dat", img, 0o666))
}

// TestSignals: every signal that asks a program to end ends it in the middle of a report, also where it waits
// for a reader, and with the status that shells give.
func TestSignals(t *testing.T) {
	desk(t)
	big(t)
	require.NoError(t, syscall.Mkfifo("fifo", 0o600))
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		word := "mapihive: interrupted"
		if s != syscall.SIGINT {
			word += " (" + s.String() + ")"
		}
		for _, file := range []string{"-", "fifo"} {
			cmd := program(t, `exec "$@"`, "dump", "--width", "0", "-o", file, "big.dat")
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			out, err := cmd.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			from := io.Reader(out)
			if file == "fifo" {
				f, err := os.Open(file) // waits for the writer
				require.NoError(t, err)
				defer f.Close()
				from = f
			}
			_, err = bufio.NewReaderSize(from, 16).ReadString('\n') // the report has begun
			require.NoError(t, err)
			require.NoError(t, cmd.Process.Signal(s))
			_ = cmd.Wait() // the status says it
			require.Equal(t, 128+int(s), cmd.ProcessState.ExitCode(), stderr.String())
			require.Equal(t, word+"\n", stderr.String())
		}
	}

	// What the caller ignores, as nohup does, is ignored.
	cmd := program(t, `trap "" HUP; exec "$@"`, "dump", "-o", "fifo", "big.dat")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	time.Sleep(300 * time.Millisecond) // it waits for a reader of the FIFO
	require.NoError(t, cmd.Process.Signal(syscall.SIGHUP))
	time.Sleep(100 * time.Millisecond)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	_ = cmd.Wait()
	require.Equal(t, 143, cmd.ProcessState.ExitCode(), stderr.String())
}

// TestStandardErrorThatNobodyReads: a warning that cannot be written leaves no temporary file behind.
func TestStandardErrorThatNobodyReads(t *testing.T) {
	desk(t)
	status, _, _ := shell(t, `{ "$@" 2>&1; echo $? >status; } | true`, "analyze", "NTUSER.DAT", "nope.dat", "-o", "void/new.txt")
	require.Zero(t, status)
	got, err := os.ReadFile("status")
	require.NoError(t, err)
	require.Equal(t, "3\n", string(got))
	entries, err := os.ReadDir("void")
	require.NoError(t, err)
	require.Len(t, entries, 1)
}

// TestFullDisk: where the report does not fit, there is none, and what was there stays.
func TestFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs a limit on file sizes that gives an error") // the shell's ulimit -f
	}
	desk(t)
	big(t)
	require.NoError(t, os.Mkdir("temp", 0o777))
	for _, dir := range []string{"void", "."} {
		for _, name := range []string{"new.txt", "old.txt"} {
			file := filepath.Join(dir, name)
			if name == "old.txt" {
				require.NoError(t, os.WriteFile(file, []byte("old"), 0o666))
			}
			status, _, stderr := shell(t, `ulimit -f 64; TMPDIR=$PWD/temp; export TMPDIR; trap "" XFSZ; exec "$@"`, "dump", "--force", "--width", "0", "-o", file, "big.dat")
			require.Equal(t, statusNothing, status, stderr)
			require.Contains(t, stderr, "-o "+file+": cannot be written: file too large")
			require.NotContains(t, strings.ReplaceAll(stderr, "temporary folder", ""), "mapihive-")
			if name == "new.txt" {
				require.NoFileExists(t, file)
			} else {
				got, err := os.ReadFile(file)
				require.NoError(t, err)
				require.Equal(t, "old", string(got))
			}
		}
	}
	left, err := filepath.Glob("*/*mapihive-*")
	require.NoError(t, err)
	require.Empty(t, left)
}
