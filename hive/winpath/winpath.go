// Package winpath reads paths of files as Windows does, from their text alone: there is no machine to ask.
// Start with Normal.
package winpath

import (
	"strings"

	"mapihive/hive"
)

// IsFull reports whether p starts like a full path: "C:\..." or "\\server...". Normal tells more, and
// takes "/" for a separator too, as Windows does for paths that programs are given.
func IsFull(p hive.Text) bool {
	if hasDrive(string(p)) {
		return len(p) > 2 && p[2] == '\\'
	}
	return len(p) > 2 && p[0] == '\\' && p[1] == '\\' && p[2] != '\\'
}

// IsUNC reports whether p starts like the path of a share, which names one place for every computer.
func IsUNC(p hive.Text) bool {
	s := string(p)
	return strings.HasPrefix(s, `\\`) && !strings.HasPrefix(s, verbatim) && !strings.HasPrefix(s, device)
}

// Drive returns the letter, in upper case, of the drive that p starts with; what follows it need not
// start at the root.
func Drive(p hive.Text) (letter string, ok bool) {
	if !hasDrive(string(p)) {
		return "", false
	}
	return string(p[0] &^ 0x20), true
}

// hasDrive reports whether s starts with a drive letter and a colon.
func hasDrive(s string) bool {
	return len(s) >= 2 && s[1] == ':' && 'a' <= s[0]|0x20 && s[0]|0x20 <= 'z'
}

// Base returns what follows the last separator of a path in normal form.
func Base(p hive.Text) hive.Text {
	return p[strings.LastIndexByte(string(p), '\\')+1:]
}
