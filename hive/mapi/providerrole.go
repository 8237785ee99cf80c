package mapi

import "mapihive/hive/mapi/prop"
import "mapihive/hive"

// ProviderKind is what a service provider provides ([MAPIDEFS.H], values of PR_RESOURCE_TYPE).
type ProviderKind string

// Kinds of service providers.
const (
	KindStore                ProviderKind = "store"
	KindAddressBookContainer ProviderKind = "address-book-container"
	KindAddressBook          ProviderKind = "address-book"
	KindTransport            ProviderKind = "transport"
	KindSpooler              ProviderKind = "spooler"
	KindProfile              ProviderKind = "profile"
	KindSubsystem            ProviderKind = "subsystem"
	KindHook                 ProviderKind = "hook"
	KindUnknown              ProviderKind = "unknown" // neither its section nor a list says it
)

// resourceKinds are the values of PR_RESOURCE_TYPE (MAPI_..., mapidefs.h) that stand for a kind of provider.
var resourceKinds = map[int32]ProviderKind{
	33: KindStore, 34: KindAddressBookContainer, 35: KindAddressBook, 36: KindTransport, 37: KindSpooler, 38: KindProfile,
	39: KindSubsystem, 40: KindHook,
}

// ProviderRole is what a store or address book is, in the words of an administrator.
type ProviderRole string

// Roles of stores and address books.
const (
	RolePrimaryMailbox   ProviderRole = "primary mailbox"
	RoleDelegateMailbox  ProviderRole = "delegate mailbox" // another user's or a shared mailbox
	RoleArchive          ProviderRole = "archive"          // the online archive of a mailbox
	RoleAlternateMailbox ProviderRole = "alternate mailbox"
	RolePublicFolders    ProviderRole = "public folders"
	RoleSubscription     ProviderRole = "subscription"
	RoleDataFile         ProviderRole = "data file" // a PST
	RoleIMAPStore        ProviderRole = "imap store"
	RoleEASStore         ProviderRole = "eas store" // Exchange ActiveSync
	RoleMSMailStore      ProviderRole = "ms mail store"

	RoleContacts            ProviderRole = "outlook address book" // contact folders of the profile's stores
	RolePersonalAddressBook ProviderRole = "personal address book"
	RoleLDAPDirectory       ProviderRole = "ldap directory"
	RoleMobileAddressBook   ProviderRole = "mobile address book"
	RoleExchangeDirectory   ProviderRole = "exchange address book"
)

// storeRoles and addressBookRoles say by the service what its providers are.
var (
	storeRoles = map[hive.Text]ProviderRole{
		"MSPST MS": RoleDataFile, "MSUPST MS": RoleDataFile, "INTERSTOR": RoleIMAPStore, "EAS": RoleEASStore, "MSFS": RoleMSMailStore,
	}
	addressBookRoles = map[hive.Text]ProviderRole{
		"CONTAB": RoleContacts, "MSPST AB": RolePersonalAddressBook, "EMABLT": RoleLDAPDirectory, "OMSAB": RoleMobileAddressBook,
		"MSEMS": RoleExchangeDirectory,
	}
)

// exchangeStoreRoles are the values of PR_PROFILE_TYPE ([EDKMDB.H] PROFILE_PRIMARY_USER ...). Sections
// that do not hold it have a PR_MDB_PROVIDER, which is a well-known UID.
var exchangeStoreRoles = map[int32]ProviderRole{
	1: RolePrimaryMailbox, 2: RoleDelegateMailbox, 3: RolePublicFolders, 4: RoleSubscription,
}

// mdbProviderRoles are the values of PR_MDB_PROVIDER that tell an Exchange store's role.
var mdbProviderRoles = map[prop.UID]ProviderRole{
	prop.UIDPrimaryMailbox: RolePrimaryMailbox, prop.UIDDelegateMailbox: RoleDelegateMailbox, prop.UIDPublicFolders: RolePublicFolders,
}

// providerRole is what section i is, "" where that cannot be told.
func (b *builder) providerRole(i int) ProviderRole {
	s := &b.p.Sections[i]
	service := b.serviceNames[i]
	if uid, ok := s.uid(idServiceUID); ok && service == "" {
		if j, ok := b.byUID[uid]; ok {
			service = b.serviceNames[j]
		}
	}
	service = hive.UpcaseText(service)
	switch kind := b.kind(i); {
	case kind == KindAddressBook:
		return addressBookRoles[service]
	case kind != KindStore:
		return ""
	case s.ctx&prop.CtxExchange == 0:
		return storeRoles[service]
	}
	role := ProviderRole("")
	if t, ok := s.long(idProfileType); ok {
		role = exchangeStoreRoles[t]
	} else if uid, ok := s.uid(idMDBProvider); ok {
		role = mdbProviderRoles[uid]
	}
	// An archive is opened like a delegate's mailbox; only its alternate store type tells it apart.
	switch alternate := s.text(idAlternateStoreType); {
	case role != RoleDelegateMailbox || alternate == "":
		return role
	case hive.EqualFold(alternate, "Archive"):
		return RoleArchive
	}
	return RoleAlternateMailbox
}
