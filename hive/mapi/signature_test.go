package mapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// Every PR_MAPPING_SIGNATURE is collected, in whatever section and form, and tied to its store where the profile
// tells which that is.
func TestSignatureStores(t *testing.T) {
	s := shape64
	for _, c := range []struct {
		name    string
		stores  []string // of the service
		section string   // that holds the signature
		want    string   // the store, "" for none
	}{
		{"in the store's section", []string{"a", "b"}, "b", "b"},
		{"in the service's section", []string{"a"}, "svc", "a"},
		{"in that of a service of one store twice", []string{"a", "a"}, "svc", "a"},
		{"in that of a service of two", []string{"a", "b"}, "svc", ""},
		{"in another", []string{"a"}, "settings", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, path := emptyProfile(uidList(idServices, "svc"), uidList(idStoreProviders, "a", "b"))
			values := map[string][]reg{
				"svc": {s.text(idServiceName, "Acme"), s.text(idServiceDLL, "cfg.dll"), uidList(idStoreProviders, c.stores...)},
				"a":   {long(idResourceType, 33), s.text(idProviderDLL, "a.dll"), uidList(idServiceUID, "svc"), uidList(idRecordKey, "keya"), binaryValue(idEntryID, []byte("entry a"))},
				"b":   {long(idResourceType, 33), s.text(idProviderDLL, "b.dll"), uidList(idServiceUID, "svc"), uidList(idRecordKey, "keyb"), s.text(idPSTPath, `C:\b.pst`)},
			}
			values[c.section] = append(values[c.section], uidList(idMappingSignature, "sig"))
			for _, name := range []string{"svc", "a", "b", "settings"} {
				text.section(path, name, values[name]...)
			}
			p := readOne(t, text)
			require.Len(t, p.Signatures, 1)
			g := p.Signatures[0]
			require.Equal(t, uidOf(c.section), g.Section)
			switch c.want {
			case "":
				require.True(t, g.Store.IsZero())
				require.Empty(t, g.DLL)
				require.Nil(t, g.RecordKey)
			case "a":
				require.Equal(t, hive.Text("a.dll"), g.DLL)
				require.Equal(t, hive.Hex("entry a"), g.EntryID)
			case "b":
				require.Equal(t, []hive.Text{"b.dll", `C:\b.pst`, ""}, []hive.Text{g.DLL, g.PSTPath, g.OSTPath})
			}
			if c.want != "" {
				key := uidOf("key" + c.want)
				require.Equal(t, uidOf(c.want), g.Store)
				require.Equal(t, hive.Hex(key[:]), g.RecordKey)
			}
		})
	}
}

// What is no binary value is collected too, and said to be none.
func TestIllTypedSignatures(t *testing.T) {
	text, path := emptyProfile(uidList(idStoreProviders, "a"))
	text.section(path, "a", long(idResourceType, 33), uidList(idMappingSignature, "sig"), shape64.text(idMappingSignature, "text"),
		`"00030ff8"=hex:01,02,03,04`)
	var types []string
	for _, g := range readOne(t, text).Signatures {
		types = append(types, g.Type)
	}
	require.ElementsMatch(t, []string{"", "PT_UNICODE", "PT_LONG"}, types)
}
