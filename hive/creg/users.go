package creg

import (
	"strings"

	"mapihive/hive"
)

// User is what a USER.DAT holds of one user: HKEY_CURRENT_USER of that user's session.
type User struct {
	key  Key
	rest bool // the key is the root of others
}

// softwareKey is the subkey by which a user's key is known.
const softwareKey = "Software"

// Users returns the users of the file in stored order: every key below the root key with a Software key, and last the
// root key itself if it has one, without the others. A SYSTEM.DAT, whose root has one too, is no file of users: it
// has none.
func (h *Hive) Users() []User {
	root, ok := h.Root()
	if _, machine := h.Machine(); !ok || machine {
		return nil
	}
	var users []User
	for k := range root.Subkeys() {
		if k.isUser() {
			users = append(users, User{key: k})
		}
	}
	if root.isUser() {
		users = append(users, User{root, len(users) > 0})
	}
	return users
}

func (k Key) isUser() bool {
	_, ok := k.Subkey(softwareKey)
	return ok
}

// Machine returns the key that tells that the root key is HKEY_LOCAL_MACHINE, as in a SYSTEM.DAT.
func (h *Hive) Machine() (k Key, ok bool) { return h.Lookup(`System\CurrentControlSet`) }

// Whole is the root key as that of a user.
func (h *Hive) Whole() User { return User{key: Key{h, 0}} }

// Name is the name of the user's key, ".DEFAULT" where nobody logged on by name. "" stands for the root key itself:
// of a key of a user saved alone, or for what stands below HKEY_USERS in no user.
func (u User) Name() hive.Text {
	if u.key.at == 0 {
		return ""
	}
	return u.key.Name()
}

// Registry is the user's key as a registry of its own, in which paths start at that key.
func (u User) Registry() hive.Registry { return view{u.key.h, u.key.at, u.rest} }

// Rest reports whether the user is what stands below HKEY_USERS in none.
func (u User) Rest() bool { return u.rest }

// Diagnostics are those of Hive.Diagnostics that concern the user, with paths that start at the user's key: not
// those of other users' keys.
func (u User) Diagnostics() []hive.Diagnostic {
	all := u.key.h.Diagnostics()
	if u.key.at == 0 {
		return all
	}
	top := u.key.Path()
	var own []hive.Diagnostic
	for _, d := range all {
		switch below, within := strings.CutPrefix(string(d.Path), string(top)+`\`); {
		case within:
			d.Path = hive.Path(below)
		case d.Path == top:
			d.Path = ""
		case d.Path != "" && !strings.HasPrefix(string(d.Path), "..."): // the tail of a long one does not tell
			continue
		}
		own = append(own, d)
	}
	return own
}
