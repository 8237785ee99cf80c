package cregtest

import (
	"fmt"
	"slices"
	"strings"

	"mapihive/hive/hivetest"
)

// Class is one kind of hostile or unusual file.
type Class struct {
	Name  string // unique
	Doc   string // what is wrong, or, for Valid, what is unusual
	Valid bool   // nothing is wrong: a reader has to take it without any complaint
	Make  func() []byte
}

// seedText is what most classes damage. They aim at Mail and what is below it; Alpha and Zulu are to stay readable.
const seedText = `
[Alpha]
"v"="before the damage"
[Alpha\below]
[Mail]
"path"="C:\\Mail\\work.pst"
"small"=dword:2a
"big"=hex:41*5000
@="the default"
[Mail\a]
[Mail\b]
"v"="value of b"
[Mail\b\inner]
[Mail\c]
;@ deleted
[Old]
"v"="what was deleted"
[Zulu]
"v"="after the damage"
[Zulu\below]
`

// Seed returns a fresh image of the registry that most classes damage: Alpha, Alpha\below, Mail, Mail\a, Mail\b,
// Mail\b\inner and Mail\c, Zulu and Zulu\below, three records to a block.
func Seed() ([]byte, *Layout) { return mustImage(seedText, WithIDs(3)) }

func mustImage(reg string, opts ...Option) ([]byte, *Layout) {
	tree, err := hivetest.Parse(reg)
	if err != nil {
		panic(fmt.Sprintf("cregtest: own text: %v", err))
	}
	return mustWrite(tree, opts...)
}

func mustWrite(tree *hivetest.Tree, opts ...Option) ([]byte, *Layout) {
	img, l, err := Image(tree, opts...)
	if err != nil {
		panic(fmt.Sprintf("cregtest: own tree: %v", err))
	}
	return img, l
}

// damaged is a class of the seed with damages.
func damaged(name, doc string, damages ...Damage) Class {
	return Class{Name: name, Doc: doc, Make: func() []byte {
		img, l := Seed()
		return Apply(img, l, damages...)
	}}
}

// damagedText is a class of a text of its own with one damage.
func damagedText(name, doc, reg string, damage Damage) Class {
	return Class{Name: name, Doc: doc, Make: func() []byte {
		img, l := mustImage(reg)
		return damage(img, l)
	}}
}

// written is a class of a text that is unusual enough as it is.
func written(name, doc, reg string) Class {
	return Class{Name: name, Doc: doc, Valid: true, Make: func() []byte {
		img, _ := mustImage(reg)
		return img
	}}
}

// Classes returns all classes.
func Classes() []Class {
	return slices.Concat(fileClasses(), entryClasses(), blockClasses(), recordClasses(), otherClasses())
}

func fileClasses() []Class {
	return []Class{
		damaged("empty", "no byte at all", Truncate(At(0))),
		damaged("only-magic", "four bytes: CREG", Truncate(At(4))),
		damaged("trunc-63", "cut in the header of the key entries", Truncate(At(63))),
		damaged("trunc-64", "cut before the first entry", Truncate(At(64))),
		damaged("trunc-entries", "cut in the entries", Truncate(Entry(`Mail\b`, 10))),
		damaged("trunc-blocks", "cut before the first data block", Truncate(Block(0, 0))),
		damaged("trunc-header", "cut in the header of a data block", Truncate(Block(1, 20))),
		damaged("trunc-record", "cut in a record", Truncate(Record(`Mail\b`, 30))),
		damaged("magic", "another signature", Put(At(0), []byte("creg"))),
		damaged("version-2", "major version 2", Put16(At(6), 2)),
		damaged("first-block-0", "data blocks that start at 0", Put32(At(8), 0)),
		damaged("first-block-huge", "data blocks that start outside the file", Put32(At(8), 0xFFFFFFF0)),
		damaged("first-block-both", "neither header tells where the data blocks start", Put32(At(8), 0), Put32(At(36), 0)),
		damaged("no-blocks", "no block carries a signature", Put32(Block(0, 0), 0), Put32(Block(1, 0), 0), Put32(Block(2, 0), 0), Put32(Block(3, 0), 0)),
		damaged("count-0", "no data block is announced", Put16(At(16), 0)),
		damaged("count-65535", "65535 data blocks are announced", Put16(At(16), 0xFFFF)),
		damaged("tail", "bytes after the last block", Tail(1000)),
		damaged("keys-magic", "entries without signature", Put32(At(32), 0)),
		damaged("keys-size-0", "entries of size 0", Put32(At(36), 0)),
		damaged("keys-size-huge", "entries larger than the file", Put32(At(36), 0xFFFFFFF0)),
		damaged("root-nil", "no root", Put32(At(40), noOffset)),
		damaged("root-huge", "root outside the file", Put32(At(40), 0x7FFFFFF0)),
		damaged("root-unaligned", "root inside an entry", Put32(At(40), headerSize+2)),
		damaged("root-child", "root is a key below it", Point(At(40), "Mail", 0)),
		damaged("root-free", "the root's entry is free, too", Put32(Entry("", 0), freeEntry)),
		{Name: "zeros-64k", Doc: "64 KiB of zeros", Make: func() []byte { return make([]byte, 64<<10) }},
	}
}

func entryClasses() []Class {
	return []Class{
		damaged("status-free", "a key in use marked as free", Put32(Entry("Mail", 0), freeEntry)),
		damaged("status-odd", "an unknown status", Put32(Entry("Mail", 0), 0x1234)),
		damaged("hash", "a wrong name hash", Put32(Entry("Mail", 4), 1)),
		damaged("parent-nil", "a key without parent", Put32(Entry("Mail", 12), noOffset)),
		damaged("parent-wrong", "a key with the parent of another", Point(Entry(`Mail\b`, 12), "Zulu", 0)),
		damaged("parent-self", "a key that is its own parent", Point(Entry("Mail", 12), "Mail", 0)),
		damaged("child-huge", "a first subkey outside the file", Put32(Entry("Mail", 16), 0x7FFFFFF0)),
		damaged("child-low", "a first subkey before the entries", Put32(Entry("Mail", 16), 0)),
		damaged("child-unaligned", "a first subkey at an odd offset", Point(Entry("Mail", 16), `Mail\a`, 1)),
		damaged("child-inside", "a first subkey inside an entry", Point(Entry("Mail", 16), `Mail\a`, 8)),
		damaged("child-self", "a key that is its own subkey", Point(Entry("Mail", 16), "Mail", 0)),
		damaged("child-parent", "a key below its subkey", Point(Entry(`Mail\b\inner`, 16), "Mail", 0)),
		damaged("child-shared", "a subkey of two keys", Point(Entry(`Zulu\below`, 16), `Mail\b`, 0)),
		damaged("child-free", "a first subkey that is a deleted one", Point(Entry("Mail", 16), "Zulu", -entrySize)),
		damaged("child-nil", "no subkeys, though some name their parent", Put32(Entry("Mail", 16), noOffset)),
		damaged("sibling-self", "a key next to itself", Point(Entry(`Mail\a`, 20), `Mail\a`, 0)),
		damaged("sibling-back", "a circle of keys", Point(Entry(`Mail\c`, 20), `Mail\a`, 0)),
		damaged("sibling-huge", "a next key outside the file", Put32(Entry(`Mail\a`, 20), 0xFFFFFFF0)),
		damaged("sibling-skip", "a key that is left out of its list", Point(Entry(`Mail\a`, 20), `Mail\c`, 0)),
		damaged("sibling-other", "a list that goes on in another's", Point(Entry("Alpha", 20), `Mail\a`, 0)),
		damaged("record-other", "a key with the record of another", Put16(Entry(`Mail\a`, 24), 0), Put16(Entry(`Mail\a`, 26), 0)),
		damaged("record-none", "a key without record", Put16(Entry("Mail", 24), 200)),
		damaged("block-none", "a key with a record in no block", Put16(Entry("Mail", 26), 200)),
		damaged("free-self", "a free run that leads to itself", Point(At(44), "Zulu", -entrySize), Point(Entry("Zulu", 8-entrySize), "Zulu", -entrySize)),
		damaged("free-huge", "a free run outside the file", Put32(At(44), 0x7FFFFFF0)),
		damaged("free-used", "a key in use among the free entries", Point(At(44), "Mail", 0)),
		damaged("free-size", "a free run over a key in use", Put32(Entry("Zulu", 4-entrySize), 2*entrySize)),
		damaged("free-size-0", "a free run of no size", Put32(Entry("Zulu", 4-entrySize), 0)),
	}
}

func blockClasses() []Class {
	return []Class{
		damaged("block-magic", "a data block without signature", Put32(Block(1, 0), 0)),
		damaged("block-header", "the header of a data block overwritten", Put(Block(1, 0), make([]byte, headerSize))),
		damaged("block-last", "the header of the last data block overwritten", Put(Block(3, 0), make([]byte, headerSize))),
		damaged("block-number", "a data block with the number of another", Put16(Block(1, 14), 0)),
		damaged("block-size-0", "a data block of size 0", Put32(Block(1, 4), 0)),
		damaged("block-size-small", "a data block that ends inside itself", Put32(Block(1, 4), 100)),
		damaged("block-size-huge", "a data block larger than the file", Put32(Block(1, 4), 0xFFFFFFF0)),
		damaged("block-size-last", "a last data block larger than the file", Add(Block(3, 4), 5000)),
		damaged("block-size-last-0", "a last data block of size 0", Put32(Block(3, 4), 0)),
		damaged("free-bytes", "a wrong sum of free records", Add(Block(1, 8), 4)),
		damaged("free-record-huge", "a free record outside the file", Put32(Block(1, 16), 0x7FFFFFF0)),
		damaged("free-record-used", "a record in use among the free ones", Put32(Block(1, 16), headerSize)),
		damaged("free-record-nil", "free records that are not linked", Put32(Block(1, 16), noOffset)),
	}
}

func recordClasses() []Class {
	return []Class{
		damaged("record-size-0", "a record of size 0", Put32(Record("Mail", 0), 0)),
		damaged("record-size-small", "a record that ends inside itself", Put32(Record("Mail", 0), 24)),
		damaged("record-size-past", "a record that reaches into the next", Add(Record("Mail", 0), 7)),
		damaged("record-size-huge", "a record larger than the file", Put32(Record("Mail", 0), 0xFFFFFFF0)),
		damaged("record-number", "a record with the number of another", Put16(Record("Mail", 4), 0)),
		damaged("record-number-free", "a record with half the mark of a free one", Put16(Record("Mail", 4), noID)),
		damaged("record-block", "a record that says it is in another block", Put16(Record("Mail", 6), 77)),
		damaged("used-0", "a record that uses nothing", Put32(Record("Mail", 8), 0)),
		damaged("used-less", "a record that uses less than its values", Add(Record("Mail", 8), -100)),
		damaged("used-more", "a record that uses more than it has", Add(Record("Mail", 8), 1)),
		damaged("name-0", "a key with an empty name", Put16(Record("Mail", 12), 0)),
		damaged("name-past", "a name longer than its record", Put16(Record(`Mail\a`, 12), 0xFFFF)),
		damaged("name-one-more", "a name that takes in the next byte", Put16(Record("Mail", 12), 5)),
		damaged("name-other", "another name", Put(Record("Mail", 20), []byte("X"))),
		damaged("name-backslash", "a backslash in a name", Put(Record("Mail", 20), []byte(`\`))),
		damaged("name-nul", "a NUL in a name", Put(Record("Mail", 20), []byte{0})),
		damaged("values-more", "more values than there are", Put16(Record("Mail", 14), 5)),
		damaged("values-65535", "65535 values", Put16(Record("Mail", 14), 0xFFFF)),
		damaged("values-less", "fewer values than there are", Put16(Record("Mail", 14), 3)),
		damaged("values-0", "no values, though there are some", Put16(Record("Mail", 14), 0)),
		damaged("value-name-past", "a value name longer than its record", Put16(Value("Mail", "", 8), 0xFFFF)),
		damaged("value-name-less", "a value name that gives a byte to the data", Put16(Value("Mail", "path", 8), 3)),
		damaged("value-data-past", "data longer than their record", Put16(Value("Mail", "", 10), 0xFFFF)),
		damaged("value-data-more", "data that take in the next value", Put16(Value("Mail", "path", 10), 25)),
		damaged("value-data-less", "data that leave a rest", Put16(Value("Mail", "path", 10), 2)),
	}
}

func otherClasses() []Class {
	return []Class{
		written("names", "names that would act on a terminal", "[esc\\u001b\\u0080]\n\"line\\u000a\"=\"\\u009b\""),
		damagedText("same-name", "two values of one name", "[K]\n\"v\"=\"1\"\n\"w\"=\"2\"", Put(Value("K", "w", 12), []byte("V"))),
		damagedText("same-key", "two keys of one name", "[K\\ab]\n[K\\ba]", Put(Record(`K\ba`, 20), []byte("AB"))),
		written("types", "values of every type and of none", "[K]\n\"a\"=hex(0):\n\"b\"=hex(ffffffff):01\n\"c\"=hex(b):01\n\"d\"=hex(4):01,02\n\"e\"=hex(7):"),
		written("largest", "a value of the largest size", "[K]\n\"v\"=hex:41*65535"),
		written("no-keys", "nothing but a root key", ""),
		{Name: "deep-3000", Doc: "3000 levels of keys", Make: func() []byte {
			img, _ := mustImage("[" + strings.TrimSuffix(strings.Repeat(`k\`, 3000), `\`) + "]")
			return img
		}},
		{Name: "many-20000", Doc: "20000 subkeys of one key", Valid: true, Make: func() []byte {
			tree := hivetest.NewTree()
			for i := range 20000 {
				tree.Root.Add(fmt.Sprint("k", i))
			}
			img, _ := mustWrite(tree)
			return img
		}},
	}
}
