package mapi

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLinks(t *testing.T) {
	for _, row := range []struct {
		tag         Tag
		kept, leads bool
		providers   string
	}{
		{NewTag(idServices, PTBinary), true, true, ""},
		{NewTag(idStoreProviders, PTBinary), true, true, "store"},
		{NewTag(idABProviders, PTBinary), true, true, "address-book"},
		{NewTag(idTransportProviders, PTBinary), true, true, "transport"},
		{NewTag(idFilteringHooks, PTBinary), true, true, "hook"},
		{NewTag(idServiceExtraUIDs, PTBinary), false, true, ""},
		{NewTag(idEmsmdbSection, PTBinary), false, true, ""},
		{NewTag(idServiceUID, PTBinary), false, false, ""},
		{0x3D110102, false, false, ""}, // PR_AB_SEARCH_PATH_UPDATE
		{0x3D1A0102, false, false, ""}, // may name a UID without a section
		{NewTag(idServices, PTMVBinary), false, false, ""},
		{0, false, false, ""},
	} {
		l := row.tag.Link()
		require.Equal(t, row.kept, l.Kept(), row.tag)
		require.Equal(t, row.leads, leads(l), row.tag)
		require.Equal(t, row.providers, string(listedKind(l)), row.tag)
	}
}
