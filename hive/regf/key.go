package regf

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// Key is a handle on one key node; what it tells is decoded from the hive's bytes when asked for. The
// zero Key is no key.
type Key struct {
	h   *Hive
	rel uint32
	rec cells.KeyNode
}

// keyAt returns the key whose nk cell is at rel, which owner's list or parent field names.
func (h *Hive) keyAt(rel, owner uint32) (Key, bool) {
	p, ok := h.f.Record(rel, "nk", cells.NKFixed, owner)
	if !ok {
		return Key{}, false
	}
	k := Key{h: h, rel: rel, rec: p}
	h.f.Use(rel, p, cells.NKFixed+k.rec.NameLength(), "nk", owner)
	k.checkName()
	return k, true
}

// checkName says what is wrong with the name and flags of a key.
func (k Key) checkName() {
	n, raw := k.rec.NameLength(), len(k.rec)-cells.NKFixed
	switch name := k.rec.Name(k.h.f.Wide); {
	case n > raw:
		k.h.f.DiagKey(hive.KindName, k.Offset(), "nk", k.rel, fmt.Sprintf("the name of %d bytes leaves its cell; %d are shown", n, raw))
	case n == 0:
		k.h.f.DiagKey(hive.KindName, k.Offset(), "nk", k.rel, "the name is empty")
	case !name.Latin1 && n%2 != 0:
		k.h.f.DiagKey(hive.KindName, k.Offset(), "nk", k.rel, fmt.Sprintf("a UTF-16 name of %d bytes", n))
	case name.Contains('\\'):
		k.h.f.DiagKey(hive.KindName, k.Offset(), "nk", k.rel, "the name holds a backslash")
	}
	if f := k.rec.Flags(); f&(cells.NKVolatile|cells.NKHiveExit) != 0 {
		k.h.f.DiagKey(hive.KindFlags, k.Offset(), "nk", k.rel, fmt.Sprintf("flags 0x%04x mark a volatile key or a mount point", f))
	}
}

// Root returns the root key; ok is false where it cannot be read.
func (h *Hive) Root() (k Key, ok bool) { return h.root, h.root.h != nil }

// Name returns the key's own name.
func (k Key) Name() hive.Text { return k.rec.Name(k.h.f.Wide).Text() }

// NameIs reports whether Windows takes name for this key's name. It does not allocate for ASCII names.
func (k Key) NameIs(name hive.Text) bool { return k.rec.Name(k.h.f.Wide).Equal(hive.UpcaseUnits(name)) }

// Path returns the key's path below the root key, which is not named: "Software\Microsoft". It follows
// the parent offsets; where they break or circle, the path starts with "?".
func (k Key) Path() hive.Path { return k.h.f.KeyPath(k.rel, k.rec) }

// LastWrite is when the key itself, one of its values or a direct subkey was last added, changed or removed.
func (k Key) LastWrite() hive.Time { return k.rec.LastWrite() }

// Offset is where the key's nk cell starts in the hive file, in bytes.
func (k Key) Offset() int64 { return k.h.f.FileOffset(k.rel) }

// Flags are the key node's flags as stored.
func (k Key) Flags() uint16 { return k.rec.Flags() }

// Class returns the class name's bytes (UTF-16LE by custom, but any bytes are possible), nil where
// there is none.
func (k Key) Class() []byte {
	n := int(k.rec.ClassLength())
	if n == 0 {
		return nil
	}
	if k.rec.Class() == cells.NIL {
		k.h.f.DiagKey(hive.KindClass, k.Offset(), "nk", k.rel, fmt.Sprintf("a class name of %d bytes without a cell", n))
		return nil
	}
	p, ok := k.h.f.LiveCell(k.rec.Class(), "class", k.rel)
	if !ok {
		return nil
	}
	if n > len(p) {
		k.h.f.DiagKey(hive.KindClass, k.h.f.FileOffset(k.rec.Class()), "class", k.rel, fmt.Sprintf("the class name of %d bytes leaves its cell of %d", n, len(p)))
		n = len(p)
	}
	k.h.f.Use(k.rec.Class(), p, n, "class", k.rel)
	return p[:n:n]
}
