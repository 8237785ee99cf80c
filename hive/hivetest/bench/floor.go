package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// floor is the least that a program can do to get at the keys of a sound hive: it follows offsets and checks only that
// they stay in the file. It shares nothing with the readers, and is of no use on a hive that is not sound.
type floor struct {
	img                 []byte
	data                bool // look at value data too
	keys, values, bytes int
}

// cell is the payload of the cell at an offset from the first bin; nil where there is none.
func (f *floor) cell(rel uint32) []byte {
	const firstBin = 4096
	at := int(rel) + firstBin
	if at+4 > len(f.img) {
		return nil
	}
	size := -int(int32(binary.LittleEndian.Uint32(f.img[at:])))
	if size < 4 || at+size > len(f.img) {
		return nil
	}
	return f.img[at+4 : at+size]
}

// Offsets in the payload of an nk cell, and how long the fixed part is.
const (
	nkSubkeys, nkList, nkValues, nkValueList, nkNameSize, nkFixed = 20, 28, 36, 40, 72, 76
	vkFixed                                                       = 20
)

func (f *floor) root() []byte { return f.cell(binary.LittleEndian.Uint32(f.img[36:])) }

// subkeys hands over the subkeys of a list until each is false.
func (f *floor) subkeys(list []byte, each func(nk []byte) bool) bool {
	if len(list) < 4 {
		return true
	}
	step := 4
	switch string(list[:2]) {
	case "lf", "lh":
		step = 8
	}
	for i, n := 4, binary.LittleEndian.Uint16(list[2:]); n > 0 && i+4 <= len(list); i, n = i+step, n-1 {
		at := f.cell(binary.LittleEndian.Uint32(list[i:]))
		switch {
		case string(list[:2]) == "ri":
			if !f.subkeys(at, each) {
				return false
			}
		case len(at) >= nkFixed && !each(at):
			return false
		}
	}
	return true
}

func nameOf(nk []byte) []byte {
	return nk[nkFixed:min(len(nk), nkFixed+int(binary.LittleEndian.Uint16(nk[nkNameSize:])))]
}

// child is the subkey of that name in ASCII, in any case; nil where there is none.
func (f *floor) child(nk []byte, name string) (found []byte) {
	if binary.LittleEndian.Uint32(nk[nkSubkeys:]) > 0 {
		f.subkeys(f.cell(binary.LittleEndian.Uint32(nk[nkList:])), func(sub []byte) bool {
			if bytes.EqualFold(nameOf(sub), []byte(name)) {
				found = sub
			}
			return found == nil
		})
	}
	return found
}

// all goes through a key and everything below it, with all value data if asked.
func (f *floor) all(nk []byte) {
	f.keys++
	f.bytes += len(string(nameOf(nk)))
	list := f.cell(binary.LittleEndian.Uint32(nk[nkValueList:]))
	for i := 0; i < int(binary.LittleEndian.Uint32(nk[nkValues:])) && 4*i+4 <= len(list); i++ {
		if vk := f.cell(binary.LittleEndian.Uint32(list[4*i:])); len(vk) >= vkFixed {
			f.values++
			size := binary.LittleEndian.Uint32(vk[4:])
			if f.data && size>>31 == 0 {
				data := f.cell(binary.LittleEndian.Uint32(vk[8:]))
				for _, b := range data[:min(len(data), int(size))] {
					f.bytes += int(b & 1)
				}
			}
		}
	}
	if binary.LittleEndian.Uint32(nk[nkSubkeys:]) > 0 {
		f.subkeys(f.cell(binary.LittleEndian.Uint32(nk[nkList:])), func(sub []byte) bool {
			f.all(sub)
			return true
		})
	}
}

// floorWalk is walk over one read of the file.
func floorWalk(path string) error {
	img, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	f := floor{img: img, data: true}
	f.all(f.root())
	fmt.Println(f.keys, "keys", f.values, "values", f.bytes)
	return nil
}

// floorMapped is walk without value data over every hive below a folder, each mapped into memory: only what is looked
// at is read.
func floorMapped(dir string) error {
	var f floor
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		img, done, err := mapped(file)
		if err != nil {
			return errors.Join(errors.New(file), err)
		}
		defer done()
		if bytes.HasPrefix(img, []byte("regf")) {
			f.img = img
			f.all(f.root())
		}
		return nil
	})
	fmt.Println(f.keys, "keys", f.values, "values", f.bytes)
	return err
}
