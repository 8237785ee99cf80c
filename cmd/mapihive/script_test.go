package main

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive/hivetest"
	"mapihive/report"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mapihive": main})
}

// TestScripts runs the files of testdata/script, which are also a manual: one for each command, and one for each kind
// of mistake. Each runs in a folder of its own with the demo hive as NTUSER.DAT and what the file has below its
// script. Beside what every testscript knows there is:
//
//	exits STATUS COMMAND...  runs a command that is to end with this status
//	hive TEXT.reg FILE       makes a hive of registry text, in the dialect of the test kit
//	cut FILE N               takes the last N bytes off a file
//	pack FOLDER FILE.zip     puts a folder into an archive
func TestScripts(t *testing.T) {
	demo, err := os.ReadFile(filepath.Join("..", "..", "testdata", "demo-NTUSER.DAT"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                filepath.Join("testdata", "script"),
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			return os.WriteFile(filepath.Join(env.WorkDir, "NTUSER.DAT"), demo, 0o666)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": scriptExits, "hive": scriptHive, "cut": scriptCut, "pack": scriptPack,
		},
	})
}

// Every command that help lists has a script.
func TestEveryCommandHasAScript(t *testing.T) {
	root := newRoot(&app{readers: collect.Readers(), analyzers: analyze.All(), formats: report.Formats()}, io.Discard)
	for _, c := range root.Commands() {
		if _, err := os.Stat(filepath.Join("testdata", "script", c.Name()+".txtar")); err != nil {
			t.Errorf("%s has no script: %v", c.Name(), err)
		}
	}
}

func scriptExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND...")
	}
	got := 0
	err := ts.Exec(args[1], args[2:]...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if want, err := strconv.Atoi(args[0]); err != nil || got != want {
		ts.Fatalf("exit status %d, not %s", got, args[0])
	}
}

func scriptHive(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: hive TEXT.reg FILE")
	}
	tree, err := hivetest.ParseFile(ts.MkAbs(args[0]))
	ts.Check(err)
	image, err := tree.Image()
	ts.Check(err)
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[1])), 0o777))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), image, 0o666))
}

func scriptCut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cut FILE N")
	}
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), info.Size()-n))
}

func scriptPack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: pack FOLDER FILE.zip")
	}
	f, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	z := zip.NewWriter(f)
	ts.Check(z.AddFS(os.DirFS(ts.MkAbs(args[0]))))
	ts.Check(z.Close())
	ts.Check(f.Close())
}
