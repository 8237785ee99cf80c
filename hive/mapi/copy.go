package mapi

import (
	"bytes"
	"context"
	"fmt"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// Limits of what is copied out of one hive. The largest profile seen holds 90 keys and 100 KB.
const (
	maxKeys  = 200_000  // keys below all profile roots of a hive
	maxBytes = 64 << 20 // bytes that values and paths below them take, overheads included
	maxDepth = 512      // levels below a profile's key: more than Windows allows in all ("Registry Element Size Limits")

	keyOverhead   = 256 // memory that a key takes beside its path, in bytes
	valueOverhead = 256 // and a value beside its name and data

	// dataFactor and dataSlack bound the value data among those bytes: dataFactor times the file plus
	// dataSlack. Honest values share no data; a forged hive may name one cell from each of them, and a
	// report needs many times the memory of what it shows.
	dataFactor = 3
	dataSlack  = 4 << 20
)

// sized is a registry that can tell how large its file is.
type sized interface{ FileSize() int64 }

// maxData is how much value data is copied out of one registry, in bytes.
func maxData(r hive.Registry) int64 {
	if s, ok := r.(sized); ok {
		return dataFactor*s.FileSize() + dataSlack
	}
	return maxBytes
}

// copier copies profile keys out of a registry, so that the registry can be dropped.
type copier struct {
	r     hive.Registry
	keys  int // still to be copied, at most
	bytes int
	data  int64 // of them, of value data
	full  bool
}

func newCopier(r hive.Registry) *copier {
	return &copier{r: r, keys: maxKeys, bytes: maxBytes, data: maxData(r)}
}

// tree copies k and everything below it. It is false once a limit is reached before k.
func (c *copier) tree(ctx context.Context, k hive.Key, state hive.Origin) (root Key, ok bool, err error) {
	// open[d] is the copy at depth d on the way to the key being visited. Pointers stay good because a
	// key's subkeys are only appended to while it is the last key of its depth.
	open := []*Key{&root}
	err = hive.Walk(ctx, k, func(k hive.Key, depth int) error {
		if c.full {
			return hive.ErrSkipSubkeys
		}
		var path hive.Path
		if depth == 0 {
			path = k.Path()
		} else {
			path = open[depth-1].Path.Join(k.Name())
		}
		if c.keys--; c.keys < 0 || !c.room(keyOverhead+len(path)) {
			c.limit(k)
			return hive.ErrSkipSubkeys
		}
		if depth == 0 {
			root, ok = c.key(k, path, state), true
			return nil
		}
		parent := open[depth-1]
		parent.Subkeys = append(parent.Subkeys, c.key(k, path, state))
		copied := &parent.Subkeys[len(parent.Subkeys)-1]
		open = append(open[:depth], copied)
		if depth == maxDepth && hasSubkeys(k) {
			copied.LeftOut = fmt.Sprintf("all subkeys, which are nested deeper than %d levels below the profile", maxDepth)
			c.r.Note(hive.Diagnostic{
				Kind: hive.KindDepth, Place: k.Place(), Structure: "nk", Path: root.Path, // k's own may be endless
				Message: copied.LeftOut + ", are left out",
			})
			return hive.ErrSkipSubkeys
		}
		return nil
	})
	return root, ok, err
}

func hasSubkeys(k hive.Key) bool {
	for range k.Subkeys() {
		return true
	}
	return false
}

func (c *copier) key(k hive.Key, path hive.Path, state hive.Origin) Key {
	out := Key{Name: k.Name(), Path: path, Place: k.Place(), LastWrite: k.LastWrite(), State: state}
	hidden := SecretKey(path)
	for v := range k.Values() {
		value := copyValue(v)
		value.Hidden = hidden
		if c.data -= int64(len(value.Data)); c.data < 0 || !c.room(valueOverhead+len(value.Name)+len(value.Data)) {
			c.limit(k)
			break
		}
		out.Values = append(out.Values, value)
	}
	return out
}

// room takes n bytes of what may be copied.
func (c *copier) room(n int) bool {
	if c.full || n > c.bytes {
		return false
	}
	c.bytes -= n
	return true
}

func (c *copier) limit(k hive.Key) {
	if !c.full {
		c.full = true
		c.r.Note(hive.Diagnostic{
			Kind: hive.KindLimit, Place: k.Place(), Structure: "nk", Path: k.Path(),
			Message: fmt.Sprintf("more than %d keys, %d MiB or %d bytes of value data in profiles; the rest is left out", maxKeys, maxBytes>>20, maxData(c.r)),
		})
	}
}

func copyValue(v hive.Value) prop.Value {
	data, whole := v.Data()
	out := prop.Value{Name: v.Name(), Type: v.Type(), Data: bytes.Clone(data), Place: v.Place()}
	switch {
	case whole:
	case len(data) == v.Size():
		out.Missing = "a part of its data could not be read and is shown as zeros"
	default:
		out.Missing = fmt.Sprintf("%d of %d bytes could be read", len(data), v.Size())
	}
	return out
}
