package prop

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	"mapihive/hive"
)

// Tag is a MAPI property tag: identifier in the upper, type in the lower 16 bits, as in PR_PST_PATH =
// 0x6700001F. In value names the halves stand the other way round ("001f6700").
type Tag uint32

// NewTag joins an identifier and a type.
func NewTag(id uint16, t Type) Tag { return Tag(uint32(id)<<16 | uint32(t)) }

// ID returns the property identifier.
func (t Tag) ID() uint16 { return uint16(t >> 16) }

// Type returns the property type.
func (t Tag) Type() Type { return Type(t) }

// String returns the tag in PR_ notation: "0x6700001F".
func (t Tag) String() string { return fmt.Sprintf("0x%08X", uint32(t)) }

// unicode returns the tag with PT_STRING8 replaced by PT_UNICODE, the form the tag table has.
func (t Tag) unicode() Tag {
	if t.Type()&^mvFlag == PTString8 {
		return t + 1
	}
	return t
}

// ParseValueName reads a value name as a property tag: 8 hex digits of either case, first the type,
// then the identifier. A leading "S" marks a secured property, whose data DPAPI protects. Any other
// name is no tag.
func ParseValueName(name hive.Text) (tag Tag, secured, ok bool) {
	if len(name) == 9 && name[0]|0x20 == 's' {
		name, secured = name[1:], true
	}
	if len(name) != 8 {
		return 0, false, false
	}
	var b [4]byte
	if _, err := hex.Decode(b[:], []byte(name)); err != nil {
		return 0, false, false
	}
	return NewTag(binary.BigEndian.Uint16(b[2:]), Type(binary.BigEndian.Uint16(b[:]))), secured, true
}

// Context says where a property stands, as far as that decides what its identifier means: the
// provider-defined range 0x6600-0x67FF and the ranges of single sections mean different things in
// different places. Bits may be joined; 0 is "not known".
type Context uint16

const (
	// CtxExchange is a section of an Exchange service (MSEMS), its providers or its settings.
	CtxExchange Context = 1 << iota
	// CtxPST is a section of a personal folders service or provider (MSPST MS, MSUPST MS, pstprx.dll).
	CtxPST
	// CtxPAB is a personal address book (MSPST AB).
	CtxPAB
	// CtxLDAP is an LDAP directory (EMABLT).
	CtxLDAP
	// CtxContab is the Outlook Address Book (CONTAB).
	CtxContab
	// CtxClient is Outlook's own section 0a0d0200... and the per-account preferences "AcctSettings".
	CtxClient
	// CtxMSMail is Microsoft Mail (MSFS).
	CtxMSMail
	// CtxObject is no profile section but an object of a store: message, folder, recipient.
	CtxObject

	// CtxService is a message service section: PR_RESOURCE_FLAGS holds SERVICE_ flags.
	CtxService
	// CtxProvider is a service provider section: PR_RESOURCE_FLAGS holds STATUS_ flags.
	CtxProvider
)

// ctxLevel are the bits that decide flag names, not property names.
const ctxLevel = CtxService | CtxProvider

// TagDef is one row of the tag table.
type TagDef struct {
	Tag       Tag    // string types as Unicode
	Name      string // PR_ name
	Canonical string // PidTag name; "" where no document gives one
	Context   Context
	Secret    bool
	Ref       string // document that defines the row

	values *names // flag or enumeration names of the value
}

// Lookup finds the definition of a property; nil means unknown. ANSI and Unicode strings share a row.
// Where the meaning of an identifier depends on the section, ctx decides; with ctx 0 such a property is
// found only if one single row could be meant. What only objects of a store have (CtxObject) is found
// only when asked for: no profile section holds it, whatever a number there looks like.
func Lookup(tag Tag, ctx Context) *TagDef {
	tag = tag.unicode()
	i, _ := slices.BinarySearchFunc(tagTable[:], tag, func(d TagDef, t Tag) int {
		return int(int64(d.Tag) - int64(t))
	})
	ctx &^= ctxLevel
	var only *TagDef
	for ; i < len(tagTable) && tagTable[i].Tag == tag; i++ {
		d := &tagTable[i]
		switch {
		case d.Context == 0 || d.Context&ctx != 0:
			return d
		case ctx != 0 || d.Context == CtxObject:
		case only != nil:
			return nil
		default:
			only = d
		}
	}
	return only
}
