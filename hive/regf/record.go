package regf

import (
	"encoding/binary"

	"www.velocidex.com/golang/regparser"

	"mapihive/hive"
)

// layout is regparser's table of field offsets. Only the offsets are used, over the payload of one cell
// whose length was checked; regparser's own walkers read past cells and trust every count.
var layout = regparser.NewRegistryProfile()

// Fixed part of each record, in bytes from the start of the cell's data ([regf specification]).
const (
	nkFixed   = 76
	vkFixed   = 20
	listFixed = 4
	dbFixed   = 8
	skFixed   = 20
)

// Flags of a key node.
const (
	nkVolatile  = 0x0001 // must not stand on disk
	nkHiveExit  = 0x0002 // mount point, must not stand on disk
	nkRoot      = 0x0004
	nkSymLink   = 0x0010
	nkLatin1    = 0x0020 // KEY_COMP_NAME
	nkPredefine = 0x0040 // the value count holds a handle
)

// Flags of a value.
const (
	vkLatin1    = 0x0001
	vkTombstone = 0x0002 // deleted in a layer of a differencing hive
)

// dataInline in a value's size says that the data stands in the offset field.
const dataInline = 0x80000000

func u16at(b []byte, off int64) uint16 { return binary.LittleEndian.Uint16(b[off:]) }
func u32at(b []byte, off int64) uint32 { return binary.LittleEndian.Uint32(b[off:]) }

// signed reports whether b starts with the two-letter record signature sig and has room for fixed bytes.
func signed(b []byte, sig string, fixed int) bool {
	return len(b) >= fixed && b[0] == sig[0] && b[1] == sig[1]
}

// keyNode is an nk record: at least nkFixed bytes.
type keyNode []byte

func (r keyNode) flags() uint16 { return u16at(r, layout.Off_CM_KEY_NODE_Flags) }
func (r keyNode) lastWrite() hive.Time {
	return hive.Time(binary.LittleEndian.Uint64(r[layout.Off_CM_KEY_NODE_LastWriteTime:]))
}
func (r keyNode) parent() uint32      { return u32at(r, layout.Off_CM_KEY_NODE_Parent) }
func (r keyNode) subkeyCount() uint32 { return u32at(r, layout.Off_CM_KEY_NODE_SubKeyCounts) }
func (r keyNode) subkeyList() uint32  { return u32at(r, layout.Off_CM_KEY_NODE_SubKeyLists) }
func (r keyNode) valueCount() uint32 {
	return u32at(r, layout.Off_CM_KEY_NODE_ValueList+layout.Off_CHILD_LIST_Count)
}
func (r keyNode) valueList() uint32 {
	return u32at(r, layout.Off_CM_KEY_NODE_ValueList+layout.Off_CHILD_LIST_List)
}
func (r keyNode) security() uint32    { return u32at(r, layout.Off_CM_KEY_NODE_Security) }
func (r keyNode) class() uint32       { return u32at(r, layout.Off_CM_KEY_NODE_Class) }
func (r keyNode) classLength() uint16 { return u16at(r, layout.Off_CM_KEY_NODE_ClassLength) }
func (r keyNode) nameLength() int     { return int(u16at(r, layout.Off_CM_KEY_NODE_NameLength)) }

// name returns the stored name, cut at the end of the record. wide says that the format knows no
// compressed names (1.1).
func (r keyNode) name(wide bool) storedName {
	raw := r[layout.Off_CM_KEY_NODE__Name:]
	raw = raw[:min(r.nameLength(), len(raw))]
	return storedName{raw: raw, latin1: !wide && r.flags()&nkLatin1 != 0}
}

// longestName is the length of the longest name any subkey had, in bytes of UTF-16.
func (r keyNode) longestName() uint16 { return u16at(r, 52) } // [regf specification, "Key node"]

// keyValue is a vk record: at least vkFixed bytes.
type keyValue []byte

func (r keyValue) nameLength() int     { return int(u16at(r, layout.Off_CM_KEY_VALUE_NameLength)) }
func (r keyValue) size() uint32        { return u32at(r, layout.Off_CM_KEY_VALUE_DataLength) }
func (r keyValue) data() uint32        { return u32at(r, layout.Off_CM_KEY_VALUE_Data) }
func (r keyValue) typ() hive.ValueType { return hive.ValueType(u32at(r, layout.Off_CM_KEY_VALUE_Type)) }
func (r keyValue) flags() uint16       { return u16at(r, layout.Off_CM_KEY_VALUE_Flags) }

// inline returns the four bytes in which inline data stands.
func (r keyValue) inline() []byte {
	return r[layout.Off_CM_KEY_VALUE_Data : layout.Off_CM_KEY_VALUE_Data+4 : layout.Off_CM_KEY_VALUE_Data+4]
}

// name returns the stored name, cut at the end of the record; wide as for keyNode.name.
func (r keyValue) name(wide bool) storedName {
	raw := r[layout.Off_CM_KEY_VALUE_Name:]
	raw = raw[:min(r.nameLength(), len(raw))]
	return storedName{raw: raw, latin1: !wide && r.flags()&vkLatin1 != 0}
}

// keyList is an li, lf, lh or ri record: at least listFixed bytes.
type keyList []byte

// kind returns the signature if it is one of the four, else "".
func (r keyList) kind() string {
	switch {
	case r[0] == 'l' && r[1] == 'h':
		return "lh"
	case r[0] == 'l' && r[1] == 'f':
		return "lf"
	case r[0] == 'l' && r[1] == 'i':
		return "li"
	case r[0] == 'r' && r[1] == 'i':
		return "ri"
	}
	return ""
}

// width is the size of one entry in bytes: lf and lh entries carry a hint or hash.
func (r keyList) width() int {
	if r[0] == 'l' && r[1] != 'i' {
		return 8
	}
	return 4
}

// count is the announced number of entries; fits is how many of them the cell can hold.
func (r keyList) count() (count, fits int) {
	count = int(u16at(r, layout.Off_CM_KEY_INDEX_Count))
	return count, min(count, (len(r)-listFixed)/r.width())
}

// entry returns the i-th entry's offset; i must be below fits.
func (r keyList) entry(i int) uint32 {
	return u32at(r, layout.Off_CM_KEY_INDEX_List+int64(i*r.width()))
}

// hint returns the four bytes beside the i-th entry of an lf or lh list.
func (r keyList) hint(i int) uint32 {
	return u32at(r, layout.Off_CM_KEY_INDEX_List+int64(i*8+4))
}

// bigData is a db record: at least dbFixed bytes.
type bigData []byte

func (r bigData) segments() int { return int(u16at(r, layout.Off_CM_BIG_DATA_Count)) }
func (r bigData) list() uint32  { return u32at(r, layout.Off_CM_BIG_DATA_List) }

// security is an sk record: at least skFixed bytes. regparser does not know it; offsets are from the
// [regf specification, "Key security"].
type securityRecord []byte

func (r securityRecord) next() uint32           { return u32at(r, 4) }
func (r securityRecord) previous() uint32       { return u32at(r, 8) }
func (r securityRecord) users() uint32          { return u32at(r, 12) }
func (r securityRecord) descriptorSize() uint32 { return u32at(r, 16) }
