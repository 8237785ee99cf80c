package mapi

import "mapihive/hive/mapi/prop"
import "mapihive/hive"

// containers tells address-book containers by the contact folders or the providers that they stand for.
type containers struct {
	stores map[prop.UID]prop.UID  // record key -> the one store provider that has it
	names  map[string]hive.Text   // identifier of a contact folder, without its flags -> its name in the Outlook Address Book
	books  map[prop.UID]*Provider // address book providers by their section, which since Outlook 2010 their identifiers name
	global *Provider              // the one Exchange address book, nil where there is none or several
}

func (b *builder) containers() *containers {
	c := &containers{stores: b.storesByRecordKey(), names: map[string]hive.Text{}, books: map[prop.UID]*Provider{}}
	directories := 0
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		if s.Role != RoleProvider {
			continue
		}
		if b.kind(i) == KindAddressBook && b.byUID[s.UID] == i {
			book := b.provider(i)
			c.books[s.UID] = book
			if book.Role == RoleExchangeDirectory {
				c.global = book
				directories++
			}
		}
		if s.ctx&prop.CtxContab != 0 {
			c.contactFolders(s)
		}
	}
	if directories != 1 {
		c.global = nil
	}
	return c
}

// contactFolders reads which folders the Outlook Address Book shows and under which names.
func (c *containers) contactFolders(s *Section) {
	var names []hive.Text
	for _, id := range []uint16{idContabNames, idContabNamesW} {
		for p := range s.props(id) {
			if texts, ok := p.Texts(); ok {
				names = texts
			}
		}
	}
	for p := range s.props(idContabFolders) {
		folders, _ := p.ByteSlices()
		for j, f := range folders {
			if (len(f) == prop.FolderEIDSize || len(f) == prop.ExchangeFolderEIDSize) && j < len(names) {
				c.names[string(f[4:])] = names[j]
			}
		}
	}
}

// describe says what the container with that identifier is, b being its bytes.
func (c *containers) describe(e prop.EntryID, b []byte) Container {
	out := Container{Kind: e.Kind, Text: e.Display()}
	if e.Kind == prop.EntryContact && len(e.Folder) >= 16 {
		out.Name = c.names[string(e.Folder)]
		out.Store = c.stores[prop.UID(e.Folder)]
		return out
	}
	// A provider's own identifiers begin with its MAPIUID. For Exchange that was the same everywhere, and is that
	// of its section since a profile can have several Exchange accounts (Outlook 2010).
	book := c.books[e.Provider]
	if book == nil && e.Provider == prop.UIDExchangeAB {
		book = c.global
	}
	if book == nil {
		return out
	}
	out.Kind, out.Name, out.Provider = prop.EntryAddressBook, book.DisplayName, book.UID
	switch {
	case book.Role == RoleExchangeDirectory:
		out.Text = hive.Text(book.Role) + directory(e.DirectoryDN(b))
	case e.Kind == prop.EntryUnknown && book.Role != "":
		out.Text = hive.Text(book.Role)
	case e.Kind == prop.EntryUnknown:
		out.Text = "address book"
	}
	return out
}

// directory says which container of an Exchange address book a distinguished name is: "/" is the Global Address
// List ([MS-OXOABK] 2.2.1.1, gal-addrlist-dn).
func directory(dn hive.Text) hive.Text {
	switch dn {
	case "":
		return ""
	case "/":
		return ", Global Address List"
	}
	return ", " + dn
}
