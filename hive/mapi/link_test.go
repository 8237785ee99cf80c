package mapi

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The names of links are those that the table of tags has.
func TestLinkNames(t *testing.T) {
	tsv, err := os.ReadFile("tags.tsv")
	require.NoError(t, err)
	linking := 0
	for line := range strings.Lines(string(tsv)) {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || f[7] == "" {
			continue
		}
		id, err := strconv.ParseUint(f[0], 0, 16)
		require.NoError(t, err)
		require.Equal(t, f[7], NewTag(uint16(id), PTBinary).Link().String(), f[2])
		linking++
	}
	require.Len(t, linkTable, linking)
	require.Len(t, linkNames, linking+1, "a link that no property has")
}

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
		require.Equal(t, row.leads, l.leads(), row.tag)
		require.Equal(t, row.providers, string(l.providers()), row.tag)
	}
}
