package main

import (
	"archive/zip"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// processPrng is a library that Go needs when a program starts on Windows and that Wine lacks.
const processPrng = `#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE p, SIZE_T n) { return SystemFunction036(p, (ULONG)n); }
`

// windows runs the program as Windows would, with the help of Wine.
type windows struct {
	t      *testing.T
	wine   string
	env    []string
	folder string // C:\case, the current one
}

// underWine builds the program for Windows and a Windows to run it in, or skips and says what is missing. That takes
// a minute, and so only make test-windows asks for it.
func underWine(t *testing.T) *windows {
	if os.Getenv("MAPIHIVE_WINE") == "" {
		t.Skip("make test-windows runs this")
	}
	wine := "/usr/lib/wine/wine64" // Debian has it in no path
	if found, err := exec.LookPath("wine64"); err == nil {
		wine = found
	}
	if _, err := os.Stat(wine); err != nil {
		t.Skip("not installed: Wine (Debian: wine64)")
	}
	const compiler = "x86_64-w64-mingw32-gcc"
	if _, err := exec.LookPath(compiler); err != nil {
		t.Skip("not installed: " + compiler + " (Debian: gcc-mingw-w64-x86-64-win32)")
	}
	prefix, err := os.MkdirTemp("", "mapihive-wine-")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(prefix) })
	w := &windows{t: t, wine: wine, folder: filepath.Join(prefix, "drive_c", "case")}
	w.env = append(os.Environ(), "WINEPREFIX="+prefix, "WINEDEBUG=-all", "WINEDLLOVERRIDES=bcryptprimitives=n;mscoree,mshtml=", "DISPLAY=")
	run := func(env []string, name string, args ...string) {
		cmd := exec.Command(name, args...)
		cmd.Env = env
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s %q: %s", name, args, out)
	}
	t.Cleanup(func() {
		stop := exec.Command(filepath.Join(filepath.Dir(wine), "wineserver"), "-k")
		stop.Env = w.env
		_ = stop.Run() // what was started for this prefix; it ends by itself as well
	})
	run(w.env, wine, "wineboot", "-i")
	require.NoError(t, os.MkdirAll(w.folder, 0o777))
	source := filepath.Join(prefix, "prng.c")
	require.NoError(t, os.WriteFile(source, []byte(processPrng), 0o666))
	run(os.Environ(), compiler, "-shared", "-o", filepath.Join(prefix, "drive_c", "windows", "system32", "bcryptprimitives.dll"), source, "-ladvapi32")
	make := exec.Command("go", "run", "./cmd/internal/dist", "-only", "windows/amd64", "-o", prefix)
	make.Dir = filepath.Join("..", "..")
	out, err := make.CombinedOutput()
	require.NoError(t, err, "%s", out)
	unpackProgram(t, prefix, filepath.Join(w.folder, "mapihive.exe"))
	collection := filepath.Join(prefix, "e", "collection", "C", "Users", "alice")
	require.NoError(t, os.MkdirAll(collection, 0o777))
	require.NoError(t, os.Symlink(filepath.Join(prefix, "e"), filepath.Join(prefix, "dosdevices", "e:")))
	img, plain := hivetest.Build(t, conflict), hivetest.Build(t, noProfile)
	for path, data := range map[string][]byte{
		filepath.Join(w.folder, "NTUSER.DAT"): img, filepath.Join(w.folder, "before.DAT"): plain, filepath.Join(w.folder, "after.DAT"): img,
		filepath.Join(w.folder, "before.reg"):   []byte("REGEDIT4\r\n\r\n[HKEY_CURRENT_USER\\Software\\A]\r\n"),
		filepath.Join(w.folder, "after.reg"):    []byte("REGEDIT4\r\n\r\n[HKEY_CURRENT_USER\\Software\\B]\r\n"),
		filepath.Join(w.folder, "list.txt"):     []byte("\xff\xfeE\x00:\x00\\\x00c\x00o\x00l\x00l\x00e\x00c\x00t\x00i\x00o\x00n\x00\r\x00\n\x00"),
		filepath.Join(collection, "NTUSER.DAT"): hivetest.Dirty(plain, 2, 1), filepath.Join(collection, "ntuser.dat.LOG1"): hivetest.NewLog(plain, img, 1, 1),
	} {
		require.NoError(t, os.WriteFile(path, data, 0o666))
	}
	f, err := os.Create(filepath.Join(w.folder, "case.zip"))
	require.NoError(t, err)
	z := zip.NewWriter(f)
	require.NoError(t, z.AddFS(os.DirFS(filepath.Join(prefix, "e", "collection"))))
	require.NoError(t, z.Close())
	require.NoError(t, f.Close())
	return w
}

// unpackProgram takes the program out of the archive that users get.
func unpackProgram(t *testing.T, folder, to string) {
	archives, err := filepath.Glob(filepath.Join(folder, "mapihive-*-windows-amd64.zip"))
	require.NoError(t, err)
	require.Len(t, archives, 1)
	z, err := zip.OpenReader(archives[0])
	require.NoError(t, err)
	defer z.Close()
	inside := strings.TrimSuffix(filepath.Base(archives[0]), ".zip")
	for _, name := range []string{"README.md", "LICENSE", "NOTICE", "man/man1/mapihive-analyze.1"} {
		_, err := fs.Stat(z, inside+"/"+name)
		require.NoError(t, err)
	}
	program, err := fs.ReadFile(z, inside+"/mapihive.exe")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, program, 0o777))
}

// do runs the program with a command line.
func (w *windows) do(args ...string) (status int, stdout, stderr string) {
	w.t.Helper()
	cmd := exec.Command(w.wine, append([]string{`C:\case\mapihive.exe`}, args...)...)
	cmd.Dir, cmd.Env = w.folder, w.env
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), out.String(), errs.String()
	}
	require.NoError(w.t, err)
	return 0, out.String(), errs.String()
}

// TestUnderWine runs the command lines of the README, and what only Windows does in its way.
func TestUnderWine(t *testing.T) {
	w := underWine(t)
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	use := regexp.MustCompile(`(?m)^    mapihive (.*?)(?:\s+#.*)?$`).FindAllStringSubmatch(string(readme), -1)
	require.Greater(t, len(use), 10)
	for _, snapshots := range []string{"0.jsonl", "1.jsonl"} { // what the README merges
		status, _, stderr := w.do("collect", "-o", snapshots, `E:\collection`)
		require.Zero(t, status, stderr)
	}
	for _, m := range use {
		if strings.Contains(m[1], "|") {
			continue // needs programs that are not here
		}
		line := strings.NewReplacer("'", "", "/mnt/c", `E:\collection`).Replace(m[1]) // Wine takes the path for one of Unix
		status, stdout, stderr := w.do(strings.Fields(line)...)
		want := 0
		if strings.Contains(m[1], "--fail-on high") {
			want = 1
		}
		require.Equal(t, want, status, "%s: %s", m[1], stderr)
		require.Equal(t, strings.Contains(m[1], " -o "), stdout == "", m[1])
	}
	for _, c := range []struct {
		args           []string
		status         int
		stdout, stderr string
	}{
		{[]string{"version"}, 0, "platform  windows/amd64", ""},
		{[]string{"version", "--json"}, 0, `"commit": "`, ""},
		{[]string{"diff", `C:\case\NTUSER.DAT:Outlook`, "NTUSER.DAT:Second"}, 0, `Profile "Second", compared with "Outlook"`, ""},
		{[]string{"diff", `E:\collection`, `C:\case\NTUSER.DAT`}, 0, "No difference", ""},
		{[]string{"export", "NTUSER.DAT", "--profile", "Nobody"}, 5, "", `no profile "Nobody" fits`},
		{[]string{"-v", "stores", "NTUSER.DAT"}, 0, `C:\Mail\Alice.pst`, "msg=read path=NTUSER.DAT"},
		{[]string{"stores", `E:\collection\*\Users\*\NTUSER.DAT`}, 0, `C:\Mail\Alice.pst`, ""},
		{[]string{"stores", `E:\**\ntuser.dat`}, 0, `C:\Mail\Alice.pst`, ""},
		{[]string{"stores", "@list.txt"}, 0, `C:\Mail\Alice.pst`, ""},
		{[]string{"analyze", "case.zip"}, 0, `by its path: user "alice"`, ""},
		{[]string{"dump", `case.zip!C\Users\alice\NTUSER.DAT`, "Software"}, 0, "001f6700", ""},
		{[]string{"analyze", `E:\collection`}, 0, `by its path: user "alice"`, ""},
		{[]string{"analyze", `C:\share\*\NTUSER.DAT`}, 4, "", "nothing has a name like that"},
		{[]string{"analyze", `C:\nope\NTUSER.DAT`}, 4, "", "no such file or folder"},
		{[]string{"analyze", "NTUSER.DAT", "-o", "ntuser.dat", "--force"}, 2, "", "evidence is never overwritten"},
		{[]string{"analyze", `E:\collection`, "-o", `E:\collection\C\Users\alice\NTUSER.DAT.LOG1`, "--force"}, 2, "", "evidence is never overwritten"},
		{[]string{"analyze", "NTUSER.DAT", "-o", "case.json"}, 2, "", "is there already"},
	} {
		status, stdout, stderr := w.do(c.args...)
		require.Equal(t, c.status, status, "%q: %s", c.args, stderr)
		require.Contains(t, stdout, c.stdout, "%q", c.args)
		require.Contains(t, stderr, c.stderr, "%q", c.args)
	}
}
