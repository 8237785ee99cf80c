package hivetest

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// RealDir is the folder of the real hives: MAPIHIVE_HIVES, else ../shared/hives. A relative path starts at
// the root of the repository, the folder of go.mod, whichever package's tests ask. It need not exist.
func RealDir() string {
	dir := os.Getenv("MAPIHIVE_HIVES")
	if dir == "" {
		dir = "../shared/hives"
	}
	if filepath.IsAbs(dir) {
		return filepath.Clean(dir)
	}
	return filepath.Join(root(), filepath.FromSlash(dir))
}

// root is the nearest folder with a go.mod, from the working directory up; the working directory if none has.
func root() string {
	here, err := os.Getwd()
	if err != nil {
		return "."
	}
	for dir := here; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return here
		}
	}
}

// Real is the path of a file or folder among the real hives, by its name with slashes. Where it is absent,
// the test is skipped.
func Real(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(RealDir(), filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, NO REAL HIVE: %v (set MAPIHIVE_HIVES)", err)
	}
	return path
}

// RealCase is the path of the evidence of a case with a known answer, in the folder NAME of "cases" beside that of the
// real hives: NTUSER.DAT, saved.hiv where the case is one that reg save wrote, profile.reg where it is registry text.
// Where it is absent, the test is skipped.
func RealCase(t testing.TB, name string) string {
	t.Helper()
	folder := filepath.Join(filepath.Dir(RealDir()), "cases", name)
	for _, file := range []string{"NTUSER.DAT", "saved.hiv", "profile.reg"} {
		if path := filepath.Join(folder, file); isThere(path) {
			return path
		}
	}
	t.Skipf("SKIPPED, NO REAL HIVE: no case %s (set MAPIHIVE_HIVES)", folder)
	return ""
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// RealHives lists every real hive, sound or damaged, but no logs. Where there is none, the test is skipped.
func RealHives(t testing.TB) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(Real(t, "."), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.Contains(strings.ToUpper(d.Name()), ".LOG") {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		magic := make([]byte, 4)
		if _, err := io.ReadFull(f, magic); err == nil && string(magic) == "regf" {
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skipf("SKIPPED, NO REAL HIVE: there is none in %s (set MAPIHIVE_HIVES)", RealDir())
	}
	return paths
}
