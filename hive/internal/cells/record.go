package cells

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
	NKFixed   = 76
	VKFixed   = 20
	ListFixed = 4
	DBFixed   = 8
	SKFixed   = 20
)

// Flags of a key node.
const (
	NKVolatile  = 0x0001 // must not stand on disk
	NKHiveExit  = 0x0002 // mount point, must not stand on disk
	NKRoot      = 0x0004
	nkSymLink   = 0x0010
	NKLatin1    = 0x0020 // KEY_COMP_NAME
	NKPredefine = 0x0040 // the value count holds a handle
)

// Flags of a value.
const (
	VKLatin1    = 0x0001
	VKTombstone = 0x0002 // deleted in a layer of a differencing hive
)

// DataInline in a value's size says that the data stands in the offset field.
const DataInline = 0x80000000

func U16(b []byte, off int64) uint16 { return binary.LittleEndian.Uint16(b[off:]) }
func U32(b []byte, off int64) uint32 { return binary.LittleEndian.Uint32(b[off:]) }

// Signed reports whether b starts with the two-letter record signature sig and has room for fixed bytes.
func Signed(b []byte, sig string, fixed int) bool {
	return len(b) >= fixed && b[0] == sig[0] && b[1] == sig[1]
}

// KeyNode is an nk record: at least NkFixed bytes.
type KeyNode []byte

func (r KeyNode) Flags() uint16 { return U16(r, layout.Off_CM_KEY_NODE_Flags) }
func (r KeyNode) LastWrite() hive.Time {
	return hive.Time(binary.LittleEndian.Uint64(r[layout.Off_CM_KEY_NODE_LastWriteTime:]))
}
func (r KeyNode) Parent() uint32      { return U32(r, layout.Off_CM_KEY_NODE_Parent) }
func (r KeyNode) SubkeyCount() uint32 { return U32(r, layout.Off_CM_KEY_NODE_SubKeyCounts) }
func (r KeyNode) SubkeyList() uint32  { return U32(r, layout.Off_CM_KEY_NODE_SubKeyLists) }
func (r KeyNode) ValueCount() uint32 {
	return U32(r, layout.Off_CM_KEY_NODE_ValueList+layout.Off_CHILD_LIST_Count)
}
func (r KeyNode) ValueList() uint32 {
	return U32(r, layout.Off_CM_KEY_NODE_ValueList+layout.Off_CHILD_LIST_List)
}
func (r KeyNode) Security() uint32    { return U32(r, layout.Off_CM_KEY_NODE_Security) }
func (r KeyNode) Class() uint32       { return U32(r, layout.Off_CM_KEY_NODE_Class) }
func (r KeyNode) ClassLength() uint16 { return U16(r, layout.Off_CM_KEY_NODE_ClassLength) }
func (r KeyNode) NameLength() int     { return int(U16(r, layout.Off_CM_KEY_NODE_NameLength)) }

// Name returns the stored name, cut at the end of the record. wide says that the format knows no
// compressed names (1.1).
func (r KeyNode) Name(wide bool) StoredName {
	raw := r[layout.Off_CM_KEY_NODE__Name:]
	raw = raw[:min(r.NameLength(), len(raw))]
	return StoredName{raw: raw, Latin1: !wide && r.Flags()&NKLatin1 != 0}
}

// LongestName is the length of the longest name any subkey had, in bytes of UTF-16.
func (r KeyNode) LongestName() uint16 { return U16(r, 52) } // [regf specification, "Key node"]

// KeyValue is a vk record: at least VkFixed bytes.
type KeyValue []byte

func (r KeyValue) NameLength() int      { return int(U16(r, layout.Off_CM_KEY_VALUE_NameLength)) }
func (r KeyValue) Size() uint32         { return U32(r, layout.Off_CM_KEY_VALUE_DataLength) }
func (r KeyValue) Data() uint32         { return U32(r, layout.Off_CM_KEY_VALUE_Data) }
func (r KeyValue) Type() hive.ValueType { return hive.ValueType(U32(r, layout.Off_CM_KEY_VALUE_Type)) }
func (r KeyValue) Flags() uint16        { return U16(r, layout.Off_CM_KEY_VALUE_Flags) }

// Inline returns the four bytes in which inline data stands.
func (r KeyValue) Inline() []byte {
	return r[layout.Off_CM_KEY_VALUE_Data : layout.Off_CM_KEY_VALUE_Data+4 : layout.Off_CM_KEY_VALUE_Data+4]
}

// Name returns the stored name, cut at the end of the record; wide as for KeyNode.name.
func (r KeyValue) Name(wide bool) StoredName {
	raw := r[layout.Off_CM_KEY_VALUE_Name:]
	raw = raw[:min(r.NameLength(), len(raw))]
	return StoredName{raw: raw, Latin1: !wide && r.Flags()&VKLatin1 != 0}
}

// KeyList is an li, lf, lh or ri record: at least ListFixed bytes.
type KeyList []byte

// Kind returns the signature if it is one of the four, else "".
func (r KeyList) Kind() string {
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

// Width is the size of one entry in bytes: lf and lh entries carry a hint or hash.
func (r KeyList) Width() int {
	if r[0] == 'l' && r[1] != 'i' {
		return 8
	}
	return 4
}

// Count is the announced number of entries; fits is how many of them the cell can hold.
func (r KeyList) Count() (count, fits int) {
	count = int(U16(r, layout.Off_CM_KEY_INDEX_Count))
	return count, min(count, (len(r)-ListFixed)/r.Width())
}

// Entry returns the i-th entry's offset; i must be below fits.
func (r KeyList) Entry(i int) uint32 {
	return U32(r, layout.Off_CM_KEY_INDEX_List+int64(i*r.Width()))
}

// Hint returns the four bytes beside the i-th entry of an lf or lh list.
func (r KeyList) Hint(i int) uint32 {
	return U32(r, layout.Off_CM_KEY_INDEX_List+int64(i*8+4))
}

// BigData is a db record: at least DbFixed bytes.
type BigData []byte

func (r BigData) Segments() int { return int(U16(r, layout.Off_CM_BIG_DATA_Count)) }
func (r BigData) List() uint32  { return U32(r, layout.Off_CM_BIG_DATA_List) }

// security is an sk record: at least SkFixed bytes. regparser does not know it; offsets are from the
// [regf specification, "Key security"].
type SecurityRecord []byte

func (r SecurityRecord) Next() uint32           { return U32(r, 4) }
func (r SecurityRecord) Previous() uint32       { return U32(r, 8) }
func (r SecurityRecord) Users() uint32          { return U32(r, 12) }
func (r SecurityRecord) DescriptorSize() uint32 { return U32(r, 16) }
