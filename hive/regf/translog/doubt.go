package translog

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf16"

	"mapihive/hive/internal/base"
)

// doubt notes for each log what in its base block does not fit the hive's. In every real pair of hive and
// log seen names and GUIDs agree, and no time of the log is before the hive's. Each can differ honestly: a
// hive keeps the name it was last written under, GUIDs are made anew, clocks are set back.
func (r *Result) doubt() {
	for i := range r.Logs {
		rep := &r.Logs[i]
		if rep.Log == nil || !rep.Log.Base.ChecksumOK {
			continue
		}
		log, hive := &rep.Log.Base, &r.onDisk
		doubt := func(k Kind, off int64, format string, args ...any) {
			rep.Doubts = append(rep.Doubts, Reason{k, off, fmt.Sprintf(format, args...)})
		}
		if a, b := fileName(log), fileName(hive); a != "" && b != "" && !strings.EqualFold(a, b) {
			doubt(LogName, 48, "the file name inside the log differs from the hive's")
		}
		if !r.baseOK {
			continue // what else a bad base block says is worth nothing
		}
		what, a, b := otherGUID(log, hive)
		if rep.Vouched = what == "" && log.RmID != [16]byte{} && log.RmID == hive.RmID; what != "" {
			doubt(LogGUIDs, 112, "the %s is %s in the log and %s in the hive", what, a, b)
		}
		switch {
		case before(log.LastReorganized&^3, hive.LastReorganized&^3):
			doubt(LogTimeBefore, 168, "the time of reorganization is %#x in the log, before the hive's %#x", log.LastReorganized, hive.LastReorganized)
		case before(log.LastWritten, hive.LastWritten) && rep.Log.Format == HvLE:
			doubt(LogTimeBefore, 12, "the last-written time is %#x in the log, before the hive's %#x", log.LastWritten, hive.LastWritten)
		}
	}
}

// before reports whether two times are known and the first is earlier.
func before(a, b uint64) bool { return a != 0 && b != 0 && a < b }

// fileName is the name in a base block up to its NUL; what follows is left over from longer names.
func fileName(b *base.Block) string {
	var units []uint16
	for i := 0; i < len(b.FileName); i += 2 {
		u := binary.LittleEndian.Uint16(b.FileName[i:])
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// otherGUID returns the first GUID that both base blocks have and that differs, as hexadecimal digits in
// stored order.
func otherGUID(log, hive *base.Block) (what, inLog, inHive string) {
	for _, g := range []struct {
		what string
		a, b [16]byte
	}{
		{"GUID of the resource manager", log.RmID, hive.RmID},
		{"GUID of the log", log.LogID, hive.LogID},
		{"GUID of the transaction manager", log.TmID, hive.TmID},
	} {
		if none := ([16]byte{}); g.a != none && g.b != none && g.a != g.b {
			return g.what, hex.EncodeToString(g.a[:]), hex.EncodeToString(g.b[:])
		}
	}
	return "", "", ""
}
