package regf

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// SecurityDescriptor returns the key's self-relative security descriptor ([MS-DTYP] 2.4.6), the
// evidence's own bytes; nil where there is none. Only the key's own sk record is read, never the list that
// joins them.
func (k Key) SecurityDescriptor() []byte {
	rel := k.rec.Security()
	if rel == cells.NIL {
		k.h.f.DiagKey(hive.KindSecurity, k.Offset(), "nk", k.rel, "the key names no security record")
		return nil
	}
	p, ok := k.h.f.Record(rel, "sk", cells.SKFixed, k.rel)
	if !ok {
		return nil
	}
	n := int64(cells.SecurityRecord(p).DescriptorSize())
	if n > int64(len(p)-cells.SKFixed) {
		k.h.f.DiagKey(hive.KindSecurity, k.h.f.FileOffset(rel), "sk", k.rel, fmt.Sprintf("the descriptor of %d bytes leaves its cell", n))
		n = int64(len(p) - cells.SKFixed)
	}
	k.h.f.Use(rel, p, int(cells.SKFixed+n), "sk", k.rel)
	return p[cells.SKFixed : cells.SKFixed+n : cells.SKFixed+n]
}

// Owner returns the SID of the key's owner, "S-1-5-21-...", from its security descriptor; "" where there
// is none or it cannot be read.
func (k Key) Owner() string {
	sd := k.SecurityDescriptor()
	if sd == nil {
		return ""
	}
	sid, err := ownerSID(sd)
	if err != nil {
		k.h.f.DiagKey(hive.KindSecurity, k.h.f.FileOffset(k.rec.Security()), "sk", k.rel, err.Error())
	}
	return sid
}

// sdFixed is the fixed part of a self-relative SECURITY_DESCRIPTOR, in bytes ([MS-DTYP] 2.4.6).
const sdFixed = 20

// ownerSID reads the owner out of a self-relative security descriptor.
func ownerSID(sd []byte) (string, error) {
	if len(sd) < sdFixed || sd[0] != 1 {
		return "", fmt.Errorf("no security descriptor of revision 1")
	}
	at := cells.U32(sd, 4)
	if at == 0 {
		return "", nil
	}
	if int64(at) > int64(len(sd)) {
		return "", fmt.Errorf("the owner at 0x%x lies outside the security descriptor", at)
	}
	return hive.SIDText(sd[at:])
}
