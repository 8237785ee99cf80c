package cells

import (
	"fmt"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/internal/base"
)

// File is one hive file, or the image that its transaction logs make of it: its bytes, bins, cells and records, and
// what was found damaged of them. It is not safe for concurrent use: reading may add diagnostics.
type File struct {
	Base        base.Block
	FileSize    int64
	Image       *image
	BinsSize    int64 // bytes of hive bins that are used
	binsGuessed bool  // binsSize was taken from the file, not from the base block
	baseLost    bool  // the base block could not be read
	truncated   bool
	Bins        binMap
	CellHeader  int    // bytes before a cell's data: 4, or 8 in format 1.1
	CellAlign   int    // cell sizes are multiples of this: 8, or 16 in format 1.1
	Wide        bool   // all names are UTF-16 (format 1.1)
	RootCell    uint32 // of the root key, where paths start; NIL while it is not known
	Diagnostics Diagnostics
	Survey      *Survey // what a pass over the live tree found in use; nil while none has begun
	affected    *affected
	Steps       int64 // places looked at to get over damage; tests hold it to be linear
	// where says where in a transaction log the byte at an offset stands, if in one; nil without logs.
	where func(offset int64) (hive.Place, bool)
}

// Replaced is the hive with an image in the place of the file's that its logs made of it. where says what of it is
// theirs.
func (f *File) Replaced(img *base.Layers, blk base.Block, where func(offset int64) (hive.Place, bool)) *File {
	after := &File{Base: blk, FileSize: f.FileSize, Image: &image{Buf: img.File(), layers: img}, RootCell: NIL, where: where}
	after.Image.diags = &after.Diagnostics
	after.keepLost(f)
	after.BinsSize = min(int64(blk.BinsSize), (after.Image.Size()-base.Size)/base.PageSize*base.PageSize)
	return after
}

// keepLost takes over from the hive on disk what of its file could not be read and was not written over by
// a log.
func (f *File) keepLost(disk *File) {
	f.Image.zeros = disk.Image.zeros
	for _, bad := range disk.Image.Lost {
		for at := bad.From; at < bad.To; {
			end := min((at/diskSector+1)*diskSector, bad.To)
			if _, ok := f.where(at); !ok {
				f.Image.lose(Span{at, end})
			}
			at = end
		}
	}
	for _, d := range disk.Diagnostics.List {
		if d.Kind == hive.KindUnreadable || d.Kind == hive.KindFileChanged {
			f.Diagnostics.Add(d)
		}
	}
}

// Anew is the same hive, of which nothing was read or said yet.
func (f *File) Anew() *File {
	c := &File{
		Base: f.Base, FileSize: f.FileSize, BinsSize: f.BinsSize, binsGuessed: f.binsGuessed, truncated: f.truncated, baseLost: f.baseLost,
		Image: &image{Buf: f.Image.Buf, layers: f.Image.layers, Lost: f.Image.Lost, zeros: f.Image.zeros}, RootCell: NIL, where: f.where,
	}
	c.Image.diags = &c.Diagnostics
	return c
}

// Version is the format version as written in the base block, "1.3"; "" where that could not be read.
func (f *File) Version() string {
	if f.baseLost {
		return ""
	}
	return fmt.Sprintf("%d.%d", f.Base.Major, f.Base.Minor)
}

// Place returns where in the evidence the byte at an offset of the hive stands: in the hive file itself or, in
// a replayed hive, in the transaction log that wrote it last.
func (f *File) Place(offset int64) hive.Place {
	if f.where != nil {
		if at, ok := f.where(offset); ok {
			return at
		}
	}
	return hive.Place{Offset: offset}
}

// Evidence is place; ok is false where replay made the hive longer than its file and no log fills that part: the
// place is then the end of the file.
func (f *File) Evidence(offset int64) (at hive.Place, ok bool) {
	at = f.Place(offset)
	if f.where != nil && at.File == "" && offset >= f.FileSize {
		return hive.Place{Offset: f.FileSize}, false
	}
	return at, true
}

// InFile reports whether an offset could have been one of this hive's cells, in its bins or behind them.
func (f *File) InFile(rel uint32) bool {
	return rel%8 == 0 && rel >= BinHeader && int64(rel) < max(f.BinsSize, f.Image.Size()-base.Size)
}

// KeyPath returns the path of the key whose nk cell, which holds rec, is at rel, below the root key, which is not named: "Software\Microsoft". It follows
// the parent offsets; where they break or circle, the path starts with "?".
func (f *File) KeyPath(rel uint32, rec KeyNode) hive.Path {
	var names []string
	size := 0
	for depth := 0; rel != f.RootCell; depth++ {
		name := string(hive.Path("").Join(rec.Name(f.Wide).Text()))
		if size += len(name) + 1; depth > hive.MaxDepth || size > MaxKeyPath {
			names = append(names, "?")
			break
		}
		names = append(names, name)
		c, ok := f.CellAt(rec.Parent())
		if !ok || !Signed(c.Payload, "nk", NKFixed) {
			names = append(names, "?")
			break
		}
		rel, rec = rec.Parent(), c.Payload
	}
	slices.Reverse(names)
	return hive.Path(strings.Join(names, `\`))
}
