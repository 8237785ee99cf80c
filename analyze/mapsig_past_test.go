package analyze

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/regf/translog"
)

// A profile that was copied with its keys has the signature of the other, and two stores of one profile are no copies.
func TestReusedByClones(t *testing.T) {
	a := profile("A", instance(keyA), signature(1, sig1, record(keyA)))
	for _, c := range []struct {
		name   string
		in     []Snapshot
		copied bool
	}{
		{"one section UID", []Snapshot{source(profile("A", signature(1, sig1, record(keyA))), profile("B", signature(1, sig1, record(keyB))))}, true},
		{"one PR_SEARCH_KEY", []Snapshot{source(a, profile("B", instance(keyA), signature(2, sig1, record(keyB))))}, true},
		{"in two hives", []Snapshot{source(a), source(profile("A", instance(keyA), signature(2, sig1, record(keyB))))}, true},
		{"two stores of one profile", []Snapshot{source(profile("A", instance(keyA), signature(1, sig1, record(keyA)), signature(2, sig1, record(keyB))))}, false},
		{"profiles of their own", []Snapshot{source(a, profile("B", instance(keyB), signature(2, sig1, record(keyB))))}, false},
		{"a copy does not explain a third", []Snapshot{source(a, profile("B", instance(keyA), signature(2, sig1, record(keyB))), profile("C", signature(3, sig1, record(digits("cc")))))}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			fs := Run(&Case{Sources: c.in}, []*Analyzer{mappingSignature()})
			require.Equal(t, []string{"mapping-signature/reused"}, rules(fs))
			require.Equal(t, c.copied, slices.Contains(saidBy(fs[0]), sayCloned))
			require.Equal(t, c.copied, fs[0].Severity == LowSeverity)
		})
	}
}

// logged is a hive whose transaction log takes it from one text to the other.
func logged(t *testing.T, before, after string) Snapshot {
	was, is := hivetest.Build(t, before), hivetest.Build(t, after)
	log := translog.Input{Path: "NTUSER.DAT.LOG1", Slot: translog.LOG1, Data: hivetest.NewLog(was, is, 1, 1)}
	s := TakeImage(t.Context(), "NTUSER.DAT", hivetest.Dirty(was, 2, 1), log)
	require.Equal(t, hive.Replayed, s.State)
	return s
}

// acme is a profile with one store of another maker; more stands in the store's section.
func acme(more string) string {
	return `
[` + office16 + `\Profiles\Work\8503020000000000c000000000000046]
"0102300b"=hex:e0*16
[` + office16 + `\Profiles\Work\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:b3*16
"01023d00"=hex:c3*16
[` + office16 + `\Profiles\Work\b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3]
"001f3d09"=utf16:"Acme"
"001f3d0a"=utf16:"acme.dll"
"001f3d0b"=utf16:"ServiceEntry"
"01023d00"=hex:c3*16
[` + office16 + `\Profiles\Work\c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3]
"00033e03"=hex:21,00,00,00
"00033009"=hex:02,00,00,00
"001f300a"=utf16:"acme.dll"
"01023d0c"=hex:b3*16
` + more
}

// What the hive file holds and its logs changed is compared with what stands there now.
func TestSignaturesBeforeTheLogs(t *testing.T) {
	const a, b, k, l = `"01020ff8"=hex:a1*16`, `"01020ff8"=hex:b2*16`, `"01020ff9"=hex:51*16`, `"01020ff9"=hex:52*16`
	for _, c := range []struct {
		name, before, after string
		rule                string
		says                *Sentence
	}{
		{"another signature", k + "\n" + a, k + "\n" + b, "mapping-signature/mismatch", sayWasInFile},
		{"another signature of an unknown store", a, b, "mapping-signature/mismatch", sayBySection},
		{"another store, the same signature", k + "\n" + a, l + "\n" + a, "mapping-signature/reused", sayStayed},
		{"both others", k + "\n" + a, l + "\n" + b, "", nil},
		{"nothing", k + "\n" + a, k + "\n" + a + "\n" + `"00030001"=hex:01,00,00,00`, "", nil},
		{"removed", k + "\n" + a, k, "mapping-signature/absent", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			fs := Run(&Case{Sources: []Snapshot{logged(t, acme(c.before), acme(c.after))}}, []*Analyzer{mappingSignature()})
			if c.rule == "" {
				require.Empty(t, fs)
				return
			}
			require.Equal(t, []string{c.rule}, rules(fs))
			if c.says != nil {
				require.Contains(t, saidBy(fs[0]), c.says)
				require.Len(t, fs[0].Evidence, 2)
				require.NotEqual(t, fs[0].Evidence[0].State, fs[0].Evidence[1].State)
			}
		})
	}
}

// The one section of Exchange settings up to Outlook 2007 is that of whatever mailbox there is: its name tells no store.
func TestSignaturesOfTheGlobalSection(t *testing.T) {
	global := func(g *mapi.Signature) {
		g.Section, g.Role = prop.UIDExchangeGlobal, mapi.RoleExchangeGlobal
	}
	is, was := profile("A", signature(1, sig1, global)), profile("A", recovered, signature(1, sig2, global))
	require.Empty(t, Run(&Case{Sources: []Snapshot{source(is, was)}}, []*Analyzer{mappingSignature()}))
	other := profile("B", signature(1, sig1, both(global, record(keyB))))
	fs := Run(&Case{Sources: []Snapshot{source(profile("A", signature(1, sig1, both(global, record(keyA)))), other)}}, []*Analyzer{mappingSignature()})
	require.Len(t, fs, 1)
	require.NotContains(t, saidBy(fs[0]), sayCloned)
}

// What was is compared in every state, and says nothing where nothing of it is in force.
func TestSignaturesThatWere(t *testing.T) {
	aside := func(p *mapi.Profile) { p.State = hive.KeptAside }
	live := profile("A", signature(1, sig1, record(keyA)))
	for _, c := range []struct {
		name string
		in   Snapshot
		want []string
		says *Sentence
	}{
		{"deleted", source(live, profile("B", deleted, signature(1, sig2, record(keyA)))), []string{"mapping-signature/mismatch"}, sayWasDeleted},
		{"kept aside", source(live, profile("B", aside, signature(1, sig2, record(keyA)))), []string{"mapping-signature/mismatch"}, sayWasAside},
		{"recovered", source(live, profile("B", recovered, signature(1, sig2, record(keyA)))), []string{"mapping-signature/mismatch"}, sayWasRecovered},
		{"equal", source(live, profile("B", recovered, signature(1, sig1, record(keyA)))), nil, nil},
		{"only what was", source(profile("A", recovered, signature(1, sig1, record(keyA))), profile("B", recovered, signature(2, sig2, record(keyA)))), nil, nil},
		{"malformed once", source(live, profile("B", recovered, signature(2, "00", record(keyB)))), nil, nil},
		{"the constant once", source(live, profile("B", recovered, signature(2, addressBookSignature, record(keyB)))), nil, nil},
		{"of another store", source(live, profile("B", recovered, signature(2, sig1, record(keyB)))), []string{"mapping-signature/reused"}, sayReusedPast},
	} {
		t.Run(c.name, func(t *testing.T) {
			fs := Run(&Case{Sources: []Snapshot{c.in}}, []*Analyzer{mappingSignature()})
			require.ElementsMatch(t, c.want, rules(fs))
			if c.says != nil {
				require.Contains(t, saidBy(fs[0]), c.says)
				require.Equal(t, LowSeverity, fs[0].Severity)
			}
		})
	}
}
