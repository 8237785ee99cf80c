package prop

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
			p.AddProblem("REG_DWORD does not hold 4 bytes")
			return
		}
		p.form = PTLong
	case hive.RegQword:
		if n != 8 {
			p.AddProblem("REG_QWORD does not hold 8 bytes")
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

// accountKinds are the classes of accounts (value "clsid"; Account Management API, "Constants").
var accountKinds = map[hive.Text]string{
	"{ED475411-B0D6-11D2-8C3B-00104B2A6676}": "pop3",
	"{ED475412-B0D6-11D2-8C3B-00104B2A6676}": "imap",
	"{ED475414-B0D6-11D2-8C3B-00104B2A6676}": "mapi",
	"{ED475415-B0D6-11D2-8C3B-00104B2A6676}": "eas", // Exchange ActiveSync; seen in what makes such accounts, not documented
	"{4DB5CBF0-3B77-4852-BC8E-BB81908861F3}": "http",
	"{4DB5CBF2-3B77-4852-BC8E-BB81908861F3}": "ldap",
}

// AccountKind returns the kind of account that a class stands for: "pop3", "imap", ...; "" for any other text.
func AccountKind(class hive.Text) string { return accountKinds[hive.UpcaseText(class)] }

// AccountList returns which order of accounts a value of the account manager holds: "mail",
// "address-book" or "store"; "" for any other value ("Constants (account management API)" in the Outlook
// reference names the categories).
func AccountList(valueName hive.Text) string {
	switch {
	case hive.EqualFold(valueName, "{ED475418-B0D6-11D2-8C3B-00104B2A6676}"):
		return "mail"
	case hive.EqualFold(valueName, "{ED475419-B0D6-11D2-8C3B-00104B2A6676}"):
		return "address-book"
	case hive.EqualFold(valueName, "{ED475420-B0D6-11D2-8C3B-00104B2A6676}"):
		return "store"
	}
	return ""
}
