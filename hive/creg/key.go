package creg

import (
	"iter"
	"slices"
	"strings"

	"mapihive/hive"
)

// Key is a handle on one key; what it tells is decoded from the file when asked for. The zero Key is no key.
type Key struct {
	h  *Hive
	at int32
}

// Root returns the root key; ok is false where there is none.
func (h *Hive) Root() (k Key, ok bool) {
	if len(h.nodes) == 0 {
		return Key{}, false
	}
	return Key{h, 0}, true
}

// recordName returns the bytes of the name of a record, as far as they are there.
func (h *Hive) recordName(r record) []byte {
	head, ok := h.m.bytes(r.off, recordFixed)
	if !ok || r.size < recordFixed {
		return nil
	}
	name, _ := h.m.bytes(r.off+recordFixed, min(int64(u16(head, offNameLength)), r.size-recordFixed))
	return name
}

// ANSIName is the key's own name as stored, nil where its record is lost and for the root key.
func (k Key) ANSIName() []byte {
	if r := k.h.nodes[k.at].record; r != none {
		return k.h.recordName(k.h.records[r])
	}
	return nil
}

// Name is the key's own name, "" where its record is lost and for the root key.
func (k Key) Name() hive.Text {
	name, _ := k.h.page.Decode(k.ANSIName())
	return name
}

// Path is the key's path below the root key, which is not named. One that is too long starts with "?".
func (k Key) Path() hive.Path { return k.pathFrom(0) }

// pathFrom is the path below a key above this one, or below the root.
func (k Key) pathFrom(top int32) hive.Path {
	if k.at < 0 {
		return ""
	}
	var names []string
	size := 0
	for at := k.at; at != top && k.h.nodes[at].parent != none; at = k.h.nodes[at].parent {
		name := string(hive.Path("").Join(Key{k.h, at}.Name()))
		if size += len(name) + 1; size > maxKeyPath {
			names = append(names, "?")
			break
		}
		names = append(names, name)
	}
	slices.Reverse(names)
	return hive.Path(strings.Join(names, `\`))
}

// Offset is where the key's entry stands in the file, in bytes.
func (k Key) Offset() int64 { return k.h.nodes[k.at].place() }

// RecordOffset is where the key's record stands in the file, in bytes; 0 where it is lost and for the root key.
func (k Key) RecordOffset() int64 {
	if r := k.h.nodes[k.at].record; r != none {
		return k.h.records[r].off
	}
	return 0
}

// Subkeys yields the direct subkeys in stored order.
func (k Key) Subkeys() iter.Seq[Key] {
	return func(yield func(Key) bool) {
		for at := k.h.nodes[k.at].child; at != none; at = k.h.nodes[at].next {
			if !yield(Key{k.h, at}) {
				return
			}
		}
	}
}

// Subkey finds the direct subkey called name; of several, the first listed.
func (k Key) Subkey(name hive.Text) (Key, bool) {
	for sub := range k.Subkeys() {
		if k.h.named(sub.ANSIName(), name) {
			return sub, true
		}
	}
	return Key{}, false
}

// named reports whether a stored name is the same as a name, as names are compared.
func (h *Hive) named(stored []byte, name hive.Text) bool {
	if len(stored) == len(name) { // mostly, both are ASCII
		same, ascii := true, true
		for i, c := range stored {
			same = same && (c == name[i] || raise(c) == raise(name[i]))
			ascii = ascii && c < 0x80 && name[i] < 0x80
		}
		if ascii {
			return same
		}
	}
	if len(stored) > len(name) { // a character is never shorter in UTF-8
		return false
	}
	text, _ := h.page.Decode(stored)
	return hive.EqualFold(text, name)
}

func raise(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}

// Lookup finds the key at path below k, "" for k itself.
func (k Key) Lookup(path hive.Path) (Key, bool) {
	for name := range path.Names() {
		var ok bool
		if k, ok = k.Subkey(name); !ok {
			return Key{}, false
		}
	}
	return k, true
}

// Lookup finds a key by its path below the root key.
func (h *Hive) Lookup(path hive.Path) (Key, bool) {
	root, ok := h.Root()
	if !ok {
		return Key{}, false
	}
	return root.Lookup(path)
}
