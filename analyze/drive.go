package analyze

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/winpath"
)

// mapped replaces the drive letter of a path in normal form by the share that the letter is mapped to.
func mapped(normal hive.Text, drives []Drive) (hive.Text, bool) {
	letter, ok := winpath.Drive(normal)
	if !ok || !winpath.IsFull(normal) {
		return normal, false
	}
	for _, d := range drives {
		if strings.EqualFold(d.Letter, letter) {
			return winpath.Normal(d.Remote + normal[len("P:"):])
		}
	}
	return normal, false
}
