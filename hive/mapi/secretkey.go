package mapi

import (
	"mapihive/hive"
	"mapihive/hive/secret"
)

// SecretKey reports whether a key, given by its path from the root key, or one above it is called after
// secrets, so that each of its values is one. A profile may be called what it likes.
func SecretKey(path hive.Path) bool {
	for key := range secret.Keys(path) {
		if locate(key).Generation() == "" {
			return true
		}
	}
	return false
}
