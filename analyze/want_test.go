package analyze_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// Each registry text in testdata is made into a hive and analyzed. Its comments
//
//	; want ANALYZER/RULE SEVERITY CONFIDENCE
//
// say which keys and values are evidence of a finding; every piece of evidence must be wanted, and every
// wanted one be found. Nothing of a want may be left out: what a finding is worth is as much a part of
// it as its rule, and a rule that slips from high to low is found by nobody else. A text NAME.disk.reg beside
// NAME.reg is the hive file before its transaction log, NAME.copy.reg another copy of the user's hive.
func TestWant(t *testing.T) {
	for _, file := range analyze.CaseFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".reg"), func(t *testing.T) {
			sources, wants := analyze.ReadCase(t, file)
			for _, s := range sources {
				require.Empty(t, s.Error)
				require.False(t, s.Broken(), "%v", s.Diagnostics)
			}
			findings := analyze.Run(&analyze.Case{Sources: sources}, analyze.All())
			require.Empty(t, disagreements(wants, findings))
		})
	}
}

// disagreements says where wants and findings differ: wants that are none, evidence that was wanted and
// not found, evidence that was found and not wanted. Evidence that two findings share is wanted twice.
func disagreements(sources [][]hivetest.Want, findings []analyze.Finding) (out []string) {
	open := map[string][]hivetest.Want{}
	for i, wants := range sources {
		for _, w := range wants {
			if err := checkWant(w.Text); err != nil {
				out = append(out, fmt.Sprintf("%v: %v", w, err))
				continue
			}
			at := evidenceLine(i, w.Key, w.Value, strings.Fields(w.Text)...)
			open[at] = append(open[at], w)
		}
	}
	for _, f := range findings {
		for _, e := range f.Evidence {
			at := evidenceLine(e.Source, string(e.Key), string(e.Value), f.Analyzer+"/"+f.Rule, string(f.Severity), string(f.Confidence))
			if len(open[at]) == 0 {
				out = append(out, "not wanted: "+at)
				continue
			}
			open[at] = open[at][1:]
		}
	}
	for i, wants := range sources {
		for _, w := range wants {
			at := evidenceLine(i, w.Key, w.Value, strings.Fields(w.Text)...)
			for _, left := range open[at] {
				out = append(out, fmt.Sprintf("not found: %v", left))
			}
			delete(open, at)
		}
	}
	return out
}

// evidenceLine is a piece of evidence in words; that of another source than the first has its number.
func evidenceLine(source int, key, value string, words ...string) string {
	line := fmt.Sprintf("[%s] %q: %s", key, value, strings.Join(words, " "))
	if source > 0 {
		line += fmt.Sprintf(" of source %d", source)
	}
	return line
}

func checkWant(text string) error {
	words := strings.Fields(text)
	if len(words) != 3 {
		return fmt.Errorf("a want is ANALYZER/RULE SEVERITY CONFIDENCE")
	}
	if !strings.Contains(words[0], "/") {
		return fmt.Errorf("%q is no ANALYZER/RULE", words[0])
	}
	if _, err := analyze.ParseSeverity(words[1]); err != nil {
		return err
	}
	switch hive.Confidence(words[2]) {
	case hive.Low, hive.Medium, hive.High:
		return nil
	}
	return fmt.Errorf("%q is no confidence; use one of low, medium, high", words[2])
}

// A want holds only if all of it does.
func TestDisagreements(t *testing.T) {
	evidence := func(key, value string) analyze.Evidence {
		e := analyze.Evidence{}
		e.Key, e.Value = hive.Path(key), hive.Text(value)
		return e
	}
	found := func(rule string, s analyze.Severity, c hive.Confidence, es ...analyze.Evidence) analyze.Finding {
		return analyze.Finding{Analyzer: "toy", Rule: rule, Severity: s, Confidence: c, Evidence: es}
	}
	high := found("rule", analyze.HighSeverity, hive.Medium, evidence(`A\B`, "v"))
	for _, c := range []struct {
		name, comment string
		findings      []analyze.Finding
		want          []string
	}{
		{"as wanted", "; want toy/rule high medium", []analyze.Finding{high}, nil},
		{"missing", "; want toy/rule high medium", nil, []string{"not found: line 2"}},
		{"extra", "", []analyze.Finding{high}, []string{`not wanted: [A\B] "v": toy/rule high medium`}},
		{"wrong severity", "; want toy/rule low medium", []analyze.Finding{high}, []string{"not wanted: ", "not found: "}},
		{"wrong confidence", "; want toy/rule high high", []analyze.Finding{high}, []string{"not wanted: ", "not found: "}},
		{"wrong rule", "; want toy/role high medium", []analyze.Finding{high}, []string{"not wanted: ", "not found: "}},
		{"wrong value", "; want toy/rule high medium", []analyze.Finding{found("rule", analyze.HighSeverity, hive.Medium, evidence(`A\B`, "w"))}, []string{"not wanted: ", "not found: "}},
		{"wrong key", "; want toy/rule high medium", []analyze.Finding{found("rule", analyze.HighSeverity, hive.Medium, evidence(`A`, "v"))}, []string{"not wanted: ", "not found: "}},
		{"found twice", "; want toy/rule high medium", []analyze.Finding{high, high}, []string{"not wanted: "}},
		{"wanted twice", "; want toy/rule high medium; want toy/rule high medium", []analyze.Finding{high}, []string{"not found: "}},
		{"twice and twice", "; want toy/rule high medium; want toy/rule high medium", []analyze.Finding{high, high}, nil},
		{"half a want", "; want toy/rule", []analyze.Finding{high}, []string{"SEVERITY CONFIDENCE", "not wanted: "}},
		{"no rule", "; want toy high medium", []analyze.Finding{high}, []string{"no ANALYZER/RULE", "not wanted: "}},
		{"no severity", "; want toy/rule bad medium", []analyze.Finding{high}, []string{"no severity", "not wanted: "}},
		{"no confidence", "; want toy/rule high critical", []analyze.Finding{high}, []string{"no confidence", "not wanted: "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := disagreements([][]hivetest.Want{hivetest.Wants("[A\\B]\n\"v\"=dword:1 " + c.comment)}, c.findings)
			require.Len(t, got, len(c.want), "%q", got)
			for i := range got {
				require.Contains(t, got[i], c.want[i])
			}
		})
	}
}

// Every rule has a registry text in which it fires and one in which it stays silent on a near miss.
func TestEveryRuleHasCases(t *testing.T) {
	wanted := func(t *testing.T, file, rule string) (fires bool) {
		var wants [][]hivetest.Want
		if name := strings.TrimSuffix(file, ".reg"); isTree(name) {
			_, wants = analyze.ReadTree(t, name)
		} else {
			_, wants = analyze.ReadCase(t, filepath.Join("testdata", file))
		}
		for _, w := range slices.Concat(wants...) {
			fires = fires || strings.HasPrefix(w.Text, rule+" ")
		}
		return fires
	}
	for _, a := range analyze.All() {
		for _, r := range a.Rules {
			require.True(t, wanted(t, a.Name+"-"+r.Name+".reg", a.Name+"/"+r.Name), r.Name)
			require.False(t, wanted(t, a.Name+"-"+r.Name+"-near.reg", a.Name+"/"+r.Name), r.Name)
		}
	}
}
