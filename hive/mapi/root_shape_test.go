package mapi

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/hivetest/regview"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/regf"
)

// readShaped reads a text as a hive, on the walk that verifies it, and as a registry that has none, and expects the same.
func readShaped(t testing.TB, text string) (Profiles, *regf.Hive) {
	t.Helper()
	tree, err := hivetest.Parse(text)
	require.NoError(t, err)
	img, err := tree.Image()
	require.NoError(t, err)
	h, err := regf.Read(t.Context(), img)
	require.NoError(t, err)
	var onWalk, own Candidates
	_, err = h.Verify(t.Context(), regf.Watch{Chars: SectionNameChars, Found: onWalk.Add})
	require.NoError(t, err)
	require.Empty(t, h.Diagnostics())
	ps, err := Read(t.Context(), h.View(), Options{Contents: true, Candidates: &onWalk})
	require.NoError(t, err)

	view := regview.New(tree)
	require.NoError(t, own.Walk(t.Context(), view))
	same, err := Read(t.Context(), view, Options{Contents: true, Candidates: &own})
	require.NoError(t, err)
	require.Equal(t, stands(ps), stands(same))
	require.Equal(t, len(ps.Roots), len(same.Roots))
	return ps, h
}

// stands says of each profile where it is and what that means.
func stands(ps Profiles) (out []string) {
	for _, p := range ps.Profiles {
		s := fmt.Sprintf("%s: %s, %s, %s %s", p.Key, p.State, p.Root, p.Kind, p.Sure)
		if p.Default {
			s += ", default"
		}
		out = append(out, strings.TrimSpace(s))
	}
	return out
}

// randomNames gives names that no list has, the same ones each time.
func randomNames() func() string {
	r := rand.New(rand.NewPCG(1, 2))
	return func() string {
		b := make([]byte, 3+r.IntN(9))
		for i := range b {
			b[i] = "bcdfghklmnpqrstvwz"[r.IntN(18)]
		}
		return string(b)
	}
}

// Profiles are found wherever they stand, by what they are made of and not by what the keys above are called, and
// each place is known for what it is.
func TestProfilesByShape(t *testing.T) {
	name := randomNames()
	a, b, c := name(), name(), name()
	const (
		office = `Microsoft\Office\16.0\Outlook`
		wms    = `Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem`
		list   = `Microsoft\Windows NT\CurrentVersion\ProfileList\S-1-5-21-1-2-3-1001`
		shadow = `Microsoft\Windows NT\CurrentVersion\Terminal Server\Install\`
		appV   = `AppV\Client\Packages\6b1b0f7e-0a0a-4c1d-9c53-5d1f8f1f0c11\REGISTRY\USER\S-1-5-21-1-2-3-1001\`
	)
	for _, test := range []struct{ path, beside, want string }{
		// where Outlook looks
		{reg16 + `\Profiles\` + a, "", "live, 16.0,"},
		// kept aside
		{reg16 + `\Profiles-` + b + `\` + a, "", "kept aside, 16.0, beside profiles high"},
		{reg16 + `\` + b + `\` + a, reg16 + `\Profiles\Other`, "kept aside, 16.0, beside profiles high"},
		{reg16 + `\` + b + `\Profiles\` + a, "", "kept aside, 16.0, beside profiles high"},
		{reg16 + `.` + b + `\Profiles\` + a, "", "kept aside, 16.0, beside profiles high"},
		{reg16 + `\Profiles\` + b + `\` + a, "", "kept aside, 16.0, beside profiles high"},
		{regWMS + `\` + b + `\` + a, "", "kept aside, wms, beside profiles high"},
		{regWMS + b + `\Profiles\` + a, "", "kept aside, unknown, elsewhere high"},
		{`Software\` + b + `\` + c + `\` + a, "", "kept aside, unknown, elsewhere high"},
		{b + `\` + a, `Software\Microsoft`, "kept aside, unknown, elsewhere high"},
		{b + `\` + reg16 + `\Profiles\` + a, `Software\Microsoft`, "kept aside, 16.0, elsewhere high"},
		{`Software\` + a, "", "kept aside, unknown, elsewhere high"},
		// parts of a user's registry
		{office + `\Profiles\` + a, "", "live, 16.0, saved part medium"},
		{wms + `\Profiles\` + a, "", "live, wms, saved part medium"},
		{wms + `\Deleted Profiles\` + a, "", "deleted, wms, saved part medium"},
		{`Wow6432Node\` + wms + `\Profiles\` + a, "", "live, wms, saved part medium"},
		{`Office\15.0\Outlook\Profiles\` + a, "", "live, 15.0, saved part medium"},
		{`16.0\Outlook\Profiles\` + a, "", "live, 16.0, saved part medium"},
		{`Outlook\Profiles\` + a, "", "live, unknown, saved part low"},
		{`Windows Messaging Subsystem\Profiles\` + a, "", "live, wms, saved part medium"},
		{`Profiles\` + a, "", "live, unknown, saved part low"},
		{`Deleted Profiles\` + a, "", "deleted, unknown, saved part low"},
		{a, "", "live, unknown, saved part low"},
		{``, "", "live, unknown, saved part low"},
		// in a part, too, some are kept aside: the longest path tells what the root key is
		{b + `\` + a, `Profiles\Other`, "kept aside, unknown, elsewhere high"},
		{a, `Profiles\Other`, "kept aside, unknown, elsewhere high"},
		{`Profiles\` + a, office + `\Profiles\Other`, "kept aside, unknown, elsewhere high"},
		// registries of a user within another
		{`Software\Microsoft\` + appV + reg16 + `\Profiles\` + a, "", "kept aside, 16.0, app-v package high"},
		{`user\current\` + reg16 + `\Profiles\` + a, "", "kept aside, 16.0, sandbox medium"},
		{shadow + regWMS + `\Profiles\` + a, list, "kept aside, wms, terminal server shadow high"},
		{shadow + regWMS + `\Profiles\` + a, "", "kept aside, wms, terminal server shadow high"},
		{wms + `\Profiles\` + a, list, "kept aside, wms, machine high"},
		{b + `\` + a, list, "kept aside, unknown, elsewhere high"},
	} {
		t.Run(test.path, func(t *testing.T) {
			text := &hiveText{}
			text.pstProfile(shape64, `P`, `C:\Mail\a.pst`, "key")
			written := strings.ReplaceAll(text.String(), `[P\`, `[`+strings.TrimPrefix(test.path+`\`, `\`))
			if test.beside != "" {
				beside := &hiveText{}
				if strings.HasSuffix(test.beside, `Profiles\Other`) {
					beside.pstProfile(shape64, test.beside, `C:\Mail\b.pst`, "key b")
				} else {
					beside.key(test.beside)
				}
				written += beside.String()
			}
			ps, _ := readShaped(t, written)
			require.Contains(t, stands(ps), strings.TrimSpace(test.path+": "+test.want), "%q", stands(ps))
			for i := range ps.Profiles {
				p := ps.whole(i)
				require.Equal(t, p.Kind == "", p.Why == "")
				if p.Key != hive.Path(test.path) {
					continue
				}
				require.NotEmpty(t, storeOf(t, p).PSTPath)
				require.Equal(t, p.State, p.Paths[0].Fact.State)
				for _, s := range p.Sections {
					require.Equal(t, p.State, s.Key.State)
				}
			}
			for _, r := range ps.Roots {
				require.Equal(t, r.Kind == "", r.Why == "")
			}
		})
	}
}

// Several profiles in one place have one root, and a default is one only where Outlook looks for it.
func TestShapedRoots(t *testing.T) {
	for _, c := range []struct {
		name, keep string // where two profiles stand
		defaults   string // key with a DefaultProfile
		roots      []string
		profiles   []string
	}{
		{"kept aside", reg16 + `\kept`, reg16 + `\kept`,
			[]string{reg16 + `\kept beside profiles high `},
			[]string{`kept\A: kept aside, 16.0, beside profiles high`, `kept\B: kept aside, 16.0, beside profiles high`}},
		{"the default is kept aside", reg16 + `\kept`, reg16,
			[]string{"  A", reg16 + `\kept beside profiles high `},
			[]string{`kept\A: kept aside, 16.0, beside profiles high`, `kept\B: kept aside, 16.0, beside profiles high`}},
		{"the key above Profiles", `Profiles`, `\`,
			[]string{`Profiles saved part medium A`},
			[]string{`Profiles\A: live, unknown, saved part medium, default`, `Profiles\B: live, unknown, saved part medium`}},
		{"the key above Profiles of WMS", `Profiles`, `Profiles`,
			[]string{`Profiles saved part medium A`},
			[]string{`Profiles\A: live, unknown, saved part medium, default`, `Profiles\B: live, unknown, saved part medium`}},
		{"Profiles", ``, `\`, nil,
			[]string{`A: live, unknown, saved part medium, default`, `B: live, unknown, saved part medium`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := &hiveText{}
			for _, name := range []string{"A", "B"} {
				text.pstProfile(shape64, strings.TrimPrefix(c.keep+`\`+name, `\`), `C:\Mail\a.pst`, "key")
			}
			text.key(c.defaults, reg(`"DefaultProfile"="A"`))
			ps, _ := readShaped(t, text.String())
			var roots []string
			for _, r := range ps.Roots {
				roots = append(roots, fmt.Sprint(r.Key, " ", r.Kind, " ", r.Sure, " ", r.DefaultProfile.Text))
			}
			require.Equal(t, strings.ReplaceAll(strings.Join(c.roots, "\n"), "  A", "   A"), strings.Join(roots, "\n"))
			for i, p := range stands(ps) {
				require.Equal(t, c.profiles[i], strings.TrimPrefix(p, reg16+`\`))
			}
		})
	}
}

// What only looks like a profile is none: one key called like a section, or many without MAPI's properties.
func TestNoProfileByShape(t *testing.T) {
	const hex1, hex2, hex3 = "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "1a1b2c3d4e5f60718293a4b5c6d7e8f9", "2A1B2C3D4E5F60718293A4B5C6D7E8F9"
	unicode := func(id uint16, text string) reg { return shape64.text(id, text) }
	for _, c := range []struct {
		name   string
		values map[string][]reg // of subkeys
	}{
		{"one section with properties", map[string][]reg{hex1: {unicode(idDisplayName, "x"), long(idResourceType, 33)}}},
		{"one with properties, others without", map[string][]reg{hex1: {unicode(idDisplayName, "x")}, hex2: {reg(`"x"="y"`)}, hex3: nil}},
		{"products of Windows Installer", map[string][]reg{hex1: {reg(`"ProductName"="x"`), reg(`"Assignment"=dword:1`)}, hex2: {reg(`"ProductName"="y"`)}, hex3: {reg(`"` + hex1 + `"="C:\\x"`)}}},
		{"a browser's", map[string][]reg{hex1: {reg(`"0001"=hex:01,02`)}, hex2: {reg(`"lastrun"="13300000000000000"`)}, hex3: {reg(`@="x"`)}}},
		{"a game's, with hashes as names", map[string][]reg{hex1: {reg(`"deadbeef"=dword:1`), reg(`"00033e03"=dword:21`)}, hex2: {reg(`"00033009"=dword:2`)}, hex3: {reg(`"cafe0001"=hex:01,00,00,00`)}}},
		{"names of tags with data that do not fit", map[string][]reg{hex1: {reg(`"001f3001"=hex:41`)}, hex2: {reg(`"00033009"=hex:01`)}, hex3: {reg(`"00033e03"=hex:01,02`)}}},
		{"tags that no profile has", map[string][]reg{hex1: {reg(`"00031234"=hex:01,00,00,00`)}, hex2: {reg(`"0003abcd"=hex:01,00,00,00`)}}},
		{"31 and 33 digits", map[string][]reg{hex1[1:]: {unicode(idDisplayName, "x")}, hex2 + "0": {unicode(idDisplayName, "x")}, "{" + hex3 + "}": {unicode(idDisplayName, "x")}}},
		{"no digits", map[string][]reg{strings.Repeat("g", 32): {unicode(idDisplayName, "x")}, strings.Repeat("h", 32): {unicode(idDisplayName, "x")}}},
		{"secured names", map[string][]reg{hex1: {reg(`"S001f3001"=hex:01,02`)}, hex2: {reg(`"S001f3001"=hex:01,02`)}}},
	} {
		for _, path := range []string{`Software\Game\Profiles\Player`, `Profiles\Player`, `Player`, `Software\Microsoft\Office\16.0\Outlook\Kept\Player`} {
			text := &hiveText{}
			for name, values := range c.values {
				text.key(path+`\`+name, values...)
			}
			ps, _ := readShaped(t, text.String())
			require.Empty(t, ps.Profiles, "%s in %s", c.name, path)
			require.Empty(t, ps.Roots, "%s in %s", c.name, path)
		}
	}
}

// What makes a key a profile: the name of one section, or the properties of two.
func TestLeastShape(t *testing.T) {
	name := randomNames()
	for _, c := range []struct {
		name     string
		sections map[string][]reg
	}{
		{"the root section, empty", map[string][]reg{rootSection: nil}},
		{"the account manager's", map[string][]reg{strings.ToUpper(prop.AccountsName): nil}},
		{"two with properties", map[string][]reg{"0a1b2c3d4e5f60718293a4b5c6d7e8f9": {shape64.text(idDisplayName, "x")}, instanceSection: {uidList(idSearchKey, "key")}}},
		{"ANSI as REG_SZ", map[string][]reg{"0a1b2c3d4e5f60718293a4b5c6d7e8f9": {reg(`"001e3001"="x"`)}, instanceSection: {reg(`"001e3d09"="MSEMS"`)}}},
	} {
		text := &hiveText{}
		path := `Software\` + name() + `\` + name()
		for name, values := range c.sections {
			text.key(path+`\`+name, values...)
		}
		ps, _ := readShaped(t, text.String())
		require.Equal(t, []string{path + ": kept aside, unknown, elsewhere high"}, stands(ps), c.name)
	}
}

// Of very many keys with profiles kept aside the rest is read and not listed, and that is said.
func TestManyKeysAside(t *testing.T) {
	text := &hiveText{}
	for i := range maxAside + 1 {
		text.key(fmt.Sprintf(`Software\%d\P\%s`, i, rootSection))
	}
	ps, h := readShaped(t, text.String())
	require.Len(t, ps.Profiles, maxAside+1)
	require.Len(t, ps.Roots, maxAside)
	require.Len(t, h.Diagnostics(), 1)
	require.Equal(t, hive.KindLimit, h.Diagnostics()[0].Kind)
}

// Tens of thousands of keys called like sections, as Windows Installer has them, are not all read; a section that only
// profiles have is seen among any number.
func TestManyStrangers(t *testing.T) {
	text := &hiveText{}
	for i := range maxStrangers {
		text.key(fmt.Sprintf(`Software\Installer\%032x`, i), reg(`"x"="y"`))
	}
	for _, last := range []string{"b1b2c3d4e5f60718293a4b5c6d7e8f90", "b2b2c3d4e5f60718293a4b5c6d7e8f90"} {
		text.key(`Software\Installer\`+last, shape64.text(idDisplayName, "x"))
	}
	ps, _ := readShaped(t, text.String())
	require.Empty(t, ps.Profiles)
	text.key(`Software\Installer\` + rootSection)
	ps, _ = readShaped(t, text.String())
	require.Len(t, ps.Profiles, 1)
}

// No more is looked at than the limit allows: a key that needs more looks is none.
func TestLooksAreLimited(t *testing.T) {
	text := &hiveText{}
	for _, name := range []string{"0a1b2c3d4e5f60718293a4b5c6d7e8f9", "1a1b2c3d4e5f60718293a4b5c6d7e8f9"} {
		text.key(`P\`+name, shape64.text(idDisplayName, "x"))
	}
	tree, err := hivetest.Parse(text.String())
	require.NoError(t, err)
	root, _ := regview.New(tree).Root()
	p, ok := root.Subkey("P")
	require.True(t, ok)
	for left, want := range map[int]bool{0: false, 3: false, 4: true} {
		j := judge{left: left}
		require.Equal(t, want, j.isProfile(p), left)
		require.Equal(t, want, j.left >= 0)
	}
}
