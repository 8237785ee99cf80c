package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"mapihive/hive/readonly"
	"mapihive/hive/regf/translog"
)

// kindOf is what a file is by its first bytes, never by its name alone.
type kindOf int

const (
	other kindOf = iota
	hiveFile
	logFile
	lostHive // a registry that cannot be read: of another format, a piece, or a user's hive without its contents
)

// sniff reads the head of a regular file and says what it is. why describes a file that is no hive.
func sniff(path string) (kind kindOf, why string, err error) {
	head, err := readHead(path)
	if err != nil {
		return other, "", err
	}
	kind, why = classify(head, path)
	return kind, why, nil
}

// readHead reads the first bytes of a regular file. Those of a hive whose base block cannot be read are taken
// to be a hive's.
func readHead(path string) ([]byte, error) {
	f, _, err := readonly.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, translog.HeadSize)
	n, err := io.ReadFull(f, head)
	head = head[:n]
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		switch {
		case bytes.HasPrefix(head, []byte("regf")): // what else of it can be read is for the reader to find out
		case startsBins(f):
			head = []byte("regf")
		default:
			return nil, err
		}
	}
	return head, nil
}

// classify says what a file with this head is. why describes one that is no hive.
func classify(head []byte, path string) (kind kindOf, why string) {
	switch {
	case isLog(head, path):
		return logFile, ""
	case bytes.HasPrefix(head, []byte("regf")):
		return hiveFile, ""
	}
	why = describe(head)
	if isLost(head, path) {
		return lostHive, why
	}
	return other, why
}

// startsBins reports whether hive bins start where they do in a hive, behind a base block that cannot be read.
func startsBins(f io.ReaderAt) bool {
	const baseBlock = 4096
	var bin [8]byte
	n, _ := f.ReadAt(bin[:], baseBlock)
	return n == len(bin) && string(bin[:4]) == "hbin" && binary.LittleEndian.Uint32(bin[4:]) == 0
}

// isLost reports whether a file that does not begin as a hive is or was a registry. In a folder of evidence
// it must not pass for one of the many files that are none.
func isLost(head []byte, path string) bool {
	if bytes.HasPrefix(head, []byte("CREG")) || bytes.HasPrefix(head, []byte("hbin")) {
		return true
	}
	return namedAsUserHive(filepath.Base(path))
}

// namedAsUserHive reports whether a file has the name of one of the two hives of a user.
func namedAsUserHive(name string) bool {
	switch strings.ToUpper(name) {
	case "NTUSER.DAT", "NTUSER.MAN", "USRCLASS.DAT":
		return true
	}
	return false
}

// isLog reports whether a file that begins as a hive is a transaction log. The file type in its base block
// alone is not trusted: one wrong byte must not hide a hive. Either the log's first entry or the file's name
// has to agree.
func isLog(head []byte, path string) bool {
	if !bytes.HasPrefix(head, []byte("regf")) {
		return false
	}
	entry, typed := translog.Signs(head)
	return entry || typed && translog.SlotOf(path) != ""
}

// exportedText says of a file that it is what export writes.
const exportedText = "exported registry text (.reg), not a hive; save the hive itself (reg save)"

// signatures of files that are given in place of a hive.
var signatures = []struct {
	magic, why string
}{
	{"!BDN", "an Outlook data file (PST or OST), not a hive; give the NTUSER.DAT of the user who has it"},
	{"hbin", "a piece of a hive without its base block, which cannot be read on its own; collect the whole hive"},
	{"CREG", "a registry of Windows 95, 98 or Me (CREG), which is not supported yet"},
	{"PK\x03\x04", "a ZIP archive; unpack it and give the folder"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it and give the folder"},
	{"EVF\x09\x0d\x0a\xff\x00", "a disk image (E01); mount it read-only and give the folder"},
	{"REGEDIT4", exportedText},
	{"Windows Registry Editor", exportedText},
	{"\xff\xfeW\x00i\x00n\x00d\x00o\x00w\x00s\x00 \x00R\x00e\x00g\x00", exportedText},
	{"SQLite format 3\x00", "a SQLite database, not a hive"},
}

// describe says what a file is that does not begin as a hive.
func describe(head []byte) string {
	if len(head) == 0 {
		return "empty (0 bytes); collect it again"
	}
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return s.why
		}
	}
	if len(bytes.Trim(head, "\x00")) == 0 {
		return fmt.Sprintf("no hive: its first %d bytes are zero; collect it again", len(head))
	}
	return fmt.Sprintf(`no hive: it begins with %x, not with 72656766 ("regf")`, head[:min(4, len(head))])
}
