package prop

import "fmt"

// Type is a MAPI property type ([MS-OXCDATA] 2.11.1 "Property Data Types"; PT_ names as in the
// MAPI header files).
type Type uint16

// Property types. The multiple-value form of a type has mvFlag added.
const (
	PTUnspecified  Type = 0x0000
	PTNull         Type = 0x0001
	PTShort        Type = 0x0002 // 2 bytes, signed
	PTLong         Type = 0x0003 // 4 bytes, signed
	PTFloat        Type = 0x0004 // IEEE 754, 4 bytes
	PTDouble       Type = 0x0005 // IEEE 754, 8 bytes
	PTCurrency     Type = 0x0006 // 8 bytes, signed, ten-thousandths
	PTAppTime      Type = 0x0007 // IEEE 754, 8 bytes, days since 1899-12-30
	PTError        Type = 0x000A // SCODE, 4 bytes
	PTBoolean      Type = 0x000B // 2 bytes
	PTObject       Type = 0x000D
	PTI8           Type = 0x0014 // 8 bytes, signed
	PTString8      Type = 0x001E // ANSI
	PTUnicode      Type = 0x001F // UTF-16LE
	PTSysTime      Type = 0x0040 // FILETIME, 8 bytes
	PTCLSID        Type = 0x0048 // 16 bytes
	PTServerID     Type = 0x00FB
	PTSRestriction Type = 0x00FD
	PTActions      Type = 0x00FE
	PTBinary       Type = 0x0102

	PTMVShort    = mvFlag | PTShort
	PTMVLong     = mvFlag | PTLong
	PTMVFloat    = mvFlag | PTFloat
	PTMVDouble   = mvFlag | PTDouble
	PTMVCurrency = mvFlag | PTCurrency
	PTMVAppTime  = mvFlag | PTAppTime
	PTMVI8       = mvFlag | PTI8
	PTMVString8  = mvFlag | PTString8
	PTMVUnicode  = mvFlag | PTUnicode
	PTMVSysTime  = mvFlag | PTSysTime
	PTMVCLSID    = mvFlag | PTCLSID
	PTMVBinary   = mvFlag | PTBinary

	mvFlag Type = 0x1000
)

// String returns the PT_ name, or the number where no document names the type.
func (t Type) String() string {
	if name := t.name(); name != "" {
		return name
	}
	return fmt.Sprintf("0x%04X", uint16(t))
}

// size returns the bytes of one value of a fixed-size type, 0 for every other type.
func (t Type) size() int {
	switch t {
	case PTShort, PTBoolean:
		return 2
	case PTLong, PTFloat, PTError:
		return 4
	case PTDouble, PTCurrency, PTAppTime, PTI8, PTSysTime:
		return 8
	case PTCLSID:
		return 16
	}
	return 0
}

// isMulti reports whether t is one of the PTMV types.
func (t Type) isMulti() bool { return t&mvFlag != 0 && t.name() != "" }

func (t Type) name() string {
	switch t {
	case PTUnspecified:
		return "PT_UNSPECIFIED"
	case PTNull:
		return "PT_NULL"
	case PTShort:
		return "PT_SHORT"
	case PTLong:
		return "PT_LONG"
	case PTFloat:
		return "PT_FLOAT"
	case PTDouble:
		return "PT_DOUBLE"
	case PTCurrency:
		return "PT_CURRENCY"
	case PTAppTime:
		return "PT_APPTIME"
	case PTError:
		return "PT_ERROR"
	case PTBoolean:
		return "PT_BOOLEAN"
	case PTObject:
		return "PT_OBJECT"
	case PTI8:
		return "PT_I8"
	case PTString8:
		return "PT_STRING8"
	case PTUnicode:
		return "PT_UNICODE"
	case PTSysTime:
		return "PT_SYSTIME"
	case PTCLSID:
		return "PT_CLSID"
	case PTServerID:
		return "PT_SVREID"
	case PTSRestriction:
		return "PT_SRESTRICT"
	case PTActions:
		return "PT_ACTIONS"
	case PTBinary:
		return "PT_BINARY"
	case PTMVShort:
		return "PT_MV_SHORT"
	case PTMVLong:
		return "PT_MV_LONG"
	case PTMVFloat:
		return "PT_MV_FLOAT"
	case PTMVDouble:
		return "PT_MV_DOUBLE"
	case PTMVCurrency:
		return "PT_MV_CURRENCY"
	case PTMVAppTime:
		return "PT_MV_APPTIME"
	case PTMVI8:
		return "PT_MV_I8"
	case PTMVString8:
		return "PT_MV_STRING8"
	case PTMVUnicode:
		return "PT_MV_UNICODE"
	case PTMVSysTime:
		return "PT_MV_SYSTIME"
	case PTMVCLSID:
		return "PT_MV_CLSID"
	case PTMVBinary:
		return "PT_MV_BINARY"
	}
	return ""
}
