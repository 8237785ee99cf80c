package regf_test

import (
	"encoding/binary"
	"slices"

	"mapihive/hive/hivetest"
	"mapihive/hive/internal/cells"
)

// damageField is a field of the format: where it stands in one image, and what is written there.
type damageField struct {
	name   string // "nk value count"
	at     int    // file offset
	width  int    // bytes
	values []uint64
}

// damageFields lists every pointer, count, size and flag of the base block, bins, starts and records of an
// image, as the format describes them, with what to write over each.
func damageFields(img []byte, l *hivetest.Layout) []damageField {
	var fields []damageField
	starts := cellsIn(img, l)
	get := func(at, width int) uint64 {
		var b [8]byte
		copy(b[:], img[at:at+width])
		return binary.LittleEndian.Uint64(b[:])
	}
	add := func(name string, at, width int, values ...uint64) {
		old := get(at, width)
		values = slices.DeleteFunc(values, func(v uint64) bool { return v&(1<<(8*width)-1) == old })
		fields = append(fields, damageField{name, at, width, values})
	}
	turn := 0
	pointer := func(name string, at int) {
		values := []uint64{0, cells.NIL, 0x7FFF0000, get(at, 4) + 8, get(at, 4) + 4}
		turn++
		for i, c := range starts { // each pointer to a fifth of the starts, and each cell from many pointers
			if (i+turn)%5 == 0 {
				values = append(values, uint64(c-4096))
			}
		}
		add(name, at, 4, values...)
	}
	number := func(name string, at, width int) {
		old := get(at, width)
		values := []uint64{old - 2, old - 1, old + 1, old + 2, old / 2, 2 * old, 0, 1, 4, 8, 0xFF, 0x7FFF, 0xFFFF}
		if width == 4 {
			values = append(values, old-8, old+8, -old, 0x7FFFFFFF, 0x80000000, 0x80000002, 0x80000004, 0xFFFFFFFF, old|0x80000000)
		}
		add(name, at, width, values...)
	}
	flags := func(name string, at int) {
		for bit := range 16 {
			add(name, at, 2, get(at, 2)^1<<bit)
		}
	}
	for _, f := range []struct {
		name string
		at   int
	}{{"sequence", 4}, {"sequence", 8}, {"major version", 20}, {"minor version", 24}, {"type", 28}, {"format", 32}, {"bins size", 40}, {"clustering", 44}, {"flags", 144}} {
		number("base "+f.name, f.at, 4)
	}
	add("base bins size", 40, 4, 4096, 8192, get(40, 4)-4096, get(40, 4)+4096)
	pointer("base root", 36)
	for _, b := range l.Bins {
		number("hbin signature", b, 4)
		number("hbin offset", b+4, 4)
		add("hbin offset", b+4, 4, get(b+4, 4)+4096, get(b+4, 4)-4096, 4096)
		number("hbin size", b+8, 4)
		add("hbin size", b+8, 4, 4096, 8192, get(b+8, 4)+4096)
	}
	for _, c := range starts {
		number("cell size", c, 4)
	}
	done := map[int]bool{}
	once := func(cell int) (body int, first bool) {
		first = cell != 0 && !done[cell]
		done[cell] = true
		return l.Body(cell), first
	}
	sigs := func(name string, at int) {
		for _, s := range []string{"lf", "lh", "li", "ri", "nk", "vk", "sk", "db", "xx"} {
			add(name, at, 2, uint64(binary.LittleEndian.Uint16([]byte(s))))
		}
	}
	list := func(cell int) {
		b, first := once(cell)
		if !first {
			return
		}
		sig, width := string(img[b:b+2]), 4
		if sig == "lf" || sig == "lh" {
			width = 8
		}
		sigs(sig+" signature", b)
		number(sig+" count", b+2, 2)
		for i := range int(get(b+2, 2)) {
			pointer(sig+" entry", b+4+width*i)
			if width == 8 {
				number(sig+" hint", b+8+width*i, 4)
			}
		}
	}
	for _, path := range l.Paths {
		k := l.Keys[path]
		b, _ := once(k.Cell)
		sigs("nk signature", b)
		flags("nk flags", b+2)
		pointer("nk parent", b+16)
		number("nk subkey count", b+20, 4)
		number("nk volatile count", b+24, 4)
		pointer("nk subkey list", b+28)
		pointer("nk volatile list", b+32)
		number("nk value count", b+36, 4)
		pointer("nk value list", b+40)
		pointer("nk security", b+44)
		pointer("nk class", b+48)
		number("nk longest", b+52, 2)
		number("nk name size", b+72, 2)
		number("nk class size", b+74, 2)
		if b, first := once(k.Security); first {
			sigs("sk signature", b)
			pointer("sk next", b+4)
			pointer("sk previous", b+8)
			number("sk count", b+12, 4)
			number("sk size", b+16, 4)
			for _, part := range []int{4, 8, 12, 16} {
				number("sk descriptor", b+20+part, 4)
			}
		}
		list(k.List)
		for _, leaf := range k.Leaves {
			list(leaf)
		}
		for i, v := range k.Values {
			pointer("value list entry", l.Body(k.ValueList)+4*i)
			b := l.Body(v.Cell)
			sigs("vk signature", b)
			number("vk name size", b+2, 2)
			inline := ""
			if get(b+4, 4)&cells.DataInline != 0 {
				inline = "inline "
			}
			number("vk "+inline+"size", b+4, 4)
			pointer("vk "+inline+"data", b+8)
			number("vk type", b+12, 4)
			flags("vk flags", b+16)
			if v.Segments != 0 {
				sigs("db signature", l.Body(v.Data))
				number("db count", l.Body(v.Data)+2, 2)
				pointer("db list", l.Body(v.Data)+4)
				for j := range v.Segment {
					pointer("db segment", l.Body(v.Segments)+4*j)
				}
			}
		}
	}
	return fields
}

// cellsIn lists the starts of an image, in use or not.
func cellsIn(img []byte, l *hivetest.Layout) []int {
	var starts []int
	for _, b := range l.Bins {
		end := b + int(binary.LittleEndian.Uint32(img[b+8:]))
		for at := b + 32; at < end; {
			starts = append(starts, at)
			at += int(max(int32(binary.LittleEndian.Uint32(img[at:])), -int32(binary.LittleEndian.Uint32(img[at:]))))
		}
	}
	return starts
}
