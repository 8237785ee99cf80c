package analyze

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
)

var (
	keyA = digits("aa")
	keyB = digits("bb")
	zero = digits("00")
)

func TestPSTPath(t *testing.T) {
	for _, c := range []struct {
		name string
		in   Snapshot
		want []string
	}{
		{"two profiles, case differs", source(profile("A", pst(1, `C:\Mail\x.pst`, "")), profile("B", pst(1, `c:\MAIL\X.PST`, ""))), []string{"pst-path/case"}},
		{"two providers in one profile, case differs", source(profile("A", pst(1, `C:\x.pst`, ""), pst(2, `C:\X.pst`, ""))), []string{"pst-path/case"}},
		{"three spellings are one finding", source(profile("A", pst(1, `C:\x.pst`, "")), profile("B", pst(1, `C:\X.pst`, "")), profile("C", pst(1, `C:\X.PST`, ""))), []string{"pst-path/case"}},
		{"case as Windows folds it", source(profile("A", pst(1, `C:\Ärger.pst`, "")), profile("B", pst(1, `C:\ärger.pst`, ""))), []string{"pst-path/case"}},
		{"ß and ss are two files", source(profile("A", pst(1, `C:\Maß.pst`, "")), profile("B", pst(1, `C:\MASS.pst`, ""))), nil},
		{"dotless i is no I to Windows", source(profile("A", pst(1, "C:\\mai\u0131.pst", "")), profile("B", pst(1, `C:\MAII.pst`, ""))), nil},

		{"equal spelling in two profiles", source(profile("A", pst(1, `C:\x.pst`, "")), profile("B", pst(1, `C:\x.pst`, ""))), nil},
		{"equal spelling and record key", source(profile("A", pst(1, `C:\x.pst`, keyA)), profile("B", pst(1, `C:\x.pst`, keyA))), nil},
		{"same file name, other directory", source(profile("A", pst(1, `C:\a\x.pst`, keyA)), profile("B", pst(1, `C:\b\x.pst`, keyB))), nil},
		{"one profile alone", source(profile("A", pst(1, `C:\x.pst`, keyA))), nil},
		{"the other profile is deleted", source(profile("A", pst(1, `C:\x.pst`, keyA)), profile("B", recovered, pst(1, `C:\X.pst`, keyA))), []string{"orphan/deleted-profile-recovered"}},
		{"stale copies do not count", source(profile("A", pst(1, `C:\x.pst`, keyA), stale("entry-id", `C:\X.PST`), stale("settings", `C:/x.pst`), stale("account", `D:\x.pst`))), nil},

		{"forward slashes", source(profile("A", pst(1, `C:\a\x.pst`, "")), profile("B", pst(1, `C:/a/x.pst`, ""))), []string{"pst-path/spelling"}},
		{"dots", source(profile("A", pst(1, `C:\a\x.pst`, "")), profile("B", pst(1, `C:\b\..\a\.\x.pst`, ""))), []string{"pst-path/spelling"}},
		{"doubled separators", source(profile("A", pst(1, `C:\a\x.pst`, "")), profile("B", pst(1, `C:\a\\x.pst`, ""))), []string{"pst-path/spelling"}},
		{"literal prefix", source(profile("A", pst(1, `C:\a\x.pst`, "")), profile("B", pst(1, `\\?\C:\a\x.pst`, ""))), []string{"pst-path/spelling"}},
		{"literal UNC prefix", source(profile("A", pst(1, `\\srv\m\x.pst`, "")), profile("B", pst(1, `\\?\UNC\srv\m\x.pst`, ""))), []string{"pst-path/spelling"}},
		{"spelling and case together are one finding", source(profile("A", pst(1, `C:\x.pst`, "")), profile("B", pst(1, `C:/X.PST`, "")), profile("C", pst(1, `C:\X.pst`, ""))), []string{"pst-path/spelling"}},
		{"a share is no drive", source(profile("A", pst(1, `\\C\x\x.pst`, "")), profile("B", pst(1, `C:\x\x.pst`, ""))), nil},

		{"one record key, two paths", source(profile("A", pst(1, `C:\x.pst`, keyA)), profile("B", pst(1, `D:\x.pst`, keyA))), []string{"pst-path/same-store"}},
		{"one record key in one profile", source(profile("A", pst(1, `C:\x.pst`, keyA), pst(2, `C:\y.pst`, keyA))), []string{"pst-path/same-store"}},
		{"one record key, paths that are one", source(profile("A", pst(1, `C:\x.pst`, keyA)), profile("B", pst(1, `C:/X.pst`, keyA))), []string{"pst-path/spelling"}},
		{"copy and spelling at once", source(profile("A", pst(1, `C:\x.pst`, keyA)), profile("B", pst(1, `C:\X.pst`, keyA)), profile("C", pst(1, `D:\x.pst`, keyA))), []string{"pst-path/case"}},
		{"a zero record key identifies nothing", source(profile("A", pst(1, `C:\x.pst`, zero)), profile("B", pst(1, `D:\x.pst`, zero))), nil},
		{"a short record key identifies nothing", source(profile("A", pst(1, `C:\x.pst`, "aabb")), profile("B", pst(1, `D:\x.pst`, "aabb"))), nil},
		{"a file replaced: one path, two record keys", source(profile("A", pst(1, `C:\x.pst`, keyA)), profile("B", pst(1, `C:\x.pst`, keyB))), []string{"pst-path/same-path-other-store"}},
		{"a relative path with two record keys", source(profile("A", pst(1, `x.pst`, keyA)), profile("B", pst(1, `x.pst`, keyB))), nil},
		{"another spelling and another record key", source(profile("A", pst(1, `C:\x.pst`, keyA)), profile("B", pst(1, `C:\X.pst`, keyB))), []string{"pst-path/case"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.ElementsMatch(t, c.want, rules(conflicts(run(c.in))))
		})
	}
}

// One provider that holds its path in ANSI and in Unicode opens one path.
func TestPSTPathOneProviderTwoValues(t *testing.T) {
	p := profile("A", pst(1, `C:\x.pst`, ""), pst(1, `C:\X.PST`, ""))
	p.Paths[1].Fact.Value = "001e6700"
	require.Empty(t, run(source(p)))

	// The Unicode one counts, whatever the order.
	p.Paths[0], p.Paths[1] = p.Paths[1], p.Paths[0]
	require.Empty(t, run(source(p, profile("B", pst(1, `C:\x.pst`, "")))))
	require.Len(t, run(source(p, profile("B", pst(1, `C:\X.PST`, "")))), 1)
}

// conflicts leaves out what is said of the paths beside conflicts.
func conflicts(fs []Finding) []Finding {
	return slices.DeleteFunc(fs, func(f Finding) bool { return f.Rule == ruleLocation || f.Rule == ruleStale })
}

func TestPSTPathSources(t *testing.T) {
	// C: of one computer is not C: of another.
	require.Empty(t, run(source(profile("A", pst(1, `C:\x.pst`, keyA))), source(profile("A", pst(1, `C:\X.pst`, keyA)))))
}

func TestPSTPathFinding(t *testing.T) {
	in := source(
		profile("Work", byDefault, pst(1, `C:\Mail\x.pst`, "")),
		profile("Scan1", pst(1, `c:\mail\X.PST`, "")),
		profile("Scan2", pst(1, `c:\mail\X.PST`, "")),
	)
	fs := run(in)
	require.Len(t, fs, 1)
	f := fs[0]
	require.Equal(t, `3 profiles ("Scan1", "Scan2" and "Work") name the PST file "C:\Mail\x.pst" by 2 paths that differ only in upper and lower case.`, f.Summary)
	require.Len(t, f.Evidence, 3)
	require.Equal(t, hive.Text("Scan1"), f.Evidence[0].Profile)
	require.Equal(t, hive.Text(`c:\mail\X.PST`), f.Evidence[0].Text)
	require.Equal(t, hive.Text("001f6700"), f.Evidence[0].Value)
	// The default profile's spelling wins over the more used one.
	require.Contains(t, f.Recommendation, `Use one spelling everywhere: "C:\Mail\x.pst" (that of the default profile "Work").`)
	require.Contains(t, f.Recommendation, `open "Scan1" and "Scan2", Data Files`)

	in.Profiles[0].Default = false
	require.Contains(t, run(in)[0].Recommendation, `Use one spelling everywhere: "c:\mail\X.PST" (the most used).`)
}

// ran is a version of Outlook with a first run, one that is proven; seen one that has only a key.
func ran(version string) ntuser.Version {
	key := hive.Path(`Software\Microsoft\Office`).Join(hive.Text(version)).Join("Outlook").Join("Setup")
	f := hive.Fact{Key: key, Value: "First-Run", State: hive.Live}
	return ntuser.Version{Version: version, Confidence: hive.Medium, Facts: []hive.Fact{f}, Proof: []hive.Fact{f}}
}

func seen(version string) ntuser.Version {
	key := hive.Path(`Software\Microsoft\Office`).Join(hive.Text(version)).Join("Outlook")
	return ntuser.Version{Version: version, Confidence: hive.Low, Facts: []hive.Fact{{Key: key, State: hive.Live}}}
}

func withOutlook(s Snapshot, versions ...ntuser.Version) Snapshot {
	s.Context.Outlook = versions
	return s
}

func withDrives(s Snapshot, drives ...ntuser.Drive) Snapshot {
	s.Context.Drives = drives
	return s
}

func TestPSTPathHarm(t *testing.T) {
	pair := func(outlook ...ntuser.Version) Snapshot {
		return withOutlook(source(profile("A", pst(1, `C:\x.pst`, "")), profile("B", pst(1, `C:\X.pst`, ""))), outlook...)
	}
	relative := source(profile("A", pst(1, `x.pst`, "")), profile("B", pst(1, `X.pst`, "")))
	variable := source(profile("A", pst(1, `%HOME%\x.pst`, "")), profile("B", pst(1, `%HOME%\X.pst`, "")))
	modern := source(profile("A", of("16.0", office16), pst(1, `C:\x.pst`, "")), profile("B", of("16.0", office16), pst(1, `C:\X.pst`, "")))
	dirty := func(s Snapshot) Snapshot { s.State = hive.Dirty; return s }
	for _, c := range []struct {
		name       string
		in         Snapshot
		severity   Severity
		confidence hive.Confidence
		detail     string
		proof      []string // keys below Office
	}{
		{"Outlook 2007", pair(ran("12.0")), HighSeverity, hive.High, "and proves no later version", []string{"12.0"}},
		{"2007 in a dirty hive", dirty(pair(ran("12.0"))), HighSeverity, hive.Medium, "in which not all can be seen", []string{"12.0"}},
		{"2003 and 2007", pair(ran("11.0"), ran("12.0")), HighSeverity, hive.High, "and proves no later version", []string{"11.0", "12.0"}},
		{"version unknown", pair(), MediumSeverity, hive.Medium, "does not prove which version", nil},
		{"unknown in a dirty hive", dirty(pair()), MediumSeverity, hive.Low, "in which not all can be seen", nil},
		{"a bare key of 2007", pair(seen("12.0")), MediumSeverity, hive.Medium, "which proves nothing", []string{"12.0"}},
		{"a bare key of another", pair(seen("11.0")), MediumSeverity, hive.Medium, "does not prove which version", nil},
		{"2007 and 2010", pair(ran("12.0"), ran("14.0")), MediumSeverity, hive.Medium, "Outlook 2007 (12.0) and Outlook 2010 (14.0)", []string{"12.0", "14.0"}},
		{"2007 and a bare key of 2010", pair(ran("12.0"), seen("14.0")), HighSeverity, hive.High, "and proves no later version", []string{"12.0"}},
		{"2010 only", pair(ran("14.0")), LowSeverity, hive.High, "Outlook 2010 (14.0)", []string{"14.0"}},
		{"2010 and a bare key of 2007", pair(seen("12.0"), ran("14.0")), LowSeverity, hive.High, "which proves nothing", []string{"12.0", "14.0"}},
		{"2003 only", pair(ran("11.0")), LowSeverity, hive.High, "Outlook 2003 (11.0)", []string{"11.0"}},
		{"profiles of Outlook 2016", withOutlook(modern, ran("12.0"), ran("16.0")), LowSeverity, hive.High, "2013 and later", nil},
		{"profiles of two generations", source(profile("A", pst(1, `C:\x.pst`, "")), profile("A", of("16.0", office16), pst(1, `C:\X.pst`, ""))), LowSeverity, hive.Low, "two generations", nil},
		{"relative paths", withOutlook(relative, ran("12.0")), HighSeverity, hive.Low, "current directory", []string{"12.0"}},
		{"a variable", withOutlook(variable, ran("12.0")), HighSeverity, hive.Medium, "variable", []string{"12.0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			fs := run(c.in)
			require.Equal(t, []string{"pst-path/case"}, rules(fs))
			require.Equal(t, c.severity, fs[0].Severity)
			require.Equal(t, c.confidence, fs[0].Confidence)
			require.Contains(t, fs[0].Detail, c.detail)
			var proof []string
			for _, e := range fs[0].Evidence {
				if below, ok := strings.CutPrefix(string(e.Key), `Software\Microsoft\Office\`); ok && !strings.Contains(below, `\Profiles\`) {
					proof = append(proof, strings.SplitN(below, `\`, 2)[0])
				}
			}
			require.Equal(t, c.proof, proof)
		})
	}
}

// A profile and its copy by an upgrade are no conflict; what else names the file is still compared.
func TestPSTPathUpgrade(t *testing.T) {
	old := profile("A", instance(keyA), pst(1, `C:\x.pst`, keyB))
	next := profile("a", of("16.0", office16), instance(keyA), pst(1, `C:\X.pst`, keyB))
	moved := profile("A", of("16.0", office16), instance(keyA), pst(1, `D:\x.pst`, keyB))
	for _, c := range []struct {
		name string
		in   Snapshot
		want string
	}{
		{"copy", source(old, next), "pst-path/case informational"},
		{"moved since", source(old, moved), "pst-path/same-store informational"},
		{"spelled alike", source(old, profile("A", of("16.0", office16), instance(keyA), pst(1, `C:\x.pst`, keyB))), ""},
		{"another program's profile", source(old, next, profile("Scan", of("16.0", office16), pst(1, `c:\X.PST`, ""))), "pst-path/case low"},
		{"another instance", source(old, profile("A", of("16.0", office16), instance(keyB), pst(1, `C:\X.pst`, ""))), "pst-path/case low"},
		{"another name", source(old, profile("B", of("16.0", office16), instance(keyA), pst(1, `C:\X.pst`, ""))), "pst-path/case low"},
		{"the same root", source(old, profile("A", instance(keyA), pst(1, `C:\X.pst`, ""))), "pst-path/case medium"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			for _, f := range Run(&Case{Sources: []Snapshot{c.in}}, []*Analyzer{pstPath()}) {
				got += f.Analyzer + "/" + f.Rule + " " + string(f.Severity)
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestPSTPathDriveMapping(t *testing.T) {
	at := func(when hive.Time) profileOption {
		return func(p *mapi.Profile) {
			for i := range p.Paths {
				p.Paths[i].Fact.LastWrite = when
			}
		}
	}
	pair := func(one, two string, when hive.Time) Snapshot {
		return source(profile("A", byDefault, pst(1, `P:\x.pst`, one), at(when)), profile("B", pst(1, `\\controller\public\X.pst`, two), at(when)))
	}
	drive := func(when hive.Time) ntuser.Drive {
		return ntuser.Drive{Letter: "P", Remote: `\\Controller\public`, Fact: hive.Fact{Key: `Network\P`, Value: "RemotePath", State: hive.Live, LastWrite: when}}
	}
	printer := drive(1)
	printer.Type = 2
	for _, c := range []struct {
		name string
		in   Snapshot
		want string
	}{
		{"no mapping", pair(keyA, keyA, 5), "same-store medium medium"},
		{"no mapping, no key", pair("", "", 5), ""},
		{"mapped before", withDrives(pair(keyA, keyA, 5), drive(4)), "same-store high high"},
		{"mapped in the same moment", withDrives(pair(keyA, keyA, 5), drive(5)), "same-store high high"},
		{"mapped after", withDrives(pair(keyA, keyA, 5), drive(6)), "same-store high medium"},
		{"undated", withDrives(pair(keyA, keyA, 5), drive(0)), "same-store high medium"},
		{"no key", withDrives(pair("", "", 5), drive(4)), "alias high medium"},
		{"one key", withDrives(pair(keyA, "", 5), drive(4)), "alias high medium"},
		{"no key, mapped after", withDrives(pair("", "", 5), drive(6)), "alias high low"},
		{"two keys are two files", withDrives(pair(keyA, keyB, 5), drive(4)), ""},
		{"a printer", withDrives(pair("", "", 5), printer), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			fs := conflicts(run(withOutlook(c.in, ran("12.0"))))
			if c.want == "" {
				require.Empty(t, fs)
				return
			}
			require.Len(t, fs, 1)
			require.Equal(t, c.want, fs[0].Rule+" "+string(fs[0].Severity)+" "+string(fs[0].Confidence))
			require.NotContains(t, fs[0].Detail, "no copy")
			mapped := slices.ContainsFunc(fs[0].Evidence, func(e Evidence) bool { return e.Key == `Network\P` })
			require.Equal(t, len(c.in.Context.Drives) > 0, mapped, "the mapping is among the evidence")
			require.Contains(t, fs[0].Recommendation, `"P:\x.pst" (that of the default profile "A")`)
		})
	}
	// The version of Outlook decides about two ways to one file as about two spellings.
	require.Equal(t, MediumSeverity, run(withDrives(pair("", "", 5), drive(4)))[0].Severity)
	require.Equal(t, LowSeverity, run(withOutlook(withDrives(pair("", "", 5), drive(4)), ran("14.0")))[0].Severity)
}
