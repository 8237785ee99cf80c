package mapi

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/mapi/prop"
)

// Role is what a profile section is for.
type Role string

// Roles of profile sections.
const (
	RoleRoot           Role = "root"            // 9207f3e0...: the lists of services and providers
	RoleInstance       Role = "instance"        // 8503...: MUID_PROFILE_INSTANCE, PR_SEARCH_KEY
	RoleExchangeGlobal Role = "exchange-global" // 13dbb0c8...: Exchange settings up to Outlook 2007
	RoleExchange       Role = "exchange"        // Exchange settings of one account since 2010 (PR_EMSMDB_SECTION_UID)
	RoleExchangeAB     Role = "exchange-ab"     // dca740c8...: Exchange address book
	RoleClient         Role = "client"          // 0a0d0200...: Outlook's own settings
	RoleAccounts       Role = "accounts"        // 9375CFF0...: the account manager
	RoleService        Role = "service"         // a message service
	RoleProvider       Role = "provider"        // a service provider
	RoleTemporary      Role = "temporary"       // a provider section that is half made: TEMP_SECTION or no service
	RolePreferences    Role = "preferences"     // "AcctSettingsNNNN": preferences of one account
	RoleEmpty          Role = "empty"           // no values; a common leftover, not damage
	RoleOther          Role = "other"
)

// Property identifiers that decide how sections hang together ([MAPITAGS.H], [EDKMDB.H]).
const (
	idStoreProviders     = 0x3D00 // PR_STORE_PROVIDERS
	idABProviders        = 0x3D01 // PR_AB_PROVIDERS
	idTransportProviders = 0x3D02 // PR_TRANSPORT_PROVIDERS
	idABSearchPath       = 0x3D05
	idABDefaultDir       = 0x3D06
	idABDefaultPAB       = 0x3D07
	idFilteringHooks     = 0x3D08 // PR_FILTERING_HOOKS
	idServiceName        = 0x3D09
	idServiceDLL         = 0x3D0A
	idServiceEntry       = 0x3D0B
	idServiceUID         = 0x3D0C
	idServiceExtraUIDs   = 0x3D0D
	idServices           = 0x3D0E
	idProfileName        = 0x3D12
	idEmsmdbSection      = 0x3D15
	idResourceType       = 0x3E03
	idResourceFlags      = 0x3009
	idDisplayName        = 0x3001
	idProviderDLL        = 0x300A
	idSearchKey          = 0x300B
	idMDBProvider        = 0x3414
	idEntryID            = 0x0FFF
	idRecordKey          = 0x0FF9
	idMappingSignature   = 0x0FF8
	idPSTPath            = 0x6700
	idPSTRememberPW      = 0x6701
	idPSTEncryption      = 0x6702
	idPSTConfigFlags     = 0x6770
	idOSTPath            = 0x6610
	idAlternateStoreType = 0x65D0 // PR_PROFILE_ALTERNATE_STORE_TYPE
	idConfigFlags        = 0x6601 // PR_PROFILE_CONFIG_FLAGS
	idHomeServer         = 0x6602 // PR_PROFILE_HOME_SERVER
	idMailboxDN          = 0x6603 // PR_PROFILE_USER
	idProfileType        = 0x660A
	idProfileMailbox     = 0x660B
	idProfileServer      = 0x660C
	idHomeServerDN       = 0x6612
	idHomeServerFQDN     = 0x662A // PR_PROFILE_HOME_SERVER_FQDN
	idProfileServerFQDN  = 0x662B // PR_PROFILE_SERVER_FQDN
	idProfileServerDN    = 0x6614
	idRPCProxy           = 0x6622     // PR_PROFILE_RPC_PROXY_SERVER
	idUserSMTP           = 0x6641     // PR_PROFILE_USER_SMTP_EMAIL_ADDRESS
	idContabFolders      = 0x6620     // PR_CONTAB_FOLDER_ENTRYIDS
	idContabNames        = 0x6624     // PR_CONTAB_DISPLAY_NAMES
	idContabNamesW       = 0x6629     // PR_CONTAB_DISPLAY_NAMES_W
	statusDefaultStore   = 0x0002     // [MAPIDEFS.H] STATUS_DEFAULT_STORE
	pstConfigUnicode     = 0x80000000 // PST_CONFIG_UNICODE
	statusXPPreferLast   = 0x0010
	statusNoDefaultStore = 0x0040
	accountPreferences   = "AcctSettings"
)

// newSection decodes the values of a section key. Its role is what its name and values tell; what other
// sections tell is added by builder.relate.
func newSection(k Key, cp *codepage.Page) Section {
	s := Section{Key: k, Properties: decodeAll(k.Values, cp), cp: cp}
	s.UID, s.IsUID = prop.ParseUID(k.Name)
	if len(s.Properties) > indexAbove {
		s.index = map[uint16][]int32{}
		for i := range s.Properties {
			if p := &s.Properties[i]; p.Tag != 0 {
				s.index[p.Tag.ID()] = append(s.index[p.Tag.ID()], int32(i))
			}
		}
	}
	s.Role = s.roleOfItself()
	return s
}

// indexAbove is how many properties are searched one by one. Real sections have at most 90.
const indexAbove = 128

func decodeAll(values []prop.Value, cp *codepage.Page) []prop.Property {
	out := make([]prop.Property, len(values))
	for i, v := range values {
		out[i] = prop.Decode(v, cp)
	}
	return out
}

// Decode reads a value that stands in the section or in a key below it, in the section's context and
// with the profile's code page.
func (s *Section) Decode(v prop.Value) prop.Property { return prop.Decode(v, s.cp).In(s.ctx) }

// uidRoles are the roles of sections that every profile names alike.
var uidRoles = map[prop.UID]Role{
	prop.UIDRoot: RoleRoot, prop.UIDExchangeGlobal: RoleExchangeGlobal, prop.UIDInstance: RoleInstance, prop.UIDClient: RoleClient,
	prop.UIDAccounts: RoleAccounts, prop.UIDExchangeAB: RoleExchangeAB,
}

// uidRole returns the role of the section that every profile with one gives that UID, "" for any other.
func uidRole(u prop.UID) Role {
	if u.Settings() {
		return RoleOther
	}
	return uidRoles[u]
}

func (s *Section) roleOfItself() Role {
	if role := uidRole(s.UID); role != "" && s.IsUID {
		s.IsUID = role != RoleAccounts
		return role
	}
	switch {
	case len(s.Properties) == 0:
		return RoleEmpty
	case !s.IsUID:
		return RoleOther
	case s.has(idResourceType):
		return RoleProvider
	case s.has(idServiceDLL), s.has(idServiceEntry):
		return RoleService
	case s.has(idProviderDLL):
		return RoleTemporary
	case strings.HasPrefix(string(s.text(idDisplayName)), accountPreferences):
		return RolePreferences
	}
	return RoleOther
}

// props yields the properties with that identifier, of whatever type, secured ones aside.
func (s *Section) props(id uint16) iter.Seq[*prop.Property] {
	return func(yield func(*prop.Property) bool) {
		if s == nil {
			return
		}
		if s.index != nil {
			for _, i := range s.index[id] {
				if p := &s.Properties[i]; !p.Secured && !yield(p) {
					return
				}
			}
			return
		}
		for i := range s.Properties {
			if p := &s.Properties[i]; p.Tag != 0 && p.Tag.ID() == id && !p.Secured && !yield(p) {
				return
			}
		}
	}
}

func (s *Section) has(id uint16) bool {
	for range s.props(id) {
		return true
	}
	return false
}

// stringProp returns the string property with that identifier, nil where there is none. Where it stands
// in Unicode and in ANSI the Unicode one is taken: the other is what an older Outlook left.
func (s *Section) stringProp(id uint16) *prop.Property {
	var ansi *prop.Property
	for p := range s.props(id) {
		switch {
		case p.Holds(prop.PTUnicode):
			return p
		case ansi == nil && p.Holds(prop.PTString8):
			ansi = p
		}
	}
	return ansi
}

// text returns a string property, "" where there is none.
func (s *Section) text(id uint16) hive.Text {
	if p := s.stringProp(id); p != nil {
		t, _ := p.Text()
		return t
	}
	return ""
}

// long returns a PT_LONG property; ok is false where there is none.
func (s *Section) long(id uint16) (v int32, ok bool) {
	for p := range s.props(id) {
		if v, ok = p.Long(); ok {
			return v, true
		}
	}
	return 0, false
}

// binary returns the PT_BINARY property with that identifier, nil where there is none.
func (s *Section) binary(id uint16) *prop.Property {
	for p := range s.props(id) {
		if p.Holds(prop.PTBinary) {
			return p
		}
	}
	return nil
}

// bytes returns the data of a PT_BINARY property, nil where there is none.
func (s *Section) bytes(id uint16) hive.Hex {
	if p := s.binary(id); p != nil {
		return p.Raw.Data
	}
	return nil
}

// uids yields the UIDs that a list property names. A last UID that is cut is left out.
func (s *Section) uids(id uint16) iter.Seq[prop.UID] {
	return func(yield func(prop.UID) bool) {
		for b := s.bytes(id); len(b) >= 16; b = b[16:] {
			if !yield(prop.UID(b[:16])) {
				return
			}
		}
	}
}

// uid returns the one UID that a link property holds.
func (s *Section) uid(id uint16) (prop.UID, bool) {
	for uid := range s.uids(id) {
		return uid, true
	}
	return prop.UID{}, false
}

// holdsSecret reports whether a property is a secret that is not empty.
func holdsSecret(p *prop.Property) bool { return p.Secret && len(bytes.Trim(p.Raw.Data, "\x00")) > 0 }

func (s *Section) holdsSecret() bool {
	for i := range s.Properties {
		if holdsSecret(&s.Properties[i]) {
			return true
		}
	}
	return false
}

// keysBelow yields the keys below the section's, parents first, in stored order.
func (s *Section) keysBelow() iter.Seq[*Key] {
	return func(yield func(*Key) bool) {
		var todo []*Key // a stack: keys may be nested as deep as the hive allows
		for k := &s.Key; ; {
			for i := range slices.Backward(k.Subkeys) {
				todo = append(todo, &k.Subkeys[i])
			}
			if len(todo) == 0 {
				return
			}
			k, todo = todo[len(todo)-1], todo[:len(todo)-1]
			if !yield(k) {
				return
			}
		}
	}
}
