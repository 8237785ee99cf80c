//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/report"
)

// With this variable the test binary is mapihive that says "held" and stands still: once it has read so many hives,
// or in the report, behind all reading.
const holdAt = "MAPIHIVE_TEST_HOLD"

func init() {
	at := os.Getenv(holdAt)
	if at == "" {
		return
	}
	ctx := untilSignal()
	a := app{args: os.Args[1:], stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, readers: collect.Readers(), analyzers: analyze.All(), formats: report.Formats()}
	if n, err := strconv.Atoi(at); err == nil {
		var begun atomic.Int64
		read := a.readers[0].Read
		a.readers[0].Read = func(ctx context.Context, f *collect.File, opt collect.Options, emit func(analyze.Whole)) error {
			if begun.Add(1) > int64(n) {
				fmt.Fprintln(os.Stderr, "held")
				<-ctx.Done()
				return ctx.Err()
			}
			return read(ctx, f, opt, emit)
		}
	} else {
		got := make(chan os.Signal, 1)
		signal.Notify(got, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
		look := a.analyzers[0].Look
		held := false
		a.analyzers[0].Look = func(s *analyze.Snapshot) []analyze.Finding {
			if !held {
				held = true
				fmt.Fprintln(os.Stderr, "held")
				<-got
				<-ctx.Done()
			}
			if look == nil {
				return nil
			}
			return look(s)
		}
	}
	os.Exit(a.run(ctx))
}

// holding starts mapihive, waits until it stands still and then sends a signal. It returns how it ended.
func holding(t *testing.T, at string, s syscall.Signal, args ...string) (state *os.ProcessState, stderr string) {
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), holdAt+"="+at, "TMPDIR="+filepath.Join(os.Getenv("PWD"), "temp"))
	pipe, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	in := bufio.NewReader(pipe)
	for line := ""; line != "held\n"; {
		line, err = in.ReadString('\n')
		require.NoError(t, err, "it has ended by itself: %s", stderr)
		stderr += line
	}
	require.NoError(t, cmd.Process.Signal(s))
	rest, err := io.ReadAll(in)
	require.NoError(t, err)
	_ = cmd.Wait() // the state says it
	return cmd.ProcessState, stderr + string(rest)
}

// A run that is killed at ten points, in the middle of whatever, and goes on each time finds what one that nobody
// disturbs finds, and reads no file twice that it had read.
func TestKilledAndResumed(t *testing.T) {
	share(t, 80)
	require.NoError(t, os.MkdirAll("runs", 0o777))
	for _, command := range []string{"analyze --format json", "collect"} {
		args := append(strings.Split(command, " "), "share", "nothing", "-o")
		status, _, wantErr := do(append(args, "want")...)
		require.Equal(t, statusPartly, status)
		os.Remove("runs/run.jsonl")
		resumed := append(args, "got", "--resume", "runs/run.jsonl")
		read := func() string {
			b, err := os.ReadFile("runs/run.jsonl")
			require.NoError(t, err)
			return string(b)
		}
		kept := 0
		for range 10 {
			state, _ := holding(t, fmt.Sprint(1+rand.IntN(5)), syscall.SIGKILL, resumed...)
			require.Equal(t, syscall.SIGKILL, state.Sys().(syscall.WaitStatus).Signal())
			require.NoFileExists(t, "got")
			run := read()
			require.NotContains(t, run, `"record":"end"`, "the run is not at its end")
			now := strings.Count(run, `"record":"file"`)
			require.GreaterOrEqual(t, now, kept)
			require.Less(t, now, 70)
			kept = now
			// A write that the end of a machine tears apart.
			lines := strings.SplitAfter(run, "\n")
			torn := lines[rand.IntN(len(lines)-1)]
			require.NoError(t, os.WriteFile("runs/run.jsonl", []byte(run+torn[:rand.IntN(len(torn))]), 0o666))
		}
		require.Greater(t, kept, 10)
		status, _, stderr := do(resumed...)
		require.Equal(t, statusPartly, status)
		require.Equal(t, strings.ReplaceAll(wantErr, "want", "got"), stderr)
		want, err := os.ReadFile("want")
		require.NoError(t, err)
		got, err := os.ReadFile("got")
		require.NoError(t, err)
		require.Equal(t, of(string(want)), of(string(got)))
		os.Remove("got")
		os.Remove("want")

		met := map[string]int{}
		for _, line := range strings.Split(read(), "\n") {
			if _, key, ok := strings.Cut(line, `"file":`); ok && !strings.Contains(key, `"again":true`) {
				met[key]++
				require.Equal(t, 1, met[key], "it was read once: %s", key)
			}
		}
		require.Greater(t, len(met), 50)
		require.Equal(t, 1, strings.Count(read(), `"record":"end"`))
		before := read()
		status, _, _ = do(resumed...)
		require.Equal(t, statusPartly, status)
		require.Equal(t, strings.Count(before, `"record":"source"`), strings.Count(read(), `"record":"source"`)-strings.Count(before, `"again":true`))
		os.Remove("got")
	}
}

// A signal ends a run wherever it is, and what was read is kept; nothing is left behind.
func TestSignalsKeepWhatIsDone(t *testing.T) {
	share(t, 16)
	for _, dir := range []string{"runs", "temp", "out"} {
		require.NoError(t, os.MkdirAll(dir, 0o777))
	}
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		for _, at := range []string{"3", "report"} {
			for _, to := range []string{"out/report.txt", "share/report.txt"} { // beside it a temporary file, or elsewhere
				os.Remove("runs/run.jsonl")
				state, stderr := holding(t, at, s, "analyze", "share", "-o", to, "--resume", "runs/run.jsonl")
				require.Equal(t, 128+int(s), state.ExitCode(), stderr)
				require.Contains(t, stderr, "mapihive: interrupted")
				if at != "report" { // which needs nothing to be read
					require.Contains(t, stderr, "mapihive: what was read is kept; --resume runs/run.jsonl goes on\n")
				}
				run, err := os.ReadFile("runs/run.jsonl")
				require.NoError(t, err)
				require.Contains(t, string(run), `"record":"source"`)
				for _, dir := range []string{"temp", "out", "share"} {
					left, err := filepath.Glob(dir + "/*mapihive*")
					require.NoError(t, err)
					require.Empty(t, left)
				}
				require.NoFileExists(t, to)
			}
		}
	}
}

// The run file is never evidence nor among it, and goes on only with what began it.
func TestRunFile(t *testing.T) {
	share(t, 16)
	require.NoError(t, os.MkdirAll("runs", 0o777))
	before := contents(t, "share")
	for _, c := range [][]string{
		{"share/run.jsonl", "would grow in a folder of evidence (share)"},
		{"share/Users/u000/NTUSER.DAT", "evidence is never overwritten"},
		{"share/Users/u000/NTUSER.DAT.LOG1", "evidence is never overwritten"},
		{"share/export.reg", "evidence is never overwritten"},
		{"runs", "is a folder"},
		{"nowhere/run.jsonl", "no such file or folder"},
	} {
		status, _, stderr := do("analyze", "share", "--resume", c[0])
		require.Contains(t, []int{statusUsage, statusNothing}, status, c[0])
		require.Contains(t, stderr, "mapihive: --resume "+c[0]+": ")
		require.Contains(t, stderr, c[1])
	}
	require.NoError(t, os.WriteFile("runs/text", []byte("my notes\n"), 0o666))
	status, _, stderr := do("analyze", "share", "--resume", "runs/text")
	require.Equal(t, statusUsage, status)
	require.Contains(t, stderr, "--resume runs/text: line 1: it is no JSON object")
	text, err := os.ReadFile("runs/text")
	require.NoError(t, err)
	require.Equal(t, "my notes\n", string(text))

	status, _, _ = do("analyze", "share", "--resume", "runs/run.jsonl")
	require.Equal(t, statusPartly, status)
	require.Equal(t, before, contents(t, "share"))
	status, _, stderr = do("analyze", "share", "--no-logs", "--resume", "runs/run.jsonl")
	require.Equal(t, statusUsage, status)
	require.Contains(t, stderr, "--resume runs/run.jsonl: it was begun with other options")
	version = "v9.9.9"
	defer func() { version = "" }()
	status, _, stderr = do("analyze", "share", "--resume", "runs/run.jsonl")
	require.Equal(t, statusUsage, status)
	require.Contains(t, stderr, ", and this is mapihive v9.9.9; name a new file")
	version = ""

	// What has changed since, a hive or one of its logs, is read again; what lies elsewhere too.
	run, err := os.ReadFile("runs/run.jsonl")
	require.NoError(t, err)
	keys := bytes.Count(run, []byte(`"record":"file"`))
	grown := func() int {
		status, _, stderr := do("analyze", "share", "--resume", "runs/run.jsonl")
		require.Equal(t, statusPartly, status, stderr)
		run, err := os.ReadFile("runs/run.jsonl")
		require.NoError(t, err)
		n := bytes.Count(run, []byte(`"record":"file"`)) - keys
		keys += n
		return n
	}
	again := grown() // what could not be read is tried each time
	require.Less(t, again, 6)
	hive, err := os.ReadFile("share/Users/u005/NTUSER.DAT")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile("share/Users/u005/NTUSER.DAT", append(hive, 0), 0o666))
	require.Equal(t, again+1, grown())
	require.NoError(t, os.Remove("share/Users/u001/NTUSER.DAT.LOG1"))
	require.Equal(t, again+1, grown())
	_, want, _ := do("analyze", "--format", "json", "share")
	_, got, _ := do("analyze", "--format", "json", "share", "--resume", "runs/run.jsonl")
	require.Equal(t, of(want), of(got))
}
