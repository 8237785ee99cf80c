package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive/hivetest"
	"mapihive/report"
)

// toyKind is a kind of evidence in one value: registry text behind a line that no other file begins with. Nothing
// else in the program knows of it.
func toyKind() *collect.Reader {
	magic := []byte("TOY\n")
	return &collect.Reader{
		Name: "toy",
		Doc:  "registry text of a toy",
		Match: func(f *collect.File) (m collect.Match) {
			if bytes.HasPrefix(f.Head(), magic) {
				m = collect.Yes
			}
			return m
		},
		Read: func(ctx context.Context, f *collect.File, opt collect.Options, emit func(analyze.Whole)) error {
			text := make([]byte, f.Size())
			if _, err := f.Contents().ReadAt(text, 0); err != nil {
				return err
			}
			tree, err := hivetest.Parse(string(bytes.TrimPrefix(text, magic)))
			if err != nil {
				return err
			}
			image, err := tree.Image()
			if err != nil {
				return err
			}
			s := collect.TakeWholeImage(ctx, string(f.Path), image)
			s.Format, s.Size = "toy", f.Size()
			emit(s)
			return nil
		},
	}
}

// A kind of evidence that is one value in one list is found, read, guarded and reported by every command.
func TestOneMoreKindOfEvidence(t *testing.T) {
	desk(t)
	toy := []byte("TOY\n" + conflict)
	for _, path := range []string{"a.toy", "toys/b.toy", "toys/deep/c"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, toy, 0o666))
	}
	require.NoError(t, os.WriteFile("bad.toy", []byte("TOY\n?"), 0o666))
	do := func(status int, args ...string) (stdout, stderr string) {
		var out, errs bytes.Buffer
		a := app{args: args, stdout: &out, stderr: &errs, readers: append(collect.Readers(), toyKind()), analyzers: analyze.All(), formats: report.Formats()}
		require.Equal(t, status, a.run(context.Background()), "%q: %s", args, errs.String())
		return out.String(), errs.String()
	}

	text, _ := do(0, "analyze", "a.toy")
	require.Contains(t, text, "pst-path/case")
	text, _ = do(1, "analyze", "--fail-on", "high", "--format", "json", "toys", "NTUSER.DAT")
	require.Contains(t, text, `"format": "toy"`)
	require.Contains(t, text, `"format": "regf"`)
	require.Contains(t, text, `toys/deep/c`)
	text, _ = do(0, "profiles", "a.toy")
	require.Contains(t, text, `Profile "Second"  live`)
	text, _ = do(0, "profiles", "--full", "toys")
	require.Contains(t, text, "PR_PST_PATH")
	text, _ = do(0, "profiles", "--json", "toys")
	require.Contains(t, text, `"property": "PR_PST_PATH"`)
	text, _ = do(0, "stores", "toys")
	require.Contains(t, text, `C:\Mail\Alice.pst`)
	text, _ = do(0, "accounts", "--format", "csv", "toys")
	require.Contains(t, text, "profile")
	text, _ = do(0, "export", "a.toy", "--profile", "Second")
	require.NotEmpty(t, text)
	text, _ = do(0, "diff", "a.toy", "NTUSER.DAT")
	require.Contains(t, text, "a.toy")
	_, complaint := do(2, "diff", "toys", "NTUSER.DAT")
	require.Contains(t, complaint, "toys holds 2 hives")
	_, complaint = do(4, "dump", "a.toy")
	require.Contains(t, complaint, "a.toy: dump writes out registries only, and this is registry text of a toy")
	_, complaint = do(4, "stores", "bad.toy")
	require.Contains(t, complaint, "bad.toy: ")

	// It is evidence: nothing is written over it, wherever it lies.
	_, complaint = do(2, "analyze", "NTUSER.DAT", "-o", "toys/b.toy", "--force")
	require.Contains(t, complaint, "evidence is never overwritten")
}
