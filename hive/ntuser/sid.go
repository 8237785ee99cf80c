package ntuser

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mapihive/hive"
)

// Sizes and limits of [MS-DTYP] 2.4: SECURITY_DESCRIPTOR, ACL, ACE_HEADER with its mask, SID.
const (
	descriptorFixed = 20
	aclFixed        = 8
	aceFixed        = 8

	// maxFull is how many SIDs with full control are kept; Windows gives root keys three.
	maxFull = 64

	descriptorSelfRelative = 0x8000
	descriptorDACL         = 0x0004

	aceAllowed     = 0    // ACCESS_ALLOWED_ACE_TYPE
	aceInheritOnly = 0x08 // does not apply to the key itself

	keyAllAccess = 0x000F003F // KEY_ALL_ACCESS, winnt.h
	genericAll   = 0x10000000
)

var (
	errDescriptor = errors.New("no self-relative security descriptor of revision 1")
	errOwner      = errors.New("the security descriptor's owner is no SID")
	errACL        = errors.New("the security descriptor's DACL leaves the descriptor or is no ACL")
	errACE        = errors.New("an entry of the security descriptor's DACL leaves the list or has no SID")
	errFull       = fmt.Errorf("the security descriptor's DACL gives more than %d SIDs full control", maxFull)
)

// access is what a security descriptor says about who the key belongs to.
type access struct {
	owner string   // SID, "" where there is none
	full  []string // SIDs with full control of the key itself, in the order of the list
}

// parseAccess reads a self-relative security descriptor. What was read before an error stands.
func parseAccess(sd []byte) (a access, err error) {
	if len(sd) < descriptorFixed || sd[0] != 1 {
		return a, errDescriptor
	}
	control := binary.LittleEndian.Uint16(sd[2:])
	if control&descriptorSelfRelative == 0 {
		return a, errDescriptor
	}
	if at := binary.LittleEndian.Uint32(sd[4:]); at != 0 {
		sid, ok := sidAt(sd, at)
		if !ok {
			err = errOwner
		}
		a.owner = sid
	}
	at := binary.LittleEndian.Uint32(sd[16:])
	if control&descriptorDACL == 0 || at == 0 {
		return a, err
	}
	full, listErr := fullControl(sd, at)
	a.full = full
	return a, errors.Join(err, listErr)
}

// fullControl returns the SIDs that the DACL at at gives full control. Deny entries are not weighed:
// the list is asked whose key it is, not what is allowed.
func fullControl(sd []byte, at uint32) ([]string, error) {
	if uint64(at)+aclFixed > uint64(len(sd)) {
		return nil, errACL
	}
	acl := sd[at:]
	size := int(binary.LittleEndian.Uint16(acl[2:]))
	if size < aclFixed || size > len(acl) || acl[0] < 2 || acl[0] > 4 {
		return nil, errACL
	}
	var full []string
	rest := acl[aclFixed:size]
	for range binary.LittleEndian.Uint16(acl[4:]) {
		if len(rest) < aceFixed {
			return full, errACE
		}
		size := int(binary.LittleEndian.Uint16(rest[2:]))
		if size < aceFixed || size > len(rest) {
			return full, errACE
		}
		ace := rest[:size]
		rest = rest[size:]
		mask := binary.LittleEndian.Uint32(ace[4:])
		if ace[0] != aceAllowed || ace[1]&aceInheritOnly != 0 || mask&genericAll == 0 && mask&keyAllAccess != keyAllAccess {
			continue
		}
		sid, ok := sidAt(ace, aceFixed)
		if !ok {
			return full, errACE
		}
		if slices.Contains(full, sid) {
			continue
		}
		if len(full) == maxFull {
			return full, errFull
		}
		full = append(full, sid)
	}
	return full, nil
}

// sidAt formats the SID at at.
func sidAt(b []byte, at uint32) (string, bool) {
	if uint64(at) > uint64(len(b)) {
		return "", false
	}
	sid, err := hive.SIDText(b[at:])
	return sid, err == nil
}

// isAccount reports whether sid can be a user's: S-1-5-21-a-b-c-RID of a domain or computer, or
// S-1-12-1-a-b-c-d of Entra ID (Azure AD). Relative identifiers below 1000 are built in; all but the
// accounts Administrator, Guest, DefaultAccount and WDAGUtilityAccount are groups such as Domain Admins
// ([MS-DTYP] 2.4.2.4).
func isAccount(sid string) bool {
	part := strings.Split(sid, "-")
	if len(part) < 3 || part[0] != "S" || part[1] != "1" {
		return false
	}
	for _, p := range part[2:] {
		if n, err := strconv.ParseUint(p, 10, 32); err != nil || strconv.FormatUint(n, 10) != p {
			return false
		}
	}
	switch {
	case len(part) == 8 && part[2] == "5" && part[3] == "21":
		rid, _ := strconv.ParseUint(part[7], 10, 32)
		return rid >= 1000 || rid == 500 || rid == 501 || rid == 503 || rid == 504
	case len(part) == 8 && part[2] == "12" && part[3] == "1":
		return true
	}
	return false
}
