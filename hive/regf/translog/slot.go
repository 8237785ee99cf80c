package translog

import (
	"path/filepath"
	"strings"
)

// Slot is the name a log has beside its hive; "" for a log given under any other name.
type Slot string

const (
	LOG  Slot = "LOG"  // the only log, before Windows Vista
	LOG1 Slot = "LOG1" // one of two, since Windows Vista
	LOG2 Slot = "LOG2"
)

// SlotOf tells the slot of a log from its file name, in any case.
func SlotOf(path string) Slot {
	switch s := Slot(strings.ToUpper(strings.TrimPrefix(filepath.Ext(path), "."))); s {
	case LOG, LOG1, LOG2:
		return s
	}
	return ""
}
