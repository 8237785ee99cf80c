package collect

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
	"mapihive/hive/regtext"
)

// textOf writes a whole hive as registry text.
func textOf(t *testing.T, h *regf.Hive) []byte {
	t.Helper()
	text := &regtext.Text{}
	root, ok := h.Root()
	require.True(t, ok)
	require.NoError(t, h.Walk(t.Context(), root, func(k regf.Key, _ int) error {
		text.Key(hive.Text(k.Path()))
		for v := range k.Values() {
			data, _ := v.Data()
			text.Value(v.Name(), v.Type(), data)
		}
		return nil
	}))
	var b bytes.Buffer
	require.NoError(t, regtext.Write(&b, text))
	return b.Bytes()
}

// meaning is what a source says of profiles, without what an export cannot have: places in a hive, times and who owns it.
func meaning(t *testing.T, s *analyze.Whole) string {
	t.Helper()
	sources := []analyze.Snapshot{s.Snapshot}
	var rules []string
	for _, f := range analyze.Run(&analyze.Case{Sources: sources}, analyze.All()) {
		var evidence []string
		for _, e := range f.Evidence {
			evidence = append(evidence, string(e.Key)) // of several values that prove the same, the first stored is named
		}
		slices.Sort(evidence)                                                                        // it stands in the order of offsets
		rules = append(rules, strings.Join(append([]string{f.Analyzer, f.Rule}, evidence...), "\n")) // words may rest on times
	}
	doc, err := json.Marshal([]any{
		s.Profiles, s.Roots, s.Outlook, s.Drives, analyze.StoreReferences(sources), analyze.Accounts(sources), rules,
	})
	require.NoError(t, err)
	var tree any
	require.NoError(t, json.Unmarshal(doc, &tree))
	doc, err = json.MarshalIndent(strip(tree), "", " ")
	require.NoError(t, err)
	return string(doc)
}

func strip(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			if name == "offset" || name == "line" || name == "sid" || strings.HasSuffix(name, "last_write") {
				delete(v, name)
				continue
			}
			v[name] = strip(v[name])
		}
	case []any:
		for i := range v {
			v[i] = strip(v[i])
		}
		slices.SortStableFunc(v, func(a, b any) int { // hivexregedit sorts values by name, and what is read of them with it
			x, _ := json.Marshal(a)
			y, _ := json.Marshal(b)
			if a, _ := a.(map[string]any); a == nil {
				return 0 // a list of UIDs says an order
			}
			return bytes.Compare(x, y)
		})
	}
	return v
}

// readText reads the one source in a registry text.
func readText(t *testing.T, text []byte) analyze.Whole {
	t.Helper()
	file := filepath.Join(t.TempDir(), "export.reg")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	all := readAll(t, file)
	require.Len(t, all, 1)
	return all[0]
}

func readAll(t *testing.T, path string) (out []analyze.Whole) {
	t.Helper()
	c := New(Readers())
	for r := range c.Read(t.Context(), c.Find(t.Context(), []string{path}), Options{Contents: true}) {
		require.Nil(t, r.Skip)
		out = append(out, *r.Source)
	}
	return out
}

// requireEqualExports exports a hive in every way there is and holds what the exports say against it.
func requireEqualExports(t *testing.T, image []byte) {
	t.Helper()
	want := takeImage(t.Context(), "NTUSER.DAT", Options{Contents: true, NoRecovery: true}, image, nil)
	require.Empty(t, want.Error)
	h, err := regf.Read(t.Context(), image)
	require.NoError(t, err)
	texts := map[string][]byte{"our own": textOf(t, h)}
	if hivexregedit, err := exec.LookPath("hivexregedit"); err == nil {
		file := filepath.Join(t.TempDir(), "NTUSER.DAT")
		require.NoError(t, os.WriteFile(file, image, 0o600))
		if out, err := exec.Command(hivexregedit, "--export", "--prefix", "HKEY_CURRENT_USER", file, `\`).Output(); err == nil { // it refuses some
			texts["hivexregedit"] = out
		}
	}
	for by, text := range texts {
		got := readText(t, text)
		require.Empty(t, got.Error, by)
		require.Equal(t, hive.Export, got.State)
		require.Equal(t, meaning(t, &want), meaning(t, &got), by)
	}
}

// An export of a hive gives the same profiles, stores, accounts and findings as the hive, whoever wrote it.
func TestExportGivesWhatTheHiveGives(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.reg")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range append(files, "../../testdata/demo.reg") {
		if strings.Contains(file, "stale-deletion") {
			continue // which rests on times
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			tree, err := hivetest.ParseFile(file)
			require.NoError(t, err)
			image, err := tree.Image()
			require.NoError(t, err)
			requireEqualExports(t, image)
		})
	}
	for _, name := range []string{"outlook2010-NTUSER.DAT", "outlook2016-NTUSER.DAT"} {
		t.Run(name, func(t *testing.T) {
			image, err := os.ReadFile(hivetest.Real(t, "profiles/"+name))
			require.NoError(t, err)
			requireEqualExports(t, image)
		})
	}
}

// A file may have several users, and no more than a part of each.
func TestUsersOfOneText(t *testing.T) {
	file := filepath.Join(t.TempDir(), "users.reg")
	require.NoError(t, os.WriteFile(file, []byte(`Windows Registry Editor Version 5.00

[HKEY_USERS\S-1-5-21-1-2-3-1001\Software\Microsoft\Office\16.0\Outlook]
"DefaultProfile"="Work"
[HKEY_USERS\S-1-5-21-1-2-3-1001\Software\Microsoft\Office\16.0\Outlook\Profiles\Work\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:
[HKEY_USERS\loaded\Software\Microsoft\Office\15.0\Outlook\Profiles\Old\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:
[-HKEY_USERS\loaded\Software\Microsoft\Office\15.0\Outlook\Profiles\Gone]
[HKCU\Software]
`), 0o600))
	all := readAll(t, file)
	require.Len(t, all, 2)
	require.Equal(t, []hive.Text{`HKEY_USERS\S-1-5-21-1-2-3-1001`, `HKEY_USERS\loaded`}, []hive.Text{all[0].UserKey, all[1].UserKey})
	require.Equal(t, []string{"S-1-5-21-1-2-3-1001", ""}, []string{all[0].User.SID, all[1].User.SID})
	for i, want := range []hive.Text{"Work", "Old"} {
		require.Len(t, all[i].Profiles, 1)
		require.Equal(t, want, all[i].Profiles[0].Name)
		require.Equal(t, hive.Export, all[i].State)
		require.Equal(t, []string{"reg", "5", "ASCII"}, []string{all[i].Format, all[i].Version, all[i].CodePage})
		require.Len(t, all[i].SHA256, 64)
	}
	require.Equal(t, 5, all[0].Profiles[0].Line)
	require.True(t, all[0].Profiles[0].LastWrite.IsZero())
	require.Equal(t, hive.KindLine, all[0].Diagnostics[0].Kind, "of no hive")
	require.Equal(t, 10, all[0].Diagnostics[0].Line)
	require.Equal(t, hive.KindRemoval, all[1].Diagnostics[0].Kind)
	require.Equal(t, 9, all[1].Diagnostics[0].Line)
}

// What Windows would import nothing of is no source.
func TestTextsThatSayNothing(t *testing.T) {
	for text, why := range map[string]string{
		"REGEDIT5\n[HKEY_CURRENT_USER\\A]\n":                          "imports nothing of",
		"REGEDIT\nHKEY_CLASSES_ROOT\\.pst = x\n":                      "Windows 3.1",
		"Windows Registry Editor Version 5.00\n\n[\\Software]\n":      "without a key",
		"Windows Registry Editor Version 5.00":                        "without a key",
		"\xff\xfeW\x00i\x00n\x00d\x00o\x00w\x00s\x00 \x00R\x00e\x00g": "",
	} {
		file := filepath.Join(t.TempDir(), "x.reg")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		c := New(Readers())
		for r := range c.Read(t.Context(), c.Find(t.Context(), []string{file}), Options{}) {
			if why == "" {
				require.NotNil(t, r.Skip)
				continue
			}
			require.Contains(t, r.Source.Error, why)
		}
	}
}

// Bytes of a code page are read with the one that goes with the user's locale.
func TestCodePageOfText(t *testing.T) {
	s := readText(t, []byte("REGEDIT4\n[HKEY_CURRENT_USER\\Control Panel\\International]\n\"Locale\"=\"00000419\"\n"+
		"[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows Messaging Subsystem\\Profiles\\\xcf\xee\xf7\xf2\xe0\\9207f3e0a3b11019908b08002b2a56c2]\n\"01023d0e\"=hex:\n"))
	require.Len(t, s.Profiles, 1)
	require.Equal(t, hive.Text("Почта"), s.Profiles[0].Name)
	require.Contains(t, s.CodePage, "code page 1251")
}
