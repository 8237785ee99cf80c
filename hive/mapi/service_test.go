package mapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi/internal/mapitest"
	"mapihive/hive/mapi/prop"
)

// emptyProfile begins a profile of the given shape: its instance and its lists.
func emptyProfile(lists ...reg) (*hiveText, string) {
	t := &hiveText{}
	path := regWMS + `\Profiles\Work`
	t.key(regWMS+`\Profiles`, reg(`"DefaultProfile"="Work"`))
	t.instance(path, "instance")
	t.section(path, rootSection, lists...)
	return t, path
}

func TestWholeProfile(t *testing.T) {
	for _, c := range []struct {
		shape      shape
		home, root string
		defaultIn  string // key that holds DefaultProfile
	}{
		{shapeANSI, regWin9x, "win9x", regWin9x + `\Profiles`},
		{shapeANSI, regWMS, "wms", regWMS + `\Profiles`},
		{shape32, regWMS, "wms", regWMS + `\Profiles`},
		{shape64, regWMS, "wms", regWMS + `\Profiles`},
		{shape32, reg15, "15.0", reg15},
		{shape64, reg16, "16.0", reg16},
		{shape32, `Software\Wow6432Node\Microsoft\Office\16.0\Outlook`, "16.0", `Software\Wow6432Node\Microsoft\Office\16.0\Outlook`},
	} {
		t.Run(c.root+", "+c.shape.name, func(t *testing.T) {
			text := &hiveText{}
			text.key(c.defaultIn, reg(`"DefaultProfile"="outlook"`))
			text.pstProfile(c.shape, c.home+`\Profiles\Outlook`, `C:\Mail\work.pst`, "record-key")
			ps, h := read(t, text.String())
			require.Empty(t, h.Diagnostics())
			require.Len(t, ps.Roots, 1)
			require.Equal(t, hive.Path(c.defaultIn), ps.Roots[0].DefaultProfile.Key)
			require.Len(t, ps.Profiles, 1)
			p := ps.whole(0)
			require.Equal(t, []any{hive.Text("Outlook"), hive.Live, true, Generation(c.root), hive.High}, []any{p.Name, p.State, p.Default, p.Root, p.Confidence})
			require.Len(t, p.Instance, 16)
			require.Len(t, p.Services, 2)
			require.Equal(t, "CONTAB", string(p.Services[0].Name))
			require.Equal(t, RoleContacts, p.Services[0].Providers[0].Role)
			pst := p.Services[1].Providers[0]
			require.Equal(t, KindStore, pst.Kind)
			require.Equal(t, RoleDataFile, pst.Role)
			require.Equal(t, hive.Text(`C:\Mail\work.pst`), pst.PSTPath)
			require.Equal(t, "mspst.dll", string(pst.DLL))
			require.Equal(t, []string{"DEFAULT_STORE"}, pst.Flags)
			require.Equal(t, []string{"NO_PRIMARY_IDENTITY"}, p.Services[1].Flags)
			key := uidOf("record-key")
			require.Equal(t, hive.Hex(key[:]), pst.RecordKey)
			require.Equal(t, uidOf("prv-pst"), p.Order.DefaultStore)
			require.Equal(t, []prop.UID{uidOf("prv-contab")}, p.Order.AddressBooks)
			require.Len(t, p.Order.SearchPath, 1)
			require.Equal(t, "Contacts", string(p.Order.SearchPath[0].Name))
			require.Equal(t, uidOf("prv-pst"), p.Order.SearchPath[0].Store)
			require.Equal(t, []uint32{1}, p.Order.AddressBookAccounts)
			require.Empty(t, p.UnlistedSections)
			require.Empty(t, p.Missing)
			require.Empty(t, p.MissingProperties)
			require.Empty(t, p.Notes)
			require.Empty(t, p.Providers)
			require.Equal(t, []string{"provider pst", "entry-id pst", "settings pst", "settings pst"}, pathSources(p))
		})
	}
}

// pathSources lists where a profile's paths come from, provider first.
func pathSources(p Whole) []string {
	var out []string
	for _, source := range []PathSource{SourceProvider, SourceEntryID, SourceAccount, SourceSettings, SourceUnlisted} {
		for _, r := range p.Paths {
			if r.Source == source {
				out = append(out, string(source)+" "+string(r.Kind))
			}
		}
	}
	return out
}

// exchangeProvider is one provider section of an Exchange service.
func exchangeProvider(s shape, service, settings string, kind, flags uint32, more ...reg) []reg {
	values := []reg{
		s.text(idProviderDLL, "EMSMDB.DLL"), s.text(0x3D13, "{6485D26A-C2AC-11D1-AD3E-10A0C911C9C0}"), long(idResourceType, kind),
		long(idResourceFlags, flags), s.text(0x3006, "Microsoft Exchange Message Store"), uidList(idServiceUID, service), s.text(idServiceName, "MSEMS"),
	}
	if settings != "" {
		values = append(values, uidList(idEmsmdbSection, settings))
	}
	return append(values, more...)
}

// exchangeSettingsText is the section of an Exchange account's settings.
func exchangeSettingsText(s shape) []reg {
	return []reg{
		long(0x6600, 0x501), long(idConfigFlags, 0x184), ansi(idHomeServer, "EX01"), ansi(idHomeServerDN, "/o=Example/ou=Site/cn=Servers/cn=EX01"),
		ansi(idMailboxDN, "/o=Example/ou=Site/cn=Recipients/cn=alice"), s.text(idOSTPath, `C:\Users\alice\outlook.ost`),
		s.text(idUserSMTP, "alice@example.com"), uidList(idMappingSignature, "signature"),
	}
}

// Outlook 2000 to 2007: one Exchange service, its settings and its list of stores in 13dbb0c8....
func TestExchangeUpTo2007(t *testing.T) {
	for _, s := range []shape{shapeANSI, shape32} {
		t.Run(s.name, func(t *testing.T) {
			text, path := emptyProfile(uidList(idServices, "exchange"), uidList(idStoreProviders, "private", "public"),
				uidList(idABProviders, "book"), uidList(idTransportProviders, "transport"), uidList(idFilteringHooks, "hook"))
			text.section(path, "exchange", s.text(idServiceName, "MSEMS"), s.text(idServiceDLL, "emsui.dll"), s.text(idServiceEntry, "EMSCfg"),
				long(idResourceFlags, 2), s.text(idDisplayName, "Microsoft Exchange Server"), uidList(idStoreProviders, "private", "public"),
				uidList(idABProviders, "book"), uidList(idTransportProviders, "transport"), uidList(idFilteringHooks, "hook"))
			text.section(path, globalSection, append(exchangeSettingsText(s), uidList(idStoreProviders, "private", "public", "second"))...)
			text.section(path, "private", exchangeProvider(s, "exchange", "", 33, 0x1006, s.text(idDisplayName, "Mailbox - Alice"), long(idProfileType, 1), long(0x6609, 0x0C))...)
			text.section(path, "public", exchangeProvider(s, "exchange", "", 33, 0x2060, s.text(idDisplayName, "Public Folders"), long(idProfileType, 3), long(0x6609, 6))...)
			// The second mailbox stands in 13dbb0c8...'s list alone ("Inside MAPI Profiles", figure 4).
			text.section(path, "second", exchangeProvider(s, "exchange", "", 33, 0, s.text(idDisplayName, "Mailbox - Bob"), long(idProfileType, 2),
				ansi(idProfileMailbox, "/o=Example/ou=Site/cn=Recipients/cn=bob"), ansi(idProfileServer, "EX02"))...)
			text.section(path, "book", exchangeProvider(s, "exchange", "", 35, 0)...)
			text.section(path, "transport", exchangeProvider(s, "exchange", "", 36, 0)...)
			text.section(path, "hook", exchangeProvider(s, "exchange", "", 40, 0x200)...)
			p := readOne(t, text)

			service := p.Services[0]
			require.Len(t, p.Services, 1)
			require.Equal(t, uidOf(globalSection), service.Settings)
			require.Equal(t, "EX01", string(service.HomeServer))
			require.Equal(t, "/o=Example/ou=Site/cn=Recipients/cn=alice", string(service.Mailbox))
			require.Equal(t, []string{"SHOW_CONNECT_UI", "OST_CACHE_PRIVATE"}, service.Config)
			var got []string
			for _, v := range service.Providers {
				require.True(t, v.Listed, "%s", v.UID)
				got = append(got, string(v.Kind)+", "+string(v.Role))
			}
			require.Equal(t, []string{"store, primary mailbox", "store, public folders", "address-book, exchange address book", "transport, ", "hook, ", "store, delegate mailbox"}, got)
			require.Equal(t, hive.Text(`C:\Users\alice\outlook.ost`), service.Providers[0].OSTPath)
			signature := uidOf("signature")
			require.Equal(t, hive.Hex(signature[:]), service.Providers[0].MappingSignature)
			require.Empty(t, service.Providers[1].OSTPath, "the OST is the primary mailbox's")
			require.Equal(t, "EX02", string(service.Providers[5].Server))
			require.Equal(t, uidOf("private"), p.Order.DefaultStore)
			require.Equal(t, []prop.UID{uidOf("private"), uidOf("public")}, p.Order.Stores)
			require.Empty(t, p.UnlistedSections)
			require.Empty(t, p.Missing)
			require.Len(t, p.Signatures, 1)
			require.Equal(t, "EX01", string(p.Signatures[0].Server))
			require.Equal(t, []string{"provider ost"}, pathSources(p))
		})
	}
}

// Outlook 2010 and later: every Exchange account has its own settings, named by 01023d15; 13dbb0c8... is empty.
func TestExchangeSince2010(t *testing.T) {
	for _, s := range []shape{shape32, shape64} {
		t.Run(s.name, func(t *testing.T) {
			text, path := emptyProfile(uidList(idServices, "ex1", "ex2"), uidList(idStoreProviders, "private", "archive", "team", "odd", "private2"))
			for _, n := range []string{"1", "2"} {
				values := exchangeSettingsText(s)
				if n == "2" {
					values = []reg{ansi(idHomeServer, "EX09"), ansi(idMailboxDN, "/o=Other/cn=alice")}
				}
				text.section(path, "settings"+n, values...)
			}
			text.section(path, globalSection)
			text.section(path, clientSection, uidList(idEmsmdbSection, "settings1"))
			text.section(path, "ex1", s.text(idServiceName, "MSEMS"), s.text(idServiceDLL, "emsmdb.dll"), s.text(idServiceEntry, "EMSCfg"),
				uidList(idStoreProviders, "private", "archive", "team", "odd"), uidList(idEmsmdbSection, "settings1"), uidList(idServiceExtraUIDs, "extra"))
			text.section(path, "ex2", s.text(idServiceName, "MSEMS"), s.text(idServiceDLL, "emsmdb.dll"), s.text(idServiceEntry, "EMSCfg"),
				uidList(idStoreProviders, "private2"), uidList(idEmsmdbSection, "settings2"))
			text.section(path, "extra", long(0x6602, 1))
			text.section(path, "private", exchangeProvider(s, "ex1", "settings1", 33, 0x1006, s.text(idDisplayName, "alice"), long(idProfileType, 1))...)
			text.section(path, "archive", exchangeProvider(s, "ex1", "settings1", 33, 0x40, s.text(idDisplayName, "Archive"), long(idProfileType, 2), s.text(idAlternateStoreType, "Archive"))...)
			text.section(path, "team", exchangeProvider(s, "ex1", "settings1", 33, 0x40, s.text(idDisplayName, "team"), long(idProfileType, 2))...)
			text.section(path, "odd", exchangeProvider(s, "ex1", "settings1", 33, 0x40, s.text(idDisplayName, "odd"), long(idProfileType, 2), s.text(idAlternateStoreType, "Group"))...)
			text.section(path, "private2", exchangeProvider(s, "ex2", "settings2", 33, 4, s.text(idDisplayName, "alice@other"), binaryValue(idMDBProvider, fromHex("5494a1c0297f101ba58708002b2a2517")))...)
			p := readOne(t, text)
			require.Len(t, p.Services, 2)
			require.Equal(t, "EX01", string(p.Services[0].HomeServer))
			require.Equal(t, "alice@example.com", string(p.Services[0].Email))
			require.Equal(t, "EX09", string(p.Services[1].HomeServer))
			var roles []ProviderRole
			for i := range p.Services {
				for _, v := range p.Services[i].Providers {
					roles = append(roles, v.Role)
				}
			}
			require.Equal(t, []ProviderRole{RolePrimaryMailbox, RoleArchive, RoleDelegateMailbox, RoleAlternateMailbox, RolePrimaryMailbox}, roles)
			require.Equal(t, hive.Text(`C:\Users\alice\outlook.ost`), p.Services[0].Providers[0].OSTPath)
			require.Empty(t, p.Services[0].Providers[1].OSTPath)
			require.Empty(t, p.Services[1].Providers[0].OSTPath, "the second account has settings of its own, without an OST")
			require.Equal(t, RoleExchange, p.Sections[indexOf(p, "settings1")].Role)
			require.Empty(t, p.UnlistedSections)
		})
	}
}

func indexOf(p Whole, uid string) int {
	for i := range p.Sections {
		if p.Sections[i].UID == uidOf(uid) {
			return i
		}
	}
	return -1
}

// A provider whose settings section is gone must not be given those of 13dbb0c8..., which are another account's.
func TestExchangeSettingsMissing(t *testing.T) {
	text, path := emptyProfile(uidList(idServices, "ex"), uidList(idStoreProviders, "private"))
	text.section(path, globalSection, exchangeSettingsText(shape64)...)
	text.section(path, "ex", shape64.text(idServiceName, "MSEMS"), shape64.text(idServiceDLL, "emsmdb.dll"), uidList(idStoreProviders, "private"), uidList(idEmsmdbSection, "gone"))
	text.section(path, "private", exchangeProvider(shape64, "ex", "gone", 33, 2, shape64.text(idDisplayName, "alice"), long(idProfileType, 1))...)
	p := readOne(t, text)
	require.Zero(t, p.Services[0].Settings)
	require.Empty(t, p.Services[0].HomeServer)
	require.Empty(t, p.Services[0].Providers[0].OSTPath)
}

// Services other than Exchange and PST, one a row: what the provider's values mean there.
func TestServiceKinds(t *testing.T) {
	s := shape64
	for _, c := range []struct {
		name, service, serviceDLL, dll string
		kind                           uint32
		values                         []reg
		role                           ProviderRole
		pst, ost                       hive.Text
		properties                     map[string]string // value name -> property
	}{
		{name: "IMAP", service: "INTERSTOR", serviceDLL: "pstprx.dll", dll: "pstprx.dll", kind: 33,
			values: []reg{s.text(idPSTPath, `C:\Mail\imap.ost`), s.text(idOSTPath, `C:\Mail\imap.ost`)},
			role:   RoleIMAPStore, ost: `C:\Mail\imap.ost`, properties: map[string]string{"001f6700": "PR_PST_PATH", "001f6610": "PR_PROFILE_OFFLINE_STORE_PATH"}},
		{name: "IMAP, 2003 to 2010", service: "INTERSTOR", serviceDLL: "mspst.dll", dll: "mspst.dll", kind: 33,
			values: []reg{s.text(idPSTPath, `C:\Mail\imap.pst`)}, role: RoleIMAPStore, pst: `C:\Mail\imap.pst`},
		{name: "Exchange ActiveSync", service: "EAS", serviceDLL: "pstprx.dll", dll: "pstprx.dll", kind: 33,
			values: []reg{s.text(idPSTPath, `C:\Mail\eas.ost`)}, role: RoleEASStore, ost: `C:\Mail\eas.ost`},
		{name: "personal address book", service: "MSPST AB", serviceDLL: "mspst.dll", dll: "mspst.dll", kind: 35,
			values: []reg{ansi(0x6600, `C:\Mail\mailbox.pab`), long(0x6601, 1)}, role: RolePersonalAddressBook,
			properties: map[string]string{"001e6600": "PathAndFilename", "00036601": "ShowNamesBy"}},
		{name: "LDAP", service: "EMABLT", serviceDLL: "BJABLR.DLL", dll: "EMABLT.DLL", kind: 35,
			values: []reg{s.text(0x6600, "ldap.example.com"), s.text(0x6601, "389"), s.text(0x6602, "alice"), s.text(idPSTPath, `C:\Mail\no.pst`)},
			role:   RoleLDAPDirectory, properties: map[string]string{"001f6600": "ServerName", "001f6601": "ConnectionPort", "001f6602": "UserName"}},
		{name: "mobile address book", service: "OMSAB", serviceDLL: "omsxp.dll", dll: "omsxp.dll", kind: 35, role: RoleMobileAddressBook},
		{name: "Microsoft Mail", service: "MSFS", serviceDLL: "msfs32.dll", dll: "msfs32.dll", kind: 33,
			values: []reg{ansi(0x6600, `M:\maildata`), ansi(0x6601, "alice"), long(0x6603, 0)}, role: RoleMSMailStore,
			properties: map[string]string{"001e6600": "ServerPath", "001e6601": "Mailbox", "00036603": "ConnectionType"}},
		{name: "third-party store", service: "EXAMPLE STORE", serviceDLL: "example.dll", dll: "example.dll", kind: 33,
			values: []reg{s.text(idPSTPath, `C:\Mail\theirs.pst`)}, pst: `C:\Mail\theirs.pst`},
		{name: "third-party address book", service: "EXAMPLE AB", serviceDLL: "example.dll", dll: "example.dll", kind: 35,
			values: []reg{s.text(idPSTPath, `C:\Mail\not-a-store.pst`)}},
		{name: "contacts, where 6700 is no path", service: "CONTAB", serviceDLL: "contab.dll", dll: "contab.dll", kind: 35,
			values: []reg{s.text(idPSTPath, `not a path`)}, role: RoleContacts},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, id := "store-providers", uint16(idStoreProviders)
			if c.kind == 35 {
				list, id = "address-book-providers", idABProviders
			}
			text, path := emptyProfile(uidList(idServices, "service"), uidList(id, "provider"))
			text.section(path, "service", s.text(idServiceName, c.service), s.text(idServiceDLL, c.serviceDLL), s.text(idServiceEntry, "ServiceEntry"), uidList(id, "provider"))
			text.section(path, "provider", append([]reg{
				s.text(idProviderDLL, c.dll), long(idResourceType, c.kind), uidList(idServiceUID, "service"), s.text(idServiceName, c.service),
				s.text(idDisplayName, "Name"), long(idResourceFlags, 0)}, c.values...)...)
			p := readOne(t, text)
			require.Empty(t, p.Missing, list)
			v := p.Services[0].Providers[0]
			require.Equal(t, c.role, v.Role)
			require.Equal(t, c.pst, v.PSTPath)
			require.Equal(t, c.ost, v.OSTPath)
			for name, called := range c.properties {
				require.Equal(t, called, property(t, p, "provider", name).Name())
			}
			for _, r := range p.Paths {
				if c.pst == "" && c.ost == "" {
					require.NotEqual(t, SourceProvider, r.Source, "%s", r.Path)
				}
			}
		})
	}
}

func property(t *testing.T, p Whole, section, name string) *prop.Property {
	t.Helper()
	s := &p.Sections[indexOf(p, section)]
	for i := range s.Properties {
		if string(s.Properties[i].Raw.Name) == name {
			return &s.Properties[i]
		}
	}
	require.Fail(t, "no value "+name)
	return nil
}

// A store of which only leftovers speak is not one that MAPI opens.
func TestUnlistedSections(t *testing.T) {
	text, path := emptyProfile(uidList(idServices, "svc-pst"), uidList(idStoreProviders, "prv-pst"))
	text.pst(shape64, path, "svc-pst", "prv-pst", `C:\Mail\a.pst`, "key-a", 2)
	text.pst(shape64, path, "old-svc", "old-prv", `C:\Mail\old.pst`, "key-b", 2) // a pair that names each other
	text.section(path, "linked", long(idResourceType, 33), ansi(idDisplayName, "linked"), uidList(idServiceUID, "svc-pst"), shape64.text(idPSTPath, `C:\Mail\linked.pst`))
	text.section(path, "temp", ansi(idProviderDLL, "mspst.dll"), long(idResourceFlags, 0x880), binaryValue(idEntryID, mapitest.PSTEID(`C:\Mail\temp.pst`)))
	text.section(path, "empty")
	p := readOne(t, text)
	require.ElementsMatch(t, []prop.UID{uidOf("old-svc"), uidOf("old-prv"), uidOf("temp")}, p.UnlistedSections)
	got := map[hive.Text]string{}
	for _, r := range p.Paths {
		got[r.Path] += string(r.Source) + " "
	}
	require.Equal(t, map[hive.Text]string{
		`C:\Mail\a.pst`: "entry-id provider ", `C:\Mail\old.pst`: "unlisted unlisted ",
		`C:\Mail\linked.pst`: "provider ", `C:\Mail\temp.pst`: "unlisted ",
	}, got)
	require.Equal(t, RoleTemporary, p.Sections[indexOf(p, "temp")].Role)
	require.Len(t, p.Services, 2)
	require.False(t, p.Services[1].Listed)
	require.False(t, p.Services[1].Providers[0].Listed)
	require.True(t, p.Services[0].Providers[1].Listed, "its service is listed")
	require.Equal(t, []prop.UID{uidOf("temp")}, each(p.Providers, func(v Provider) prop.UID { return v.UID }))
}

// Where the root section is lost nothing says what is in use, so nothing is called a leftover.
func TestRootSectionMissing(t *testing.T) {
	text := &hiveText{}
	path := reg16 + `\Profiles\Work`
	text.pst(shape64, path, "svc-pst", "prv-pst", `C:\Mail\a.pst`, "key-a", 2)
	p := readOne(t, text)
	require.Equal(t, []string{"provider pst", "entry-id pst"}, pathSources(p))
	require.Empty(t, p.Order.Stores, "no list, no order")
	require.Zero(t, p.Order.DefaultStore)
	require.Equal(t, []MissingProperty{{"PR_SEARCH_KEY", reg16 + `\Profiles\Work\` + instanceSection, "the section does not exist"}}, p.MissingProperties)
}

// Both forms of a path may stand in one section; the Unicode one is the store's, whichever was written first.
func TestUnicodeBeforeANSI(t *testing.T) {
	for _, values := range [][]reg{
		{ansi(idPSTPath, `C:\MAIL\A.PST`), shape64.text(idPSTPath, `C:\Mail\a.pst`)},
		{shape64.text(idPSTPath, `C:\Mail\a.pst`), ansi(idPSTPath, `C:\MAIL\A.PST`)},
	} {
		text, path := emptyProfile(uidList(idStoreProviders, "store"))
		text.section(path, "store", append(values, long(idResourceType, 33), ansi(idDisplayName, "x"), ansi(idServiceName, "MSUPST MS"))...)
		p := readOne(t, text)
		require.Equal(t, hive.Text(`C:\Mail\a.pst`), p.Providers[0].PSTPath)
		require.Equal(t, []string{"provider pst", "provider pst"}, pathSources(p))
	}
}

// A provider that says nothing of its kind is what the list that names it says.
func TestKindByList(t *testing.T) {
	text, path := emptyProfile(uidList(idStoreProviders, "bare", "book"))
	text.section(path, "bare", ansi(idDisplayName, "Bare"), long(0x9999&0x7FFF, 1))
	text.section(path, "book", ansi(idDisplayName, "Book"), long(idResourceType, 35), long(idResourceFlags, 2))
	p := readOne(t, text)
	require.Equal(t, KindStore, p.Providers[0].Kind)
	require.Equal(t, KindAddressBook, p.Providers[1].Kind, "its own word counts more")
	require.Equal(t, []prop.UID{uidOf("bare")}, p.Order.Stores)
}
