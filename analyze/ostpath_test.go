package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// cachedIn adds an Exchange account with an OST file: its settings and its primary store. The mailbox or the record key
// may be "".
func cachedIn(section byte, path, dn hive.Text, recordKey string) profileOption {
	return func(p *mapi.Profile) {
		var key hive.Hex
		if recordKey != "" {
			key = unhex(recordKey)
		}
		settings, store := prop.UID{0: 0xE0, 15: section}, prop.UID{0: 0xE1, 15: section}
		at := fact(p, settings, "001f6610", path)
		p.Exchange = append(p.Exchange, mapi.Exchange{Section: settings, Mailbox: dn, OSTPath: path, Key: at.Key})
		p.Services = append(p.Services, mapi.Service{UID: prop.UID{0: 0xE2, 1: byte(len(p.Name)), 2: p.Name[0], 15: section}, Settings: settings, Providers: []mapi.Provider{{
			UID: store, Kind: mapi.KindStore, Role: mapi.RolePrimaryMailbox, DLL: "EMSMDB.DLL", OSTPath: path, Mailbox: dn,
			RecordKey: key, Key: fact(p, store, "", "").Key,
		}}})
		p.Paths = append(p.Paths, mapi.PathRef{Kind: mapi.OST, Path: path, Source: mapi.SourceProvider, Fact: at})
	}
}

func TestOSTPath(t *testing.T) {
	const o = `C:\o.ost`
	for _, c := range []struct {
		name string
		in   []Snapshot
		want []string
	}{
		{"one profile", []Snapshot{source(profile("A", cachedIn(1, o, alice, "")))}, nil},
		{"two profiles of one mailbox", []Snapshot{source(profile("A", cachedIn(1, o, alice, "")), profile("B", cachedIn(1, `c:/O.OST`, alice, "")))}, []string{"ost-path/two-profiles"}},
		{"two profiles of unknown mailboxes", []Snapshot{source(profile("A", cachedIn(1, o, "", "")), profile("B", cachedIn(1, o, bob, "")))}, []string{"ost-path/two-profiles"}},
		{"two mailboxes", []Snapshot{source(profile("A", cachedIn(1, o, alice, "")), profile("B", cachedIn(1, o, bob, "")))}, []string{"ost-path/two-mailboxes"}},
		{"two record keys", []Snapshot{source(profile("A", cachedIn(1, o, "", keyA)), profile("B", cachedIn(1, o, "", keyB)))}, []string{"ost-path/two-mailboxes"}},
		{"a mailbox that got another name", []Snapshot{source(profile("A", cachedIn(1, o, alice, keyA)), profile("B", cachedIn(1, o, bob, keyA)))}, []string{"ost-path/two-profiles"}},
		{"two mailboxes of one profile", []Snapshot{source(profile("A", cachedIn(1, o, alice, ""), cachedIn(2, o, bob, "")))}, []string{"ost-path/two-mailboxes"}},
		{"a mailbox twice in one profile", []Snapshot{source(profile("A", cachedIn(1, o, alice, ""), cachedIn(2, o, alice, "")))}, nil},
		{"record keys that are fillers", []Snapshot{source(profile("A", cachedIn(1, o, "", zero)), profile("B", cachedIn(1, o, "", digits("ff"))))}, []string{"ost-path/two-profiles"}},
		{"two computers", []Snapshot{source(profile("A", cachedIn(1, o, alice, ""))), source(profile("A", cachedIn(1, o, bob, "")))}, nil},
		{"a deleted profile", []Snapshot{source(profile("A", cachedIn(1, o, alice, "")), profile("B", deleted, cachedIn(1, o, bob, "")))}, []string{"orphan/pending-deletion"}},
		{"relative paths", []Snapshot{source(profile("A", cachedIn(1, `o.ost`, alice, "")), profile("B", cachedIn(1, `o.ost`, bob, "")))}, nil},
		{"an upgrade's copy", []Snapshot{source(profile("A", cachedIn(1, o, alice, "")), profile("A", of("16.0", office16), cachedIn(1, o, alice, "")))}, []string{"ost-path/two-profiles"}},
		{"an upgrade's copy that the new one left", []Snapshot{source(profile("A", cachedIn(1, o, alice, "")), profile("A", of("16.0", office16), cachedIn(1, `C:\n.ost`, alice, "")))}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.ElementsMatch(t, c.want, rules(run(c.in...)))
		})
	}
}

func init() { moreSentenceCases = append(moreSentenceCases, ostCases) }

// ostCases are what the texts cannot say: dirty and damaged hives.
func ostCases(t *testing.T) []sentenceCase {
	dirty := source(profile("A", cachedIn(1, `C:\o.ost`, alice, "")), profile("B", cachedIn(1, `C:\o.ost`, bob, "")))
	dirty.State = hive.Dirty
	broken := source(profile("A", cachedIn(1, `C:\o.ost`, alice, "")), profile("B", cachedIn(1, `C:\o.ost`, bob, "")))
	broken.Diagnostics = []hive.Diagnostic{{Kind: hive.KindDataBounds, Path: broken.Profiles[0].Paths[0].Fact.Key}}
	for _, c := range []struct {
		s    Snapshot
		want hive.Confidence
	}{{dirty, hive.Medium}, {broken, hive.Low}} {
		for _, f := range run(c.s) {
			require.Equal(t, c.want, f.Confidence, f.Rule)
		}
	}
	return []sentenceCase{{"an OST path in a dirty hive", &Case{Sources: []Snapshot{dirty}}}, {"damage at an OST path", &Case{Sources: []Snapshot{broken}}}}
}
