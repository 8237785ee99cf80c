package lost

import (
	"mapihive/hive"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
)

// Bounds of honest timestamps: the registry of Windows NT is younger than 1990, and records from
// after 2100 are forged where nothing else tells.
const (
	filetimeYear1990 hive.Time = 122756256000000000
	filetimeYear2100 hive.Time = 157469184000000000
)

// inFile reports whether an offset could have been one of this hive's cells.
func (c *carver) inFile(rel uint32) bool {
	if c.fragment { // of a hive of unknown size
		return rel%8 == 0 && rel >= cells.BinHeader && rel < base.MaxBinsSize
	}
	return c.f.InFile(rel)
}

// pointer reports whether an offset is what a sound record holds: a cell where there is something to
// point to, else anything that Windows leaves there.
func (c *carver) pointer(count uint32, rel uint32) bool {
	return c.inFile(rel) || count == 0 && (rel == cells.NIL || rel == 0)
}

// plausibleKey judges the nk record at the start of p, which holds at least NkFixed bytes. Its parent offset may
// be broken only where the record is aligned and names its security.
func (c *carver) plausibleKey(p []byte, aligned bool) bool {
	r := cells.KeyNode(p)
	n := r.NameLength()
	name := r.Name(c.f.Wide)
	const unknownFlags = 0x0C00
	switch {
	case n == 0 || n > 512 || cells.NKFixed+n > len(p):
	case !name.Latin1 && n%2 != 0:
	case r.Flags()&(cells.NKVolatile|cells.NKHiveExit|unknownFlags) != 0:
	case r.LastWrite() != 0 && (r.LastWrite() < filetimeYear1990 || r.LastWrite() > filetimeYear2100):
	case !plausibleName(name, false):
	case !c.parentFits(r) && !(aligned && c.inFile(r.Security())):
	case !c.pointer(r.SubkeyCount(), r.SubkeyList()) || !c.pointer(r.ValueCount(), r.ValueList()) && r.Flags()&cells.NKPredefine == 0:
	case int64(r.SubkeyCount()) > c.f.Image.Size()/cells.NKFixed || int64(r.ValueCount()) > c.f.Image.Size()/cells.ValueOffset && r.Flags()&cells.NKPredefine == 0:
	case !c.inFile(r.Security()) && r.Security() != cells.NIL:
	case r.ClassLength() != 0 && !c.inFile(r.Class()):
	default:
		return true
	}
	return false
}

// parentFits reports whether the parent offset is what a sound key holds; that of a root means nothing.
func (c *carver) parentFits(r cells.KeyNode) bool {
	return c.inFile(r.Parent()) || r.Parent() == cells.NIL || r.Flags()&cells.NKRoot != 0
}

// plausibleName allows every legal name but those that are mostly control characters, which random bytes
// are and names are not. Only value names may hold a backslash.
func plausibleName(name cells.StoredName, backslash bool) bool {
	odd, zeros := 0, 0
	for i := range name.Len() {
		switch u := name.Unit(i); {
		case u == '\\' && !backslash:
			return false
		case u == 0:
			if zeros++; zeros > 5 {
				return false
			}
			odd++
		case u < 0x20 || u >= 0x7F && u < 0xA0 || u >= 0xFFF0:
			odd++
		}
	}
	return odd <= name.Len()/4
}

// plausibleValue judges the vk record at the start of p, which holds at least VkFixed bytes.
func (c *carver) plausibleValue(p []byte) bool {
	r := cells.KeyValue(p)
	n, size := r.NameLength(), r.Size()
	name := r.Name(c.f.Wide)
	switch {
	case n > 32767 || cells.VKFixed+n > len(p):
	case !name.Latin1 && n%2 != 0:
	case !c.f.Wide && r.Flags() > cells.VKLatin1|cells.VKTombstone:
	case !plausibleName(name, true):
	case !plausibleType(r.Type()) && !c.f.Survey.Types[r.Type()]:
	case n == 0 && size == 0 && r.Data() == 0 && r.Type() == hive.RegNone: // zeros, and no value at all
	case size&cells.DataInline != 0 && size&^cells.DataInline > 4:
	case size&cells.DataInline == 0 && size != 0 && (!c.inFile(r.Data()) || int64(size) > c.f.Image.Size()):
	default:
		return true
	}
	return false
}

// plausibleType knows the types of [MS-RRP], device properties (0xFFFF0000), application settings
// (0x101 to 0x124) and the account numbers that SAM stores as types.
func plausibleType(t hive.ValueType) bool {
	return t <= hive.RegQword || t>>16 == 0xFFFF || t < 0x10000 && t >= 0x100 || t>>16 == 2 && t&0xFFFF <= 0x10
}
