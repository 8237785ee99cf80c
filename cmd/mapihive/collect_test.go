package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// share makes a folder of users with hives of all kinds: sound, copied, dirty, damaged, cut off, empty, in an archive.
func share(t *testing.T, users int) {
	t.Chdir(t.TempDir())
	img, plain := hivetest.Build(t, conflict), hivetest.Build(t, noProfile)
	write := func(path string, data []byte) {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, data, 0o666))
	}
	for i := range users {
		dir := fmt.Sprintf("share/Users/u%03d/", i)
		switch i % 8 {
		case 0:
			write(dir+"NTUSER.DAT", img[:len(img)-512])
		case 1:
			write(dir+"NTUSER.DAT", hivetest.Dirty(plain, 2, 1))
			write(dir+"NTUSER.DAT.LOG1", hivetest.NewLog(plain, img, 1, 1))
			write(dir+"NTUSER.DAT.LOG2", nil)
		case 2:
			write(dir+"NTUSER.DAT", nil)
		case 3:
			write(dir+"NTUSER.DAT", img[:512])
		case 4:
			write(dir+"NTUSER.DAT", plain)
			write(dir+"mail.pst", []byte("!BDN and so on"))
		default:
			write(dir+"NTUSER.DAT", hivetest.Build(t, strings.ReplaceAll(conflict, `C:\\Mail`, fmt.Sprintf(`C:\\Mail%d`, i))))
		}
	}
	packed(t, "share/case.zip", map[string][]byte{"C/Users/zoe/NTUSER.DAT": img, "C/Users/zoe/notes.txt": []byte("x"), "C/Users/yan/NTUSER.DAT": plain})
	write("share/export.reg", []byte("Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software]\n\n[HKEY_USERS\\S-1-5-21-1-2-3-4\\Software]\n"))
	require.NoError(t, os.MkdirAll("nothing/here", 0o777))
	write("nothing/here/a.txt", []byte("x"))
}

// of is a document without what says how and when it was made.
func of(doc string) string {
	doc = regexp.MustCompile(`(?m)^(Arguments|Collected) .*\n( +\S.*\n)*`).ReplaceAllString(doc, "")
	var value map[string]any
	if json.Unmarshal([]byte(doc), &value) != nil {
		return doc
	}
	delete(value, "started")
	delete(value, "finished")
	delete(value, "tool")
	delete(value, "collected")
	delete(value, "read")
	b, _ := json.MarshalIndent(value, "", " ")
	return string(b)
}

// Snapshots give what the hives give, in every document, and on standard error.
func TestSnapshotsStandForHives(t *testing.T) {
	share(t, 16)
	args := []string{"share", "nothing", "nope.dat", "share/Users/u001/NTUSER.DAT.LOG1", "share/case.zip!C/Users/zoe/NTUSER.DAT"}
	status, _, said := do(append([]string{"collect", "-o", "s.jsonl"}, args...)...)
	require.Equal(t, statusPartly, status, said)
	for _, line := range []string{
		"analyze", "analyze --format json", "analyze --only pst-path --fail-on high", "analyze --fail-on-damage", "profiles",
		"stores", "stores --format csv", "stores --format json", "stores --collect", "accounts --format json", "accounts",
	} {
		command := strings.Split(line, " ")
		wantStatus, want, wantErr := do(append(command, args...)...)
		status, got, stderr := do(append(command, "s.jsonl")...)
		require.Equal(t, wantStatus, status, line)
		require.Equal(t, of(want), of(got), line)
		require.Equal(t, wantErr, stderr, line)
		require.Greater(t, len(got), 100, line)
	}
	_, want, _ := do(append([]string{"analyze"}, args...)...)
	require.Contains(t, want, "holds no hive (1 file looked at)")
	_, _, wantErr := do(append([]string{"analyze", "-o", "s.txt"}, args...)...)
	require.Equal(t, strings.ReplaceAll(wantErr, "s.txt", "s.jsonl"), said, "collect says what analyze says")
	_, text, _ := do("analyze", "s.jsonl")
	require.Regexp(t, `(?m)^Collected +mapihive .* made snapshots of share nothing nope.dat`, text)

	// Quick snapshots are of a quick run, and say so.
	for _, how := range []string{"--quick", "--no-hash", "--no-logs"} {
		_, want, _ := do("analyze", "--format", "json", how, "share")
		_, _, _ = do("collect", "-o", "how"+how, how, "share")
		_, got, _ := do("analyze", "--format", "json", "how"+how)
		require.Equal(t, of(want), of(got), how)
	}

	// What they cannot give is said.
	for _, line := range []string{"profiles --full s.jsonl", "profiles --json s.jsonl", "export s.jsonl --profile Second", "diff s.jsonl s.jsonl"} {
		status, _, stderr := do(strings.Split(line, " ")...)
		require.Equal(t, statusNothing, status, line)
		require.Contains(t, stderr, "s.jsonl: snapshots, which hold what findings rest on and not every value", line)
	}
	status, _, stderr := do("dump", "s.jsonl")
	require.Equal(t, statusNothing, status)
	require.Contains(t, stderr, "this is snapshots that mapihive collect wrote")
	status, out, stderr := do("timeline", "s.jsonl")
	require.Equal(t, statusPartly, status)
	require.Contains(t, stderr, "not of every section")
	require.Contains(t, out, "was last written")
}

// Shards of a run make it up, in any order and however often they come; so does analyze with all of them.
func TestShards(t *testing.T) {
	share(t, 24)
	collect := func(to string, more ...string) {
		status, _, stderr := do(append([]string{"collect", "share", "nothing", "-o", to}, more...)...)
		require.Contains(t, []int{statusDone, statusPartly}, status, stderr)
	}
	collect("all.jsonl")
	var shards []string
	for i := range 7 {
		shards = append(shards, fmt.Sprintf("%d.jsonl", i))
		collect(shards[i], "--shard", fmt.Sprintf("%d/7", i))
	}
	read := func(file string) string {
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		return string(b)
	}
	status, _, stderr := do("merge", "-o", "m.jsonl", "3.jsonl", "6.jsonl", "0.jsonl", "2.jsonl", "5.jsonl", "1.jsonl", "4.jsonl")
	require.Equal(t, statusDone, status, stderr)
	require.Equal(t, read("all.jsonl"), read("m.jsonl"))
	status, _, stderr = do(append([]string{"merge", "-o", "mm.jsonl", "m.jsonl", "0.jsonl"}, shards...)...)
	require.Equal(t, statusDone, status, stderr)
	require.Equal(t, read("all.jsonl"), read("mm.jsonl"))

	_, want, wantErr := do("analyze", "--format", "json", "share", "nothing")
	for _, args := range [][]string{{"m.jsonl"}, append([]string{"5.jsonl"}, shards...), {"6.jsonl", "5.jsonl", "4.jsonl", "3.jsonl", "m.jsonl", "2.jsonl", "1.jsonl", "0.jsonl"}} {
		status, got, stderr := do(append([]string{"analyze", "--format", "json"}, args...)...)
		require.Equal(t, statusPartly, status)
		require.Equal(t, of(want), of(got))
		require.Equal(t, wantErr, stderr)
	}
	_, _, stderr = do("analyze", "5.jsonl", "0.jsonl", "1.jsonl")
	require.Contains(t, stderr, "share, nothing: of this run the shards 2/7, 3/7, 4/7, 6/7 are missing")
	status, _, stderr = do("collect", "share", "--shard", "7/7")
	require.Equal(t, statusUsage, status)
	require.Contains(t, stderr, "--shard: a shard is I/N")
}

// A file of snapshots is a result, which can be made again, but not while it is read.
func TestSnapshotFiles(t *testing.T) {
	share(t, 4)
	for range 2 {
		status, _, stderr := do("collect", "share/Users", "-o", "s.jsonl", "--force")
		require.Equal(t, statusPartly, status, stderr)
	}
	status, _, stderr := do("analyze", "s.jsonl", "-o", "s.jsonl", "--force")
	require.Equal(t, statusUsage, status)
	require.Contains(t, stderr, "evidence is never overwritten")
	for _, to := range []string{"s.jsonl", "share/Users/u001/NTUSER.DAT", "share/Users/u001/NTUSER.DAT.LOG1", "share/Users/u001/NTUSER.DAT.LOG2", "share/case.zip"} {
		status, _, _ = do("merge", "s.jsonl", "-o", to, "--force")
		require.Equal(t, statusUsage, status, to)
	}

	b, err := os.ReadFile("s.jsonl")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile("cut.jsonl", b[:len(b)*2/3], 0o666))
	require.NoError(t, os.WriteFile("new.jsonl", []byte(strings.ReplaceAll(string(b), "snapshot/v1", "snapshot/v2")), 0o666))
	status, _, stderr = do("analyze", "cut.jsonl")
	require.Equal(t, statusPartly, status)
	require.Contains(t, stderr, "cut.jsonl: is cut off, or of a run that did not come to its end")
	status, _, stderr = do("analyze", "new.jsonl")
	require.Equal(t, statusNothing, status)
	require.Contains(t, stderr, `new.jsonl: snapshots that cannot be read: line 1: it is of the schema "mapihive/snapshot/v2", and this program reads mapihive/snapshot/v1`)
	status, _, stderr = do("merge", "share", "-o", "x.jsonl")
	require.Equal(t, statusNothing, status, stderr)
	require.NoFileExists(t, "x.jsonl")

	// They are found in folders and archives as hives are.
	require.NoError(t, os.MkdirAll("in", 0o777))
	packed(t, "in/case.zip", map[string][]byte{"a/s.jsonl": b})
	_, want, _ := do("analyze", "--format", "json", "s.jsonl")
	_, got, _ := do("analyze", "--format", "json", "in")
	require.Equal(t, of(want), of(got))
}

// Hives of a computer that their paths do not tell of.
func TestCollectHost(t *testing.T) {
	share(t, 8)
	status, out, stderr := do("collect", "--host", "WS\x1b17", "share/Users/u005")
	require.Equal(t, statusDone, status, stderr)
	require.NotContains(t, out, "\x1b")
	require.NoError(t, os.WriteFile("s.jsonl", []byte(out), 0o666))
	_, text, _ := do("analyze", "s.jsonl")
	require.Contains(t, text, `WS\u001B17`)
}
