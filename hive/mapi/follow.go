package mapi

// listedKind is the kind of the providers that a list names, "" for a property that is no such list.
func listedKind(l Link) ProviderKind {
	switch l {
	case LinkStores:
		return KindStore
	case LinkAddressBooks:
		return KindAddressBook
	case LinkTransports:
		return KindTransport
	case LinkHooks:
		return KindHook
	}
	return ""
}

// leads reports whether the sections that a property names are in use where the one that holds it is.
// A provider's service is in use for another reason or not at all, and a search path only orders what
// another list has.
func leads(l Link) bool { return l != LinkNone && l != LinkService && l != LinkSearchPath }

// Identifiers of the properties that decide how a profile hangs together, in the order of the table.
var (
	providerLists = LinkIDs(func(l Link) bool { return listedKind(l) != "" })
	leadingLinks  = LinkIDs(leads)
)
