package analyze

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

func foreign(in ...Snapshot) []Finding {
	return Run(&Case{Sources: in}, []*Analyzer{foreignProvider()})
}

func TestForeignProvider(t *testing.T) {
	for _, c := range []struct {
		dll        hive.Text
		rule       string // "" for no finding
		severity   Severity
		confidence hive.Confidence
	}{
		{"mspst32 .dll", ruleLookAlike, MediumSeverity, hive.High},
		{"mspst.dll ", ruleLookAlike, MediumSeverity, hive.High},
		{"mspst\u200b.dll", ruleLookAlike, MediumSeverity, hive.High},
		{"ms\u0440st.dll", ruleLookAlike, MediumSeverity, hive.High},                     // Cyrillic er
		{"\uff4d\uff53\uff50\uff53\uff54.dll", ruleLookAlike, MediumSeverity, hive.High}, // full width
		{"c0ntab.dll", ruleLookAlike, MediumSeverity, hive.High},
		{"ernsmdb.dll", ruleLookAlike, MediumSeverity, hive.High},
		{"emab1t.dll", ruleLookAlike, MediumSeverity, hive.High},
		{"emsmbd.dll", ruleLookAlike, MediumSeverity, hive.Medium},
		{"msspst.dll", ruleLookAlike, MediumSeverity, hive.Medium},
		{"mpst.dll", ruleLookAlike, MediumSeverity, hive.Medium},
		{"mspst.exe", ruleLookAlike, MediumSeverity, hive.Medium},
		{"mspst.x.dll", ruleLookAlike, MediumSeverity, hive.Medium},

		{"acme.dll", ruleNotMicrosoft, Informational, hive.High},
		{"msf.dll", ruleNotMicrosoft, Informational, hive.High}, // msfs.dll is too short for one letter to mean anything
		{"mspab.dll", ruleNotMicrosoft, Informational, hive.High},
		{"nwnsp.dll", ruleNotMicrosoft, Informational, hive.High},
		{"NWNSP32.DLL", ruleNotMicrosoft, Informational, hive.High},
		{".", ruleNotMicrosoft, Informational, hive.High},
		{"acme", ruleNotMicrosoft, Informational, hive.High},

		{`C:\Users\a\x.dll`, ruleModulePath, MediumSeverity, hive.High},
		{`c:/users/a/x.dll`, ruleModulePath, MediumSeverity, hive.High},
		{`C:\Program Files\..\Users\a\x.dll`, ruleModulePath, MediumSeverity, hive.High},
		{`C:\ProgramData\x.dll`, ruleModulePath, MediumSeverity, hive.High},
		{`C:\Windows\Temp\x.dll`, ruleModulePath, MediumSeverity, hive.High},
		{`%APPDATA%\x.dll`, ruleModulePath, MediumSeverity, hive.High},
		{`\\srv\share\x.dll`, ruleModulePath, MediumSeverity, hive.High},
		{`C:\Program Files\Acme\m\u0455pst.dll`, ruleModulePath, MediumSeverity, hive.High},
		{`C:\Program Files\Acme\x.dll`, ruleModulePath, Informational, hive.High},
		{`C:\PROGRA~1\Acme\x.dll`, ruleModulePath, Informational, hive.High},
		{`%ProgramFiles(x86)%\Acme\x.dll`, ruleModulePath, Informational, hive.High},
		{`C:\Windows\System32\x.dll`, ruleModulePath, Informational, hive.High},
		{`%windir%\system32\mspst32.dll`, ruleModulePath, Informational, hive.High},
		{`C:\Windows\System32\spool\x.dll`, ruleModulePath, LowSeverity, hive.High},
		{`D:\x.dll`, ruleModulePath, LowSeverity, hive.High},
		{`..\x.dll`, ruleModulePath, LowSeverity, hive.High},
		{`%x%\x.dll`, ruleModulePath, LowSeverity, hive.High},
		{`%x%`, ruleNotMicrosoft, Informational, hive.High},
		{`C:`, ruleModulePath, LowSeverity, hive.High},
		{`\`, ruleModulePath, LowSeverity, hive.High},
		{`%TEMP%\`, ruleModulePath, MediumSeverity, hive.High},
		{`C:\`, ruleModulePath, LowSeverity, hive.High},

		{"mspst.dll", "", "", ""},
		{"EMSMDB32.DLL", "", "", ""},
	} {
		t.Run(string(c.dll), func(t *testing.T) {
			dll := hive.Text(strings.NewReplacer(`\u200b`, "\u200b", `\u0455`, "\u0455").Replace(string(c.dll)))
			fs := foreign(source(profile("A", module(1, dll))))
			if c.rule == "" {
				require.Empty(t, fs)
				return
			}
			require.Equal(t, []string{"foreign-provider/" + c.rule}, rules(fs))
			require.Equal(t, c.severity, fs[0].Severity, fs[0].Detail)
			require.Equal(t, c.confidence, fs[0].Confidence)
		})
	}
}

// One spelling is one finding, however many profiles have it and in whatever letters.
func TestForeignProviderIsSaidOnce(t *testing.T) {
	fs := foreign(source(profile("A", module(1, "acme.dll"), module(2, "ACME.DLL")), profile("B", module(1, "acme.dll"))))
	require.Len(t, fs, 1)
	require.Len(t, fs[0].Evidence, 3)
	require.Len(t, foreign(source(profile("A", module(1, "acme.dll"))), source(profile("A", module(1, "acme.dll")))), 2)
}

// How far a DLL is in use is said; what nothing opens any more is less sure.
func TestForeignProviderInUse(t *testing.T) {
	p := profile("A", module(1, "acme.dll"))
	says := func() *Sentence {
		f := foreign(source(p))[0]
		for _, s := range saidBy(f) {
			switch s {
			case sayModuleInUse, sayModuleService, sayModuleEntryID, sayModuleUnlisted, sayModulePast:
				return s
			}
		}
		return nil
	}
	require.Equal(t, sayModuleInUse, says())
	p.Modules[0].From = mapi.ModuleOfService
	require.Equal(t, sayModuleService, says())
	p.Modules[0].From = mapi.ModuleOfProvider
	p.Modules[0].Listed = false
	require.Equal(t, sayModuleUnlisted, says())
	p.Modules[0].From = mapi.ModuleOfEntryID
	require.Equal(t, sayModuleEntryID, says())
	p.Modules[0].Fact.State = hive.Recovered
	require.Equal(t, sayModulePast, says())
	require.Equal(t, hive.Medium, foreign(source(p))[0].Confidence)
}

func TestForeignProviderNamesTheServiceItReplaces(t *testing.T) {
	p := profile("A", module(1, "acme.dll"))
	require.NotContains(t, saidBy(foreign(source(p))[0]), sayMicrosoftsService)
	p.Modules[0].Service = "msupst ms"
	require.Contains(t, saidBy(foreign(source(p))[0]), sayMicrosoftsService)
	p.Modules[0].Service, p.Modules[0].InstallID = "Acme", "{6485d262-c2ac-11d1-ad3e-10a0c911c9c0}"
	require.Contains(t, saidBy(foreign(source(p))[0]), sayMicrosoftsService)
}

// No name is near another because of what it is compared by.
func TestKnownModulesAreApart(t *testing.T) {
	for _, m := range mapi.KnownModules() {
		name := mapi.ModuleName(m.DLL)
		for _, n := range mapi.KnownModules() {
			other := mapi.ModuleName(n.DLL)
			require.True(t, name == other || skeleton(name) != skeleton(other), "%s %s", m.DLL, n.DLL)
		}
		require.NotEmpty(t, m.Source, m.DLL)
		require.NotEmpty(t, m.What, m.DLL)
		require.NotEmpty(t, m.Maker, m.DLL)
	}
	for _, row := range lookalikes {
		require.Equal(t, len([]rune(row.from)), len(row.to))
	}
}

func FuzzForeignName(f *testing.F) {
	for _, s := range []string{"mspst32 .dll", "..", `\\.\x`, "ms\u0440st.dll", "\xed\xa0\x80.dll", "C:", "%", "%\\", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		fs := foreign(source(profile("A", module(1, hive.Text(s)))))
		require.LessOrEqual(t, len(fs), 1)
		if len(fs) == 1 {
			require.NotContains(t, fs[0].Detail+fs[0].Summary+fs[0].Recommendation, "\x1b")
		}
	})
}

func init() { moreSentenceCases = append(moreSentenceCases, foreignCases) }

// foreignCases are what the texts cannot say: a hive that is dirty or damaged at the place.
func foreignCases(*testing.T) []sentenceCase {
	dirty := source(profile("A", module(1, "acme.dll")))
	dirty.State = hive.Dirty
	broken := source(profile("A", module(1, "acme.dll")))
	broken.Diagnostics = []hive.Diagnostic{{Kind: hive.KindDataBounds, Path: broken.Profiles[0].Modules[0].Fact.Key}}
	return []sentenceCase{
		{"a DLL of another maker in a dirty hive", &Case{Sources: []Snapshot{dirty}}},
		{"a DLL of another maker in a damaged hive", &Case{Sources: []Snapshot{broken}}},
	}
}
