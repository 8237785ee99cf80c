package main

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/report"
)

// toy is an analyzer in one value. Nothing else in the program knows of it.
func toy() *analyze.Analyzer {
	return &analyze.Analyzer{
		Name: "usual-name",
		Doc: `# profiles that bear the name every guide uses

Names say little about profiles.

## outlook

A profile is called Outlook. It does no harm.
`,
		Rules: []analyze.Rule{{Name: "outlook", Severity: analyze.MediumSeverity}},
		Look: func(s *analyze.Snapshot) (found []analyze.Finding) {
			for _, p := range s.Profiles {
				if p.Name != "Outlook" {
					continue
				}
				found = append(found, analyze.Finding{
					Rule:           "outlook",
					Confidence:     hive.High,
					Summary:        "A profile has the usual name.",
					Detail:         "It was looked at.",
					Recommendation: "Think of a better one.",
					Evidence:       []analyze.Evidence{{Profile: p.Name, Fact: hive.Fact{Key: p.Key, Place: p.Place, State: p.State}}},
				})
			}
			return found
		},
	}
}

// An analyzer that is one value in one list is run, chosen, explained, listed and reported like any other.
func TestOneMoreAnalyzer(t *testing.T) {
	desk(t)
	require.NoError(t, analyze.Validate(toy()))
	do := func(status int, args ...string) (stdout, stderr string) {
		var out, errs bytes.Buffer
		a := app{args: args, stdout: &out, stderr: &errs, readers: collect.Readers(), analyzers: append(analyze.All(), toy()), formats: report.Formats()}
		require.Equal(t, status, a.run(context.Background()), "%q: %s", args, errs.String())
		return out.String(), errs.String()
	}

	text, _ := do(0, "analyze", "--only", "usual-name", "NTUSER.DAT")
	require.Contains(t, text, "1. MEDIUM  usual-name/outlook, high confidence")
	require.Contains(t, text, "A profile has the usual name.")
	require.Contains(t, text, "Think of a better one.")
	require.Contains(t, text, `~\Profiles\Outlook`)
	text, _ = do(0, "analyze", "NTUSER.DAT")
	require.Contains(t, text, "1. HIGH  pst-path/case")
	require.Contains(t, text, "2. MEDIUM  usual-name/outlook")
	text, _ = do(0, "analyze", "--skip", "usual-name", "NTUSER.DAT")
	require.NotContains(t, text, "usual-name/")

	document, _ := do(1, "analyze", "--only", "usual-name", "--fail-on", "medium", "--format", "json", "NTUSER.DAT")
	var r report.Report
	require.NoError(t, json.Unmarshal([]byte(document), &r))
	require.Len(t, r.Findings, 1)
	require.Equal(t, "usual-name", r.Findings[0].Analyzer)
	require.Equal(t, analyze.MediumSeverity, r.Findings[0].Severity, "that of its rule")
	require.Equal(t, hive.Text("Outlook"), r.Findings[0].Evidence[0].Profile)

	text, _ = do(0, "explain")
	require.Contains(t, text, "usual-name: profiles that bear the name every guide uses")
	require.Contains(t, text, "usual-name/outlook")
	text, _ = do(0, "explain", "usual-name")
	require.Contains(t, text, "Names say little about profiles.")
	text, _ = do(0, "explain", "usual-name/outlook")
	require.Contains(t, text, "It does no harm.")
	text, _ = do(0, "--help")
	require.Contains(t, text, "profiles that bear the name every guide uses")
	text, _ = do(0, "__complete", "explain", "usual-name/")
	require.Contains(t, text, "usual-name/outlook")
	text, _ = do(0, "__complete", "analyze", "--only", "")
	require.Contains(t, text, "usual-name")
	_, complaint := do(2, "explain", "usual-name/no")
	require.Contains(t, complaint, "its rules are outlook")
}
