package mapi

import "mapihive/hive"

// What stores and address books are, in Provider.Role: the words of an administrator.
const (
	RolePrimaryMailbox   = "primary mailbox"
	RoleDelegateMailbox  = "delegate mailbox" // another user's or a shared mailbox
	RoleArchive          = "archive"          // the online archive of a mailbox
	RoleAlternateMailbox = "alternate mailbox"
	RolePublicFolders    = "public folders"
	RoleSubscription     = "subscription"
	RoleDataFile         = "data file" // a PST
	RoleIMAPStore        = "imap store"
	RoleEASStore         = "eas store" // Exchange ActiveSync
	RoleMSMailStore      = "ms mail store"

	RoleContacts            = "outlook address book" // contact folders of the profile's stores
	RolePersonalAddressBook = "personal address book"
	RoleLDAPDirectory       = "ldap directory"
	RoleMobileAddressBook   = "mobile address book"
	RoleExchangeDirectory   = "exchange address book"
)

// storeRoles and addressBookRoles say by the service what its providers are.
var (
	storeRoles = map[hive.Text]string{
		"MSPST MS": RoleDataFile, "MSUPST MS": RoleDataFile, "INTERSTOR": RoleIMAPStore, "EAS": RoleEASStore, "MSFS": RoleMSMailStore,
	}
	addressBookRoles = map[hive.Text]string{
		"CONTAB": RoleContacts, "MSPST AB": RolePersonalAddressBook, "EMABLT": RoleLDAPDirectory, "OMSAB": RoleMobileAddressBook,
		"MSEMS": RoleExchangeDirectory,
	}
)

// exchangeStoreRoles are the values of PR_PROFILE_TYPE ([EDKMDB.H] PROFILE_PRIMARY_USER ...). Sections
// that do not hold it have a PR_MDB_PROVIDER, which is a well-known UID.
var exchangeStoreRoles = map[int32]string{
	1: RolePrimaryMailbox, 2: RoleDelegateMailbox, 3: RolePublicFolders, 4: RoleSubscription,
}

// providerRole is what section i is, "" where that cannot be told.
func (b *builder) providerRole(i int) string {
	s := &b.p.Sections[i]
	service := b.serviceNames[i]
	if uid, ok := s.uid(idServiceUID); ok && service == "" {
		if j, ok := b.byUID[uid]; ok {
			service = b.serviceNames[j]
		}
	}
	service = hive.UpcaseText(service)
	switch kind := b.kind(i); {
	case kind == "address-book":
		return addressBookRoles[service]
	case kind != "store":
		return ""
	case s.ctx&CtxExchange == 0:
		return storeRoles[service]
	}
	role := ""
	if t, ok := s.long(idProfileType); ok {
		role = exchangeStoreRoles[t]
	} else if uid, ok := s.uid(idMDBProvider); ok {
		role = wellKnownUIDs[uid].store
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
