package regf_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
)

// TestTruncationAtEveryByte: what is left of a cut hive gives an error or says that it is cut.
func TestTruncationAtEveryByte(t *testing.T) {
	img := hivetest.Build(t, `
[Mail]
"path"="C:\\Mail\\work.pst"
"plain"=hex:41*100
"big"=hex:42*16400
[Mail\a]
;@ class "class"
[Mail\b]
[Zulu]
`)
	whole := dump(t, read(t, img))
	for n, cut := range hivetest.Truncations(img) {
		h, err := regf.New(context.Background(), bytes.NewReader(cut), int64(n), regf.Options{NoHash: true})
		if n < 512 {
			require.Error(t, err)
			continue
		}
		require.NoError(t, err)
		_, err = h.Verify(context.Background())
		require.NoError(t, err)
		if !slices.Contains(kindsOf(h.Diagnostics()), hive.KindTruncated) || h.State() != hive.Damaged {
			t.Fatalf("cut at %d, nothing said", n)
		}
		if n%61 != 0 && n != len(img)-1 {
			continue
		}
		keys := dump(t, h)
		require.LessOrEqual(t, len(keys), len(whole))
		for i, k := range keys {
			require.Equal(t, whole[i].Path, k.Path)
			for j, v := range k.Values {
				if v.Whole {
					require.Equal(t, whole[i].Values[j], v, "whole data that is not the value's")
				}
			}
		}
		requireLazySame(t, cut, keys)
	}
}

// TestTruncationUnderDamage: a cut together with a bad cell size, whose bin then ends anywhere.
func TestTruncationUnderDamage(t *testing.T) {
	img, l := hivetest.BuildLayout(t, "[A]\n\"v\"=\"x\"\n[B]\n\"v\"=\"y\"\n[C]")
	for _, damage := range []hivetest.Damage{
		hivetest.CellSizeZero(hivetest.KeyCell("B")), hivetest.CellSize(hivetest.KeyCell("B"), 1<<20),
		hivetest.BadChecksum(), hivetest.BinsSize(0), hivetest.HBinSize(0, 8192),
	} {
		damaged := hivetest.Apply(img, l, damage)
		for n := 4096; n < len(damaged); n += 13 { // each remainder of 8
			require.Empty(t, holds(t, damaged[:n]), "cut at %d", n)
		}
	}
	// What looks like a cell at the very end, but off the grid of 8 bytes, is none.
	end := func(l *hivetest.Layout) int { return l.Keys["C"].Cell + 3 }
	damaged := hivetest.Apply(img, l, hivetest.CellSizeZero(hivetest.KeyCell("B")), hivetest.Point(hivetest.KeyField("", 44), hivetest.KeyCell("C")),
		hivetest.PutBytes(end, []byte{0xF8, 0xFF, 0xFF, 0xFF}), hivetest.Truncate(end(l)+8))
	require.Empty(t, holds(t, damaged))
}

// mutant is an image that is damaged field by field, where the fields are.
type mutant struct {
	img  []byte
	rnd  *rand.Rand
	at   []int64 // cells, as file offsets, of the undamaged image
	rels []uint32
}

// cellsOf lists the cells of an image by its own bins.
func cellsOf(h *regf.Hive) (at []int64, rels []uint32) {
	for i := range h.Cells().Bins.Bins {
		b := &h.Cells().Bins.Bins[i]
		if !b.Walked {
			h.Cells().WalkBin(b)
		}
		for rel := b.Rel + cells.BinHeader; rel < b.Rel+b.Size; rel += 8 {
			if h.Cells().Bins.Starts.Has(rel) {
				at = append(at, b.Pos+int64(rel-b.Rel))
				rels = append(rels, rel)
			}
		}
	}
	return at, rels
}

// pointers, counts and sizes of the records, by signature: offsets from the start of the cell's data.
var recordFields = map[string]struct{ pointers, counts32, counts16 []int64 }{
	"nk": {[]int64{16, 28, 40, 44, 48}, []int64{20, 36}, []int64{2, 72, 74}},
	"vk": {[]int64{8}, []int64{4, 12}, []int64{2, 16}},
	"lf": {[]int64{4, 12, 20}, nil, []int64{2}},
	"lh": {[]int64{4, 12, 20}, nil, []int64{2}},
	"li": {[]int64{4, 8, 12}, nil, []int64{2}},
	"ri": {[]int64{4, 8, 12}, nil, []int64{2}},
	"db": {[]int64{4}, nil, []int64{2}},
	"sk": {[]int64{4, 8}, []int64{12, 16, 24}, []int64{22}},
}

// cell picks a cell; half of the time one with a record.
func (m *mutant) cell() (at int64, sig string) {
	for range 20 {
		at = m.at[m.rnd.IntN(len(m.at))]
		if at+8 > int64(len(m.img)) {
			continue
		}
		sig = string(m.img[at+4 : at+6])
		if _, known := recordFields[sig]; known {
			return at, sig
		}
	}
	return at, ""
}

func (m *mutant) pick(fields []int64) (int64, bool) {
	if len(fields) == 0 {
		return 0, false
	}
	return fields[m.rnd.IntN(len(fields))], true
}

// interesting numbers for counts and sizes.
var interesting = []uint32{0, 1, 2, 3, 4, 5, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 16344, 16345, 1 << 20, 0x7FFFFFFF, 0x80000000, 0x80000001, 0x80000005, 0xFFFFFFF8, 0xFFFFFFFF}

func (m *mutant) number(old uint32) uint32 {
	switch m.rnd.IntN(3) {
	case 0:
		return old + uint32(m.rnd.IntN(9)) - 4
	case 1:
		return interesting[m.rnd.IntN(len(interesting))]
	}
	return m.rnd.Uint32()
}

func (m *mutant) put32(off int64, v uint32) {
	if off >= 0 && off+4 <= int64(len(m.img)) {
		binary.LittleEndian.PutUint32(m.img[off:], v)
	}
}

func (m *mutant) get32(off int64) uint32 {
	if off >= 0 && off+4 <= int64(len(m.img)) {
		return binary.LittleEndian.Uint32(m.img[off:])
	}
	return 0
}

// mutate does one damage.
func (m *mutant) mutate() {
	at, sig := m.cell()
	fields := recordFields[sig]
	body := at + 4
	switch m.rnd.IntN(10) {
	case 0: // a pointer goes to any cell
		if f, ok := m.pick(fields.pointers); ok {
			m.put32(body+f, m.rels[m.rnd.IntN(len(m.rels))])
		}
	case 1: // two pointers are swapped
		other, otherSig := m.cell()
		f, ok := m.pick(fields.pointers)
		g, also := m.pick(recordFields[otherSig].pointers)
		if ok && also {
			a, b := m.get32(body+f), m.get32(other+4+g)
			m.put32(body+f, b)
			m.put32(other+4+g, a)
		}
	case 2: // a pointer goes nowhere, or beside a cell
		if f, ok := m.pick(fields.pointers); ok {
			m.put32(body+f, m.number(m.get32(body+f)))
		}
	case 3:
		if f, ok := m.pick(fields.counts32); ok {
			m.put32(body+f, m.number(m.get32(body+f)))
		}
	case 4:
		if f, ok := m.pick(fields.counts16); ok && body+f+2 <= int64(len(m.img)) {
			binary.LittleEndian.PutUint16(m.img[body+f:], uint16(m.number(uint32(binary.LittleEndian.Uint16(m.img[body+f:])))))
		}
	case 5: // cell size: sign, a little, or anything
		switch old := m.get32(at); m.rnd.IntN(3) {
		case 0:
			m.put32(at, -old)
		case 1:
			m.put32(at, old+8*uint32(m.rnd.IntN(9))-32)
		default:
			m.put32(at, m.number(old))
		}
	case 6: // one record over another
		other, _ := m.cell()
		n := int64(8 + m.rnd.IntN(88))
		if body+n <= int64(len(m.img)) && other+4+n <= int64(len(m.img)) {
			copy(m.img[body:body+n], slices.Clone(m.img[other+4:other+4+n]))
		}
	case 7: // bits anywhere
		for range 1 + m.rnd.IntN(8) {
			m.img[m.rnd.IntN(len(m.img))] ^= 1 << m.rnd.IntN(8)
		}
	case 8: // a bin header
		page := int64(1+m.rnd.IntN(max(1, len(m.img)/4096-1))) * 4096
		m.put32(page+int64(m.rnd.IntN(4)*4), m.number(m.get32(page+4)))
	case 9: // the base block; rarely, as it hides all other damage
		if m.rnd.IntN(4) == 0 {
			m.put32(int64([]int{20, 24, 28, 32, 36, 40}[m.rnd.IntN(6)]), m.number(8))
		}
		if m.rnd.IntN(10) == 0 {
			m.img = m.img[:m.rnd.IntN(len(m.img))]
		}
	}
}

// original is a hive to be damaged, with the places of its cells.
type original struct {
	name string
	mutant
}

// addOriginal adds the hive if it can be read and has cells.
func addOriginal(list []original, name string, img []byte) []original {
	h, err := regf.Read(context.Background(), img)
	if err != nil {
		return list
	}
	at, rels := cellsOf(h)
	if len(at) == 0 {
		return list
	}
	return append(list, original{name, mutant{img: img, at: at, rels: rels}})
}

// soak is how long hives are damaged: MAPIHIVE_SOAK is a number of mutations of each hive, or a duration such
// as 48h for the built hives and again for the real ones. Without it, some 150 mutations of either kind are
// made, which belong to every test run. MAPIHIVE_SOAK_SEED makes other mutations.
type soak struct {
	each int
	time time.Duration // 0 for no end
	seed uint64
}

func readSoak(t *testing.T) (s soak) {
	t.Helper()
	var err error
	if env := os.Getenv("MAPIHIVE_SOAK"); env != "" {
		if s.time, err = time.ParseDuration(env); err == nil {
			require.Positive(t, s.time, "MAPIHIVE_SOAK")
			s.each = math.MaxInt
		} else {
			s.each, err = strconv.Atoi(env)
			require.NoError(t, err, "MAPIHIVE_SOAK is a number of mutations or a duration")
			require.Positive(t, s.each, "MAPIHIVE_SOAK")
		}
	}
	s.seed, err = strconv.ParseUint(cmp.Or(os.Getenv("MAPIHIVE_SOAK_SEED"), "1"), 10, 64)
	require.NoError(t, err)
	return s
}

// TestMutants damages hives by their structure and asks for what must hold for any bytes.
func TestMutants(t *testing.T) {
	s := readSoak(t)
	t.Run("built", func(t *testing.T) {
		var originals []original
		for minor := 1; minor <= 6; minor++ {
			img := hivetest.Build(t, everything, hivetest.WithMinor(minor), hivetest.WithLeaf(3))
			originals = addOriginal(originals, fmt.Sprintf("built 1.%d", minor), img)
		}
		require.Len(t, originals, 6)
		s.damage(t, originals)
	})
	t.Run("real", func(t *testing.T) {
		var originals []original
		for _, path := range hivetest.RealHives(t) {
			img, err := os.ReadFile(path)
			require.NoError(t, err)
			if len(img) <= 2<<20 {
				originals = addOriginal(originals, path, img)
			}
		}
		s.damage(t, originals)
	})
}

// damage goes round the hives, one mutation of each a round. A mutation depends on the seed, its round and
// its hive only, so that it comes again wherever that hive is.
func (s soak) damage(t *testing.T, originals []original) {
	t.Helper()
	require.NotEmpty(t, originals)
	rounds := cmp.Or(s.each, 1+150/len(originals))
	start, made := time.Now(), 0
	for round := range rounds {
		if s.time > 0 && time.Since(start) >= s.time {
			break
		}
		for _, o := range originals {
			rnd := rand.New(rand.NewPCG(s.seed, uint64(round)))
			m := o.mutant
			m.img, m.rnd = slices.Clone(o.img), rnd
			for range 1 + rnd.IntN(6) {
				m.mutate()
			}
			if len(m.img) >= 512 && rnd.IntN(8) != 0 {
				hivetest.Seal(m.img)
			}
			if problem := holds(t, m.img); problem != "" {
				t.Fatalf("seed %d round %d of %s: %s", s.seed, round, o.name, problem)
			}
			if made++; made%10_000 == 0 {
				t.Logf("%d mutations", made)
			}
		}
	}
	t.Logf("%d mutations of %d hives", made, len(originals))
}

// holds checks what must hold for any bytes and says what does not: it ends soon, in bounded memory; every
// key, value and diagnostic lies inside the file; no key is visited twice; the same bytes, read whole
// or piece by piece, give the same. Recovery is held to the same rules.
func holds(t testing.TB, img []byte) string {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	h, err := regf.Read(context.Background(), img)
	if err != nil {
		return ""
	}
	counts, err := h.Verify(context.Background())
	if err != nil {
		return err.Error()
	}
	keys := dump(t, h)
	if took := time.Since(start); took > hang {
		return fmt.Sprintf("took %v", took)
	}
	runtime.ReadMemStats(&after)
	if got, most := after.TotalAlloc-before.TotalAlloc, uint64(64<<20+64*len(img)); got > most {
		return fmt.Sprintf("allocated %d bytes for a file of %d", got, len(img))
	}
	if counts.Keys != len(keys) {
		return fmt.Sprintf("Verify sees %d keys, Walk %d", counts.Keys, len(keys))
	}
	size := int64(len(img))
	cells := h.BinsSize() / 8
	if int64(len(keys)) > cells || int64(counts.Values) > cells {
		return "more records than cells"
	}
	handed := int64(0)
	seen := map[int64]bool{}
	for _, k := range keys {
		if k.Offset < 4096 || k.Offset+4 > size || seen[k.Offset] {
			return fmt.Sprintf("key at %d is outside the file or listed twice", k.Offset)
		}
		seen[k.Offset] = true
		for _, v := range k.Values {
			if v.Offset < 4096 || v.Offset+4 > size {
				return fmt.Sprintf("value at %d is outside the file", v.Offset)
			}
			handed += int64(v.Size)
		}
	}
	if handed > regf.EmitFactor*size+regf.EmitSlack+4*cells {
		return fmt.Sprintf("%d bytes of data handed out", handed)
	}
	for _, d := range h.Diagnostics() {
		if d.Offset < 0 || d.Offset > size {
			return fmt.Sprintf("diagnostic outside the file: %v", d)
		}
	}
	again := read(t, img)
	if _, err := again.Verify(context.Background()); err != nil {
		return err.Error()
	}
	if !slices.EqualFunc(keys, dump(t, again), sameKey) || diagText(h.Diagnostics()) != diagText(again.Diagnostics()) {
		return "a second reading differs"
	}
	if !slices.EqualFunc(keys, dump(t, readLazy(t, img)), sameKey) {
		return "reading piece by piece differs"
	}
	return holdsRecovered(h, size)
}

// holdsRecovered recovers deleted records and checks that each has its place in the file and shows no more
// data than it announces.
func holdsRecovered(h *regf.Hive, size int64) string {
	r, err := lost.Recover(context.Background(), h)
	if err != nil {
		return err.Error()
	}
	for _, k := range r.Keys {
		if k.File == "" && (k.Offset < 0 || k.Offset >= size) {
			return fmt.Sprintf("recovered key at %d is outside the file", k.Offset)
		}
		for _, sub := range k.Subkeys {
			if sub < 0 || sub >= len(r.Keys) {
				return fmt.Sprintf("recovered key at %d has no subkey %d", k.Offset, sub)
			}
		}
	}
	for _, v := range r.Values {
		if v.File == "" && (v.Offset < 0 || v.Offset >= size) {
			return fmt.Sprintf("recovered value at %d is outside the file", v.Offset)
		}
		if v.Size >= 0 && len(v.Data) > v.Size {
			return fmt.Sprintf("recovered value at %d shows %d of %d bytes", v.Offset, len(v.Data), v.Size)
		}
	}
	return ""
}

func sameKey(a, b keyDump) bool {
	v, w := a.Values, b.Values
	a.Values, b.Values = nil, nil
	return fmt.Sprint(a) == fmt.Sprint(b) && slices.Equal(v, w)
}
