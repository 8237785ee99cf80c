package analyze_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive/hivetest"
)

// Each registry text in testdata is made into a hive and analyzed. Its "; want ANALYZER/RULE" comments
// say which keys and values are evidence of a finding; every piece of evidence must be wanted, and
// every wanted one be found.
func TestWant(t *testing.T) {
	files, err := filepath.Glob("testdata/*.reg")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".reg"), func(t *testing.T) {
			reg, err := os.ReadFile(file)
			require.NoError(t, err)
			want := map[string]bool{}
			for _, w := range hivetest.Wants(string(reg)) {
				for _, rule := range strings.Fields(w.Text) {
					want[fmt.Sprintf("%s [%s] %s", rule, w.Key, w.Value)] = true
				}
			}
			s := analyze.TakeImage(t.Context(), file, hivetest.Build(t, string(reg)))
			require.Empty(t, s.Error)
			require.Empty(t, s.Diagnostics)
			got := map[string]bool{}
			for _, f := range analyze.Run(&analyze.Case{Sources: []analyze.Snapshot{s}}, analyze.All()) {
				for _, e := range f.Evidence {
					got[fmt.Sprintf("%s/%s [%s] %s", f.Analyzer, f.Rule, string(e.Key), string(e.Value))] = true
				}
			}
			require.Equal(t, want, got)
		})
	}
}

// Every rule has a registry text in which it fires and one in which it stays silent on a near miss.
func TestEveryRuleHasCases(t *testing.T) {
	for _, a := range analyze.All() {
		for _, r := range a.Rules {
			fires, err := os.ReadFile(filepath.Join("testdata", a.Name+"-"+r.Name+".reg"))
			require.NoError(t, err)
			require.Contains(t, string(fires), "want "+a.Name+"/"+r.Name)
			near, err := os.ReadFile(filepath.Join("testdata", a.Name+"-"+r.Name+"-near.reg"))
			require.NoError(t, err)
			require.NotContains(t, string(near), a.Name+"/"+r.Name)
		}
	}
}
