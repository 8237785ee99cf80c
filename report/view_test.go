package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

func textAt(t *testing.T, r *Report, v View) string {
	t.Helper()
	viewed := *r
	viewed.View = v
	return string(writtenAs(t, Analysis(&viewed), "text"))
}

// What a support engineer asks stands on the first screen, and on no more than one.
func TestFirstScreen(t *testing.T) {
	r := twoConflicts()
	r.Analyzers = []string{"pst-path", "orphan"}
	s := &r.Sources[0]
	s.Written, s.Base.FileName, s.Labels.Host = at("2011-06-02T08:00:00.1234567Z"), `\??\C:\Users\alice\ntuser.dat`, "PC-07"
	text := textAt(t, r, View{})
	screen, _, _ := strings.Cut(text, "\nFindings\n---")
	require.LessOrEqual(t, strings.Count(screen, "\n"), 40)
	for _, want := range []string{
		"\nUser      alice  S-1-5-21-1004336348-1177238915-682003330-1001\n", "\nHost      PC-07 (by its path)\n",
		"\nProduct   Outlook 2010 (14.0)\n", "\nHive      C/Users/alice/NTUSER.DAT\n", "\nWritten   2011-06-02T08:00:00Z, by its base block\n",
		"\nEmbedded  file name \"\\??\\C:\\Users\\alice\\ntuser.dat\"\n", "\nsha256    " + s.SHA256 + "\n", "\nState     clean: ",
		"\nVerdict   HIGH, high confidence: Two profiles", "\nChecked   pst-path, orphan\n", "\nNext      do what finding 1",
	} {
		require.Contains(t, screen, want)
	}
	require.Less(t, strings.Index(text, "What to do\n"), strings.Index(text, "   Evidence\n"))
	require.Equal(t, strings.TrimRight(screen, "\n"), strings.TrimRight(textAt(t, r, View{Summary: true}), "\n"))
}

// Identifiers, stored orders and whole keys are in the full report and in no other.
func TestFull(t *testing.T) {
	r := twoConflicts()
	short, full := textAt(t, r, View{}), textAt(t, r, View{Full: true})
	for _, only := range []string{
		"instance 5c5c", "uid a1a1", "record key 5d5d", "Order of the address books", ".1234567Z", `Windows Messaging Subsystem\Profiles\Outlook`,
	} {
		require.Contains(t, full, only)
		require.NotContains(t, short, only)
	}
	require.Contains(t, short, "\n~ in the path of a key stands for\n  "+strings.TrimSuffix(wms, `\Profiles`)+"\n")
	require.Contains(t, short, "\n       ~\\Profiles\\Outlook\\1111")
	require.Equal(t, 1, strings.Count(short, "Windows Messaging Subsystem"))
}

// A sign that a key could be taken for is not used.
func TestNoSignWhereAKeyLooksLikeIt(t *testing.T) {
	for _, key := range []hive.Path{"~", `~\Profiles\Outlook`} {
		r := twoConflicts()
		r.Findings[1].Evidence[0].Key = key
		text := textAt(t, r, View{})
		require.NotContains(t, text, "stands for")
		require.Contains(t, text, "       "+wms+`\Outlook\1111`)
	}
}

func TestEvidenceIsCapped(t *testing.T) {
	r := twoConflicts()
	f := &r.Findings[0]
	for len(f.Evidence) < 400 {
		f.Evidence = append(f.Evidence, pstEvidence(0, "Outlook", hive.Text(fmt.Sprintf(`C:\%d.pst`, len(f.Evidence)))))
	}
	text := textAt(t, r, View{})
	require.Contains(t, text, "\n     and 390 more: --full\n")
	require.Equal(t, 10, strings.Count(text, "value 001f6700"))
	require.Equal(t, 400, strings.Count(textAt(t, r, View{Full: true}), "value 001f6700"))
}

// Times lose their fractions where they are ours, and where that makes no two of them equal.
func TestTimesInProse(t *testing.T) {
	for text, want := range map[string]string{
		"at 2011-03-08T17:02:11.0046871Z.":                                    "at 2011-03-08T17:02:11Z.",
		`"2011-03-08T17:02:11.0046871Z" at 2011-03-08T17:02:11.0046871Z`:      `"2011-03-08T17:02:11.0046871Z" at 2011-03-08T17:02:11Z`,
		"2011-03-08T17:02:11.0046871Z, before 2011-03-08T17:02:11.0046872Z":   "2011-03-08T17:02:11.0046871Z, before 2011-03-08T17:02:11.0046872Z",
		"2011-03-08T17:02:11.0046871Z and again 2011-03-08T17:02:11.0046871Z": "2011-03-08T17:02:11Z and again 2011-03-08T17:02:11Z",
		`"a"b" at 2011-03-08T17:02:11.0046871Z`:                               `"a"b" at 2011-03-08T17:02:11.0046871Z`,
	} {
		require.Equal(t, want, (&page{}).prose(text))
		require.Equal(t, text, (&page{view: View{Full: true}}).prose(text))
	}
}

// What is left out is counted, and never taken for nothing.
func TestLeastSeverity(t *testing.T) {
	r := twoConflicts()
	r.AtLeast(analyze.HighSeverity)
	require.Contains(t, textAt(t, r, View{}), "\nFindings  1 HIGH; 1 below high left out (--min-severity)\n")
	r.AtLeast(analyze.Critical)
	text := textAt(t, r, View{})
	require.Contains(t, text, "\nVerdict   no finding of severity critical or worse\n")
	require.Contains(t, text, "\nNext      look at what --min-severity left out: 2 findings below critical\n")
}

// Only the word of a severity is coloured, not what looks like it further on.
func TestNothingElseIsPainted(t *testing.T) {
	r := twoConflicts()
	r.Findings[0].Summary = `Two profiles name "C:\HIGH\` + strings.Repeat("x", 80) + `\HIGH.pst".`
	text := string(textOf(t, r, TextOptions{Color: true}))
	require.Contains(t, text, `"C:\HIGH\xx`)
	require.Contains(t, text, `x\HIGH.pst"`)
}
