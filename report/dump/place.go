package dump

import (
	"path/filepath"
	"strconv"

	"mapihive/hive"
)

// appendPlace appends where a record stands: its offset, or in registry text its line, and the transaction log if it
// is in one.
func appendPlace(b []byte, p hive.Place) []byte {
	if p.Line > 0 {
		return strconv.AppendInt(append(b, "  @line "...), int64(p.Line), 10)
	}
	b = strconv.AppendInt(append(b, "  @"...), p.Offset, 10)
	if p.File != "" { // the head of the dump has its whole path
		b = appendQuoted(append(b, " in "...), hive.Text(filepath.Base(string(p.File))))
	}
	return b
}

func appendJSONPlace(b []byte, offsetName, logName string, p hive.Place) []byte {
	b = strconv.AppendInt(append(b, offsetName...), p.Offset, 10)
	if p.File != "" {
		b = appendJSONText(append(b, logName...), p.File)
	}
	if p.Line > 0 {
		b = strconv.AppendInt(append(b, `,"line":`...), int64(p.Line), 10)
	}
	return b
}
