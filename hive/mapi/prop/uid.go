package prop

import (
	"bytes"
	"encoding/hex"
	"fmt"

	"mapihive/hive"
)

// UID is a MAPIUID: 16 bytes, written as lower-case hex in stored (memory) order, which is also the
// name of the profile section's key. Zero is no UID, and names nothing.
type UID [16]byte

// String returns the UID as 32 lower-case hex digits in stored order: the name of its section's key.
func (u UID) String() string { return hex.EncodeToString(u[:]) }

// IsZero reports whether u is no UID. It lets encoding/json's omitzero leave it out.
func (u UID) IsZero() bool { return u == UID{} }

// Blank reports whether u is all zeros or all FF bytes: what stands where no UID was written.
func (u UID) Blank() bool { return u.IsZero() || u == blankFF }

var blankFF = UID(bytes.Repeat([]byte{0xFF}, 16))

// MarshalText writes the String form.
func (u UID) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, u[:]), nil }

// UnmarshalText reads 32 hex digits of either case.
func (u *UID) UnmarshalText(b []byte) error {
	v, ok := ParseUID(hive.Text(b))
	if !ok {
		return fmt.Errorf("prop: not a UID of 32 hex digits: %.40q", b)
	}
	*u = v
	return nil
}

// GUID returns the text form that Windows shows for the same bytes: {XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX},
// its first three fields little-endian in memory.
func (u UID) GUID() string {
	return fmt.Sprintf("{%02X%02X%02X%02X-%02X%02X-%02X%02X-%02X%02X-%02X%02X%02X%02X%02X%02X}",
		u[3], u[2], u[1], u[0], u[5], u[4], u[7], u[6], u[8], u[9], u[10], u[11], u[12], u[13], u[14], u[15])
}

// ParseUID reads a section key's name: exactly 32 hex digits of either case.
func ParseUID(t hive.Text) (UID, bool) {
	var u UID
	if len(t) != 32 {
		return u, false
	}
	if _, err := hex.Decode(u[:], []byte(t)); err != nil {
		return UID{}, false
	}
	return u, true
}
