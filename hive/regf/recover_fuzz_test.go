package regf_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// deletedSeed holds deleted records of every kind.
const deletedSeed = `
[A]
"v"="x"
;@ deleted
"w"=hex:57*40
;@ deleted
;@ class "c"
[A\Gone]
"a"=dword:1
"big"=hex:42*17000
[A\Gone\Below]
"b"=hex:42*30
[Z]
;@ reuse data [A] "w"
"n"=hex:4e*20
`

// FuzzRecover recovers from any bytes. With seal the checksum is set right first.
func FuzzRecover(f *testing.F) {
	for minor := 1; minor <= 6; minor++ {
		f.Add(hivetest.Build(f, deletedSeed, hivetest.WithMinor(minor)), false)
	}
	f.Add(hivetest.Build(f, ";@ hive minor=3 freelinks=4"+deletedSeed), false)
	f.Add(slices.Concat(hivetest.Build(f, deletedSeed), hivetest.Build(f, "[Tail]\n\"v\"=\"x\"")[base.Size:]), false)
	for _, c := range hivetest.Classes() {
		if img := c.Make(); c.Logs == nil && len(img) < 64<<10 {
			f.Add(img, false)
		}
	}
	f.Fuzz(func(t *testing.T, img []byte, seal bool) {
		if len(img) > 1<<20 {
			return
		}
		if seal && len(img) >= 512 {
			img = slices.Clone(img)
			hivetest.Seal(img)
		}
		start := time.Now()
		h, err := regf.Read(t.Context(), img)
		if err != nil {
			return
		}
		r, err := lost.Recover(t.Context(), h)
		require.NoError(t, err)
		requireSoon(t, start)
		require.Empty(t, unsound(h, r, map[hive.Text][]byte{"": contents(h)}))
	})
}

// FuzzReplayRecover reads any hive with any log and recovers from both. With seal the checksums of both and
// the hashes of the log's first entries are set right first.
func FuzzReplayRecover(f *testing.F) {
	before, after := hivetest.Build(f, deletedSeed), hivetest.Build(f, deletedSeed+"\n[New]\n\"v\"=hex:4e*3000\n[A\\Gone]\n\"again\"=\"x\"")
	f.Add(hivetest.Dirty(before, 8, 7), hivetest.NewLog(before, after, 7, 3), false)
	f.Add(hivetest.Dirty(after, 8, 7), hivetest.NewLog(after, before, 7, 2), true)
	f.Add(hivetest.Dirty(before, 8, 7), hivetest.OldLog(before, after), false)
	for _, c := range hivetest.Classes() {
		if c.Logs != nil {
			f.Add(c.Make(), c.Logs()[0], false)
		}
	}
	f.Fuzz(func(t *testing.T, img, log []byte, seal bool) {
		if len(img)+len(log) > 1<<20 {
			return
		}
		if seal && len(img) >= 512 && len(log) >= 512 {
			img, log = slices.Clone(img), slices.Clone(log)
			hivetest.Seal(img)
			hivetest.Seal(log)
			for at := 512; at+48 <= len(log); {
				hivetest.SealEntry(log[at:])
				size := int(binary.LittleEndian.Uint32(log[at+4:]))
				if size < 512 || size > len(log) {
					break
				}
				at += size
			}
		}
		start := time.Now()
		h, err := regf.Read(t.Context(), img, translog.Input{Path: "h.LOG1", Slot: translog.LOG1, Data: log})
		if err != nil {
			return
		}
		r, err := lost.Recover(t.Context(), h)
		require.NoError(t, err)
		requireSoon(t, start)
		require.Empty(t, unsound(h, r, map[hive.Text][]byte{"": contents(h.OnDisk()), "h.LOG1": log}))
	})
}

// forge is a hive with one bin of free space, into which hostile deleted records are written.
type forge struct {
	img  []byte
	at   int // next free byte
	end  int
	root uint32
}

func newForge(t testing.TB, text string, size int) *forge {
	t.Helper()
	img, layout := hivetest.BuildLayout(t, text)
	f := &forge{at: len(img) + cells.BinHeader, root: uint32(layout.Keys[""].Cell - base.Size)}
	f.img = append(img, make([]byte, size)...)
	f.end = len(f.img)
	put := binary.LittleEndian.PutUint32
	bin := f.img[len(img):]
	copy(bin, "hbin")
	put(bin[4:], uint32(len(img)-base.Size))
	put(bin[8:], uint32(size))
	put(bin[cells.BinHeader:], uint32(size-cells.BinHeader))
	put(f.img[40:], uint32(len(f.img)-base.Size))
	hivetest.Seal(f.img)
	return f
}

// cell appends a cell of n payload bytes and returns its offset and payload; nil at the end.
func (f *forge) cell(n int) (rel uint32, p []byte) {
	size := (n + 4 + 7) / 8 * 8
	if f.at+size > f.end {
		return 0, nil
	}
	rel = uint32(f.at - base.Size)
	if first := binary.LittleEndian.Uint32(f.img[f.at:]); first == 0 { // keep the size of the whole free cell
		binary.LittleEndian.PutUint32(f.img[f.at:], uint32(size))
	}
	p = f.img[f.at+4 : f.at+size]
	f.at += size
	return rel, p
}

func (f *forge) key(name string, parent, list, values uint32) (uint32, bool) {
	rel, p := f.cell(cells.NKFixed + len(name))
	if p == nil {
		return 0, false
	}
	put := binary.LittleEndian.PutUint32
	copy(p, "nk\x20\x00")
	binary.LittleEndian.PutUint64(p[4:], uint64(year1990)+1e16)
	put(p[16:], parent)
	for _, off := range []int{28, 32, 44, 48} {
		put(p[off:], cells.NIL)
	}
	put(p[36:], values)
	put(p[40:], list)
	binary.LittleEndian.PutUint16(p[52:], 512)
	binary.LittleEndian.PutUint16(p[72:], uint16(len(name)))
	copy(p[cells.NKFixed:], name)
	return rel, true
}

func (f *forge) value(name string, size, data uint32) (uint32, bool) {
	rel, p := f.cell(cells.VKFixed + len(name))
	if p == nil {
		return 0, false
	}
	put := binary.LittleEndian.PutUint32
	copy(p, "vk")
	binary.LittleEndian.PutUint16(p[2:], uint16(len(name)))
	put(p[4:], size)
	put(p[8:], data)
	put(p[12:], 3)
	p[16] = 1
	copy(p[cells.VKFixed:], name)
	return rel, true
}

// TestHostileDeletedRecords: a mebibyte of records made to cost time or memory costs neither.
func TestHostileDeletedRecords(t *testing.T) {
	const size = 1 << 20
	long := func(i int) string { return fmt.Sprintf("%0200d", i) }
	for name, fill := range map[string]func(f *forge){
		"chain of parents": func(f *forge) {
			parent := f.root
			for ok := true; ok; {
				parent, ok = f.key("k", parent, cells.NIL, 0)
			}
		},
		"all below a long path": func(f *forge) {
			parent := f.root
			for i := range 510 {
				parent, _ = f.key(long(i), parent, cells.NIL, 0)
			}
			for ok := true; ok; {
				_, ok = f.key("k", parent, cells.NIL, 0)
			}
		},
		"circle of parents": func(f *forge) {
			first := uint32(f.at - base.Size)
			parent := f.root
			for ok := true; ok; {
				parent, ok = f.key("k", parent, cells.NIL, 0)
			}
			binary.LittleEndian.PutUint32(f.img[base.Size+int(first)+4+16:], first+88*5000)
		},
		"every key names the same values": func(f *forge) {
			v, _ := f.value("v", 0x80000004, 0)
			list, p := f.cell(400_000)
			for i := 0; i < 400_000; i += 4 {
				binary.LittleEndian.PutUint32(p[i:], v)
			}
			for ok := true; ok; {
				_, ok = f.key("k", f.root, list, 100_000)
			}
		},
		"every key names the same values, one further on": func(f *forge) {
			list, p := f.cell(400_000)
			for i := 0; i < 400_000; i += 8 {
				binary.LittleEndian.PutUint32(p[i+4:], uint32(400_000-i-8)&^7)
			}
			for i, ok := uint32(0), true; ok; i++ {
				_, ok = f.key("k", f.root, list+8+8*(i%20_000), 20_000)
			}
		},
		"every value names the same big data": func(f *forge) {
			segment, _ := f.cell(cells.BigDataMin)
			list, p := f.cell(4 * 40)
			for i := range 40 {
				binary.LittleEndian.PutUint32(p[4*i:], segment)
			}
			db, p := f.cell(cells.DBFixed)
			copy(p, "db\x28\x00")
			binary.LittleEndian.PutUint32(p[4:], list)
			for ok := true; ok; {
				_, ok = f.value("v", 40*cells.BigDataMin, db)
			}
		},
		"every value names the same data": func(f *forge) {
			data, _ := f.cell(16_000)
			for ok := true; ok; {
				_, ok = f.value("v", 16_000, data)
			}
		},
		"one byte names": func(f *forge) {
			for i, ok := 0, true; ok; i++ {
				_, ok = f.key(string(rune('a'+i%26)), f.root, cells.NIL, 0)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newForge(t, "[Live]\n\"v\"=\"x\"", size)
			fill(f)
			start := time.Now()
			h := read(t, f.img)
			r := recoverAll(t, h)
			took := time.Since(start)
			require.Less(t, took, hang)
			require.Greater(t, len(r.Keys)+len(r.Values), 500)
			t.Logf("%d keys, %d loose values in %v", len(r.Keys), len(r.Values), took)
		})
	}
}

// TestDeletedAmongManySiblings: looking for the live twin of each of many deleted keys does not compare it
// with each of many live ones.
func TestDeletedAmongManySiblings(t *testing.T) {
	tree := hivetest.NewTree()
	parent := tree.Root.Add("Parent")
	for i := range 8000 {
		parent.Add(fmt.Sprint("live", i))
		parent.Add(fmt.Sprint("gone", i)).Deleted = true
	}
	img, err := tree.Image()
	require.NoError(t, err)
	h := read(t, img)
	_, err = h.Verify(context.Background())
	require.NoError(t, err)
	start := time.Now()
	r := recoverAll(t, h)
	require.Len(t, r.Keys, 8000)
	requireSoon(t, start)
}

// noise fills a buffer with what is no registry: runs of a program, and of random bytes in
// which the two letters of a record's signature stand on the grid of cells 600 times as often as they would
// by themselves. first is where the first record could stand.
func noise(rnd *rand.Rand, buf []byte, program []byte, first int) {
	for i := 0; i < len(buf); {
		run := buf[i:min(i+1+rnd.IntN(64<<10), len(buf))]
		if rnd.IntN(2) == 0 && len(program) > len(run) {
			copy(run, program[rnd.IntN(len(program)-len(run)):])
		} else {
			for j := range run {
				run[j] = byte(rnd.Uint32())
			}
			for j := (8 + first - i%8) % 8; j+2 < len(run); j += 8 * (1 + rnd.IntN(200)) {
				copy(run[j:], []string{"nk", "vk"}[rnd.IntN(2)])
			}
		}
		i += len(run)
	}
}
