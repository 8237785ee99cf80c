package analyze

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// TestOrphanCases: hives of another writer, each with what is to be found in it and what must not be said.
func TestOrphanCases(t *testing.T) {
	for name, c := range map[string]struct {
		want []string // rule, severity, confidence
		says []string
		not  []string
	}{
		"dangling-pending-advice": {
			[]string{"dangling-default medium high", "pending-deletion low high"},
			[]string{`--profile Gone --to "Gone restored"`, "Create no profile of that name"}, []string{"or create a profile"},
		},
		"pending-advice": {[]string{"pending-deletion low high"}, []string{`"C:\d4.pst", which no live profile`, "mapihive export"}, []string{"nothing needs to be saved"}},
		"half-advice":    {[]string{"half-deleted medium high"}, []string{"Keep this profile until the new one is proven"}, []string{"Remove the profile"}},
		"half-no-root-section": {
			[]string{"half-deleted medium high"}, []string{"9207f3e0a3b11019908b08002b2a56c2, does not exist"}, nil,
		},
		"half-zero-uid":                {[]string{"half-deleted low high"}, []string{"ill-formed list of message services and stores"}, []string{"does not have"}},
		"default-dword":                {[]string{"dangling-default low high"}, []string{"REG_DWORD"}, []string{`"1"`, "no such profile"}},
		"dangling-leftover-generation": {[]string{"dangling-default low high"}, []string{`"Outlook" of 16.0`}, nil},
		"dirty-pending":                {[]string{"pending-deletion low medium"}, []string{"dirty"}, nil},
		"c06a":                         {[]string{"half-deleted informational medium"}, []string{"ZeroConfigExchange is set:"}, nil},
		"c06b":                         {[]string{"half-deleted informational medium"}, []string{"It is the default"}, nil},
		"c06c":                         {[]string{"dangling-default informational high"}, []string{"ZeroConfigExchange is set by policy"}, []string{"KB303221"}},
		"c06d":                         {[]string{"dangling-default informational high"}, []string{`ImportPRF names "\\dc1\netlogon\corp.prf"`}, []string{"KB303221"}},
		"c07": {
			[]string{"half-deleted medium high", "half-deleted medium high"},
			[]string{"message service of account 1: 131fd8ab868bce119fcb00aa006c454c", "another root (wms)"}, nil,
		},
		"c22a": {[]string{"half-deleted low high"}, []string{`The order of the stores in profile "Outlook" has number 2, which no account has.`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := Take(t.Context(), hivetest.Real(t, "../cases/"+name+"/NTUSER.DAT"), Options{})
			var got, texts []string
			for _, f := range Run(&Case{Sources: []Snapshot{s}}, []*Analyzer{orphan()}) {
				got = append(got, strings.Join([]string{f.Rule, string(f.Severity), string(f.Confidence)}, " "))
				texts = append(texts, f.Summary, f.Detail, f.Recommendation)
			}
			require.Equal(t, c.want, got)
			all := strings.Join(texts, "\n")
			for _, x := range c.says {
				require.Contains(t, all, x)
			}
			for _, x := range c.not {
				require.NotContains(t, all, x)
			}
		})
	}
}

// No real hive has a profile that was lost or deleted in part.
func TestRealHivesHaveNoOrphans(t *testing.T) {
	var all []Snapshot
	for _, path := range hivetest.RealHives(t) {
		s := Take(t.Context(), path, Options{})
		for _, f := range Run(&Case{Sources: []Snapshot{s}}, []*Analyzer{orphan()}) {
			require.False(t, f.Severity.AtLeast(LowSeverity), "%s: %s", path, f.Summary)
		}
		all = append(all, s)
	}
	for _, f := range Run(&Case{Sources: all}, []*Analyzer{orphan()}) {
		require.False(t, f.Severity.AtLeast(LowSeverity), "all: %s", f.Summary)
	}
}

// Whatever order the copies of a user's hive and the hives of others come in, the findings are the same; the
// evidence names its source by number.
func TestOrphansDoNotDependOnSourceOrder(t *testing.T) {
	sources := append(shadowCopies(), everything()...)
	sources = append(sources, ofUser("", "alice", 2*day, profile("A")), ofUser(aliceSID, "alice", 2*day, profile("Stays", instance(digits("01")))))
	told := func(order []int) (out []string) {
		var in []Snapshot
		for _, i := range order {
			in = append(in, sources[i])
		}
		for _, f := range Run(&Case{Sources: in}, []*Analyzer{orphan()}) {
			var evidence []string
			for _, e := range f.Evidence {
				e.Source = order[e.Source]
				evidence = append(evidence, fmt.Sprint(e))
			}
			slices.Sort(evidence)
			out = append(out, fmt.Sprint(f.Rule, f.Severity, f.Confidence, f.Summary, f.Detail, f.Recommendation, evidence))
		}
		slices.Sort(out)
		return out
	}
	order := make([]int, len(sources))
	for i := range order {
		order[i] = i
	}
	want := told(order)
	require.True(t, slices.ContainsFunc(want, func(s string) bool { return strings.HasPrefix(s, ruleLostElsewhere) }))
	for seed := range uint64(50) {
		shuffle(rand.New(rand.NewPCG(seed, 2)), order)
		require.Equal(t, want, told(order))
	}
}
