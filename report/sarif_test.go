package report

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// checkSARIF checks that a document of SARIF has every finding, in words that SARIF knows.
func checkSARIF(t *testing.T, d *Document, out []byte) {
	t.Helper()
	var log struct {
		Version string
		Runs    []struct {
			Tool        struct{ Driver struct{ Name string } }
			Invocations []struct {
				ToolExecutionNotifications []struct{ Level string }
			}
			Artifacts []struct{ Location struct{ URI string } }
			Results   []struct {
				RuleID    string
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
				}
				Properties struct{ Severity string }
			}
		}
	}
	require.NoError(t, json.Unmarshal(out, &log))
	require.Equal(t, "2.1.0", log.Version)
	require.Len(t, log.Runs, 1)
	require.NotEmpty(t, log.Runs[0].Tool.Driver.Name)
	uris := map[string]bool{}
	for _, a := range log.Runs[0].Artifacts {
		_, err := url.Parse(a.Location.URI)
		require.NoError(t, err)
		uris[a.Location.URI] = true
	}
	results, notes := log.Runs[0].Results, 0
	for r := range d.Records {
		switch r := r.(type) {
		case skippedRecord, diagnosticRecord:
			notes++
		case sourceRecord:
			if r.Error != "" {
				notes++
			}
		}
	}
	require.Len(t, log.Runs[0].Invocations[0].ToolExecutionNotifications, notes)
	for r := range d.Records {
		f, is := r.(findingRecord)
		if !is {
			continue
		}
		require.NotEmpty(t, results)
		require.Contains(t, []string{"error", "warning", "note"}, results[0].Level)
		require.Equal(t, f.Analyzer+"/"+f.Rule, results[0].RuleID)
		require.Equal(t, string(f.Severity), results[0].Properties.Severity)
		require.NotEmpty(t, results[0].Message.Text)
		require.Len(t, results[0].Locations, len(f.Evidence))
		for i, l := range results[0].Locations {
			if f.Evidence[i].File == "" {
				require.True(t, uris[l.PhysicalLocation.ArtifactLocation.URI])
			}
		}
		results = results[1:]
	}
	require.Empty(t, results)
}

func TestURIOf(t *testing.T) {
	for path, want := range map[hive.Text]string{
		`C/Users/bob smith/NTUSER.DAT`: `C/Users/bob%20smith/NTUSER.DAT`,
		`/mnt/a#b?c%41`:                `file:///mnt/a%23b%3Fc%2541`,
		`C:\Users\é`:                   `file:///C:/Users/%C3%A9`,
		`\\server\share\x`:             `file://server/share/x`,
		`case.zip!uploads/C%3A/x`:      `case.zip!uploads/C%253A/x`,
		`a:b`:                          `a%3Ab`,
		"\x1b[2J\n<script>\u202e":      `%1B%5B2J%0A%3Cscript%3E%E2%80%AE`,
		`C:`:                           `C%3A`,
	} {
		require.Equal(t, want, uriOf(path))
		_, err := url.Parse(uriOf(path))
		require.NoError(t, err)
	}
}
