package mapi

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"

	"mapihive/hive"
)

// dpapiMagic is how a blob of the Data Protection API starts: version 1 and the GUID of its provider,
// {DF9D8CD0-1501-11D1-8C7A-00C04FC297EB}. Outlook puts a byte 0x02 before it in account passwords.
var dpapiMagic = []byte("\x01\x00\x00\x00\xd0\x8c\x9d\xdf\x01\x15\xd1\x11\x8c\x7a\x00\xc0\x4f\xc2\x97\xeb")

// IsSecret reports whether a value may hold a password or key: by its name, its tag (PST passwords,
// the Exchange and LDAP secure ranges), the "S" of a secured property, or because its data are a DPAPI
// blob. In doubt it says yes: a hidden value can still be compared by its SHA-256.
func IsSecret(v Value) bool {
	tag, secured, tagged := ParseValueName(v.Name)
	var def *TagDef
	if tagged {
		def = Lookup(tag, 0)
	}
	return isSecret(v, def, tag, secured, tagged)
}

func isSecret(v Value, def *TagDef, tag Tag, secured, tagged bool) bool {
	switch {
	case tagged && (secured || secretID(tag.ID()) || def != nil && def.Secret):
		return true
	case !tagged && containsFold(v.Name, "password"):
		return true
	}
	return bytes.Contains(v.Data, dpapiMagic)
}

// secretID has the identifiers that are secret in every section, whatever the type says: PST passwords
// (6703 old, 6704 new), PR_PROFILE_AUTH_PASSWORD, and the range that MAPI keeps for secured properties.
func secretID(id uint16) bool {
	return id == 0x6703 || id == 0x6704 || id == 0x66A1 || id >= 0x67F0 && id <= 0x67FF
}

// Redacted stands for a secret in every output: its length and SHA-256.
func Redacted(b []byte) hive.Text {
	return hive.Text(fmt.Sprintf("secret, %d bytes, sha256 %x", len(b), sha256.Sum256(b)))
}

func containsFold(t hive.Text, lower string) bool {
	return strings.Contains(strings.ToLower(string(t)), lower)
}
