package collect

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/hivetest/cregtest"
)

// users is a USER.DAT with two users, of whom one has a profile with letters beyond ASCII.
const users = `
[.DEFAULT\Software]
[Zo\u00eb\Control Panel\International]
"Locale"="00000419"
[Zo\u00eb\Software\Microsoft\Windows Messaging Subsystem\Profiles\\u00cf\u00ee]
"001e3001"="\u00cf\u00ee\u00f7\u00f2\u00e0"
[Software\Microsoft]
`

const (
	codePage1251 = "[System\\CurrentControlSet\\Control\\Nls\\CodePage]\n\"ACP\"=\"1251\""
	codePageNone = "[System\\CurrentControlSet\\Control\\Nls\\CodePage]\n\"ACP\"=\"1\""
)

// read9x reads the file called name, and returns the sources in it.
func read9x(t *testing.T, fsys fs.FS, name string) (out []analyze.Whole) {
	t.Helper()
	f := &File{FS: fsys, Name: name, Path: hive.Text(name)}
	defer f.Close()
	require.NoError(t, f.look())
	require.Equal(t, Yes, win9x().Match(f))
	require.NoError(t, readWin9x(t.Context(), f, Options{Contents: true}, func(w analyze.Whole) { out = append(out, w) }))
	return out
}

// Each user of a file is a source, and all of them are different ones.
func TestUsersOfOneFile(t *testing.T) {
	all := read9x(t, fstest.MapFS{"USER.DAT": {Data: cregtest.Build(t, users)}, "system.dat": {Data: cregtest.Build(t, codePage1251)}}, "USER.DAT")
	require.Len(t, all, 2, "what is in no user has no profile, and is none")
	require.Equal(t, []hive.Text{".DEFAULT", "Zoл"}, []hive.Text{all[0].UserKey, all[1].UserKey})
	require.Equal(t, []hive.Text{"", "Zoл"}, []hive.Text{all[0].User.Name, all[1].User.Name})
	require.Equal(t, hive.Text("USER.DAT [Zoл]"), all[1].Title())
	for _, s := range all {
		require.Equal(t, []any{hive.Text("USER.DAT"), "creg", "1.0", hive.Sound}, []any{s.Path, s.Format, s.Version, s.State})
		require.Len(t, s.SHA256, 64)
		require.Equal(t, "code page 1251 (named by the SYSTEM.DAT beside it)", s.CodePage)
		require.Empty(t, s.Diagnostics)
	}
	require.Empty(t, (&analyze.Case{Sources: analyze.Snapshots(all)}).Copies(), "two users are no copies of each other")
	require.Len(t, all[1].Profiles, 1)
	p := all[1].Profiles[0]
	require.Equal(t, hive.Text("По"), p.Name)
	require.Zero(t, p.LastWrite)
	require.Equal(t, hive.Text("Почта"), all[1].Contents[0].Properties[0].Display())
}

// The code page is that of the computer, if its file is there; of several places the nearest.
func TestCodePageOfTheComputer(t *testing.T) {
	user, ascii := cregtest.Build(t, users), cregtest.Build(t, "[.DEFAULT\\Software]")
	for _, c := range []struct {
		name  string
		files fstest.MapFS
		want  string
	}{
		{"USER.DAT", fstest.MapFS{"USER.DAT": {Data: user}}, "code page 1251 (inferred from the user's locale 0419; the computer's own code page is not in this hive)"},
		{"USER.DAT", fstest.MapFS{"USER.DAT": {Data: ascii}}, "code page 1252 (assumed: the evidence names no code page)"},
		{"USER.DAT", fstest.MapFS{"USER.DAT": {Data: ascii}, "SYSTEM.DAT": {Data: cregtest.Build(t, codePageNone)}}, "code page 1252 (assumed: the evidence names no code page)"},
		{"USER.DAT", fstest.MapFS{"USER.DAT": {Data: ascii}, "SYSTEM.DAT": {Data: []byte("CREG")}}, "code page 1252 (assumed: the evidence names no code page)"},
		{"w/Profiles/zoe/USER.DAT", fstest.MapFS{"w/Profiles/zoe/USER.DAT": {Data: ascii}, "w/SYSTEM.DAT": {Data: cregtest.Build(t, codePage1251)}}, "code page 1251 (named by the SYSTEM.DAT in the folder of Windows above it)"},
		{"w/Users/zoe/USER.DAT", fstest.MapFS{"w/Users/zoe/USER.DAT": {Data: ascii}, "w/SYSTEM.DAT": {Data: cregtest.Build(t, codePage1251)}}, "code page 1252 (assumed: the evidence names no code page)"},
		{"SYSTEM.DAT", fstest.MapFS{"SYSTEM.DAT": {Data: cregtest.Build(t, codePage1251)}}, "code page 1251 (named by this file)"},
	} {
		all := read9x(t, c.files, c.name)
		require.Equal(t, c.want, all[0].CodePage, c.name)
	}
}

// A SYSTEM.DAT is a source without users, and is named as what it is.
func TestSystemDat(t *testing.T) {
	all := read9x(t, fstest.MapFS{"S": {Data: cregtest.Build(t, codePage1251+"\n[Software\\Microsoft]")}}, "S")
	require.Len(t, all, 1)
	require.Equal(t, []any{hive.Text(""), "SYSTEM.DAT", false}, []any{all[0].UserKey, all[0].Which.Name, all[0].Which.User})
}

// What is broken of one user makes no other's source damaged, and is told by the path below the user's key.
func TestDamageOfOneUser(t *testing.T) {
	tree, err := hivetest.Parse("[A\\Software\\K]\n\"v\"=\"1\"\n[B\\Software\\K]\n\"v\"=\"1\"")
	require.NoError(t, err)
	img, l, err := cregtest.Image(tree)
	require.NoError(t, err)
	img = cregtest.Apply(img, l, cregtest.Put16(cregtest.Value(`B\Software\K`, "v", 10), 99))
	all := read9x(t, fstest.MapFS{"USER.DAT": {Data: img}}, "USER.DAT")
	require.Equal(t, []hive.State{hive.Sound, hive.Damaged}, []hive.State{all[0].State, all[1].State})
	require.Empty(t, all[0].Diagnostics)
	require.Equal(t, hive.Path(`Software\K`), all[1].Diagnostics[0].Path)

	img = cregtest.Apply(img, l, cregtest.Truncate(cregtest.Record("A", 40)))
	all = read9x(t, fstest.MapFS{"USER.DAT": {Data: img}}, "USER.DAT")
	for _, s := range all {
		require.Equal(t, hive.Damaged, s.State, "the end of the file may have been any user's")
	}
	all = read9x(t, fstest.MapFS{"USER.DAT": {Data: []byte("CREG")}}, "USER.DAT")
	require.Equal(t, "USER.DAT: too short for a registry of Windows 95, 98 or Me (less than 64 bytes)", all[0].Error)
}

// The cases of the analyzers give the same findings in a file of Windows 9x. It has no times: where they decide, a
// weaker reading is left, or a lower confidence.
func TestCasesInWindows9x(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.reg")
	require.NoError(t, err)
	lower := map[string]bool{"pst-path-alias.reg": true, "pst-path-alias-before.reg": true, "pst-path-same-store-mapped.reg": true}
	weaker := map[string]string{
		"orphan-stale-deletion.reg":       "orphan/pending-deletion low",
		"orphan-stale-deletion-month.reg": "orphan/pending-deletion low",
		"pst-path-case-oldest.reg":        "pst-path/case high", // which spelling is the oldest nothing tells
	}
	found := 0
	for _, file := range append(files, "../../testdata/demo.reg") {
		base := filepath.Base(file)
		if base == "pst-path-case-part.reg" {
			continue // a part of a user's registry is no user here
		}
		t.Run(base, func(t *testing.T) {
			tree, err := hivetest.ParseFile(file)
			require.NoError(t, err)
			image, err := tree.Image()
			require.NoError(t, err)
			built := takeImage(t.Context(), "case", Options{NoRecovery: true}, image, nil)
			img, _, err := cregtest.Image(cregtest.Below("alice", tree))
			if errors.Is(err, cregtest.ErrDeletedValue) {
				return // of such a value nothing is left in this format
			}
			require.NoError(t, err)
			all := read9x(t, fstest.MapFS{"USER.DAT": {Data: img}}, "USER.DAT")
			require.Len(t, all, 1)

			want, got := findings(built.Snapshot), findings(all[0].Snapshot)
			require.Len(t, got, len(want))
			found += len(got)
			lowered := false
			for i := range got {
				for _, e := range got[i].Evidence {
					require.Zero(t, e.LastWrite)
				}
				if rule := weaker[base]; rule != "" {
					require.Equal(t, rule, told(&got[i])[0])
					continue
				}
				require.Equal(t, told(&want[i]), told(&got[i]))
				require.LessOrEqual(t, got[i].Confidence.Compare(want[i].Confidence), 0)
				lowered = lowered || got[i].Confidence != want[i].Confidence
			}
			require.Equal(t, lower[base], lowered)
		})
	}
	require.Greater(t, found, 10)
}

// told is what a finding says and what it rests on, without places and times.
func told(f *analyze.Finding) (out []string) {
	out = append(out, fmt.Sprint(f.Analyzer, "/", f.Rule, " ", f.Severity), f.Summary)
	for _, e := range f.Evidence {
		out = append(out, fmt.Sprintf("%s %q %q %s", e.Key, e.Value, e.Text, e.State))
	}
	return out
}
