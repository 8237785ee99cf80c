package analyze

import "mapihive/hive"

// isRecordKey reports whether k can be a store's identity: 16 bytes that are not a filler. All bytes zero or all
// FF stand for "none" and are the same in stores that have nothing to do with each other.
func isRecordKey(k hive.Hex) bool {
	if len(k) != 16 || k[0] != 0 && k[0] != 0xFF {
		return len(k) == 16
	}
	for _, b := range k {
		if b != k[0] {
			return true
		}
	}
	return false
}
