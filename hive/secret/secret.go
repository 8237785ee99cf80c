// Package secret knows what in a registry must not be shown: passwords, tokens, and what protects them. Judge
// decides of a value by its name, its key and its data; what a MAPI property tag says beside them is package
// mapi's. MaskURLs is for every text that is printed.
package secret

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
//   - by its name, where that has a word such as password, pwd, token or Kennwort (words.go);
//   - by its key (hidden), where that or one above it is called Passwords or the like; see Keys;
//   - by its data, where they hold a DPAPI blob as bytes, base64 or hex (blob.go).
//
// A REG_DWORD of 0 or 1 is a switch (SavePassword), and a number or an address that is about secrets (about.go)
// is none by its name or key. In doubt it says yes: a hidden value can still be compared, which diff does. A password under a name and in a form that tell nothing, such as
// one inside a connection string, cannot be recognized.
func Judge(name hive.Text, typ hive.ValueType, data []byte, hidden bool) Secrecy {
	switch {
	case (hidden || secretName(name)) && !isSwitch(typ, data) && !aboutSecret(name, typ, data), holdsBlob(data):
		return Secret
	case holdsURLPassword(data):
		return Masked
	}
	return Open
}

func isSwitch(typ hive.ValueType, data []byte) bool {
	return typ == hive.RegDword && len(data) == 4 && data[0] <= 1 && data[1]|data[2]|data[3] == 0
}
