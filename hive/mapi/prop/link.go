package prop

// Link says of a property that holds the UIDs of profile sections what these sections are to the one it
// stands in. The column "links" of tags.tsv has it for every such property.
type Link uint8

const (
	LinkNone         Link = iota // no property that names sections
	LinkServices                 // of the root section: the message services, in profile order
	LinkStores                   // the message store providers
	LinkAddressBooks             // the address book providers
	LinkTransports               // the transport providers
	LinkHooks                    // the hook providers
	LinkService                  // of a provider: the one service it belongs to
	LinkExtra                    // of a service: sections of its own beside the providers
	LinkSettings                 // the settings of the Exchange account
	LinkSearchPath               // address book providers again, in the order of a search
)

// linkDef is one row of the table of links. Tag.Link is asked about every value: the table is small.
type linkDef struct {
	tag  Tag
	link Link
}

// linkNames are the names in tags.tsv.
var linkNames = [...]string{
	"", "services", "store-providers", "address-book-providers", "transport-providers", "filtering-hooks",
	"service", "extra-sections", "exchange-settings", "search-path",
}

// String returns the name that tags.tsv has for the link, "" for LinkNone.
func (l Link) String() string { return linkNames[l] }

// Kept reports whether the property is one of the lists that MAPI itself keeps and follows: every UID in
// them must have a section. Other properties may name a UID that has none.
func (l Link) Kept() bool {
	switch l {
	case LinkServices, LinkStores, LinkAddressBooks, LinkTransports, LinkHooks:
		return true
	}
	return false
}

// Link says which sections a property of that tag names.
func (t Tag) Link() Link {
	for i := range linkTable {
		if linkTable[i].tag == t {
			return linkTable[i].link
		}
	}
	return LinkNone
}

// LinkIDs returns the identifiers of the properties with such a link, in the order of the table.
func LinkIDs(which func(Link) bool) []uint16 {
	var ids []uint16
	for _, row := range linkTable {
		if which(row.link) {
			ids = append(ids, row.tag.ID())
		}
	}
	return ids
}
