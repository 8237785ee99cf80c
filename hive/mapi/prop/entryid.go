package prop

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"mapihive/hive"
	"mapihive/hive/codepage"
)

// EntryKind says what an entry identifier names.
type EntryKind string

// Kinds of entry identifiers.
const (
	EntryUnknown        EntryKind = "unknown"
	EntryStore          EntryKind = "store"           // wrapped by MAPI (WrapStoreEntryID) or bare
	EntryFolder         EntryKind = "folder"          // of a PST or OST: 24 bytes, the record key inside
	EntryExchangeFolder EntryKind = "exchange-folder" // [MS-OXCDATA] 2.2.4.1, 46 bytes
	EntryMessage        EntryKind = "exchange-message"
	EntryAddressBook    EntryKind = "address-book" // [MS-OXCDATA] 2.2.5.2
	EntryOneOff         EntryKind = "one-off"      // [MS-OXCDATA] 2.2.5.1
	EntryContact        EntryKind = "contact"      // of the Outlook Address Book, around a folder or message
)

// EntryID is an entry identifier taken apart. What the bytes do not hold is empty.
type EntryID struct {
	Kind     EntryKind
	Provider UID       // bytes 4 to 19; inside a wrapper, those of the provider's own identifier
	DLL      hive.Text // of a wrapped store's provider
	Path     hive.Text // of a PST or OST
	// RecordKey is the PR_RECORD_KEY of the store that a PST folder's identifier belongs to; for
	// Exchange folders, the database GUID. Of a contact container it is that of its folder.
	RecordKey  hive.Hex
	NID        uint32    // node ID of a PST folder ([MS-PST] 2.2.2.1)
	Folder     hive.Hex  // of the folder that a contact container stands for, its identifier without the flags before it
	Server     hive.Text // short name of the Exchange server
	ServerDN   hive.Text // its distinguished name, in a version 2 store identifier
	ServerFQDN hive.Text // its DNS name, likewise
	MailboxDN  hive.Text // distinguished name of an Exchange mailbox
	Address    hive.Text // of a recipient or address-book object: DN or e-mail address
	AddrType   hive.Text // of a one-off recipient: SMTP, EX ...
	Name       hive.Text // display name of a one-off recipient
	SMTP       hive.Text // mailbox address of a version 3 store identifier
	Type       uint32    // OPENSTORE_ flags, display type, folder type or CONTAB type, by kind
	Problem    string    // what is ill-formed; the other fields hold what could be read
}

// Entry identifier sizes, in bytes.
const (
	eidHeader             = 20 // flags 4, provider UID 16
	FolderEIDSize         = 24 // [MS-PST] 2.4.3.2 "Mapping between EntryID and NID"
	ExchangeFolderEIDSize = 46 // [MS-OXCDATA] 2.2.4.1
	exchangeMessage       = 70 // [MS-OXCDATA] 2.2.4.2
)

// OPENSTORE_PUBLIC in a store identifier's type (edkmdb.h).
const openstorePublic = 0x2

// Magic numbers of the newer parts of an Exchange store identifier ([MS-OXCDATA] 2.2.4.3, edkmdb.h).
const (
	storeEIDv2Magic = 0xF32135D8
	storeEIDv3Magic = 0xF43246E9
)

// ParseEntryID reads an entry identifier; ANSI strings are read with cp, nil meaning codepage.Assumed().
// Property.EntryID uses the property's code page.
func ParseEntryID(b []byte, cp *codepage.Page) EntryID {
	e := EntryID{Kind: EntryUnknown}
	if len(b) < eidHeader {
		e.Problem = fmt.Sprintf("%d bytes are too short for an entry identifier", len(b))
		return e
	}
	e.Provider = UID(b[4:])
	r := &eidReader{b: b, at: eidHeader, cp: cp}
	switch e.Provider {
	case uidStoreWrap:
		if e.storeWrap(r); e.Path == "" && e.Server == "" && r.problem == "" {
			// A provider with a format of its own: a path can still stand in it as text.
			p, _ := nextTextPath(b, r.at, cp)
			e.Path = p.Path
		}
	case uidPST:
		e.pst(r)
	case uidExchangePrivate, uidExchangePublic:
		if len(b) == ExchangeFolderEIDSize || len(b) == exchangeMessage {
			e.exchangeObject(b)
		} else {
			e.exchangeStore(r)
		}
	case UIDExchangeAB:
		e.Kind = EntryAddressBook
		r.skip(4) // version
		e.Type = r.u32()
		e.Address = r.ansi()
	case uidOneOff:
		e.oneOff(r)
	case uidContab:
		e.contact(r)
	default:
		switch len(b) {
		case FolderEIDSize:
			e.pstFolder(b)
		case ExchangeFolderEIDSize, exchangeMessage:
			e.exchangeObject(b)
		}
		return e
	}
	if r.problem != "" {
		e.Problem = r.problem
	}
	return e
}

// storeWrap reads what WrapStoreEntryID made: version, flag, the provider's DLL padded with zeros so
// that its own identifier starts at a multiple of 4, and that identifier.
func (e *EntryID) storeWrap(r *eidReader) {
	e.Kind = EntryStore
	r.skip(2) // version, flag
	e.DLL = r.ansi()
	r.align()
	r.skip(4) // flags
	if r.problem != "" || len(r.b)-r.at < 16 {
		r.fail("no provider identifier inside the wrapper")
		return
	}
	e.Provider = UID(r.b[r.at:])
	r.at += 16
	switch {
	case e.Provider == uidPST, hive.EqualFold(e.DLL, "mspst.dll"), hive.EqualFold(e.DLL, "mspst32.dll"), hive.EqualFold(e.DLL, "pstprx.dll"):
		e.pst(r)
	case hive.EqualFold(e.DLL, "emsmdb.dll"), hive.EqualFold(e.DLL, "emsmdb32.dll"), e.Provider == uidExchangePrivate, e.Provider == uidExchangePublic:
		e.exchangeStore(r)
	}
}

// pst reads the rest of a PST or OST store's own identifier: a reserved byte, then the ANSI path, or
// an empty one followed by the UTF-16 path (EIDMS and EIDMSW, "Initializing a wrapped PST store
// provider" in the Outlook MAPI reference).
func (e *EntryID) pst(r *eidReader) {
	e.Kind = EntryStore
	r.skip(1)
	r.pathAt = r.at
	if e.Path = r.ansi(); e.Path == "" && r.problem == "" {
		r.pathAt = r.at
		e.Path = r.unicode()
	}
	r.pathEnd = r.at
	if rest := r.rest(); len(rest) > 0 && r.problem == "" && !allZero(rest) {
		r.fail(fmt.Sprintf("%d bytes after the path", len(rest)))
	}
}

func (e *EntryID) pstFolder(b []byte) {
	e.Kind = EntryFolder
	e.RecordKey = bytes.Clone(b[4:20])
	e.NID = binary.LittleEndian.Uint32(b[20:])
}

// exchangeObject reads a folder's or message's identifier: type 2, database GUID 16, counter 6, ...
func (e *EntryID) exchangeObject(b []byte) {
	e.Kind = EntryExchangeFolder
	if len(b) == exchangeMessage {
		e.Kind = EntryMessage
	}
	e.Type = uint32(binary.LittleEndian.Uint16(b[20:]))
	e.RecordKey = bytes.Clone(b[22:38])
}

// exchangeStore reads the rest of an Exchange store's own identifier ([MS-OXCDATA] 2.2.4.3): type,
// server short name, mailbox DN (absent for some public stores), then a version 2 or 3 part.
func (e *EntryID) exchangeStore(r *eidReader) {
	e.Kind = EntryStore
	e.Type = r.u32()
	e.Server = r.ansi()
	if e.Type&openstorePublic == 0 || !r.atMagic() && len(r.rest()) > 0 && !allZero(r.rest()) {
		e.MailboxDN = r.ansi()
	}
	if r.problem != "" || !r.atMagic() {
		if rest := r.rest(); r.problem == "" && !allZero(rest) {
			r.fail(fmt.Sprintf("%d bytes after the mailbox DN", len(rest)))
		}
		return
	}
	// Both parts hold a magic number, their size and version, then offsets from their own start.
	start := r.at
	magic := r.u32()
	r.skip(8) // size, version
	if magic == storeEIDv3Magic {
		if off := r.u32(); off != 0 {
			r.jump(start, off)
			e.SMTP = r.unicode()
		}
		return
	}
	dn, fqdn := r.u32(), r.u32()
	if dn != 0 {
		r.jump(start, dn)
		e.ServerDN = r.ansi()
	}
	if fqdn != 0 {
		r.jump(start, fqdn)
		e.ServerFQDN = r.unicode()
	}
}

// oneOff reads version 2, flags 2 (0x8000: UTF-16), then name, address type and address.
func (e *EntryID) oneOff(r *eidReader) {
	e.Kind = EntryOneOff
	e.Type = r.u32()
	text := r.ansi
	if e.Type&0x80000000 != 0 {
		text = r.unicode
	}
	e.Name, e.AddrType, e.Address = text(), text(), text()
}

// contabContainer is the last of the CONTAB types that have a UID (root 1, subroot 2, container 3); user
// and distribution list, 4 and 5, have index and size ("DIR_ENTRYID" and "CONTAB_ENTRYID" in the Outlook
// MAPI reference).
const contabContainer = 3

// contact reads an identifier of the Outlook Address Book: version, type, UID or index and size, and
// the identifier of the folder or contact that it stands for.
func (e *EntryID) contact(r *eidReader) {
	e.Kind = EntryContact
	r.skip(4) // version
	e.Type = r.u32()
	if e.Type <= contabContainer {
		r.skip(16)
	} else {
		r.skip(8)
	}
	rest := r.rest()
	switch {
	case r.problem != "":
	case len(rest) == FolderEIDSize:
		e.RecordKey = bytes.Clone(rest[4:20])
		e.NID = binary.LittleEndian.Uint32(rest[20:])
		e.Folder = bytes.Clone(rest[4:])
	case len(rest) == ExchangeFolderEIDSize:
		e.RecordKey = bytes.Clone(rest[22:38])
		e.Folder = bytes.Clone(rest[4:])
	}
}

// DirectoryDN returns the distinguished name of the container of an Exchange address book that b, the bytes of e,
// names: version, type and name follow the provider's UID ([MS-OXCDATA] 2.2.5.2), whichever provider that is.
func (e EntryID) DirectoryDN(b []byte) hive.Text {
	if e.Kind != EntryUnknown {
		return e.Address
	}
	r := &eidReader{b: b, at: eidHeader}
	r.skip(8)
	return r.ansi()
}
