package creg

import "mapihive/hive"

// User is what a USER.DAT holds of one user: HKEY_CURRENT_USER of that user's session.
type User struct {
	// Name is the name of the user's key, ".DEFAULT" where nobody logged on by name. "" stands for the root key
	// itself: of a key of a user saved alone, or for what stands below HKEY_USERS in no user.
	Name hive.Text
	key  Key
}

// softwareKey is the subkey by which a user's key is known.
const softwareKey = "Software"

// Users returns the users of the file in stored order: every key below the root key with a Software key, and last the root
// key itself if it has one. A SYSTEM.DAT, whose root has one too, is no file of users: it has none.
func (h *Hive) Users() []User {
	root, ok := h.Root()
	if !ok || h.isMachine(root) {
		return nil
	}
	var users []User
	for k := range root.Subkeys() {
		if _, ok := k.Subkey(softwareKey); ok {
			users = append(users, User{k.Name(), k})
		}
	}
	if _, ok := root.Subkey(softwareKey); ok {
		users = append(users, User{"", root})
	}
	return users
}

// isMachine reports whether the root key is HKEY_LOCAL_MACHINE.
func (h *Hive) isMachine(root Key) bool {
	_, ok := root.Lookup(`System\CurrentControlSet`)
	return ok
}

// Registry is the user's key as a registry of its own, in which paths start at that key.
func (u User) Registry() hive.Registry { return view{u.key.h, u.key.at} }
