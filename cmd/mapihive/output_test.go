package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze/collect"
)

func TestOutputNames(t *testing.T) {
	desk(t)
	_, want, _ := do("stores", "NTUSER.DAT", "--format", "csv") // which has no arguments in it
	for _, c := range []struct {
		file   string
		status int
		stderr string
	}{
		{"", 2, `invalid argument "" for "-o, --output" flag: it is empty; is a shell variable unset?; see "mapihive stores --help"`},
		{"-", 0, ""},
		{"/dev/stdout", 0, ""},
		{"/dev//fd/1", 0, ""},
		{"void", 2, "-o void: is a folder; name a file in it"},
		{"void/", 2, "-o void/: ends as the name of a folder; name a file"},
		{"new/", 2, "-o new/: ends as the name of a folder; name a file"},
		{"nope/new.txt", 4, "-o nope/new.txt: cannot be written: no such file or folder"},
		{"text.txt", 2, "-o text.txt: is there already; name a new file, or replace this one with --force"},
	} {
		status, stdout, stderr := do("stores", "NTUSER.DAT", "--format", "csv", "-o", c.file)
		require.Equal(t, c.status, status, "%s: %s", c.file, stderr)
		require.Contains(t, stderr, c.stderr)
		if c.status == 0 {
			require.Equal(t, want, stdout)
			require.Empty(t, stderr)
		} else {
			require.Empty(t, stdout)
		}
	}
	require.NoError(t, os.Chmod("text.txt", 0o444))
	status, _, stderr := do("stores", "NTUSER.DAT", "--force", "-o", "text.txt")
	require.Equal(t, 2, status)
	require.Contains(t, stderr, "-o text.txt: is write-protected")
}

// countdown is a context that is interrupted when it is asked for the given time.
type countdown struct {
	context.Context
	left   int
	cancel context.CancelFunc
}

func (c *countdown) Err() error {
	if c.left--; c.left == 0 {
		c.cancel()
	}
	return c.Context.Err()
}

// TestInterruptedAnywhere interrupts a run at every point where it looks whether it is: there is no new
// file, the old one is whole, and no temporary file stays behind.
func TestInterruptedAnywhere(t *testing.T) {
	for _, file := range []string{"case/new.txt", "case/report.txt", "free/new.txt", "free/report.txt"} {
		t.Run(file, func(t *testing.T) {
			file = filepath.FromSlash(file)
			collection(t)
			require.NoError(t, os.Mkdir("free", 0o777))
			require.NoError(t, os.Mkdir("temp", 0o777))
			require.NoError(t, os.WriteFile("free/report.txt", []byte("MAPI profile report\n"), 0o666))
			temp, err := filepath.Abs("temp")
			require.NoError(t, err)
			t.Setenv("TMPDIR", temp)
			t.Setenv("TMP", temp)
			before := contents(t, ".")
			for at, step := 1, 1; ; at += step {
				ctx, cancel := context.WithCancel(context.Background())
				var stdout, stderr bytes.Buffer
				status := run(&countdown{ctx, at, cancel}, []string{"dump", "--live", "case/NTUSER.DAT", "--force", "-o", file}, &stdout, &stderr)
				cancel()
				after := contents(t, ".")
				if status == 0 {
					require.Greater(t, at, 5, "the last looks are those of the output")
					require.Contains(t, after[file], "[Software")
					return
				}
				require.Equal(t, statusInterrupted, status, stderr.String())
				require.Equal(t, before, after, "interrupted at look %d", at)
			}
		})
	}
}

// TestFileThatAppearsMeanwhile: what was not there when the run began is not replaced when it ends.
func TestFileThatAppearsMeanwhile(t *testing.T) {
	collection(t)
	require.NoError(t, os.Mkdir("free", 0o777))
	in, err := (&app{readers: collect.Readers()}).find(context.Background(), []string{"case/NTUSER.DAT"}, inputOptions{})
	require.NoError(t, err)
	for _, dir := range []string{"free", "case"} {
		for name, c := range map[string]struct {
			old     string // what is there at the start; "" is nothing
			message string
		}{
			"new.txt":     {"", "a file of this name has appeared meanwhile"},
			"changed.txt": {"old", "another file has taken its name meanwhile"},
		} {
			file := filepath.Join(dir, name)
			if c.old != "" {
				require.NoError(t, os.WriteFile(file, []byte(c.old), 0o666))
			}
			var stderr bytes.Buffer
			out, err := (&app{stderr: &stderr}).open(context.Background(), outputOptions{file: file, force: true}, in)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(file+"~", []byte("theirs"), 0o666))
			require.NoError(t, os.Rename(file+"~", file))
			err = out.write([]byte("ours"))
			out.discard()
			require.ErrorContains(t, err, "-o "+file+": cannot be written: "+c.message)
			got, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, "theirs", string(got))
		}
		left, err := filepath.Glob(filepath.Join(dir, ".mapihive-*"))
		require.NoError(t, err)
		require.Empty(t, left)
	}
}

func TestOtherFileOnWindows(t *testing.T) {
	for path, want := range map[string]string{
		"NTUSER.DAT.LOG1.": "ends in a dot", "case/NTUSER.DAT ": "ends in a dot or a space", "x. .": "ends in a dot", "NTUSER.DAT:s": "names a stream",
		"report.txt": "", "a b.txt": "", ".": "", "..": "", ".hidden": "", "a./b": "",
	} {
		got := otherFileOnWindows(path)
		require.Equal(t, want == "", got == "", path)
		require.Contains(t, got, want, path)
	}
}
