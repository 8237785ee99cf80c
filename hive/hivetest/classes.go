package hivetest

import (
	"fmt"
	"slices"
)

// Class is one kind of hostile or unusual input.
type Class struct {
	Number int    // group of related classes
	Name   string // unique
	Doc    string // what is wrong, or, for Valid, what is unusual
	Valid  bool   // nothing is wrong: a reader has to take it without any complaint about structure

	// Make returns a fresh image, always the same.
	Make func() []byte

	// Logs returns what lies beside the image as .LOG1 and .LOG2; nil without logs.
	Logs func() [][]byte
}

// seedText is what most classes damage. They aim at Mail and what is below it; Alpha and Zulu, sorted
// before and after it, are to stay readable.
const seedText = `
;@ hive name="\\??\\C:\\Users\\alice\\NTUSER.DAT"
[Alpha]
"v"="before the damage"
[Alpha\below]

;@ class "a class"
;@ owner S-1-5-21-1-2-3-1001
[Mail]
"path"="C:\\Mail\\work.pst"
"small"=dword:2a
"big"=hex:41*40000
@="the default"
[Mail\a]
[Mail\b]
"v"="value of b"
[Mail\b\inner]
[Mail\c]

[Zulu]
"v"="after the damage"
[Zulu\below]
`

// seed returns a fresh image of seedText.
func seed(opts ...Option) ([]byte, *Layout) { return mustBuild(seedText, opts...) }

// damaged is a class maker: the seed with these damages.
func damaged(damages ...Damage) func() []byte {
	return func() []byte {
		img, l := seed()
		return Apply(img, l, damages...)
	}
}

// written is a class maker: a text that is unusual enough as it is.
func written(reg string, opts ...Option) func() []byte {
	return func() []byte {
		img, _ := mustBuild(reg, opts...)
		return img
	}
}

// Classes returns all classes of hostile input in the order of their numbers. The numbers are those of
// the project's list of cases; what is no property of an image (special files, shrinking files, search
// patterns) has none here. Every class ends, and most are small; the largest is 4 MB.
func Classes() []Class {
	return slices.Concat(fileClasses(), cellClasses(), keyClasses(), valueClasses(), logClasses(), otherClasses())
}

func fileClasses() []Class {
	classes := []Class{
		{Number: 1, Name: "empty", Doc: "no byte at all", Make: func() []byte { return nil }},
		{Number: 2, Name: "only-magic", Doc: "four bytes: regf", Make: damaged(Truncate(4))},
		{Number: 2, Name: "trunc-508", Doc: "cut just before the checksum", Make: damaged(Truncate(508))},
	}
	for _, n := range []int{4096, 4097, 4128, 4129, 5000, 8191} {
		classes = append(classes, Class{
			Number: 3, Name: fmt.Sprintf("trunc-%d", n), Doc: "cut in or before the first bin", Make: damaged(Truncate(n)),
		})
	}
	for _, n := range []int{1, 511, 512, 4095, 8192, 12000, 20001} { // Truncations has all of them
		classes = append(classes, Class{
			Number: 4, Name: fmt.Sprintf("cut-%d", n), Doc: "cut at any byte", Make: damaged(Truncate(n)),
		})
	}
	return append(classes, []Class{
		{Number: 5, Name: "zeros-64k", Doc: "64 KiB of zeros", Make: func() []byte { return make([]byte, 64<<10) }},
		{Number: 6, Name: "csum-bad", Doc: "wrong checksum", Make: damaged(BadChecksum())},
		{Number: 7, Name: "major-2", Doc: "major version 2", Make: damaged(Major(2))},
		{Number: 8, Name: "minor-7", Doc: "minor version 7", Make: damaged(Minor(7))},
		{Number: 8, Name: "minor-1", Doc: "minor version 1, but the cells of 1.5", Make: damaged(Minor(1))},
		{Number: 8, Name: "minor-0", Doc: "minor version 0, but the cells of 1.5", Make: damaged(Minor(0))},
		{Number: 9, Name: "type-6", Doc: "a hive that says it is a log", Make: damaged(FileType(6))},
		{Number: 10, Name: "format-2", Doc: "file format 2", Make: damaged(FileFormat(2))},
		{Number: 11, Name: "root-nil", Doc: "no root", Make: damaged(RootNil())},
		{Number: 11, Name: "root-huge", Doc: "root outside the file", Make: damaged(RootHuge())},
		{Number: 11, Name: "root-unaligned", Doc: "root in the middle of a cell", Make: damaged(RootUnaligned())},
		{Number: 11, Name: "root-in-free", Doc: "root is a free cell", Make: damaged(RootInFree())},
		{Number: 12, Name: "size-4g", Doc: "bins of almost 4 GiB", Make: damaged(BinsSize(0xFFFFF000))},
		{Number: 13, Name: "size-0", Doc: "bins of no size", Make: damaged(BinsSize(0))},
		{Number: 13, Name: "size-odd", Doc: "size of bins not a multiple of 4096", Make: damaged(BinsSize(0x1234))},
		{Number: 14, Name: "seq-mismatch", Doc: "dirty, and no log", Valid: true, Make: damaged(Sequence(3, 2))},
	}...)
}

func cellClasses() []Class {
	mail := KeyCell("Mail")
	return []Class{
		{Number: 15, Name: "hbin-sig", Doc: "bin without signature", Make: damaged(HBinSignature(1))},
		{Number: 15, Name: "hbin-off", Doc: "bin that says it is elsewhere", Make: damaged(HBinOffset(1))},
		{Number: 16, Name: "hbin-size0", Doc: "bin of size 0", Make: damaged(HBinSizeZero(1))},
		{Number: 16, Name: "hbin-small", Doc: "bin of 16 bytes", Make: damaged(HBinSize(1, 16))},
		{Number: 16, Name: "hbin-4g", Doc: "bin of almost 4 GiB", Make: damaged(HBinSize(1, 0xFFFFF000))},
		{Number: 16, Name: "hbin-unaligned", Doc: "bin of 5000 bytes", Make: damaged(HBinSize(1, 5000))},
		{Number: 17, Name: "cell-size0", Doc: "cell of size 0", Make: damaged(CellSizeZero(mail))},
		{Number: 17, Name: "cell-size4", Doc: "cell of its own size field only", Make: damaged(CellSize(mail, -4))},
		{Number: 17, Name: "cell-odd", Doc: "cell size not a multiple of 8", Make: damaged(CellSize(mail, -83))},
		{Number: 18, Name: "cell-int-min", Doc: "cell size without an absolute value", Make: damaged(CellIntMin(mail))},
		{Number: 19, Name: "cell-past-bin", Doc: "cell longer than its bin", Make: damaged(CellSize(mail, -0x10000))},
		{Number: 19, Name: "cell-huge-pos", Doc: "free cell of almost 2 GiB", Make: damaged(CellSize(mail, 0x7FFFFFF8))},
		{Number: 20, Name: "cell-free-but-referenced", Doc: "key in a free cell", Make: damaged(CellFree(mail))},
		{
			Number: 21, Name: "cell-overlap", Doc: "subkey in the middle of another cell",
			Make: damaged(PointInto(EntryField("Mail", 0, 0), KeyCell(`Mail\b`))),
		},
	}
}

func keyClasses() []Class {
	entry := EntryField("Mail", 0, 0)
	return []Class{
		{Number: 22, Name: "self-subkey", Doc: "key below itself", Make: damaged(SelfSubkey("Mail"))},
		{Number: 22, Name: "root-subkey", Doc: "root below its own subkey", Make: damaged(SharedChild("Mail", ""))},
		{Number: 23, Name: "self-parent", Doc: "key that is its own parent", Make: damaged(SelfParent("Mail"))},
		{
			Number: 23, Name: "parent-cycle", Doc: "two keys that are each other's parent",
			Make: damaged(Parent("Mail", `Mail\b`)),
		},
		{Number: 24, Name: "shared-child", Doc: "key below two keys", Make: damaged(SharedChild("Mail", `Alpha\below`))},
		{Number: 25, Name: "sub-nil-count3", Doc: "three subkeys, no list", Make: damaged(SubNilCount("Mail", 3))},
		{Number: 25, Name: "sub-outside", Doc: "subkey list outside the file", Make: damaged(SubOutside("Mail"))},
		{Number: 25, Name: "sub-count-4g", Doc: "2^32-1 subkeys", Make: damaged(SubCount("Mail", 0xFFFFFFFF))},
		{Number: 25, Name: "sub-count-0-list-present", Doc: "no subkeys, but a list", Make: damaged(SubCount("Mail", 0))},
		{Number: 26, Name: "list-count-65535", Doc: "list longer than its cell", Make: damaged(ListCount("Mail", 65535))},
		{Number: 26, Name: "list-count-0", Doc: "empty list", Make: damaged(ListCount("Mail", 0))},
		{Number: 26, Name: "list-sig-xx", Doc: "list of no known kind", Make: damaged(ListSignature("Mail", "xx"))},
		{Number: 27, Name: "list-unsorted", Doc: "subkeys out of order", Make: damaged(ListUnsorted("Mail"))},
		{Number: 27, Name: "lh-bad-hash", Doc: "wrong name hash", Make: damaged(LHBadHash("Mail"))},
		{Number: 28, Name: "ri-self", Doc: "ri list that names itself", Make: damaged(RISelf("Mail"))},
		{Number: 28, Name: "ri-ri-cycle", Doc: "ri lists that name each other", Make: damaged(RICycle("Mail"))},
		{Number: 28, Name: "ri-deep-300", Doc: "300 ri lists in a chain", Make: damaged(RIDeep("Mail", 300))},
		{Number: 29, Name: "ri-1000x-same-leaf", Doc: "ri list that names a leaf 1000 times", Make: damaged(RISameLeaf("Mail", 1000))},
		{Number: 29, Name: "ri-bomb", Doc: "10^24 ways through ri lists", Make: damaged(RIBomb("Mail", 24, 10))},
		{Number: 30, Name: "name-len-past", Doc: "key name longer than its cell", Make: damaged(NameSize("Mail", 0x7FFF))},
		{Number: 30, Name: "name-len-0", Doc: "key without name", Make: damaged(NameSize("Mail", 0))},
		{Number: 31, Name: "name-utf16-odd", Doc: "UTF-16 name of five bytes", Make: damaged(NameUTF16Odd("Mail"))},
		{
			Number: 32, Name: "name-surrogate", Doc: "lone surrogates in names", Valid: true,
			Make: written("[Mail\\a\\ud801]\n\"\\udc00b\"=dword:1\n[Mail\\a\\ud802]"),
		},
		{Number: 33, Name: "name-esc", Doc: "escape sequence in names", Valid: true, Make: namedWith(`\u001b[2J`)},
		{Number: 33, Name: "name-newline", Doc: "line ends in names", Valid: true, Make: namedWith(`\u000d\u000a`)},
		{Number: 33, Name: "name-nul", Doc: "NUL in names", Valid: true, Make: namedWith(`\u0000`)},
		{Number: 33, Name: "name-bidi", Doc: "right-to-left override in names", Valid: true, Make: namedWith(`\u202e`)},
		{Number: 33, Name: "name-backslash", Doc: "backslash in names", Valid: true, Make: namedWith(`\u005c`)},
		{Number: 34, Name: "dup-names", Doc: "two subkeys and two values of one name", Make: DuplicateNames},
		{Number: 41, Name: "class-past", Doc: "class name longer than its cell", Make: damaged(ClassPast("Mail"))},
		{Number: 41, Name: "class-outside", Doc: "class name outside the file", Make: damaged(ClassOutside("Mail"))},
		{Number: 42, Name: "predef", Doc: "predefined handle: the value count is none", Make: damaged(Predef("Mail"))},
		{Number: 44, Name: "sk-outside", Doc: "security outside the file", Make: damaged(SKOutside("Mail"))},
		{Number: 44, Name: "sk-size-4g", Doc: "security descriptor of 4 GiB", Make: damaged(SKSize("Mail", 0xFFFFFFFF))},
		{Number: 44, Name: "sk-loop", Doc: "security cell that is its own next", Make: damaged(SKLoop("Mail"))},
		{Number: 45, Name: "deep-3000", Doc: "3000 keys below each other", Valid: true, Make: func() []byte { return DeepKeys(3000) }},
		{Number: 46, Name: "many-20000", Doc: "20000 subkeys", Valid: true, Make: func() []byte { return ManySubkeys(20_000) }},
		{
			Number: 21, Name: "subkey-is-list", Doc: "subkey that is a list",
			Make: damaged(Point(entry, ListCell("Mail"))),
		},
	}
}

// namedWith is a class maker: a key and a value with something in the middle of their names.
func namedWith(s string) func() []byte {
	return written("[Mail]\n[Mail\\a" + s + "b]\n\"a" + s + "b\"=dword:1\n[Zulu]")
}

func valueClasses() []Class {
	return []Class{
		{Number: 35, Name: "vlist-outside", Doc: "value list outside the file", Make: damaged(VListOutside("Mail"))},
		{Number: 35, Name: "vcount-1e9", Doc: "a billion values", Make: damaged(ValueCount("Mail", 1_000_000_000))},
		{Number: 35, Name: "vlist-to-nk", Doc: "value list that is a key", Make: damaged(VListToNK("Mail"))},
		{Number: 36, Name: "vk-name-past", Doc: "value name longer than its cell", Make: damaged(VKNamePast("Mail", "path"))},
		{Number: 37, Name: "vk-data-4g", Doc: "data of almost 2 GiB", Make: damaged(DataSize("Mail", "path", 0x7FFFFFFF))},
		{Number: 37, Name: "vk-data-outside", Doc: "data outside the file", Make: damaged(VKDataOutside("Mail", "path"))},
		{Number: 37, Name: "vk-self-data", Doc: "data that is the value itself", Make: damaged(VKSelfData("Mail", "path"))},
		{Number: 38, Name: "vk-inline-5", Doc: "five bytes of data where four fit", Make: damaged(DataSize("Mail", "small", 0x80000005))},
		{Number: 38, Name: "vk-inline-max", Doc: "2 GiB of data where four bytes fit", Make: damaged(DataSize("Mail", "small", 0xFFFFFFFF))},
		{
			Number: 39, Name: "vk-sz-odd", Doc: "strings of an odd number of bytes", Valid: true,
			Make: written("[Mail]\n\"sz\"=hex(1):41,00,42\n\"multi\"=hex(7):41,00,00,00,42\n\"dword\"=hex(4):01,02,03"),
		},
		{Number: 39, Name: "vk-type-ffff", Doc: "value of type 0xFFFF", Valid: true, Make: damaged(ValueType("Mail", "path", 0xFFFF))},
		{Number: 40, Name: "same-vk-1000", Doc: "one value listed 1000 times", Make: damaged(SameValue("Mail", "path", 1000))},
		{Number: 43, Name: "db-count-65535", Doc: "big data with more segments than its list", Make: damaged(DBCount("Mail", "big", 65535))},
		{Number: 43, Name: "db-list-self", Doc: "big data whose list is itself", Make: damaged(DBListSelf("Mail", "big"))},
		{Number: 43, Name: "db-short", Doc: "big data shorter than it says", Make: damaged(DBShort("Mail", "big"))},
		{Number: 43, Name: "db-dup-seg", Doc: "big data with one segment twice", Make: damaged(DBDupSegment("Mail", "big"))},
		{Number: 43, Name: "db-in-v13", Doc: "big data in version 1.3", Make: damaged(Minor(3))},
		{Number: 46, Name: "values-50000", Doc: "50000 values in a key", Valid: true, Make: func() []byte { return ManyValues(50_000) }},
	}
}

func otherClasses() []Class {
	return []Class{
		{Number: 57, Name: "filetime-0", Doc: "time 0", Valid: true, Make: damaged(times(0))},
		{Number: 57, Name: "filetime-int-max", Doc: "time 2^63-1", Valid: true, Make: damaged(times(1<<63 - 1))},
		{Number: 57, Name: "filetime-max", Doc: "time 2^64-1", Valid: true, Make: damaged(times(1<<64 - 1))},
		{Number: 58, Name: "sd-sid-count-255", Doc: "SID of 255 sub-authorities", Make: damaged(SIDCount("Mail", 255))},
		{Number: 58, Name: "sd-acl-size", Doc: "access control list longer than the descriptor", Make: damaged(ACLSize("Mail", 0xFFFF))},
		{Number: 58, Name: "sd-ace-size0", Doc: "access control entry of size 0", Make: damaged(ACESize("Mail", 0))},
		{Number: 59, Name: "shifted-bins", Doc: "512 bytes 0xFF inserted between bins", Make: damaged(ShiftedBins(1))},
		{Number: 60, Name: "zero-pages", Doc: "hole of zeros over a bin", Make: damaged(ZeroPages(2, 1))},
		{Number: 61, Name: "output-bomb", Doc: "100000 values claim the same megabyte", Make: func() []byte { return OutputBomb(100_000, 1<<20) }},
		{Number: 62, Name: "name-65535", Doc: "name of 65535 and class of 65534 bytes", Valid: true, Make: func() []byte { return LongNames(65535, 32767) }},
		{Number: 63, Name: "path-65535", Doc: "path of 300 names of 256 characters", Valid: true, Make: func() []byte { return PathTooLong(300) }},
	}
}

// times sets the time of the base block, the first bin and a key.
func times(filetime uint64) Damage {
	return Chain(BaseTime(filetime), Put64(BinField(0, 20), filetime), KeyTime("Mail", filetime))
}
