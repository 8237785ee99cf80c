package hivetest

import (
	"fmt"
	"math"
	"slices"
	"unicode/utf16"
)

// audit reads an image back with a reader of its own and checks everything that holds in a hive Windows
// closed properly: every allocated cell is used exactly once, free cells have no free neighbour, parents,
// order, hashes and reference counts are right, the length fields are upper bounds.
type audit struct {
	img    []byte
	minor  int
	head   int
	alloc  map[int]int // cell -> times used
	free   map[int]int // cell -> size
	skRefs map[int]uint32
	keys   map[string]readKey
	paths  []string
	errs   []string
}

type readKey struct {
	written uint64
	class   string
	flags   uint16
	owner   string // raw owner SID
	values  []readValue
}

type readValue struct {
	name string
	typ  uint32
	data string
	wide bool
}

func (a *audit) fail(format string, args ...any) {
	a.errs = append(a.errs, fmt.Sprintf(format, args...))
}

// auditImage returns what the image holds and what is wrong with it. A panic counts as something wrong: this
// reader is not made for hostile input, but it visits nothing twice and so comes to an end.
func auditImage(img []byte) (a *audit) {
	a = &audit{img: img, head: 4, alloc: map[int]int{}, free: map[int]int{}, skRefs: map[int]uint32{}, keys: map[string]readKey{}}
	defer func() {
		if r := recover(); r != nil {
			a.fail("panic: %v", r)
		}
	}()
	a.minor = int(le.Uint32(img[24:]))
	if a.minor == 1 {
		a.head = 8
	}
	sealed := slices.Clone(img[:512])
	Seal(sealed)
	if string(img[:4]) != "regf" || le.Uint32(sealed[508:]) != le.Uint32(img[508:]) {
		a.fail("base block: signature or checksum")
	}
	if le.Uint32(img[20:]) != 1 || le.Uint32(img[28:]) != 0 || le.Uint32(img[32:]) != 1 {
		a.fail("base block: version, type or format")
	}
	if int(le.Uint32(img[40:])) != len(img)-4096 {
		a.fail("base block: size of bins")
	}
	if le.Uint64(img[12:]) != le.Uint64(img[4096+20:]) {
		a.fail("first bin: time")
	}
	a.cells()
	a.key(int(le.Uint32(img[36:]))+4096, 0, "", true)
	a.finish()
	return a
}

func (a *audit) cells() {
	align := 8
	if a.minor == 1 {
		align = 16
	}
	for bin := 4096; bin < len(a.img); {
		size := int(le.Uint32(a.img[bin+8:]))
		if string(a.img[bin:bin+4]) != "hbin" || int(le.Uint32(a.img[bin+4:])) != bin-4096 || size%4096 != 0 || size <= 0 || size > len(a.img)-bin {
			a.fail("bin at 0x%x", bin)
			return
		}
		prev, prevFree := -1, false
		for c := bin + 32; c < bin+size; {
			n := int(int32(le.Uint32(a.img[c:])))
			if n == 0 || n == math.MinInt32 || n%align != 0 || abs(n) > bin+size-c { // the least has no absolute value on 32 bits
				a.fail("cell at 0x%x has size %d", c, n)
				return
			}
			if a.minor == 1 && int(int32(le.Uint32(a.img[c+4:]))) != prev {
				a.fail("cell at 0x%x points back to 0x%x", c, le.Uint32(a.img[c+4:]))
			}
			if n > 0 {
				if prevFree {
					a.fail("free cell at 0x%x follows a free cell", c)
				}
				a.free[c] = n
			} else {
				a.alloc[c] = 0
			}
			prev, prevFree = c-bin, n > 0
			c += abs(n)
		}
		bin += size
	}
}

// use counts one reference to a cell and returns its data.
func (a *audit) use(ref uint32, what string) []byte {
	cell := int(ref) + 4096
	if _, ok := a.alloc[cell]; !ok {
		a.fail("%s at 0x%x is not an allocated cell", what, cell)
		return make([]byte, 65536)
	}
	a.alloc[cell]++
	end := cell + abs(int(int32(le.Uint32(a.img[cell:]))))
	return a.img[cell+a.head : end : end]
}

func (a *audit) name(raw []byte, compressed bool) []uint16 {
	var name []uint16
	if compressed {
		for _, c := range raw {
			name = append(name, uint16(c))
		}
		return name
	}
	for i := 0; i+1 < len(raw); i += 2 {
		name = append(name, le.Uint16(raw[i:]))
	}
	return name
}

func (a *audit) key(cell, parent int, path string, root bool) (name []uint16, classLen int) {
	b := a.use(uint32(cell-4096), "nk "+path)
	if a.alloc[cell] > 1 {
		return nil, 0 // finish reports it
	}
	if string(b[:2]) != "nk" {
		a.fail("%q: no nk", path)
		return nil, 0
	}
	flags := le.Uint16(b[2:])
	nameLen := int(le.Uint16(b[72:]))
	if nameLen == 0 || flags&0x20 == 0 && nameLen%2 != 0 {
		a.fail("%q: name of %d bytes", path, nameLen)
	}
	name = a.name(b[76:76+nameLen], flags&0x20 != 0)
	if a.minor == 1 && flags&0x20 != 0 {
		a.fail("%q: compressed name in version 1.1", path)
	}
	if !root {
		path = JoinPath(path, name)
		if int(le.Uint32(b[16:]))+4096 != parent {
			a.fail("%q: parent", path)
		}
	}
	k := readKey{written: le.Uint64(b[4:]), flags: flags}
	if classLen = int(le.Uint16(b[74:])); classLen > 0 {
		c := a.use(le.Uint32(b[48:]), "class")
		k.class = string(utf16.Decode(a.name(c[:classLen], false)))
	} else if le.Uint32(b[48:]) != 0xFFFFFFFF {
		a.fail("%q: class pointer without class", path)
	}
	k.owner = a.security(le.Uint32(b[44:]))
	k.values = a.values(path, b)
	if _, dup := a.keys[path]; dup {
		a.fail("%q: twice", path)
	}
	a.keys[path] = k
	a.paths = append(a.paths, path)

	n := int(le.Uint32(b[20:]))
	if n == 0 {
		if le.Uint32(b[28:]) != 0xFFFFFFFF {
			a.fail("%q: list without subkeys", path)
		}
		return name, classLen
	}
	subs, hints, kind := a.list(le.Uint32(b[28:]), false)
	if len(subs) != n {
		a.fail("%q: %d subkeys listed, %d counted", path, len(subs), n)
	}
	var last []uint16
	for i, sub := range subs {
		sn, sc := a.key(sub, cell, path, false)
		if min(2*len(sn), 0xFFFF) > int(le.Uint16(b[52:])) || sc > int(le.Uint32(b[56:])) {
			a.fail("%q: longest subkey name or class", path)
		}
		if i > 0 && slices.Compare(last, upcased(sn)) >= 0 {
			a.fail("%q: subkeys not in order", path)
		}
		last = upcased(sn)
		if kind == "lh" && hints[i] != lhHash(sn) || kind == "lf" && hints[i] != lfHint(sn) {
			a.fail("%q: hash of %s", path, NameText(sn))
		}
	}
	return name, classLen
}

func (a *audit) list(ref uint32, leaf bool) (cells []int, hints []uint32, kind string) {
	b := a.use(ref, "list")
	if a.alloc[int(ref)+4096] > 1 {
		return nil, nil, "" // finish reports it
	}
	kind = string(b[:2])
	n := int(le.Uint16(b[2:]))
	allowed := map[int][]string{1: {"li"}, 2: {"li"}, 3: {"lf", "li"}, 4: {"lf", "li"}, 5: {"lh"}, 6: {"lh"}}[a.minor]
	switch {
	case n == 0:
		a.fail("empty %s", kind)
	case kind == "ri" && !leaf:
		for i := range n {
			c, h, k := a.list(le.Uint32(b[4+4*i:]), true)
			cells, hints, kind = append(cells, c...), append(hints, h...), k
		}
	case !slices.Contains(allowed, kind):
		a.fail("list kind %q in version 1.%d", kind, a.minor)
	case kind == "li":
		for i := range n {
			cells = append(cells, int(le.Uint32(b[4+4*i:]))+4096)
		}
	default:
		for i := range n {
			cells = append(cells, int(le.Uint32(b[4+8*i:]))+4096)
			hints = append(hints, le.Uint32(b[8+8*i:]))
		}
	}
	return cells, hints, kind
}

func (a *audit) values(path string, nk []byte) (values []readValue) {
	n := int(le.Uint32(nk[36:]))
	if n == 0 {
		if le.Uint32(nk[40:]) != 0xFFFFFFFF {
			a.fail("%q: value list without values", path)
		}
		return nil
	}
	list := a.use(le.Uint32(nk[40:]), "value list")
	for i := range n {
		b := a.use(le.Uint32(list[4*i:]), "vk")
		if string(b[:2]) != "vk" {
			a.fail("%q: no vk", path)
			continue
		}
		nameLen := int(le.Uint16(b[2:]))
		comp := a.minor != 1 && le.Uint16(b[16:])&1 != 0
		name := a.name(b[20:20+nameLen], comp)
		size := le.Uint32(b[4:])
		v := readValue{name: NameText(name), typ: le.Uint32(b[12:]), wide: nameLen > 0 && !comp}
		if size&0x80000000 != 0 {
			size &^= 0x80000000
			if size > 4 {
				a.fail("%q: %d bytes inside a vk", path, size)
				size = 4
			}
			v.data = string(b[8 : 8+size])
		} else {
			v.data = a.data(le.Uint32(b[8:]), int(size))
		}
		if 2*len(name) > int(le.Uint32(nk[60:])) || len(v.data) > int(le.Uint32(nk[64:])) {
			a.fail("%q: longest value name or data", path)
		}
		values = append(values, v)
	}
	return values
}

func (a *audit) data(ref uint32, size int) string {
	b := a.use(ref, "data")
	if a.alloc[int(ref)+4096] > 1 {
		return "" // finish reports it
	}
	if a.minor <= 3 || size <= 16344 {
		return string(b[:size])
	}
	n := int(le.Uint16(b[2:]))
	if string(b[:2]) != "db" || n != (size+16343)/16344 {
		a.fail("db at 0x%x", ref)
		return ""
	}
	list := a.use(le.Uint32(b[4:]), "db list")
	var data []byte
	for i := range n {
		s := a.use(le.Uint32(list[4*i:]), "segment")
		data = append(data, s[:min(16344, size-len(data))]...)
	}
	return string(data)
}

func (a *audit) security(ref uint32) string {
	cell := int(ref) + 4096
	if _, ok := a.alloc[cell]; !ok {
		a.fail("sk at 0x%x is not an allocated cell", cell)
		return ""
	}
	a.skRefs[cell]++
	end := cell + abs(int(int32(le.Uint32(a.img[cell:]))))
	sd := a.img[cell+a.head+20 : end : end]
	if size := int64(le.Uint32(a.img[cell+a.head+16:])); size > int64(len(sd)) {
		a.fail("sk at 0x%x: descriptor of %d bytes", cell, size)
	}
	acl := sd[le.Uint32(sd[16:]):]
	aces := acl[8:le.Uint16(acl[2:])]
	for range le.Uint16(acl[4:]) {
		size := le.Uint16(aces[2:])
		if size < 8 {
			a.fail("sk at 0x%x: entry of %d bytes", cell, size)
			break
		}
		aces = aces[size:]
	}
	owner := sd[le.Uint32(sd[4:]):]
	if owner[1] > 15 {
		a.fail("sk at 0x%x: %d sub-authorities", cell, owner[1])
		return ""
	}
	return string(owner[:8+4*int(owner[1])])
}

func (a *audit) finish() {
	for cell, used := range a.alloc {
		if refs := a.skRefs[cell]; refs != 0 {
			b := a.img[cell+a.head:]
			if string(b[:2]) != "sk" || le.Uint32(b[12:]) != refs {
				a.fail("sk at 0x%x: %d references counted as %d", cell, refs, le.Uint32(b[12:]))
			}
			next := int(le.Uint32(b[4:])) + 4096
			if a.skRefs[next] == 0 || int(le.Uint32(a.img[next+a.head+8:]))+4096 != cell {
				a.fail("sk at 0x%x: ring", cell)
			}
			continue
		}
		if used != 1 {
			a.fail("cell at 0x%x used %d times", cell, used)
		}
	}
}
