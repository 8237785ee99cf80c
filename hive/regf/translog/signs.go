package translog

import (
	"encoding/binary"
	"path/filepath"
	"strings"

	"mapihive/hive/internal/base"
)

// HeadSize is how many bytes of a file tell whether it is a transaction log: its first entry or bitmap
// stands behind the first sector.
const HeadSize = base.LogSize + 4

// Signs returns what in the first bytes of a file that begins as a hive speaks for a transaction log: an
// entry or a bitmap where a log has its first, and the file type ([regf specification, "Base block"]). One
// alone may be one wrong byte in a hive.
func Signs(head []byte) (entry, typed bool) {
	if len(head) >= 32 {
		switch binary.LittleEndian.Uint32(head[28:]) {
		case base.TypeLogXP, base.TypeLogNT, base.TypeLogNew:
			typed = true
		}
	}
	return hasEntry(head), typed
}

func hasEntry(head []byte) bool {
	m := magicAt(head, sectorSize)
	return m == HvLE || m == DIRT
}

// HiveOf returns the path of the hive that a log with this name lies beside; ok is false for a name that no
// log has.
func HiveOf(log string) (hive string, ok bool) {
	if SlotOf(log) == "" {
		return "", false
	}
	return strings.TrimSuffix(log, filepath.Ext(log)), true
}
