package mapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/mapi/prop"
)

func TestLinks(t *testing.T) {
	for _, row := range []struct {
		tag         prop.Tag
		kept, leads bool
		providers   string
	}{
		{prop.NewTag(idServices, prop.PTBinary), true, true, ""},
		{prop.NewTag(idStoreProviders, prop.PTBinary), true, true, "store"},
		{prop.NewTag(idABProviders, prop.PTBinary), true, true, "address-book"},
		{prop.NewTag(idTransportProviders, prop.PTBinary), true, true, "transport"},
		{prop.NewTag(idFilteringHooks, prop.PTBinary), true, true, "hook"},
		{prop.NewTag(idServiceExtraUIDs, prop.PTBinary), false, true, ""},
		{prop.NewTag(idEmsmdbSection, prop.PTBinary), false, true, ""},
		{prop.NewTag(idServiceUID, prop.PTBinary), false, false, ""},
		{0x3D110102, false, false, ""}, // PR_AB_SEARCH_PATH_UPDATE
		{0x3D1A0102, false, false, ""}, // may name a UID without a section
		{prop.NewTag(idServices, prop.PTMVBinary), false, false, ""},
		{0, false, false, ""},
	} {
		l := row.tag.Link()
		require.Equal(t, row.kept, l.Kept(), row.tag)
		require.Equal(t, row.leads, leads(l), row.tag)
		require.Equal(t, row.providers, string(listedKind(l)), row.tag)
	}
}
