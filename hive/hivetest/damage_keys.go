package hivetest

import (
	"fmt"
	"strings"
)

// Offsets in an nk that the damages aim at.
const (
	nkFlags      = 2
	nkWritten    = 4
	nkParent     = 16
	nkSubkeys    = 20
	nkList       = 28
	nkValues     = 36
	nkValueList  = 40
	nkSecurity   = 44
	nkClass      = 48
	nkNameSize   = 72
	nkClassSize  = 74
	keyPredef    = 0x40 // value count is a handle
	predefHandle = 0x80000002
)

// EntryField aims at the pointer to a subkey in its parent's list.
func EntryField(parent string, leaf, index int) Aim {
	return func(l *Layout) int {
		width := 8
		if l.Minor < 3 {
			width = 4
		}
		return LeafCell(parent, leaf)(l) + l.Body(0) + 4 + width*index
	}
}

// SelfSubkey makes a key its own first subkey.
func SelfSubkey(path string) Damage { return Point(EntryField(path, 0, 0), KeyCell(path)) }

// SharedChild lists another key's nk as a key's first subkey, too.
func SharedChild(path, other string) Damage { return Point(EntryField(path, 0, 0), KeyCell(other)) }

// SelfParent makes a key its own parent.
func SelfParent(path string) Damage { return Parent(path, path) }

// Parent makes a key say that another is its parent.
func Parent(path, parent string) Damage { return Point(KeyField(path, nkParent), KeyCell(parent)) }

// SubNilCount says there are n subkeys but no list.
func SubNilCount(path string, n uint32) Damage {
	return Chain(SubPointer(path, noCell), SubCount(path, n))
}

// SubOutside points the subkey list outside the file.
func SubOutside(path string) Damage { return SubPointer(path, outside) }

// SubPointer sets the pointer to the subkey list.
func SubPointer(path string, rel uint32) Damage { return Put32(KeyField(path, nkList), rel) }

// SubCount sets the number of subkeys; 0 leaves a list that must not be used.
func SubCount(path string, n uint32) Damage { return Put32(KeyField(path, nkSubkeys), n) }

// ListCount sets the number of entries in a key's subkey list.
func ListCount(path string, n uint16) Damage { return Put16(CellField(ListCell(path), 2), n) }

// ListSignature sets the two letters of a key's subkey list.
func ListSignature(path, sig string) Damage {
	return PutBytes(CellField(ListCell(path), 0), []byte(sig))
}

// ListUnsorted swaps the first two subkeys in a list.
func ListUnsorted(path string) Damage {
	return func(img []byte, l *Layout) []byte {
		a, b := EntryField(path, 0, 0)(l), EntryField(path, 0, 1)(l)
		first := string(img[a:b])
		copy(img[a:], img[b:b+(b-a)])
		copy(img[b:], first)
		return img
	}
}

// LHBadHash spoils the hash of the first subkey in a list.
func LHBadHash(path string) Damage {
	return func(img []byte, l *Layout) []byte {
		img[EntryField(path, 0, 0)(l)+4] ^= 0xFF
		return img
	}
}

// RI puts lists in front of a key's subkey list. Each slice is one ri; its numbers name entries: i >= 0
// is list i of the slices, and -1 is the list the key has. The key then points to list 0.
func RI(path string, lists [][]int) Damage {
	return func(img []byte, l *Layout) []byte {
		leaf := ListCell(path)(l)
		made := make([]int, len(lists))
		img = addCells(img, l, func(c *cells) {
			for i, entries := range lists {
				made[i] = c.alloc(4 + 4*len(entries))
			}
			for i, entries := range lists {
				b := c.body(made[i])
				copy(b, "ri")
				le.PutUint16(b[2:], uint16(len(entries)))
				for j, e := range entries {
					to := leaf
					if e >= 0 {
						to = made[e]
					}
					le.PutUint32(b[4+4*j:], rel(to))
				}
			}
		})
		return Put32(KeyField(path, nkList), rel(made[0]))(img, l)
	}
}

// RISelf puts an ri list in front that names itself before the real list.
func RISelf(path string) Damage { return RI(path, [][]int{{0, -1}}) }

// RICycle puts two ri lists in front that name each other.
func RICycle(path string) Damage { return RI(path, [][]int{{1, -1}, {0, -1}}) }

// RIDeep puts a chain of n ri lists in front.
func RIDeep(path string, n int) Damage { return RIBomb(path, n, 1) }

// RISameLeaf puts an ri list in front that names the real list n times.
func RISameLeaf(path string, n int) Damage {
	entries := make([]int, n)
	for i := range entries {
		entries[i] = -1
	}
	return RI(path, [][]int{entries})
}

// RIBomb puts a chain of ri lists in front, each naming the next one fan times: fan to the power of
// levels visits for a reader that follows every one.
func RIBomb(path string, levels, fan int) Damage {
	lists := make([][]int, levels)
	for i := range lists {
		next := i + 1
		if next == levels {
			next = -1
		}
		for range fan {
			lists[i] = append(lists[i], next)
		}
	}
	return RI(path, lists)
}

// NameSize sets the length of a key's name in bytes.
func NameSize(path string, n uint16) Damage { return Put16(KeyField(path, nkNameSize), n) }

// NameUTF16Odd says the name is UTF-16 and has an odd number of bytes.
func NameUTF16Odd(path string) Damage { return Chain(KeyFlags(path, 0), NameSize(path, 5)) }

// KeyFlags sets the flags of a key.
func KeyFlags(path string, flags uint16) Damage { return Put16(KeyField(path, nkFlags), flags) }

// KeyTime sets the last written time of a key.
func KeyTime(path string, filetime uint64) Damage { return Put64(KeyField(path, nkWritten), filetime) }

// ClassPast makes a class name longer than its cell.
func ClassPast(path string) Damage { return Put16(KeyField(path, nkClassSize), 0xFFFE) }

// ClassOutside points a class name outside the file.
func ClassOutside(path string) Damage { return Put32(KeyField(path, nkClass), outside) }

// Predef makes a key a predefined handle: its value count is a handle, and its value list is not one.
func Predef(path string) Damage {
	return Chain(KeyFlags(path, keyPredef|keyCompName), Put32(KeyField(path, nkValues), predefHandle))
}

// DeepKeys is a hive with n keys below each other, all named k.
func DeepKeys(n int) []byte { return nested(n, "k") }

// PathTooLong is a hive whose deepest path is n names of 256 characters.
func PathTooLong(n int) []byte {
	return nested(n, fmt.Sprintf("%0256d", 7))
}

func nested(n int, name string) []byte {
	tree := NewTree()
	k := tree.Root
	for range n {
		k = k.Add(name)
	}
	k.AddValue("v", regDword, []byte{1, 0, 0, 0})
	img, _ := tree.mustImage()
	return img
}

// ManySubkeys is a hive with n keys below one.
func ManySubkeys(n int) []byte {
	tree := NewTree()
	k := tree.Root.Add("many")
	for i := range n {
		k.Add(fmt.Sprintf("k%07d", i))
	}
	img, _ := tree.mustImage()
	return img
}

// DuplicateNames is a hive with two subkeys, and two values, of the same name.
func DuplicateNames() []byte {
	tree := NewTree()
	for _, name := range []string{"Same", "SAME"} {
		k := tree.Root.Add(name)
		k.AddValue("v", regDword, []byte{1, 0, 0, 0})
		k.AddValue("V", regDword, []byte{2, 0, 0, 0})
	}
	img, _ := tree.mustImage()
	return img
}

// LongNames is a hive with a key whose name has this many Latin-1 characters and whose class has this
// many UTF-16 units.
func LongNames(name, class int) []byte {
	tree := NewTree()
	k := tree.Root.Add(strings.Repeat("n", name))
	k.Class = units(strings.Repeat("c", class))
	k.AddValue("v", regDword, []byte{1, 0, 0, 0})
	img, _ := tree.mustImage()
	return img
}
