package regf

import (
	"fmt"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/internal/base"
)

// file is one hive file, or the image that its transaction logs make of it: its bytes, bins, cells and records, and
// what was found damaged of them. It is not safe for concurrent use: reading may add diagnostics.
type file struct {
	base        base.Block
	fileSize    int64
	img         *image
	binsSize    int64 // bytes of hive bins that are used
	binsGuessed bool  // binsSize was taken from the file, not from the base block
	baseLost    bool  // the base block could not be read
	truncated   bool
	bins        binMap
	cellHeader  int    // bytes before a cell's data: 4, or 8 in format 1.1
	cellAlign   int    // cell sizes are multiples of this: 8, or 16 in format 1.1
	wide        bool   // all names are UTF-16 (format 1.1)
	rootCell    uint32 // of the root key, where paths start; nilOffset while it is not known
	diags       diagnostics
	survey      *survey // what a pass over the live tree found in use; nil while none has begun
	steps       int64   // places looked at to get over damage; tests hold it to be linear
	// where says where in a transaction log the byte at an offset stands, if in one; nil without logs.
	where func(offset int64) (hive.Place, bool)
}

// replaced is the hive with an image in the place of the file's that its logs made of it. where says what of it is
// theirs.
func (f *file) replaced(img []byte, blk base.Block, where func(offset int64) (hive.Place, bool)) *file {
	after := &file{base: blk, fileSize: f.fileSize, img: &image{buf: img}, rootCell: nilOffset, where: where}
	after.img.diags = &after.diags
	after.keepLost(f)
	after.binsSize = min(int64(blk.BinsSize), (after.img.size()-base.Size)/base.PageSize*base.PageSize)
	return after
}

// keepLost takes over from the hive on disk what of its file could not be read and was not written over by
// a log.
func (f *file) keepLost(disk *file) {
	f.img.zeros = disk.img.zeros
	for _, bad := range disk.img.lost {
		for at := bad.from; at < bad.to; {
			end := min((at/diskSector+1)*diskSector, bad.to)
			if _, ok := f.where(at); !ok {
				f.img.lose(span{at, end})
			}
			at = end
		}
	}
	for _, d := range disk.diags.list {
		if d.Kind == hive.KindUnreadable || d.Kind == hive.KindFileChanged {
			f.diags.add(d)
		}
	}
}

// anew is the same hive, of which nothing was read or said yet.
func (f *file) anew() *file {
	c := &file{
		base: f.base, fileSize: f.fileSize, binsSize: f.binsSize, binsGuessed: f.binsGuessed, truncated: f.truncated, baseLost: f.baseLost,
		img: &image{buf: f.img.buf, lost: f.img.lost, zeros: f.img.zeros}, rootCell: nilOffset, where: f.where,
	}
	c.img.diags = &c.diags
	return c
}

// version is the format version as written in the base block, "1.3"; "" where that could not be read.
func (f *file) version() string {
	if f.baseLost {
		return ""
	}
	return fmt.Sprintf("%d.%d", f.base.Major, f.base.Minor)
}

// place returns where in the evidence the byte at an offset of the hive stands: in the hive file itself or, in
// a replayed hive, in the transaction log that wrote it last.
func (f *file) place(offset int64) hive.Place {
	if f.where != nil {
		if at, ok := f.where(offset); ok {
			return at
		}
	}
	return hive.Place{Offset: offset}
}

// evidence is place; ok is false where replay made the hive longer than its file and no log fills that part: the
// place is then the end of the file.
func (f *file) evidence(offset int64) (at hive.Place, ok bool) {
	at = f.place(offset)
	if f.where != nil && at.File == "" && offset >= f.fileSize {
		return hive.Place{Offset: f.fileSize}, false
	}
	return at, true
}

// keyPath returns the path of the key whose nk cell, which holds rec, is at rel, below the root key, which is not named: "Software\Microsoft". It follows
// the parent offsets; where they break or circle, the path starts with "?".
func (f *file) keyPath(rel uint32, rec keyNode) hive.Path {
	var names []string
	size := 0
	for depth := 0; rel != f.rootCell; depth++ {
		name := string(hive.Path("").Join(rec.name(f.wide).text()))
		if size += len(name) + 1; depth > hive.MaxDepth || size > maxKeyPath {
			names = append(names, "?")
			break
		}
		names = append(names, name)
		c, ok := f.cellAt(rec.parent())
		if !ok || !signed(c.payload, "nk", nkFixed) {
			names = append(names, "?")
			break
		}
		rel, rec = rec.parent(), c.payload
	}
	slices.Reverse(names)
	return hive.Path(strings.Join(names, `\`))
}
