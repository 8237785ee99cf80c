package report

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive/hivetest"
)

// fleet builds a collection of 200 hives from eight computers: ordinary users, one with each kind of finding, twenty
// with one kind, damaged and dirty hives, some that cannot be read, copies of hives, and users at several times.
type fleet struct {
	t     testing.TB
	dir   string
	texts fstest.MapFS
	n     int
}

// cases are the texts of the analyzers' cases.
const cases = "../analyze/testdata"

func newFleet(t testing.TB) *fleet {
	f := &fleet{t: t, dir: t.TempDir(), texts: fstest.MapFS{}}
	parts, err := filepath.Glob(filepath.Join(cases, "parts", "*.reg"))
	require.NoError(t, err)
	for _, part := range parts {
		text, err := os.ReadFile(part)
		require.NoError(t, err)
		f.texts["parts/"+filepath.Base(part)] = &fstest.MapFile{Data: text}
	}
	for i := range 8 {
		f.write(fmt.Sprintf("PC-%02d/client_info.json", i+1), []byte(fmt.Sprintf(`{"Hostname": "PC-%02d"}`, i+1)))
	}
	return f
}

func (f *fleet) write(path string, data []byte) {
	path = filepath.Join(f.dir, filepath.FromSlash(path))
	require.NoError(f.t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(f.t, os.WriteFile(path, data, 0o666))
}

// place writes a hive as that of the next user.
func (f *fleet) place(image []byte) (folder string) {
	f.n++
	folder = fmt.Sprintf("PC-%02d/uploads/auto/C%%3A/Users/user%03d/", f.n%8+1, f.n)
	f.write(folder+"NTUSER.DAT", image)
	return folder
}

// image makes a hive of a text, that of the next user if it has no other.
func (f *fleet) image(text string) []byte {
	f.texts["x.reg"] = &fstest.MapFile{Data: []byte(text)}
	tree, err := hivetest.ParseFS(f.texts, "x.reg")
	require.NoError(f.t, err)
	if tree.Root.Owner == "" {
		tree.Root.Owner = fmt.Sprintf("S-1-5-21-1004336348-1177238915-682003330-%d", 1001+f.n)
	}
	image, err := tree.Image()
	require.NoError(f.t, err)
	return image
}

// user is the text of a hive with one profile.
func (f *fleet) user(more string) string {
	n := fmt.Sprintf("%02x", f.n%256)
	return strings.NewReplacer("$n", n, "$u", fmt.Sprintf("user%03d", f.n+1), "$P", wms).Replace(`
[$P]
"DefaultProfile"="Outlook"
[Software\Microsoft\Office\12.0\Outlook\Setup]
"First-Run"=hex:d7,07,05,00,02,00,08,00,0f,00,23,00,00,00,00,00
[$P\Outlook]
;@ include parts/profile-pst.reg n=$n
[$P\Outlook\c1$n5c1e7d40b84f9a3e60d2f79b$nc1]
"001f6700"=utf16:"C:\\Users\\$u\\Documents\\Outlook Files\\$u.pst"
"01020ff9"=hex:5a*14,$n,$n
` + more)
}

// scanner is a second profile, of a program, that names the user's file in another case.
const scanner = `
[$P\Scanner]
;@ include parts/profile-pst.reg n=ff
[$P\Scanner\c1ff5c1e7d40b84f9a3e60d2f79bffc1]
"001f6700"=utf16:"c:\\users\\$u\\documents\\outlook files\\$u.pst"
"01020ff9"=hex:5a*14,$n,$n
`

// rules places a hive, with what belongs to it, for each rule that a case of one hive fires.
func (f *fleet) rules() {
	for _, a := range analyze.All() {
		for _, r := range a.Rules {
			files, err := filepath.Glob(filepath.Join(cases, a.Name+"-"+r.Name+"*.reg"))
			require.NoError(f.t, err)
			files = slices.DeleteFunc(files, func(file string) bool {
				return strings.Contains(file, "-near") || strings.Count(filepath.Base(file), ".") > 1
			})
			if len(files) > 0 {
				f.ruleOf(strings.TrimSuffix(slices.MinFunc(files, func(a, b string) int { return len(a) - len(b) }), ".reg"))
			}
		}
	}
}

func (f *fleet) ruleOf(stem string) {
	read := func(file string) []byte {
		text, err := os.ReadFile(file)
		require.NoError(f.t, err)
		return f.image(string(text))
	}
	image := read(stem + ".reg")
	if _, err := os.Stat(stem + ".disk.reg"); err == nil {
		disk := read(stem + ".disk.reg")
		folder := f.place(hivetest.Dirty(disk, 8, 7))
		f.write(folder+"NTUSER.DAT.LOG1", hivetest.NewLog(disk, image, 7, 1))
		return
	}
	f.place(image)
	if _, err := os.Stat(stem + ".copy.reg"); err == nil {
		f.place(read(stem + ".copy.reg"))
	}
}

// build writes the collection.
func (f *fleet) build() *fleet {
	f.rules()
	for range 20 {
		f.place(f.image(f.user(scanner)))
	}
	for range 4 {
		image := f.image(f.user(""))
		f.place(image[:len(image)*2/3])
	}
	for range 4 {
		f.place(hivetest.Dirty(f.image(f.user("")), 9, 8))
	}
	for range 3 {
		f.place(f.image(f.user(""))[:4096+64])
	}
	for range 3 {
		image, older := f.image(f.user(scanner)), [][]byte{}
		for _, day := range []string{"05", "06"} {
			older = append(older, f.image(";@ hive lastwritten=2010-07-"+day+"T08:00:00Z\n"+f.user("")))
		}
		folder := f.place(image)
		f.write("backup/"+folder+"NTUSER.DAT", image)
		for i, image := range older {
			f.write(fmt.Sprintf("vss/HarddiskVolumeShadowCopy%d/%sNTUSER.DAT", i+1, folder), image)
		}
	}
	for i := range 4 {
		f.write(fmt.Sprintf("backup/%03d/NTUSER.DAT", i), f.image(f.user("")))
		f.write(fmt.Sprintf("backup/%03d/copy/NTUSER.DAT", i), f.image(f.user("")))
		f.n++
	}
	for range 200 - len(f.hives()) {
		f.place(f.image(f.user("")))
	}
	require.Len(f.t, f.hives(), 200)
	return f
}

// hives are the paths of the hives, below the folder.
func (f *fleet) hives() (out []string) {
	require.NoError(f.t, filepath.WalkDir(f.dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Name() == "NTUSER.DAT" {
			out = append(out, path)
		}
		return err
	}))
	return out
}

// report analyzes the collection.
func (f *fleet) report() *Report {
	f.t.Chdir(f.dir)
	ctx := context.Background()
	c := collect.New(collect.Readers())
	r := base("analyze", "share")
	for got := range c.Read(ctx, c.Find(ctx, []string{"."}), collect.Options{}) {
		switch {
		case got.Source != nil:
			r.Sources = append(r.Sources, got.Source.Snapshot)
		case got.Skip != nil:
			r.Skipped = append(r.Skipped, Skipped{Path: got.Skip.Path, Reason: got.Skip.Reason})
		}
	}
	slices.SortFunc(r.Sources, func(a, b analyze.Snapshot) int { return strings.Compare(string(a.Path), string(b.Path)) })
	r.Findings = analyze.Run(&analyze.Case{Sources: r.Sources}, analyze.All())
	for _, a := range analyze.All() {
		r.Analyzers = append(r.Analyzers, a.Name)
	}
	return r
}

// 200 hives are read by people: what they are told fits in 400 lines.
func TestTwoHundredHives(t *testing.T) {
	r := newFleet(t).build().report()
	text := textAt(t, r, View{})
	require.Less(t, strings.Count(text, "\n"), 400)
	require.Contains(t, text, "pst-path/case: 24 users\n")
	for _, a := range analyze.All() {
		require.Contains(t, text, "  "+a.Name+"/")
	}
	_, text, _ = strings.Cut(text, "\nFindings\n---")
	rules := map[string]bool{}
	for i := range r.Findings {
		rules[r.Findings[i].Analyzer+"/"+r.Findings[i].Rule] = true
	}
	require.Greater(t, len(rules), 35)
	for rule := range rules {
		require.Equal(t, 1, strings.Count(text, "  "+rule+": "), rule)
	}
}
