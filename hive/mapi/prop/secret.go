package prop

import (
	"mapihive/hive/secret"
)

// Judge says how much of a value may be shown: what its tag says (PST passwords, the Exchange and LDAP secure
// ranges, the "S" of a secured property), and for any value what secret.Judge says.
func Judge(v Value) secret.Secrecy {
	tag, secured, tagged := ParseValueName(v.Name)
	var def *TagDef
	if tagged {
		def = Lookup(tag, 0)
	}
	return judge(&v, def, tag, secured, tagged)
}

func judge(v *Value, def *TagDef, tag Tag, secured, tagged bool) secret.Secrecy {
	name := v.Name
	if tagged {
		if secured || secretID(tag.ID()) || def != nil && def.Secret {
			return secret.Secret
		}
		name = "" // of digits, no words
	}
	return secret.Judge(name, v.Type, v.Data, v.Hidden)
}

// secretID has the identifiers that are secret in every section, whatever the type says: PST passwords
// (6703 old, 6704 new; 67FF is PR_PST_PASSWORD, whose four bytes are a CRC that is quickly inverted),
// PR_PROFILE_AUTH_PASSWORD, and the range 67F0 to 67FF that MAPI keeps for secured properties.
func secretID(id uint16) bool {
	return id == 0x6703 || id == 0x6704 || id == 0x66A1 || id >= 0x67F0 && id <= 0x67FF
}
