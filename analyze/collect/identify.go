package collect

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"mapihive/hive"
)

// Identity is what a file is by its first bytes, from the least to the most that it is to this program.
type Identity int

const (
	Other  Identity = iota
	Holder          // no evidence of profiles itself, but something collected, or that holds what was
	Lost            // a registry that cannot be read: of another format, a piece, or a user's hive without its contents
	Log             // a part of a source: a transaction log
	Source          // what a reader reads
)

// Identify looks at a file of this machine.
func (c *Collector) Identify(file string) (Identity, error) {
	f := fileAt(file, folderAt)
	defer f.Close()
	if err := f.look(); err != nil {
		return Other, err
	}
	id, reader, _ := c.identify(f)
	if reader != nil && (reader.Told || ownExport(f.head)) {
		id = Other // a result, which can be made again
	}
	return id, nil
}

// ownExport reports whether a file begins as what export writes.
func ownExport(head []byte) bool {
	const own = "Windows Registry Editor Version 5.00\n\n; MAPI profile "
	wide := hive.EncodeUTF16("\ufeff" + hive.Text(strings.ReplaceAll(own, "\n", "\r\n")))
	return bytes.HasPrefix(head, []byte(own)) || bytes.HasPrefix(head, wide)
}

// identify says what a file is whose head is known, with the reader of a source, and with what a user should do
// with one that is none.
func (c *Collector) identify(f *File) (id Identity, reader *Reader, why string) {
	for _, r := range c.readers {
		switch r.Match(f) {
		case Yes:
			if r.Members != nil {
				return Holder, r, ""
			}
			return Source, r, ""
		case Part:
			return Log, nil, ""
		}
	}
	id, why = Other, describe(f.head)
	if why := imageOf(f.head); why != "" {
		return Holder, nil, why
	}
	for _, s := range signatures {
		if bytes.HasPrefix(f.head, []byte(s.magic)) {
			id = Holder
		}
	}
	if bytes.HasPrefix(f.head, []byte("hbin")) || NamedAsHive(path.Base(f.Name)) {
		id = Lost // in a folder of evidence it must not pass for one of the many files that are none
	}
	return id, nil, why
}

// Reader returns the reader of a file that was found, or why it is not read.
func (c *Collector) Reader(f *File) (*Reader, *Skip) {
	if f.skip != nil {
		return nil, f.skip
	}
	reader, r := c.judge(f)
	return reader, r.Skip
}

// judge looks at a file. Where it is a source, its reader is returned, else what is to be said of it.
func (c *Collector) judge(f *File) (*Reader, Result) {
	skip := func(why string, log bool) Result {
		return Result{File: f, Skip: &Skip{Path: f.Path, Reason: why, Failed: true, log: log}}
	}
	if err := f.known(); err != nil {
		return nil, skip(reason(err), false)
	}
	switch id, reader, why := c.identify(f); {
	case reader != nil:
		return reader, Result{File: f}
	case id == Log && f.Named:
		return nil, skip("a transaction log, not the hive; give "+f.hiveBeside(), true)
	case id == Log:
		f.part = true
		return nil, Result{File: f}
	case f.Named || id == Lost || imageOf(f.head) != "":
		return nil, skip(why, len(f.head) == 0)
	}
	return nil, Result{File: f, Other: true}
}

// NamedAsHive reports whether a file has the name of one of the two hives of a user.
func NamedAsHive(name string) bool {
	switch strings.ToUpper(name) {
	case "NTUSER.DAT", "NTUSER.MAN", "USRCLASS.DAT":
		return true
	}
	return false
}

// signatures of files that are given in place of a hive.
var signatures = []struct {
	magic, why string
}{
	{"!BDN", "an Outlook data file (PST or OST), not a hive; give the NTUSER.DAT of the user who has it"},
	{"hbin", "a piece of a hive without its base block, which cannot be read on its own; collect the whole hive"},
	{"SQLite format 3\x00", "a SQLite database, not a hive"},
}

// images are files that can hold a whole collection and are not looked into: in a folder they are named too.
var images = []struct {
	offset     int
	magic, why string
}{
	{0, "7z\xbc\xaf\x27\x1c", "a 7z archive, which is not looked into; unpack it and give the folder"},
	{0, "Rar!\x1a\x07", "a RAR archive, which is not looked into; unpack it and give the folder"},
	{257, "ustar", "a tar archive, which is not looked into; unpack it and give the folder"},
	{0, "EVF\x09\x0d\x0a\xff\x00", "a disk image (E01), which is not looked into; mount it read-only (ewfmount) and give the folder"},
	{0, "EVF2\x0d\x0a\x81\x00", "a disk image (Ex01), which is not looked into; mount it read-only and give the folder"},
	{0, "vhdxfile", "a disk image (VHDX), which is not looked into; mount it read-only (Mount-DiskImage, guestmount) and give the folder"},
	{0, "conectix", "a disk image (VHD), which is not looked into; mount it read-only (Mount-DiskImage, guestmount) and give the folder"},
	{0, "KDMV", "a disk image (VMDK), which is not looked into; mount it read-only (guestmount) and give the folder"},
	{0, "# Disk DescriptorFile", "the description of a disk image (VMDK), which is not looked into; mount it read-only (guestmount) and give the folder"},
	{0, "QFI\xfb", "a disk image (QCOW), which is not looked into; mount it read-only (guestmount) and give the folder"},
	{3, "NTFS    ", "an NTFS volume, which is not looked into; mount it read-only and give the folder"},
}

// imageOf says what a file is that can hold a collection, "" for another.
func imageOf(head []byte) string {
	for _, s := range images {
		if len(head) > s.offset && bytes.HasPrefix(head[s.offset:], []byte(s.magic)) {
			return s.why
		}
	}
	return ""
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
