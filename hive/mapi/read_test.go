package mapi

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi/internal/mapitest"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/regf"
)

// Profiles in Deleted Profiles are read like live ones, and are never the default.
func TestDeletedProfilesAreRead(t *testing.T) {
	text := &hiveText{}
	text.key(reg16, reg(`"DefaultProfile"="Work"`))
	text.pstProfile(shape64, reg16+`\Deleted Profiles\Work`, `C:\Mail\a.pst`, "key")
	text.pstProfile(shape64, reg16+`\Profiles\Work`, `C:\Mail\a.pst`, "key")
	text.key(regWMS + `\Deleted Profiles\Alone`)
	ps, h := read(t, text.String())
	require.Empty(t, h.Diagnostics())
	require.Len(t, ps.Profiles, 3)
	live, alone, deleted := ps.Profiles[0], ps.Profiles[1], ps.Profiles[2]
	require.Equal(t, []hive.Origin{hive.Live, hive.Deleted, hive.Deleted}, []hive.Origin{live.State, alone.State, deleted.State})
	require.True(t, live.Default)
	require.False(t, deleted.Default)
	require.True(t, alone.Empty)
	require.Equal(t, hive.Text(`C:\Mail\a.pst`), storeOf(t, Whole{Profile: &deleted}).PSTPath)
	require.Equal(t, hive.Deleted, deleted.Paths[0].Fact.State)
	require.Len(t, ps.Roots, 2)
	require.Equal(t, hive.Path(reg16+`\Deleted Profiles`), ps.Roots[1].Deleted)
	require.NotZero(t, ps.Roots[1].DeletedWrite)
}

// The default stands in one place up to Outlook 2010 and in another since 2013; where both hold one, the
// generation's own counts.
func TestDefaultProfile(t *testing.T) {
	for _, c := range []struct {
		home        string
		above, in   string // values of the key above Profiles, and of Profiles
		want        hive.Text
		wantDefault bool
	}{
		{regWMS, "", "Work", "Work", true},
		{regWMS, "Work", "", "Work", true},
		{regWMS, "Other", "Work", "Work", true},
		{regWMS, "Work", "Other", "Other", false},
		{reg16, "Work", "Other", "Work", true},
		{reg16, "", "work", "work", true},
		{reg16, "", "", "", false},
	} {
		text := &hiveText{}
		value := func(v string) []reg {
			if v == "" {
				return nil
			}
			return []reg{reg(`"DefaultProfile"="` + v + `"`)}
		}
		text.key(c.home, value(c.above)...)
		text.key(c.home+`\Profiles`, value(c.in)...)
		text.key(c.home + `\Profiles\Work`)
		ps, _ := read(t, text.String())
		require.Equal(t, c.wantDefault, ps.Profiles[0].Default, "%+v", c)
		if c.want == "" {
			require.Zero(t, ps.Roots[0].DefaultProfile)
			continue
		}
		require.Equal(t, c.want, ps.Roots[0].DefaultProfile.Text)
	}
}

// Office\<n>.0 for every n; what only looks like a version is none.
func TestEveryOfficeVersion(t *testing.T) {
	text := &hiveText{}
	for _, version := range []string{"8.0", "14.0", "16.0", "17.0", "123.0", "16.1", "x.0", "16", "1234.0", "Common"} {
		text.key(`Software\Microsoft\Office\` + version + `\Outlook\Profiles\P`)
	}
	ps, _ := read(t, text.String())
	require.ElementsMatch(t, []string{"8.0", "14.0", "16.0", "17.0", "123.0"}, each(ps.Profiles, func(p Profile) string { return string(p.Root) }))
}

// What the hive could not give whole is the hive's to say, once.
func TestValueWithoutItsData(t *testing.T) {
	text := &hiveText{}
	path := reg16 + `\Profiles\Work`
	text.pstProfile(shape64, path, `C:\Mail\a.pst`, "key")
	tree, err := hivetest.Parse(text.String())
	require.NoError(t, err)
	img, layout, err := tree.ImageLayout()
	require.NoError(t, err)
	provider := path + `\` + uidOf("prv-pst").String()
	h, err := regf.Read(t.Context(), hivetest.Apply(img, layout, hivetest.VKDataOutside(provider, "001f6700")))
	require.NoError(t, err)
	ps, err := Read(t.Context(), h.View(), Options{Contents: true})
	require.NoError(t, err)
	p := ps.whole(0)
	require.Equal(t, "0 of 28 bytes could be read", property(t, p, "prv-pst", "001f6700").Raw.Missing)
	require.Empty(t, p.Services[1].Providers[0].PSTPath)
	require.Len(t, h.Diagnostics(), 1)
	require.NotEqual(t, hive.KindProperty, h.Diagnostics()[0].Kind)
}

// Two sections of one name: a lookup finds the first, and so does the reader.
func TestTwoSectionsOfOneName(t *testing.T) {
	first, second := sectionKey(prop.UID{1}, longValue(idResourceType, 33), binaryOf("001f3001", mapitest.UTF16("first"))), sectionKey(prop.UID{1}, longValue(idResourceType, 33))
	p, _ := build(Key{Name: "P", Path: "P", Subkeys: []Key{
		sectionKey(uidOf(rootSection), uidsValue(idStoreProviders, 2, func(int) prop.UID { return prop.UID{1} })), first, second,
	}}, "16.0", nil)
	require.Equal(t, []prop.UID{{1}}, p.Order.Stores)
	require.Equal(t, "first", string(p.Providers[0].DisplayName))
	require.Empty(t, p.UnlistedSections)
}

func TestReadStopsWithItsContext(t *testing.T) {
	text := &hiveText{}
	text.pstProfile(shape64, reg16+`\Profiles\Work`, `C:\Mail\a.pst`, "key")
	h, err := regf.Read(t.Context(), hivetest.Build(t, text.String()))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Read(ctx, h.View(), Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// A signature belongs to the store that its section describes.
func TestSignatures(t *testing.T) {
	s := shape64
	text, path := emptyProfile(uidList(idServices, "ex", "imap"), uidList(idStoreProviders, "team", "mail"))
	text.section(path, "ex", s.text(idServiceName, "MSEMS"), s.text(idServiceDLL, "emsmdb.dll"))
	text.section(path, "imap", s.text(idServiceName, "INTERSTOR"), s.text(idServiceDLL, "pstprx.dll"))
	text.section(path, "team", exchangeProvider(s, "ex", "", 33, 0, s.text(idDisplayName, "team"), long(idProfileType, 2), uidList(idMappingSignature, "sig1"),
		ansi(idProfileMailbox, "/cn=team"), ansi(idProfileServer, "EX01"), uidList(idRecordKey, "key1"))...)
	text.section(path, "mail", long(idResourceType, 33), s.text(idDisplayName, "mail"), uidList(idServiceUID, "imap"), s.text(idPSTPath, `C:\Mail\imap.ost`), uidList(idMappingSignature, "sig2"))
	p := readOne(t, text)
	require.Len(t, p.Signatures, 2)
	bySection := map[prop.UID]Signature{}
	for _, g := range p.Signatures {
		bySection[g.Section] = g
	}
	team, mail := bySection[uidOf("team")], bySection[uidOf("mail")]
	require.Equal(t, []hive.Text{"/cn=team", "EX01", ""}, []hive.Text{team.Mailbox, team.Server, team.OSTPath})
	require.Len(t, team.RecordKey, 16)
	require.Equal(t, []hive.Text{"", "", `C:\Mail\imap.ost`}, []hive.Text{mail.Mailbox, mail.Server, mail.OSTPath})
	require.Equal(t, team.Bytes, p.Services[0].Providers[0].MappingSignature)
}

// The signature in the settings of an Exchange account is that of its primary store. The archive and the
// mailboxes of others name the same settings.
func TestSignatureOfThePrimaryStore(t *testing.T) {
	s := shape64
	for _, c := range []struct {
		name   string
		stores map[string][]reg // listed store providers
		more   map[string][]reg // sections that no list names
		want   string           // whose record key it is
	}{
		{"primary and archive", map[string][]reg{
			"own":     {long(idProfileType, 1), uidList(idRecordKey, "key1")},
			"archive": {long(idProfileType, 2), s.text(idAlternateStoreType, "Archive"), uidList(idRecordKey, "key2")},
		}, nil, "key1"},
		{"a delegate alone", map[string][]reg{"team": {long(idProfileType, 2), uidList(idRecordKey, "key2")}}, nil, ""},
		{"a primary store without a record key", map[string][]reg{"own": {long(idProfileType, 1)}}, nil, ""},
		{"two primary stores", map[string][]reg{
			"own": {long(idProfileType, 1), uidList(idRecordKey, "key1")}, "own2": {long(idProfileType, 1), uidList(idRecordKey, "key2")},
		}, nil, ""},
		{"a leftover primary store", map[string][]reg{"own": {long(idProfileType, 1), uidList(idRecordKey, "key1")}},
			map[string][]reg{"old": {long(idProfileType, 1), uidList(idRecordKey, "key2")}}, "key1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			names := slices.Sorted(maps.Keys(c.stores))
			text, path := emptyProfile(uidList(idServices, "ex"), uidList(idStoreProviders, names...))
			text.section(path, "ex", s.text(idServiceName, "MSEMS"), s.text(idServiceDLL, "emsui.dll"), uidList(idEmsmdbSection, "settings"))
			text.section(path, "settings", exchangeSettingsText(s)...)
			for name, values := range c.stores {
				text.section(path, name, exchangeProvider(s, "ex", "settings", 33, 0, values...)...)
			}
			for name, values := range c.more {
				text.section(path, name, exchangeProvider(s, "gone", "settings", 33, 0, values...)...)
			}
			p := readOne(t, text)
			require.Len(t, p.Signatures, 1)
			var want hive.Hex
			if c.want != "" {
				uid := uidOf(c.want)
				want = uid[:]
			}
			require.Equal(t, want, p.Signatures[0].RecordKey)
		})
	}
}
