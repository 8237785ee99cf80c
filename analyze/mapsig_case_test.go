package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

func TestSignatureCases(t *testing.T) {
	for _, c := range []struct {
		name, rule string
		severity   Severity
		confidence hive.Confidence
		says       []*Sentence
	}{
		{"sig-mismatch-two-osts", ruleMismatch, LowSeverity, hive.High, []*Sentence{sayByRecord, sayAsksAgain, sayOwnCopies, sayNothing, sayKeepCopies}},
		{"sig-reused-same-provider", ruleReused, MediumSeverity, hive.Low, []*Sentence{sayOneProvider, sayNewBeside}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Take(t.Context(), hivetest.RealCase(t, c.name), Options{})
			require.Empty(t, s.Error)
			fs := Run(&Case{Sources: []Snapshot{s}}, []*Analyzer{mappingSignature()})
			require.Equal(t, []string{"mapping-signature/" + c.rule}, rules(fs))
			for _, f := range run(s) {
				require.True(t, f.Severity == Informational || f.Analyzer == "mapping-signature", f.Summary)
			}
			require.Equal(t, c.severity, fs[0].Severity)
			require.Equal(t, c.confidence, fs[0].Confidence)
			require.Subset(t, saidBy(fs[0]), c.says)
		})
	}
}

// Nothing of what the analyzers know is wrong with the real hives.
func TestRealHivesHaveNothingToReport(t *testing.T) {
	for _, path := range hivetest.RealHives(t) {
		s := Take(t.Context(), path, Options{NoRecovery: true})
		for _, f := range run(s) {
			require.Equal(t, Informational, f.Severity, "%s: %s/%s: %s", path, f.Analyzer, f.Rule, f.Summary)
		}
	}
}
