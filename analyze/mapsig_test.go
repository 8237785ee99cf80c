package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

var (
	sig1 = digits("11")
	sig2 = digits("22")
)

func record(key string) func(*mapi.Signature) {
	return func(g *mapi.Signature) { g.RecordKey = unhex(key) }
}

func ost(path hive.Text) func(*mapi.Signature) {
	return func(g *mapi.Signature) { g.OSTPath = path }
}

func mailbox(dn, server hive.Text) func(*mapi.Signature) {
	return func(g *mapi.Signature) { g.Mailbox, g.Server = dn, server }
}

func both(a, b func(*mapi.Signature)) func(*mapi.Signature) {
	return func(g *mapi.Signature) { a(g); b(g) }
}

const alice, bob = "/o=Org/ou=Site/cn=Recipients/cn=alice", "/o=Org/ou=Site/cn=Recipients/cn=bob"

func TestMappingSignature(t *testing.T) {
	nobody := func(*mapi.Signature) {}
	for _, c := range []struct {
		name string
		in   []Snapshot
		want []string
	}{
		{"absent everywhere", []Snapshot{source(profile("A"), profile("B"))}, nil},
		{"one alone", []Snapshot{source(profile("A", signature(1, sig1, record(keyA))))}, nil},

		{"one record key, two signatures", []Snapshot{source(profile("A", signature(1, sig1, record(keyA))), profile("B", signature(1, sig2, record(keyA))))}, []string{"mapping-signature/mismatch"}},
		{"two sections of one profile", []Snapshot{source(profile("A", signature(1, sig1, record(keyA)), signature(2, sig2, record(keyA))))}, []string{"mapping-signature/mismatch"}},
		{"across sources by record key", []Snapshot{source(profile("A", signature(1, sig1, record(keyA)))), source(profile("A", signature(1, sig2, record(keyA))))}, []string{"mapping-signature/mismatch"}},
		{"across sources by mailbox", []Snapshot{source(profile("A", signature(1, sig1, mailbox(alice, "srv")))), source(profile("A", signature(1, sig2, mailbox("/O=ORG/OU=SITE/CN=RECIPIENTS/CN=ALICE", "SRV"))))}, []string{"mapping-signature/mismatch"}},
		{"one OST path", []Snapshot{source(profile("A", signature(1, sig1, ost(`C:\o.ost`))), profile("B", signature(1, sig2, ost(`c:/O.OST`))))}, []string{"mapping-signature/mismatch"}},
		{"said once although three identities agree", []Snapshot{source(profile("A", signature(1, sig1, both(record(keyA), both(mailbox(alice, "srv"), ost(`C:\o.ost`))))), profile("B", signature(1, sig2, both(record(keyA), both(mailbox(alice, "srv"), ost(`C:\o.ost`))))))}, []string{"mapping-signature/mismatch"}},
		{"the weaker identity joins where the surer is not known", []Snapshot{source(profile("A", signature(1, sig1, both(record(keyA), ost(`C:\o.ost`)))), profile("B", signature(1, sig2, ost(`C:\o.ost`))))}, []string{"mapping-signature/mismatch"}},
		{"equal signatures", []Snapshot{source(profile("A", signature(1, sig1, record(keyA))), profile("B", signature(1, sig1, record(keyA))))}, nil},
		{"absent in one of two", []Snapshot{source(profile("A", signature(1, sig1, record(keyA))), profile("B", pst(1, `C:\x.pst`, keyA)))}, nil},
		{"different stores, different signatures", []Snapshot{source(profile("A", signature(1, sig1, record(keyA))), profile("B", signature(1, sig2, record(keyB))))}, nil},
		{"an OST path on two computers", []Snapshot{source(profile("A", signature(1, sig1, ost(`C:\o.ost`)))), source(profile("A", signature(1, sig2, ost(`C:\o.ost`))))}, nil},
		{"an OST path that two mailboxes used", []Snapshot{source(profile("A", signature(1, sig1, both(mailbox(alice, "srv"), ost(`C:\o.ost`)))), profile("B", signature(1, sig2, both(mailbox(bob, "srv"), ost(`C:\o.ost`)))))}, nil},
		{"a mailbox with two stores", []Snapshot{source(profile("A", signature(1, sig1, both(record(keyA), mailbox(alice, "srv"))), signature(2, sig2, both(record(keyB), mailbox(alice, "srv")))))}, nil},
		{"a mailbox that moved to another server", []Snapshot{source(profile("A", signature(1, sig1, mailbox(alice, "one"))), profile("B", signature(1, sig2, mailbox(alice, "two"))))}, nil},
		{"unknown stores", []Snapshot{source(profile("A", signature(1, sig1, nobody)), profile("B", signature(1, sig2, nobody)))}, nil},
		{"a deleted profile remembers the past", []Snapshot{source(profile("A", signature(1, sig1, record(keyA))), profile("B", recovered, signature(1, sig2, record(keyA))))}, []string{"mapping-signature/mismatch", "orphan/deleted-profile-recovered"}},

		{"one signature, two record keys", []Snapshot{source(profile("A", signature(1, sig1, record(keyA))), profile("B", signature(1, sig1, record(keyB))))}, []string{"mapping-signature/reused"}},
		{"one signature, two mailboxes", []Snapshot{source(profile("A", signature(1, sig1, mailbox(alice, "srv")))), source(profile("A", signature(1, sig1, mailbox(bob, "srv"))))}, []string{"mapping-signature/reused"}},
		{"two OST files of one mailbox", []Snapshot{source(profile("A", signature(1, sig1, both(mailbox(alice, "srv"), ost(`C:\o.ost`)))), profile("B", signature(1, sig1, both(mailbox(alice, "srv"), ost(`C:\o2.ost`)))))}, nil},
		{"two OST files of unknown mailboxes", []Snapshot{source(profile("A", signature(1, sig1, ost(`C:\o.ost`))), profile("B", signature(1, sig1, ost(`C:\o2.ost`))))}, nil},
		{"a moved mailbox with its signature", []Snapshot{source(profile("A", signature(1, sig1, mailbox(alice, "one"))), profile("B", signature(1, sig1, mailbox(alice, "two"))))}, nil},
		{"a record key beside a mailbox proves nothing", []Snapshot{source(profile("A", signature(1, sig1, record(keyA))), profile("B", signature(1, sig1, mailbox(alice, "srv"))))}, nil},
		{"record keys joined by their mailbox", []Snapshot{source(profile("A", signature(1, sig1, both(record(keyA), mailbox(alice, "srv")))), profile("B", signature(1, sig1, both(record(keyB), mailbox(alice, "srv")))))}, nil},

		{"short", []Snapshot{source(profile("A", signature(1, "1122", nobody)))}, []string{"mapping-signature/malformed"}},
		{"long", []Snapshot{source(profile("A", signature(1, sig1+"11", nobody)))}, []string{"mapping-signature/malformed"}},
		{"no bytes", []Snapshot{source(profile("A", signature(1, "", nobody)))}, []string{"mapping-signature/malformed"}},
		{"zeros", []Snapshot{source(profile("A", signature(1, zero, record(keyA))), profile("B", signature(1, sig1, record(keyA))))}, []string{"mapping-signature/malformed"}},
		{"zeros on two stores are not reused", []Snapshot{source(profile("A", signature(1, zero, record(keyA))), profile("B", signature(1, zero, record(keyB))))}, []string{"mapping-signature/malformed", "mapping-signature/malformed"}},
		{"one byte set", []Snapshot{source(profile("A", signature(1, zero[2:]+"01", nobody)))}, nil},

		{"the address book's constant on stores", []Snapshot{source(profile("A", signature(1, addressBookSignature, record(keyA))), profile("B", signature(1, addressBookSignature, record(keyB))))}, []string{"mapping-signature/foreign"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.ElementsMatch(t, c.want, rules(run(c.in...)))
		})
	}
}

// The constant is right where it belongs: in sections of an address book.
func TestAddressBookSignature(t *testing.T) {
	provider := profile("A", signature(1, addressBookSignature, mailbox(alice, "srv")))
	provider.Services = []mapi.Service{{Providers: []mapi.Provider{{UID: provider.Signatures[0].Section, Kind: "address-book"}}}}
	require.Empty(t, run(source(provider)))

	section := profile("A", signature(1, addressBookSignature, mailbox(alice, "srv")))
	section.Signatures[0].Role = mapi.RoleExchangeAB
	require.Empty(t, run(source(section)))

	provider.Services[0].Providers[0].Kind = "store"
	require.Len(t, run(source(provider)), 1)
}

func TestMismatchConfidence(t *testing.T) {
	within := run(source(profile("A", signature(1, sig1, record(keyA))), profile("B", signature(1, sig2, record(keyA)))))[0]
	require.Equal(t, hive.High, within.Confidence)
	require.Equal(t, `One store has 2 different mapping signatures in 2 sections of profiles "A" and "B".`, within.Summary)

	across := run(source(profile("A", signature(1, sig1, record(keyA)))), source(profile("B", signature(1, sig2, record(keyA)))))[0]
	require.Equal(t, hive.Medium, across.Confidence)
	require.Contains(t, across.Detail, "different times")
	require.Equal(t, []int{0, 1}, []int{across.Evidence[0].Source, across.Evidence[1].Source})

	byPath := run(source(profile("A", signature(1, sig1, ost(`C:\o.ost`))), profile("B", signature(1, sig2, ost(`C:\o.ost`)))))[0]
	require.Equal(t, hive.Medium, byPath.Confidence)

	in := source(profile("A", signature(1, sig1, record(keyA))), profile("B", signature(1, sig2, record(keyA))))
	require.NotContains(t, run(in)[0].Detail, "written last")
	in.Profiles[1].Signatures[0].Fact.LastWrite = 2
	require.NotContains(t, run(in)[0].Detail, "written last", "when the other was written is not known")
	in.Profiles[0].Signatures[0].Fact.LastWrite = 1
	require.Contains(t, run(in)[0].Detail, `is that of profile "B"`)
}

// What a shared signature is worth depends on who gives it out.
func TestReusedSeverity(t *testing.T) {
	const own1, own2 hive.Text = "4f1c9c3e-6a52-4b6e-9a0e-2d7f3f1f8a01@example.org", "9B7A1D52-0C3F-4E8E-8F55-6C1F0A2B3C44"
	for _, c := range []struct {
		name       string
		a, b       func(*mapi.Signature)
		severity   Severity
		confidence hive.Confidence
		says       *Sentence
	}{
		{"one provider", record(keyA), record(keyB), MediumSeverity, hive.Low, sayOneProvider},
		{"one server", mailbox(alice, "srv"), mailbox(bob, "SRV"), LowSeverity, hive.Low, sayOneServer},
		{"two servers", mailbox(alice, "one"), mailbox(bob, "two"), MediumSeverity, hive.Medium, sayServersDiffer},
		{"servers of Exchange 2013", mailbox(alice, own1), mailbox(bob, own2), LowSeverity, hive.Medium, sayOwnServers},
		{"one of Exchange 2013", mailbox(alice, own1), mailbox(bob, "srv"), LowSeverity, hive.Medium, sayOwnServers},
		{"nearly a GUID", mailbox(alice, "g"+own1[1:]), mailbox(bob, own2+"x"), MediumSeverity, hive.Medium, sayServersDiffer},
		{"no server", mailbox(alice, ""), mailbox(bob, "srv"), LowSeverity, hive.Low, sayServersUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			fs := run(source(profile("A", signature(1, sig1, c.a)), profile("B", signature(2, sig1, c.b))))
			require.Len(t, fs, 1)
			require.Equal(t, c.severity, fs[0].Severity)
			require.Equal(t, c.confidence, fs[0].Confidence)
			require.Contains(t, saidBy(fs[0]), c.says)
		})
	}
}

func saidBy(f Finding) (out []*Sentence) {
	for _, x := range f.said {
		out = append(out, x.sentence)
	}
	return out
}

// The name of a server that Exchange 2013 gives each mailbox is one mailbox's, whole or cut.
func TestOwnServerIsAnIdentity(t *testing.T) {
	const guid hive.Text = "4f1c9c3e-6a52-4b6e-9a0e-2d7f3f1f8a01"
	fs := run(source(profile("A", signature(1, sig1, mailbox(alice, guid+"@example.org"))), profile("B", signature(1, sig2, mailbox(alice, guid+"@exam")))))
	require.Equal(t, []string{"mapping-signature/mismatch"}, rules(fs))
	require.Equal(t, LowSeverity, fs[0].Severity)
}

// Nothing is concluded from fillers.
func TestFillersAreNoIdentity(t *testing.T) {
	for _, filler := range []string{zero, digits("ff")} {
		require.Empty(t, run(source(profile("A", signature(1, sig1, record(filler))), profile("B", signature(1, sig2, record(filler))))))
		require.Equal(t, []string{"mapping-signature/malformed"}, rules(run(source(profile("A", signature(1, filler, record(keyA))), profile("B", signature(1, sig2, record(keyA)))))))
	}
	require.Len(t, run(source(profile("A", signature(1, sig1, record(digits("ff")[2:]+"fe"))), profile("B", signature(1, sig2, record(digits("ff")[2:]+"fe"))))), 1)
}

// A value in a hive whose last writes are absent may have changed since.
func TestSignaturesOfADirtyHive(t *testing.T) {
	in := source(profile("A", signature(1, sig1, record(keyA)), signature(2, "00", record(keyB))), profile("B", signature(1, sig2, record(keyA))))
	in.State = hive.Dirty
	for _, f := range run(in) {
		require.Equal(t, hive.Medium, f.Confidence, f.Rule)
		require.Contains(t, saidBy(f), sayDirty)
	}
	in.State = hive.Replayed
	for _, f := range run(in) {
		require.Equal(t, hive.High, f.Confidence, f.Rule)
	}
}

func TestMalformedNearDamage(t *testing.T) {
	s := source(profile("A", signature(1, "1122", func(*mapi.Signature) {})))
	require.Equal(t, hive.High, run(s)[0].Confidence)
	s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindDataBounds, Path: s.Profiles[0].Signatures[0].Fact.Key}}
	require.Equal(t, hive.Low, run(s)[0].Confidence)
}

// A section that no list names is a leftover: nothing reads it.
func TestUnlistedSections(t *testing.T) {
	sig := profile("B", signature(1, sig2, record(keyA)))
	path := profile("B", pst(1, `C:\X.pst`, keyA))
	require.Len(t, run(source(profile("A", signature(1, sig1, record(keyA))), sig)), 1)
	require.Len(t, run(source(profile("A", pst(1, `C:\x.pst`, keyA)), path)), 1)

	sig.UnlistedSections = []prop.UID{sig.Signatures[0].Section}
	path.UnlistedSections = []prop.UID{path.Paths[0].Provider}
	require.Empty(t, run(source(profile("A", signature(1, sig1, record(keyA))), sig)))
	require.Empty(t, conflicts(run(source(profile("A", pst(1, `C:\x.pst`, keyA)), path))))
}

func init() { moreSentenceCases = append(moreSentenceCases, signatureCases) }

// signatureCases are what the texts cannot say: two hives, a hive that is damaged at the place.
func signatureCases(t *testing.T) []sentenceCase {
	a, b := source(profile("A", signature(1, sig1, record(keyA)))), source(profile("B", signature(1, sig2, record(keyA))))
	broken := source(profile("A", signature(1, "1122", func(*mapi.Signature) {})))
	broken.Diagnostics = []hive.Diagnostic{{Kind: hive.KindDataBounds, Path: broken.Profiles[0].Signatures[0].Fact.Key}}
	dirty := source(profile("A", signature(1, sig1, record(keyA))), profile("B", signature(1, sig2, record(keyA))))
	dirty.State = hive.Dirty
	return []sentenceCase{
		{"a dirty hive", &Case{Sources: []Snapshot{dirty}}},
		{"before the logs", &Case{Sources: []Snapshot{logged(t, acme(`"01020ff8"=hex:a1*16`), acme(`"01020ff8"=hex:b2*16`))}}},
		{"kept aside", &Case{Sources: []Snapshot{source(profile("A", signature(1, sig1, record(keyA))), profile("B", func(p *mapi.Profile) { p.State = hive.KeptAside }, signature(1, sig2, record(keyA))))}}},
		{"two hives, one store", &Case{Sources: []Snapshot{a, b}}},
		{"damage at a signature", &Case{Sources: []Snapshot{broken}}},
	}
}
