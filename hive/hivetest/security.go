package hivetest

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// defaultOwner is BUILTIN\Administrators, the owner of the root in a hive made by Windows.
const defaultOwner = "S-1-5-32-544"

// skAt is a security cell and the keys that use it.
type skAt struct {
	cell int
	refs uint32
}

// sid is the binary form of a SID text such as S-1-5-32-544.
func sid(text string) ([]byte, error) {
	parts := strings.Split(text, "-")
	if len(parts) < 3 || parts[0] != "S" || parts[1] != "1" || len(parts)-3 > 15 {
		return nil, fmt.Errorf("not a SID: %q", text)
	}
	authority, err := strconv.ParseUint(parts[2], 10, 48)
	if err != nil {
		return nil, fmt.Errorf("not a SID: %q", text)
	}
	out := []byte{1, byte(len(parts) - 3)}
	out = append(out, binary.BigEndian.AppendUint64(nil, authority)[2:]...)
	for _, p := range parts[3:] {
		n, err := strconv.ParseUint(p, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("not a SID: %q", text)
		}
		out = le.AppendUint32(out, uint32(n))
	}
	return out, nil
}

// descriptor is a self-relative security descriptor as on a user's key: the owner, SYSTEM and
// Administrators may do everything, RESTRICTED may read. The group is SYSTEM.
func descriptor(owner string) ([]byte, error) {
	const (
		allAccess = 0xF003F // KEY_ALL_ACCESS
		read      = 0x20019 // KEY_READ
		inherit   = 0x02    // CONTAINER_INHERIT_ACE
	)
	ownerSID, err := sid(owner)
	if err != nil {
		return nil, err
	}
	grants := []struct {
		sid  string
		mask uint32
	}{{owner, allAccess}, {"S-1-5-18", allAccess}, {defaultOwner, allAccess}, {"S-1-5-12", read}}
	var aces []byte
	for _, g := range grants {
		id, _ := sid(g.sid) // owner was checked, the others are constants
		aces = append(aces, 0, inherit)
		aces = le.AppendUint16(aces, uint16(8+len(id)))
		aces = le.AppendUint32(aces, g.mask)
		aces = append(aces, id...)
	}
	groupSID, _ := sid("S-1-5-18")

	const headerSize, aclHeader = 20, 8
	aclSize := aclHeader + len(aces)
	sd := []byte{1, 0}
	sd = le.AppendUint16(sd, 0x8004) // self-relative, DACL present
	sd = le.AppendUint32(sd, uint32(headerSize+aclSize))
	sd = le.AppendUint32(sd, uint32(headerSize+aclSize+len(ownerSID)))
	sd = le.AppendUint32(sd, 0)
	sd = le.AppendUint32(sd, headerSize)
	sd = append(sd, 2, 0)
	sd = le.AppendUint16(sd, uint16(aclSize))
	sd = le.AppendUint16(sd, uint16(len(grants)))
	sd = le.AppendUint16(sd, 0)
	sd = append(sd, aces...)
	sd = append(sd, ownerSID...)
	return append(sd, groupSID...), nil
}

// security returns the sk cell for an owner, made at first use and linked into the ring of all of them.
func (w *writer) security(owner string) (int, error) {
	if at := w.sks[owner]; at != nil {
		at.refs++
		return at.cell, nil
	}
	sd, err := descriptor(owner)
	if err != nil {
		return 0, err
	}
	cell := w.alloc(20 + len(sd))
	b := w.body(cell)
	copy(b, "sk")
	le.PutUint32(b[16:], uint32(len(sd)))
	copy(b[20:], sd)
	w.sks[owner] = &skAt{cell: cell, refs: 1}
	w.skOrder = append(w.skOrder, owner)
	return cell, nil
}

// release takes one key away from an owner's sk cell and frees the cell with the last one.
func (w *writer) release(owner string) {
	at := w.sks[owner]
	at.refs--
	if at.refs > 0 {
		return
	}
	w.linkSecurity() // a freed sk keeps its links; the ring closes around it
	delete(w.sks, owner)
	w.free(at.cell)
}

// linkSecurity writes the ring and the reference counts.
func (w *writer) linkSecurity() {
	var ring []*skAt
	for _, owner := range w.skOrder {
		if at := w.sks[owner]; at != nil {
			ring = append(ring, at)
		}
	}
	for i, at := range ring {
		b := w.body(at.cell)
		le.PutUint32(b[4:], rel(ring[(i+1)%len(ring)].cell))
		le.PutUint32(b[8:], rel(ring[(i+len(ring)-1)%len(ring)].cell))
		le.PutUint32(b[12:], at.refs)
	}
}
