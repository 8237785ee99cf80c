package mapi

import "mapihive/hive"

// Secrecy says how much of a value may be shown. It is decided here, once, for every command and format.
type Secrecy uint8

const (
	// Open: everything.
	Open Secrecy = iota
	// Masked: the data hold a URL with a password. Text is shown as MaskURLs gives it; its bytes, its size
	// and every other form of it are a secret.
	Masked
	// Secret: that there is a value and what it is called, nothing of its data: no size and no hash, which
	// a dictionary opens.
	Secret
)

// Stored stands for a secret's data in every output.
const Stored hive.Text = "stored"

// Judge says how much of a value may be shown. A value is a secret
//
//   - by its tag: PST passwords, the Exchange and LDAP secure ranges, the "S" of a secured property;
//   - by its name, where that has a word such as password, pwd, token or Kennwort (secretwords.go);
//   - by its key, where that or one above it is called Passwords or the like (SecretKey; v.Hidden);
//   - by its data, where they hold a DPAPI blob as bytes, base64 or hex (secretblob.go).
//
// A REG_DWORD of 0 or 1 is a switch (SavePassword) and none by its name or key. In doubt it says yes: a hidden value can still be compared, which diff does. A password under a name and
// in a form that tell nothing, such as one inside a connection string, cannot be recognized.
func Judge(v Value) Secrecy {
	tag, secured, tagged := ParseValueName(v.Name)
	var def *TagDef
	if tagged {
		def = Lookup(tag, 0)
	}
	return judge(&v, def, tag, secured, tagged)
}

func judge(v *Value, def *TagDef, tag Tag, secured, tagged bool) Secrecy {
	switch {
	case tagged && (secured || secretID(tag.ID()) || def != nil && def.Secret),
		(v.Hidden || !tagged && secretName(v.Name)) && !isSwitch(v),
		holdsBlob(v.Data):
		return Secret
	case holdsURLPassword(v.Data):
		return Masked
	}
	return Open
}

func isSwitch(v *Value) bool {
	return v.Type == hive.RegDword && len(v.Data) == 4 && v.Data[0] <= 1 && v.Data[1]|v.Data[2]|v.Data[3] == 0
}

// secretID has the identifiers that are secret in every section, whatever the type says: PST passwords
// (6703 old, 6704 new; 67FF is PR_PST_PASSWORD, whose four bytes are a CRC that is quickly inverted),
// PR_PROFILE_AUTH_PASSWORD, and the range 67F0 to 67FF that MAPI keeps for secured properties.
func secretID(id uint16) bool {
	return id == 0x6703 || id == 0x6704 || id == 0x66A1 || id >= 0x67F0 && id <= 0x67FF
}
