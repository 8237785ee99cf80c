package hive

import "fmt"

// ValueType is a registry value's type ([MS-RRP] 2.2.9 "REG_VALUE_TYPE"); any number is legal in a hive.
type ValueType uint32

const (
	RegNone                     ValueType = 0
	RegSz                       ValueType = 1
	RegExpandSz                 ValueType = 2
	RegBinary                   ValueType = 3
	RegDword                    ValueType = 4
	RegDwordBigEndian           ValueType = 5
	RegLink                     ValueType = 6
	RegMultiSz                  ValueType = 7
	RegResourceList             ValueType = 8
	RegFullResourceDescriptor   ValueType = 9
	RegResourceRequirementsList ValueType = 10
	RegQword                    ValueType = 11
)

var valueTypeNames = [...]string{
	"REG_NONE", "REG_SZ", "REG_EXPAND_SZ", "REG_BINARY", "REG_DWORD", "REG_DWORD_BIG_ENDIAN", "REG_LINK",
	"REG_MULTI_SZ", "REG_RESOURCE_LIST", "REG_FULL_RESOURCE_DESCRIPTOR", "REG_RESOURCE_REQUIREMENTS_LIST",
	"REG_QWORD",
}

// String returns the REG_ name, or the number in hex for types outside [MS-RRP].
func (t ValueType) String() string {
	if t < ValueType(len(valueTypeNames)) {
		return valueTypeNames[t]
	}
	return fmt.Sprintf("0x%08x", uint32(t))
}
