package analyze

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/ntuser"
	"mapihive/hive/winpath"
)

// resourcePrint is RESOURCETYPE_PRINT of winnetwk.h.
const resourcePrint = 2

// mapped replaces the drive letter of a path in normal form by the share that the letter is mapped to. It
// returns the path as it was and no drive where nothing maps it.
func mapped(normal hive.Text, drives []ntuser.Drive) (hive.Text, *ntuser.Drive) {
	if len(drives) == 0 {
		return normal, nil // as in most hives
	}
	letter, ok := winpath.Drive(normal)
	if !ok || !winpath.IsFull(normal) {
		return normal, nil
	}
	for i := range drives {
		if d := &drives[i]; strings.EqualFold(d.Letter, letter) && d.Type != resourcePrint {
			if to, full := winpath.Normal(d.Remote + normal[len("P:"):]); full {
				return to, d
			}
			break
		}
	}
	return normal, nil
}
