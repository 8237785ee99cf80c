package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
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
		{"the other profile is deleted", source(profile("A", pst(1, `C:\x.pst`, keyA)), profile("B", recovered, pst(1, `C:\X.pst`, keyA))), nil},
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
		{"copy and spelling at once", source(profile("A", pst(1, `C:\x.pst`, keyA)), profile("B", pst(1, `C:\X.pst`, keyA)), profile("C", pst(1, `D:\x.pst`, keyA))), []string{"pst-path/case", "pst-path/same-store"}},
		{"a zero record key identifies nothing", source(profile("A", pst(1, `C:\x.pst`, zero)), profile("B", pst(1, `D:\x.pst`, zero))), nil},
		{"a short record key identifies nothing", source(profile("A", pst(1, `C:\x.pst`, "aabb")), profile("B", pst(1, `D:\x.pst`, "aabb"))), nil},
		{"a file replaced: one path, two record keys", source(profile("A", pst(1, `C:\x.pst`, keyA)), profile("B", pst(1, `C:\x.pst`, keyB))), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.ElementsMatch(t, c.want, rules(run(c.in)))
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

func TestPSTPathHarm(t *testing.T) {
	pair := func(outlook ...string) Snapshot {
		s := source(profile("A", pst(1, `C:\x.pst`, "")), profile("B", pst(1, `C:\X.pst`, "")))
		s.Outlook = outlook
		return s
	}
	relative := source(profile("A", pst(1, `x.pst`, "")), profile("B", pst(1, `X.pst`, "")))
	relative.Outlook = []string{"12.0"}
	variable := source(profile("A", pst(1, `%HOME%\x.pst`, "")), profile("B", pst(1, `%HOME%\X.pst`, "")))
	variable.Outlook = []string{"12.0"}
	modern := source(profile("A", of("16.0", office16), pst(1, `C:\x.pst`, "")), profile("B", of("16.0", office16), pst(1, `C:\X.pst`, "")))
	modern.Outlook = []string{"12.0", "16.0"}
	for _, c := range []struct {
		name       string
		in         Snapshot
		severity   Severity
		confidence hive.Confidence
		detail     string
	}{
		{"Outlook 2007", pair("12.0"), HighSeverity, hive.High, "MAPI_E_FAILONEPROVIDER"},
		{"version unknown", pair(), HighSeverity, hive.Medium, "does not tell the version"},
		{"2007 and 2010", pair("12.0", "14.0"), HighSeverity, hive.Medium, "does not tell which one"},
		{"2010 only", pair("14.0"), LowSeverity, hive.High, "14.0"},
		{"2003 only", pair("11.0"), LowSeverity, hive.High, "11.0"},
		{"profiles of Outlook 2016", modern, LowSeverity, hive.High, "2013 or later"},
		{"profiles of two generations", source(profile("A", pst(1, `C:\x.pst`, "")), profile("A", of("16.0", office16), pst(1, `C:\X.pst`, ""))), LowSeverity, hive.Low, "two generations"},
		{"relative paths", relative, HighSeverity, hive.Low, "current directory"},
		{"a variable", variable, HighSeverity, hive.Medium, "variable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			fs := run(c.in)
			require.Equal(t, []string{"pst-path/case"}, rules(fs))
			require.Equal(t, c.severity, fs[0].Severity)
			require.Equal(t, c.confidence, fs[0].Confidence)
			require.Contains(t, fs[0].Detail, c.detail)
		})
	}
}

func TestPSTPathDriveMapping(t *testing.T) {
	in := source(profile("A", byDefault, pst(1, `P:\x.pst`, keyA)), profile("B", pst(1, `\\controller\public\X.pst`, keyA)))
	fs := run(in)
	require.Equal(t, []string{"pst-path/same-store"}, rules(fs))
	require.Equal(t, hive.Medium, fs[0].Confidence)
	require.Contains(t, fs[0].Detail, "copied")
	require.Contains(t, fs[0].Detail, "lead to one file")

	in.Drives = []Drive{{Letter: "P", Remote: `\\Controller\public`}}
	fs = run(in)
	require.Equal(t, []string{"pst-path/same-store"}, rules(fs))
	require.Equal(t, hive.High, fs[0].Confidence)
	require.Contains(t, fs[0].Detail, "no copy")
	require.Contains(t, fs[0].Recommendation, `"P:\x.pst" (that of the default profile "A")`)
}
