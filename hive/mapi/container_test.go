package mapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi/internal/mapitest"
	"mapihive/hive/mapi/prop"
)

// galEID is an identifier of a container of an Exchange address book ([MS-OXCDATA] 2.2.5.2).
func galEID(provider prop.UID, dn string) []byte {
	b := append(make([]byte, 4), provider[:]...)
	b = append(b, 1, 0, 0, 0, 0, 1, 0, 0) // version, DT_CONTAINER
	return append(append(b, dn...), 0)
}

// exchangeFolderEID is a folder's identifier of 46 bytes ([MS-OXCDATA] 2.2.4.1).
func exchangeFolderEID(mailbox, database prop.UID, counter byte) []byte {
	b := append(make([]byte, 4), mailbox[:]...)
	b = append(append(b, 1, 0), database[:]...)
	return append(b, 0, 0, 0, 0, 1, counter, 0, 0)
}

// contactOf is an identifier of the Outlook Address Book around a folder's.
func contactOf(folder []byte) []byte {
	b := append(make([]byte, 4), mapitest.Contab[:]...)
	b = append(b, 3, 0, 0, 0, 3, 0, 0, 0)
	return append(append(b, make([]byte, 16)...), folder...)
}

func TestSearchPathOfExchange(t *testing.T) {
	s := shape64
	folder := exchangeFolderEID(uidOf("mailbox"), uidOf("database"), 0x0e)
	text, path := exchangeProfile(nil, []reg{uidList(idRecordKey, "mailbox")})
	text.section(path, "contab", s.text(idServiceName, "CONTAB"), s.text(idServiceDLL, "contab.dll"), uidList(idABProviders, "book"))
	text.section(path, "book", long(idResourceType, 35), s.text(idServiceName, "CONTAB"), uidList(idServiceUID, "contab"), s.text(idDisplayName, "Outlook Address Book"),
		s.binaries(idContabFolders, folder), s.texts(idContabNamesW, "Contacts"))
	text.section(path, "ldap-svc", s.text(idServiceName, "EMABLT"), s.text(idServiceDLL, "emablt.dll"), uidList(idABProviders, "ldap"))
	text.section(path, "ldap", long(idResourceType, 35), s.text(idServiceName, "EMABLT"), uidList(idServiceUID, "ldap-svc"), s.text(idDisplayName, "Staff"))
	text.section(path, "noname", long(idResourceType, 35))
	text.section(path, rootSection, s.binaries(idABSearchPath,
		galEID(uidOf("gal"), "/"),
		galEID(uidOf("gal"), "/guid=1"),
		galEID(prop.UIDExchangeAB, "/"),
		contactOf(folder),
		contactOf(exchangeFolderEID(uidOf("other"), uidOf("database"), 0x0e)),
		galEID(uidOf("ldap"), "x"),
		galEID(uidOf("noname"), "x"),
		galEID(uidOf("private"), "/"), // a store is no address book
		galEID(uidOf("gone"), "/"),
	))
	p := readOne(t, text)
	type shown struct {
		kind       prop.EntryKind
		name, text hive.Text
		provider   prop.UID
		store      prop.UID
	}
	var got []shown
	for _, c := range p.Order.SearchPath {
		got = append(got, shown{c.Kind, c.Name, c.Text, c.Provider, c.Store})
	}
	database := uidOf("database").String()
	const gal = "exchange address book"
	require.Equal(t, []shown{
		{prop.EntryAddressBook, "Exchange Directory", gal + ", Global Address List", uidOf("gal"), prop.UID{}},
		{prop.EntryAddressBook, "Exchange Directory", gal + ", /guid=1", uidOf("gal"), prop.UID{}},
		{prop.EntryAddressBook, "Exchange Directory", gal + ", Global Address List", uidOf("gal"), prop.UID{}},
		{prop.EntryContact, "Contacts", hive.Text("contact, Exchange folder of database " + database), prop.UID{}, uidOf("private")},
		{prop.EntryContact, "", hive.Text("contact, Exchange folder of database " + database), prop.UID{}, prop.UID{}},
		{prop.EntryAddressBook, "Staff", "ldap directory", uidOf("ldap"), prop.UID{}},
		{prop.EntryAddressBook, "", "address book", uidOf("noname"), prop.UID{}},
		{prop.EntryUnknown, "", "unknown", prop.UID{}, prop.UID{}},
		{prop.EntryUnknown, "", "unknown", prop.UID{}, prop.UID{}},
	}, got)
}

// With two Exchange accounts the old identifier, which is the same for all, does not tell whose directory it is.
func TestOneDirectoryOfTwo(t *testing.T) {
	s := shape64
	text, path := exchangeProfile(nil, nil)
	text.section(path, "gal2", long(idResourceType, 35), s.text(idDisplayName, "Second"), s.text(idServiceName, "MSEMS"))
	text.section(path, rootSection, s.binaries(idABSearchPath, galEID(prop.UIDExchangeAB, "/"), galEID(uidOf("gal2"), "/")))
	p := readOne(t, text)
	require.Equal(t, hive.Text(""), p.Order.SearchPath[0].Name)
	require.Equal(t, prop.EntryAddressBook, p.Order.SearchPath[0].Kind)
	require.Equal(t, hive.Text("Second"), p.Order.SearchPath[1].Name)
}

// A leftover with the record key of a store in use takes nothing from that, nor do two leftovers name one.
func TestStoreByRecordKey(t *testing.T) {
	text, path := emptyProfile(uidList(idServices, "svc"), uidList(idStoreProviders, "used"))
	text.pst(shape64, path, "svc", "used", `C:\Mail\new.pst`, "key", 2)
	text.section(path, "left", long(idResourceType, 33), shape64.text(idPSTPath, `C:\Mail\old.pst`), uidList(idRecordKey, "key"))
	text.section(path, "left2", long(idResourceType, 33), uidList(idRecordKey, "gone"))
	text.section(path, "left3", long(idResourceType, 33), uidList(idRecordKey, "gone"))
	text.section(path, "left4", long(idResourceType, 33), uidList(idRecordKey, "once"))
	folder := func(key string) reg {
		return hexLine("Delivery Folder EntryID", mapitest.FolderEID(uidOf(key), 0x8082))
	}
	text.accounts(path, nil, account(1, "11", folder("key")), account(2, "11", folder("gone")), account(3, "11", folder("once")),
		account(4, "11", hexLine("Delivery Store EntryID", mapitest.PSTEID(`C:\Mail\old.pst`)), folder("key")))
	var got []prop.UID
	for _, a := range readOne(t, text).Accounts {
		got = append(got, a.FolderStore)
	}
	require.Equal(t, []prop.UID{uidOf("used"), {}, uidOf("left4"), uidOf("used")}, got)
	a := readOne(t, text).Accounts[3]
	require.Equal(t, []hive.Text{`C:\Mail\old.pst`, "Delivery Store EntryID"}, []hive.Text{a.DeliveryStore, a.DeliveryValue})
	require.Equal(t, uidOf("used"), a.Store)
}
