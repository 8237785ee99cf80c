package regf

import (
	"bytes"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// accountHead is how the SID of an account begins: revision 1, five parts, authority 5, of which the first is
// 21 (S-1-5-21-...: [MS-DTYP] 2.4.2.4). Three parts for its machine or domain and its number follow.
var accountHead = []byte{1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0}

const (
	accountSize = 28 // bytes of such a SID
	// Numbers below this are built-in: groups, and Administrator (500).
	firstAccount  = 1000
	administrator = 500
	maxAccounts   = 16 // kept of one descriptor; a root key of Windows names one
)

// accountSIDs are the SIDs of user accounts in a security descriptor, sorted. Where they stand in it is not
// asked: as owner, or in its lists.
func accountSIDs(sd []byte) []string {
	var out []string
	for at := 0; len(out) < maxAccounts; at += len(accountHead) {
		i := bytes.Index(sd[at:], accountHead)
		if i < 0 || at+i+accountSize > len(sd) {
			break
		}
		at += i
		if n := cells.U32(sd, int64(at+accountSize-4)); n != administrator && n < firstAccount {
			continue
		}
		if sid, err := hive.SIDText(sd[at:]); err == nil && !slices.Contains(out, sid) {
			out = append(out, sid)
		}
	}
	slices.Sort(out)
	return out
}
