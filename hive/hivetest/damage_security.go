package hivetest

const (
	skNext   = 4
	skSDSize = 16
	skSD     = 20
	sdOwner  = 4
	sdDACL   = 16
)

// SKOutside points a key's security outside the file.
func SKOutside(path string) Damage { return Put32(KeyField(path, nkSecurity), outside) }

// SKSize sets the size of a key's security descriptor.
func SKSize(path string, n uint32) Damage {
	return Put32(CellField(SecurityCell(path), skSDSize), n)
}

// SKLoop makes the ring of security cells end in itself.
func SKLoop(path string) Damage {
	return Point(CellField(SecurityCell(path), skNext), SecurityCell(path))
}

// SIDCount sets the number of sub-authorities in the owner SID; 15 is the most there can be.
func SIDCount(path string, n byte) Damage {
	return func(img []byte, l *Layout) []byte {
		sd := l.Body(SecurityCell(path)(l)) + skSD
		img[sd+int(le.Uint32(img[sd+sdOwner:]))+1] = n
		return img
	}
}

// ACLSize sets the size of the access control list.
func ACLSize(path string, n uint16) Damage { return aclPut16(path, 2, n) }

// ACESize sets the size of the first entry of the access control list.
func ACESize(path string, n uint16) Damage { return aclPut16(path, 8+2, n) }

func aclPut16(path string, off int, v uint16) Damage {
	return func(img []byte, l *Layout) []byte {
		sd := l.Body(SecurityCell(path)(l)) + skSD
		le.PutUint16(img[sd+int(le.Uint32(img[sd+sdDACL:]))+off:], v)
		return img
	}
}
