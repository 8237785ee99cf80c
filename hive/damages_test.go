package hive

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// damagesText has every structure that points, counts, sizes or flags something: keys over several lists,
// classes, owners, values in the key and in cells, big data, deleted records and slack.
const damagesText = `
;@ class "class of Mail"
;@ owner S-1-5-21-1-2-3-1001
[Mail]
"path"="C:\\Mail\\work.pst"
"small"=dword:2a
"inline"=hex:41,42
"nothing"=hex:
@="the default"
;@ deleted
"old"="deleted"
[Mail\a]
"one"=hex:01*40
"two"=hex:02*40
"three"=hex:03*40
;@ deleted
"four"=hex:04*40
[Mail\b]
"v"="value of b"
[Mail\b\inner]
"deep"=dword:7
[Mail\c]
[Mail\Größe]
;@ utf16
"wide"=hex:05*12
[Mail\日本]
;@ owner S-1-5-21-1-2-3-1002
[Tools]
"big"=hex:61*16400
;@ class "class of x"
[Tools\x]
"v"=hex:06*24
;@ deleted
[Tools\gone]
"w"=hex:07*24
[Tools\y]
"v"=multi:"a","b"
`

// damageField is a field of the format: where it stands in one image, and what is written there.
type damageField struct {
	name   string // "nk value count"
	at     int    // file offset
	width  int    // bytes
	values []uint64
}

// damageFields lists every pointer, count, size and flag of the base block, bins, cells and records of an
// image, as the format describes them, with what to write over each.
func damageFields(img []byte, l *hivetest.Layout) []damageField {
	var fields []damageField
	cells := cellsIn(img, l)
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
		values := []uint64{0, nilOffset, 0x7FFF0000, get(at, 4) + 8, get(at, 4) + 4}
		turn++
		for i, c := range cells { // each pointer to a fifth of the cells, and each cell from many pointers
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
	for _, c := range cells {
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
			if get(b+4, 4)&dataInline != 0 {
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

// cellsIn lists the cells of an image, in use or not.
func cellsIn(img []byte, l *hivetest.Layout) []int {
	var cells []int
	for _, b := range l.Bins {
		end := b + int(binary.LittleEndian.Uint32(img[b+8:]))
		for at := b + 32; at < end; {
			cells = append(cells, at)
			at += int(max(int32(binary.LittleEndian.Uint32(img[at:])), -int32(binary.LittleEndian.Uint32(img[at:]))))
		}
	}
	return cells
}

// damagesOf yields every damage of the fields, each in a fresh image with the right checksum.
func damagesOf(img []byte, fields []damageField) iter.Seq2[damageField, []byte] {
	return func(yield func(damageField, []byte) bool) {
		damaged := make([]byte, len(img))
		for _, f := range fields {
			for _, v := range f.values {
				copy(damaged, img)
				var b [8]byte
				binary.LittleEndian.PutUint64(b[:], v)
				copy(damaged[f.at:f.at+f.width], b[:])
				hivetest.Seal(damaged)
				one := f
				one.values = []uint64{v}
				if !yield(one, damaged) {
					return
				}
			}
		}
	}
}

// liveChange names what of the live tree differs, the gravest first; "" for nothing.
func liveChange(before, after []keyDump) string {
	keys := func(ds []keyDump) []string { return pathsOf(ds) }
	if a, b := keys(before), keys(after); !slices.Equal(a, b) {
		if len(a) == len(b) {
			return "key names"
		}
		return "keys"
	}
	if len(before) != len(after) {
		return "keys"
	}
	for i := range before {
		v, w := before[i].Values, after[i].Values
		if len(v) != len(w) {
			return "values"
		}
		for j := range v {
			switch {
			case v[j].Name != w[j].Name:
				return "value names"
			case v[j].Data != w[j].Data || v[j].Size != w[j].Size:
				return "data"
			case v[j].Tombstone != w[j].Tombstone:
				return "tombstone"
			}
		}
	}
	for i := range before {
		b, a := before[i], after[i]
		switch {
		case b.Owner != a.Owner:
			return "owner"
		case b.Class != a.Class:
			return "class"
		}
		for j := range b.Values {
			if b.Values[j].Type != a.Values[j].Type {
				return "types"
			}
		}
	}
	return ""
}

// untold are the fields, and what of the live tree they change, of which nothing in the hive tells: the
// package documentation lists them.
var untold = map[string]bool{
	"nk name size: key names":   true,
	"nk flags: key names":       true,
	"nk class size: class":      true,
	"vk name size: value names": true,
	"vk flags: value names":     true,
	"vk type: types":            true,
	"vk size: data":             true, // shorter, or over the rest of its cell
	"vk inline size: data":      true,
	"vk inline data: data":      true,
	"sk descriptor: owner":      true, // another SID, or none
}

// TestDamagesAreSaid damages clean hives at every pointer, count, size and flag: whatever changes what is
// live is said, but for what cannot be told.
func TestDamagesAreSaid(t *testing.T) {
	total, changed := 0, 0
	unsaid := map[string]int{}
	example := map[string]string{}
	for _, minor := range []int{1, 3, 5} {
		img, l := hivetest.BuildLayout(t, damagesText, hivetest.WithMinor(minor), hivetest.WithLeaf(4))
		sound := read(t, img)
		_, err := sound.Verify(t.Context())
		require.NoError(t, err)
		require.Empty(t, diagText(sound.Diagnostics()))
		before := dump(t, sound)
		for f, damaged := range damagesOf(img, damageFields(img, l)) {
			total++
			h, err := readHive(t.Context(), bytes.NewReader(damaged), int64(len(damaged)), Options{NoHash: true})
			if err != nil {
				continue // said: no hive
			}
			_, err = h.Verify(context.Background())
			require.NoError(t, err)
			state := h.State()
			change := liveChange(before, dump(t, h))
			if change == "" {
				continue
			}
			changed++
			if state == Clean {
				id := f.name + ": " + change
				unsaid[id]++
				example[id] = fmt.Sprintf("1.%d at %d: 0x%x", minor, f.at, f.values[0])
			}
		}
	}
	t.Logf("%d damages, %d change what is live; not said:", total, changed)
	for _, id := range slices.Sorted(maps.Keys(unsaid)) {
		t.Logf("%5d  %s (%s)", unsaid[id], id, example[id])
	}
	require.Greater(t, total, 10_000)
	require.Greater(t, changed, 2_000)
	for id := range unsaid {
		require.True(t, untold[id], "not said, and not known to be untold: %s", strings.TrimSpace(id))
	}
	for id := range untold {
		require.Positive(t, unsaid[id], "said by now: %s", id)
	}
}
