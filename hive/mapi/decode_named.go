package mapi

import (
	"strings"

	"mapihive/hive"
)

// decodeNamed reads a value whose name is no tag, as the account manager's are, by its registry type.
// The account manager stores strings as UTF-16 in REG_BINARY (2003 to 2010) or as REG_SZ (16.0); which
// REG_BINARY values are strings, only their names tell.
func (p *Property) decodeNamed() {
	n := len(p.Raw.Data)
	switch p.Raw.Type {
	case hive.RegSz, hive.RegExpandSz:
		p.form, p.utf16 = PTUnicode, true
		p.checkString()
	case hive.RegDword:
		if n != 4 {
			p.problem("REG_DWORD does not hold 4 bytes")
			return
		}
		p.form = PTLong
	case hive.RegQword:
		if n != 8 {
			p.problem("REG_QWORD does not hold 8 bytes")
			return
		}
		p.form = PTI8
	case hive.RegBinary:
		p.form = PTBinary
		switch {
		case AccountList(p.Raw.Name) != "":
			p.decode(PTMVLong)
		case isAccountString(p.Raw.Name):
			p.form, p.utf16 = PTUnicode, true
			p.checkString()
		}
	default:
		p.form = PTBinary
		p.note("stored as " + p.Raw.Type.String())
	}
}

// isAccountString reports whether an account's value of that name is text.
func isAccountString(name hive.Text) bool {
	switch s := strings.ToLower(string(name)); s {
	case "account name", "display name", "email", "organization", "reply email", "reply e-mail", "service name",
		"imap folder path", "eas server url", "eas deviceid", "eas user", "new signature", "reply-forward signature":
		return true
	default:
		proto, what, _ := strings.Cut(s, " ")
		switch proto {
		case "pop3", "imap", "smtp", "http", "ldap":
			return what == "server" || what == "user" || what == "user name"
		}
		return false
	}
}
