package analyze

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// Hives of another writer whose profiles stand elsewhere than where Outlook looks: parts of a registry that reg save
// wrote, and profiles that administrators put aside.
func TestCasesElsewhere(t *testing.T) {
	const conflict, noDefault = "pst-path/case medium medium", "profile-consistency/no-default-store informational medium"
	for name, c := range map[string]struct {
		profiles []string
		findings []string
		says     []string
		not      []string
	}{
		"c01a": {[]string{`Outlook kept aside 16.0 beside profiles high`}, []string{"orphan/dangling-default low high"},
			[]string{`kept aside below "Software\Microsoft\Office\16.0\Outlook\Profiles-Backup-20250301093000"`, `--profile Outlook`}, []string{"Nor was one", "create one", "KB303221"}},
		"c01b": {[]string{`Outlook live 16.0 default`, `Outlook kept aside 16.0 beside profiles high`}, nil, nil, nil},
		"c02a": {[]string{`Outlook live wms saved part medium default`, `Scanner live wms saved part medium`}, []string{conflict, noDefault}, []string{"a part of a registry"}, nil},
		"c02b": {[]string{`Outlook live unknown saved part medium default`, `Scanner live unknown saved part medium`}, []string{conflict, noDefault}, []string{"a part of a registry"}, nil},
		"c02c": {[]string{`Outlook live unknown saved part medium default`, `Scanner live unknown saved part medium`}, []string{conflict, noDefault}, []string{"a part of a registry"}, nil},
		"c02d": {[]string{`ROOT live unknown saved part low`}, nil, nil, nil},
		"c02e": {[]string{`Outlook live unknown saved part medium default`, `Scanner live unknown saved part medium`}, []string{conflict, noDefault}, []string{"a part of a registry"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := Take(t.Context(), hivetest.RealCase(t, name), Options{})
			require.Empty(t, s.Error)
			var profiles, got, texts []string
			for _, p := range s.Profiles {
				is := ""
				if p.Default {
					is = "default"
				}
				profiles = append(profiles, strings.Join(strings.Fields(fmt.Sprint(p.Name, " ", p.State, " ", p.Root, " ", p.Kind, " ", p.Sure, " ", is)), " "))
			}
			require.Equal(t, c.profiles, profiles)
			for _, f := range Run(&Case{Sources: []Snapshot{s}}, All()) {
				got = append(got, fmt.Sprintf("%s/%s %s %s", f.Analyzer, f.Rule, f.Severity, f.Confidence))
				texts = append(texts, f.Summary, f.Detail, f.Recommendation)
			}
			require.Equal(t, c.findings, got)
			all := strings.Join(texts, "\n")
			for _, x := range c.says {
				require.Contains(t, all, x)
			}
			for _, x := range c.not {
				require.NotContains(t, all, x)
			}
			stores := 0
			for _, r := range StoreReferences([]Snapshot{s}) {
				require.NotEmpty(t, r.State)
				stores++
			}
			require.NotZero(t, stores)
		})
	}
}
