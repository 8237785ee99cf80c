package mapi

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// kinds lists what does not fit in a profile.
func kinds(p Whole) (out []InconsistencyKind) {
	for _, x := range p.Inconsistencies {
		out = append(out, x.Kind)
	}
	return out
}

// A profile as Outlook writes it agrees with itself, and so do copies of it in other shapes.
func TestProfilesAsWrittenAreConsistent(t *testing.T) {
	for _, s := range []shape{shapeANSI, shape32, shape64} {
		text := &hiveText{}
		text.pstProfile(s, reg16+`\Profiles\Work`, `C:\Mail\a.pst`, "key")
		require.Empty(t, readOne(t, text).Inconsistencies, s.name)
	}
}

func TestInconsistencies(t *testing.T) {
	s := shape64
	for _, c := range []struct {
		name  string
		root  []reg
		store []reg // beside what makes it a store
		svc   []reg // of the service "svc"
		want  []InconsistencyKind
	}{
		{"as it should be", nil, []reg{uidList(idServiceUID, "svc")}, []reg{uidList(idStoreProviders, "store")}, nil},
		{"the name of another profile", []reg{s.text(idProfileName, "Other")}, []reg{uidList(idServiceUID, "svc")}, []reg{uidList(idStoreProviders, "store")}, []InconsistencyKind{OtherProfileName}},
		{"its own name in other letters", []reg{s.text(idProfileName, "WORK")}, []reg{uidList(idServiceUID, "svc")}, []reg{uidList(idStoreProviders, "store")}, nil},
		{"a service that is not there", nil, []reg{uidList(idServiceUID, "gone")}, []reg{uidList(idStoreProviders, "store")}, nil}, // Missing has it
		{"a blank service", nil, []reg{hexLine("01023d0c", make([]byte, 16))}, []reg{uidList(idStoreProviders, "store")}, nil},
		{"a service that is a provider", nil, []reg{uidList(idServiceUID, "store")}, []reg{uidList(idStoreProviders, "store")}, []InconsistencyKind{ProviderNoService}},
		{"a service that lists another", nil, []reg{uidList(idServiceUID, "svc")}, []reg{uidList(idStoreProviders, "more")}, []InconsistencyKind{ProviderUnlisted}},
		{"a service without a list", nil, []reg{uidList(idServiceUID, "svc")}, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, path := emptyProfile(append([]reg{uidList(idServices, "svc"), uidList(idStoreProviders, "store")}, c.root...)...)
			text.section(path, "svc", append([]reg{s.text(idServiceName, "Acme"), s.text(idServiceDLL, "acme.dll")}, c.svc...)...)
			text.section(path, "store", append([]reg{long(idResourceType, 33), long(idResourceFlags, 2)}, c.store...)...)
			p := readOne(t, text)
			require.Equal(t, c.want, kinds(p))
			for _, x := range p.Inconsistencies {
				require.NotEmpty(t, x.Facts)
				require.False(t, slices.ContainsFunc(x.Facts, func(f hive.Fact) bool { return f.Offset == 0 || f.Value == "" }))
			}
		})
	}
}

// Lists that name one section again and again say what does not fit once.
func TestInconsistenciesAreSaidOnce(t *testing.T) {
	s := shape64
	many := strings.Split(strings.Repeat("store ", 2000), " ")[:2000]
	text, path := emptyProfile(uidList(idServices, "svc", "svc"), uidList(idStoreProviders, many...))
	text.section(path, "svc", s.text(idServiceDLL, "acme.dll"), uidList(idStoreProviders, many...))
	text.section(path, "store", long(idResourceType, 33), long(idResourceFlags, 2), uidList(idServiceUID, "store"))
	require.Equal(t, []InconsistencyKind{ProviderNoService}, kinds(readOne(t, text)))
}

// Only what is in use can be inconsistent.
func TestInconsistenciesOfOtherStates(t *testing.T) {
	text := &hiveText{}
	path := reg16 + `\Deleted Profiles\Mail`
	text.section(path, "9207f3e0a3b11019908b08002b2a56c2", uidList(idServices, "svc"), uidList(idStoreProviders, "store"))
	text.section(path, "store", long(idResourceType, 33), uidList(idServiceUID, "gone"))
	require.Empty(t, readOne(t, text).Inconsistencies)
}
