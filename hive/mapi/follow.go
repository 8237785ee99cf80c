package mapi

import "mapihive/hive/mapi/prop"

// listedKind is the kind of the providers that a list names, "" for a property that is no such list.
func listedKind(l prop.Link) ProviderKind {
	switch l {
	case prop.LinkStores:
		return KindStore
	case prop.LinkAddressBooks:
		return KindAddressBook
	case prop.LinkTransports:
		return KindTransport
	case prop.LinkHooks:
		return KindHook
	}
	return ""
}

// leads reports whether the sections that a property names are in use where the one that holds it is.
// A provider's service is in use for another reason or not at all, and a search path only orders what
// another list has.
func leads(l prop.Link) bool {
	return l != prop.LinkNone && l != prop.LinkService && l != prop.LinkSearchPath
}

// Identifiers of the properties that decide how a profile hangs together, in the order of the table.
var (
	providerLists = prop.LinkIDs(func(l prop.Link) bool { return listedKind(l) != "" })
	leadingLinks  = prop.LinkIDs(leads)
)
