package mapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

func store(t *hiveText, path, name string, flags uint32) {
	t.section(path, name, long(idResourceType, 33), ansi(idDisplayName, name), long(idResourceFlags, flags))
}

// Every rule of the order has a hive in which it decides and one in which it must not.
func TestDefaultStore(t *testing.T) {
	for _, c := range []struct {
		name string
		list []string
		make func(t *hiveText, path string)
		want string
	}{
		{"the first with DEFAULT_STORE", []string{"a", "b", "c"}, func(t *hiveText, path string) {
			store(t, path, "c", 2)
			store(t, path, "b", 2)
			store(t, path, "a", 0)
		}, "b"},
		{"the profile's order decides, not the sections'", []string{"c", "b"}, func(t *hiveText, path string) {
			store(t, path, "b", 2)
			store(t, path, "c", 2)
		}, "c"},
		{"NO_DEFAULT_STORE never", []string{"a", "b"}, func(t *hiveText, path string) {
			store(t, path, "a", 0x42)
			store(t, path, "b", 2)
		}, "b"},
		{"NO_DEFAULT_STORE alone takes nothing from others", []string{"a", "b"}, func(t *hiveText, path string) {
			store(t, path, "a", 2)
			store(t, path, "b", 0x40)
		}, "a"},
		{"no store can be it", []string{"a"}, func(t *hiveText, path string) { store(t, path, "a", 0x1004) }, ""},
		{"a listed store without a section", []string{"gone", "b"}, func(t *hiveText, path string) { store(t, path, "b", 2) }, "b"},
		{"a store that is not listed", []string{"a"}, func(t *hiveText, path string) {
			store(t, path, "a", 0)
			store(t, path, "z", 2)
		}, ""},
		{"a listed address book is no store", []string{"book", "b"}, func(t *hiveText, path string) {
			t.section(path, "book", long(idResourceType, 35), long(idResourceFlags, 2))
			store(t, path, "b", 2)
		}, "b"},
		{"a service's DEFAULT_STORE is another flag", []string{"a"}, func(t *hiveText, path string) {
			t.section(path, "service", ansi(idServiceDLL, "x.dll"), long(idResourceFlags, 1))
			store(t, path, "a", 1) // STATUS_DEFAULT_OUTBOUND
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, path := emptyProfile(uidList(idStoreProviders, c.list...))
			c.make(text, path)
			p := readOne(t, text)
			if c.want == "" {
				require.Zero(t, p.Order.DefaultStore)
				return
			}
			require.NotZero(t, p.Order.DefaultStore)
			require.Equal(t, uidOf(c.want), p.Order.DefaultStore)
		})
	}
}

func TestTransportOrder(t *testing.T) {
	for _, c := range []struct {
		name  string
		list  []string
		flags map[string]uint32
		want  []string
	}{
		{"profile order", []string{"b", "a"}, map[string]uint32{"a": 0, "b": 0}, []string{"b", "a"}},
		{"XP_PREFER_LAST comes last", []string{"a", "b", "c"}, map[string]uint32{"a": 0x10, "b": 0, "c": 0}, []string{"b", "c", "a"}},
		{"several keep their order", []string{"a", "b", "c"}, map[string]uint32{"a": 0x10, "b": 0, "c": 0x10}, []string{"b", "a", "c"}},
		{"all of them: nothing changes", []string{"b", "a"}, map[string]uint32{"a": 0x10, "b": 0x10}, []string{"b", "a"}},
		{"the bit beside it decides nothing", []string{"a", "b"}, map[string]uint32{"a": 0x28, "b": 0}, []string{"a", "b"}},
		{"listed twice, shown once", []string{"a", "b", "a"}, map[string]uint32{"a": 0, "b": 0}, []string{"a", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, path := emptyProfile(uidList(idTransportProviders, c.list...))
			for _, name := range []string{"a", "b", "c"} {
				if flags, ok := c.flags[name]; ok {
					text.section(path, name, long(idResourceType, 36), long(idResourceFlags, flags))
				}
			}
			p := readOne(t, text)
			require.Equal(t, each(c.want, uidOf), p.Order.Transports)
		})
	}
}

// XP_PREFER_LAST is a transport's; stores and address books with that bit stay where they are.
func TestPreferLastOfOthers(t *testing.T) {
	text, path := emptyProfile(uidList(idStoreProviders, "a", "b"), uidList(idABProviders, "x", "y"))
	store(text, path, "a", 0x10)
	store(text, path, "b", 0)
	text.section(path, "x", long(idResourceType, 35), long(idResourceFlags, 0x10))
	text.section(path, "y", long(idResourceType, 35), long(idResourceFlags, 0))
	p := readOne(t, text)
	require.Equal(t, []prop.UID{uidOf("a"), uidOf("b")}, p.Order.Stores)
	require.Equal(t, []prop.UID{uidOf("x"), uidOf("y")}, p.Order.AddressBooks)
}

func TestAddressBooks(t *testing.T) {
	s := shape32
	text, path := emptyProfile(
		uidList(idServices, "svc-contab", "svc-pst"), uidList(idABProviders, "prv-contab"), uidList(idStoreProviders, "prv-pst"),
		s.binaries(idABSearchPath, contactEID("key", 0x8142), contactEID("other", 0x8142)),
		binaryValue(idABDefaultDir, append(append(make([]byte, 4), prop.UIDExchangeAB[:]...), "\x01\x00\x00\x00\x00\x01\x00\x00/\x00"...)),
		binaryValue(idABDefaultPAB, contactEID("key", 0x9999)))
	text.contab(s, path, "svc-contab", "prv-contab", `C:\Mail\a.pst`, "key")
	text.pst(s, path, "svc-pst", "prv-pst", `C:\Mail\a.pst`, "key", 2)
	p := readOne(t, text)
	o := p.Order
	require.Len(t, o.SearchPath, 2)
	require.Equal(t, []hive.Text{"Contacts", ""}, []hive.Text{o.SearchPath[0].Name, o.SearchPath[1].Name}, "a name is taken for its own folder only")
	require.Equal(t, uidOf("prv-pst"), o.SearchPath[0].Store)
	require.Zero(t, o.SearchPath[1].Store)
	require.Equal(t, prop.EntryAddressBook, o.DefaultDirectory.Kind)
	require.Equal(t, prop.EntryContact, o.PersonalAddressBook.Kind)
	require.Empty(t, o.PersonalAddressBook.Name)

	text, _ = emptyProfile()
	p = readOne(t, text)
	require.Nil(t, p.Order.SearchPath)
	require.Zero(t, p.Order.DefaultDirectory)
	require.Zero(t, p.Order.PersonalAddressBook)
}

// Where the root section's lists name nothing, what the profile holds stays in use.
func TestListsThatNameNothing(t *testing.T) {
	dword := func(value string) reg { return reg(`"` + value + `"=dword:1`) }
	for _, c := range []struct {
		name  string
		lists []reg
		used  bool // the service, its PST provider and its path
	}{
		{"as they should be", []reg{uidList(idServices, "svc"), uidList(idStoreProviders, "prv")}, true},
		{"other services", []reg{uidList(idServices, "other")}, false},
		{"no list of services", []reg{uidList(idStoreProviders, "other")}, true},
		{"empty", []reg{binaryValue(idServices, nil)}, true},
		{"another type", []reg{dword("01023d0e"), dword("01023d00")}, true},
		{"only the stores' has", []reg{uidList(idServices, "other"), dword("01023d00")}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, path := emptyProfile(c.lists...)
			text.section(path, "svc", ansi(idServiceDLL, "mspst.dll"), uidList(idStoreProviders, "prv"))
			text.section(path, "prv", long(idResourceType, 33), uidList(idServiceUID, "svc"), ansi(idPSTPath, `C:\x.pst`))
			ps, _ := read(t, text.String())
			p := ps.whole(0)
			require.Len(t, p.Paths, 1)
			require.Equal(t, c.used, p.Paths[0].Source == SourceProvider, p.Paths[0].Source)
			require.Equal(t, c.used, len(p.UnlistedSections) == 0)
		})
	}
}

func TestRequiredProperties(t *testing.T) {
	path := reg16 + `\Profiles\Work`
	instance := hive.Path(path + `\` + instanceSection)
	for _, c := range []struct {
		name string
		make func(*hiveText)
		want []MissingProperty
	}{
		{"all there", func(t *hiveText) { t.instance(path, "key") }, nil},
		{"no instance section", func(t *hiveText) { t.section(path, rootSection) }, []MissingProperty{{"PR_SEARCH_KEY", instance, "the section does not exist"}}},
		{"no value in it", func(t *hiveText) { t.section(path, instanceSection, ansi(0x3001, "x")) }, []MissingProperty{{"PR_SEARCH_KEY", instance, "the value does not exist"}}},
		{"empty", func(t *hiveText) { t.section(path, instanceSection, binaryValue(idSearchKey, nil)) }, []MissingProperty{{"PR_SEARCH_KEY", instance, "it is empty"}}},
		{"not 16 bytes is any bytes", func(t *hiveText) { t.section(path, instanceSection, binaryValue(idSearchKey, []byte{1})) }, nil},
		{"a store without a name", func(t *hiveText) {
			t.instance(path, "key")
			t.section(path, rootSection, uidList(idStoreProviders, "s"))
			t.section(path, "s", long(idResourceType, 33))
		}, []MissingProperty{{"PR_DISPLAY_NAME", hive.Path(path + `\` + uidOf("s").String()), "the message store's name does not exist"}}},
		{"a leftover without a name", func(t *hiveText) {
			t.instance(path, "key")
			t.section(path, rootSection)
			t.section(path, "s", long(idResourceType, 33))
		}, nil},
		{"an address book without a name", func(t *hiveText) {
			t.instance(path, "key")
			t.section(path, rootSection, uidList(idABProviders, "s"))
			t.section(path, "s", long(idResourceType, 35))
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := &hiveText{}
			c.make(text)
			require.Equal(t, c.want, readOne(t, text).MissingProperties)
		})
	}
}

// PR_PROFILE_NAME is the key's name; a section that says otherwise was made for another name.
func TestProfileName(t *testing.T) {
	for name, notes := range map[string]int{"Work": 0, "WORK": 0, "Home": 1} {
		text, path := emptyProfile()
		text.section(path, "x", ansi(idProfileName, name))
		require.Len(t, readOne(t, text).Notes, notes, name)
	}
}
