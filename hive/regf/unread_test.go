package regf_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// errMedium is what a medium says of a bad block.
var errMedium = errors.New("input/output error")

// badBlocks is a file on a medium of which some ranges cannot be read. A read that meets one gives what lies
// before it, as a system does.
type badBlocks struct {
	img  []byte
	bad  []cells.Span
	keep bool // a read that fails gives nothing at all
}

func (b badBlocks) ReadAt(p []byte, off int64) (int, error) {
	n, err := bytes.NewReader(b.img).ReadAt(p, off)
	for _, s := range b.bad {
		if from := max(s.From, off); from < min(s.To, off+int64(n)) {
			if n, err = int(from-off), errMedium; b.keep {
				n = 0
			}
		}
	}
	return n, err
}

func readFrom(t testing.TB, src io.ReaderAt, size int, opt regf.Options) *regf.Hive {
	t.Helper()
	h, err := regf.New(context.Background(), src, int64(size), opt)
	require.NoError(t, err)
	return h
}

// A bad sector costs a sector: the image holds every byte around it.
func TestBadSectorCostsASector(t *testing.T) {
	img := hivetest.ManySubkeys(5000)
	for _, keep := range []bool{false, true} {
		bad := []cells.Span{{From: base.Size + 512, To: base.Size + 1024}, {From: 100 << 10, To: 100<<10 + 4096}, {From: 200<<10 + 100, To: 200<<10 + 101}}
		h := readFrom(t, badBlocks{img, bad, keep}, len(img), regf.Options{})
		require.Empty(t, h.SHA256(), "a hash that is not the file's")
		want := []cells.Span{bad[0], bad[1], {From: 200<<10 + 100, To: 200<<10 + 512}}
		if keep {
			want[2].From = 200 << 10
		}
		require.Equal(t, want, h.Cells().Image.Lost)
		zeroed := bytes.Clone(img)
		for _, s := range want {
			clear(zeroed[s.From:s.To])
		}
		require.True(t, bytes.Equal(zeroed, contents(h)))
		var said []int64
		for _, d := range h.Diagnostics() {
			if d.Kind == hive.KindUnreadable && d.Structure == "file" {
				said = append(said, d.Offset)
			}
		}
		require.Equal(t, []int64{want[0].From, want[1].From, want[2].From}, said)
	}
}

// A tail that cannot be read costs the file's hash, not the hive.
func TestUnreadableTail(t *testing.T) {
	img := append(hivetest.ManySubkeys(100), make([]byte, cells.MaxTail+8<<20)...)
	far := int64(len(img) - 4096)
	h := readFrom(t, badBlocks{img: img, bad: []cells.Span{{From: far, To: far + 1}}}, len(img), regf.Options{})
	require.Empty(t, h.SHA256())
	require.Contains(t, kinds(h), hive.KindUnreadable)
	_, ok := h.Root()
	require.True(t, ok)
	require.Len(t, dump(t, h), len(dump(t, read(t, img))))
	require.Equal(t, hive.Clean, h.State(), "the hive itself is whole")
	near := int64(base.Size) + h.BinsSize()
	h = readFrom(t, badBlocks{img: img, bad: []cells.Span{{From: near, To: near + 1}}}, len(img), regf.Options{})
	require.Contains(t, kinds(h), hive.KindUnreadable)
	require.Equal(t, hive.Clean, h.State())
	h = readFrom(t, badBlocks{img: img, bad: []cells.Span{{From: near - 1, To: near}}}, len(img), regf.Options{})
	require.Equal(t, hive.Damaged, h.State())

	h = readFrom(t, badBlocks{img: img}, len(img), regf.Options{})
	require.Len(t, h.SHA256(), 64)
	require.NotContains(t, kinds(h), hive.KindUnreadable)
}

// Without a base block the bins are read; without base block and bins there is no hive.
func TestUnreadableBaseBlock(t *testing.T) {
	img := hivetest.ManySubkeys(100)
	h := readFrom(t, badBlocks{img: img, bad: []cells.Span{{From: 0, To: 4096}}}, len(img), regf.Options{})
	_, ok := h.Root()
	require.True(t, ok)
	require.Len(t, dump(t, h), len(dump(t, read(t, img))))
	require.Contains(t, kinds(h), hive.KindBaseChecksum)
	require.Equal(t, hive.Damaged, h.State())
	require.Empty(t, h.Version())

	_, err := regf.New(context.Background(), badBlocks{img: img, bad: []cells.Span{{From: 0, To: 4200}}}, int64(len(img)), regf.Options{})
	require.ErrorIs(t, err, errMedium)
}

func kinds(h *regf.Hive) []hive.Kind {
	var out []hive.Kind
	for _, d := range h.Diagnostics() {
		out = append(out, d.Kind)
	}
	return out
}

// keyParts is a key or a value of a sound hive with the pages that it stands on, all that leads to it included.
type keyParts struct {
	path  hive.Path
	value hive.Text
	is    bool // a value
	data  []byte
	at    int64
	pages map[int64]bool
	own   map[int64]bool // of these, those of its own record
}

// partsOf lists every key and value with its pages.
func partsOf(t testing.TB, h *regf.Hive) []keyParts {
	t.Helper()
	touch := func(pages map[int64]bool, rel uint32, n int) {
		from := h.Cells().FileOffset(rel)
		for p := from / base.PageSize; p*base.PageSize < from+int64(h.Cells().CellHeader+n); p++ {
			pages[p] = true
		}
	}
	copyOf := func(m map[int64]bool) map[int64]bool {
		out := make(map[int64]bool, len(m)+2)
		for p := range m {
			out[p] = true
		}
		return out
	}
	cell := func(rel uint32) int { c, _ := h.Cells().CellAt(rel); return len(c.Payload) }
	var out []keyParts
	var open []map[int64]bool // pages that the subkeys of each key on the way stand on
	root, _ := h.Root()
	require.NoError(t, h.Walk(context.Background(), root, func(k regf.Key, depth int) error {
		kp := keyParts{path: k.Path(), at: k.Offset(), own: map[int64]bool{}}
		if depth > 0 {
			kp.pages = copyOf(open[depth-1])
		} else {
			kp.pages = map[int64]bool{}
		}
		touch(kp.pages, k.Cell(), len(k.Node()))
		touch(kp.own, k.Cell(), len(k.Node()))
		out = append(out, kp)
		values := copyOf(kp.pages)
		if k.ValueCount() > 0 {
			touch(values, k.Node().ValueList(), cell(k.Node().ValueList()))
		}
		for v := range k.Values() {
			vp := keyParts{path: kp.path, value: v.Name(), is: true, at: v.Offset(), pages: copyOf(values), own: map[int64]bool{}}
			vk, _ := h.Cells().Bins.RelAt(v.Offset())
			touch(vp.pages, vk, len(v.Record()))
			touch(vp.own, vk, len(v.Record()))
			vp.data, _ = v.Data()
			if v.DataOffset() != v.Offset() {
				rel := v.Record().Data()
				touch(vp.pages, rel, cell(rel))
				if c, _ := h.Cells().CellAt(rel); v.Size() > cells.BigDataMin && cells.Signed(c.Payload, "db", cells.DBFixed) {
					db := cells.BigData(c.Payload)
					touch(vp.pages, db.List(), cell(db.List()))
					list, _ := h.Cells().CellAt(db.List())
					for i := range db.Segments() {
						seg := cells.U32(list.Payload, int64(4*i))
						touch(vp.pages, seg, cell(seg))
					}
				}
			}
			out = append(out, vp)
		}
		subkeys := copyOf(kp.pages)
		if k.SubkeyCount() > 0 {
			list, _ := h.Cells().CellAt(k.Node().SubkeyList())
			touch(subkeys, k.Node().SubkeyList(), len(list.Payload))
			if l := cells.KeyList(list.Payload); l.Kind() == "ri" {
				n, _ := l.Count()
				for i := range n {
					touch(subkeys, l.Entry(i), cell(l.Entry(i)))
				}
			}
		}
		open = append(open[:depth], subkeys)
		return nil
	}))
	return out
}

// With a medium on which any one page fails, everything outside that page is read: what is reached without
// it is live and the same, and the records that are not reached any more are recovered.
func TestAnyPageUnreadable(t *testing.T) {
	images := map[string][]byte{"built": hivetest.Build(t, "[a]\n\"big\"=hex:41*40000\n[a\\b]\n\"x\"=\"y\"\n[c]\n\"long\"=hex:42*9000\n[c\\d]\n[c\\e]\n")}
	images["many subkeys"] = hivetest.ManySubkeys(1500)
	for _, name := range []string{"damaged/yarp/BigDataHive", "user/plaso-NTUSER.DAT", "user/NTUSER-RunTests.DAT"} {
		img, err := os.ReadFile(filepath.Join(hivetest.RealDir(), filepath.FromSlash(name)))
		if err != nil {
			t.Logf("REAL HIVE MISSING, NOT TESTED: %v", err)
			continue
		}
		images[name] = img
	}
	for name, img := range images {
		t.Run(name, func(t *testing.T) {
			whole := read(t, img)
			parts := partsOf(t, whole)
			for page := int64(0); page*base.PageSize < int64(len(img)); page++ {
				bad := cells.Span{From: page * base.PageSize, To: (page + 1) * base.PageSize}
				h := readFrom(t, badBlocks{img: img, bad: []cells.Span{bad}}, len(img), regf.Options{})
				requireOutside(t, h, parts, page)
			}
		})
	}
}

// requireOutside asserts that h, of which one page is missing, shows every part that does not need the page.
func requireOutside(t *testing.T, h *regf.Hive, parts []keyParts, page int64) {
	t.Helper()
	rec, err := lost.Recover(context.Background(), h)
	require.NoError(t, err)
	keys, values := map[int64]bool{}, map[int64]bool{} // by offset, live or recovered
	for _, k := range rec.Keys {
		keys[k.Offset] = true
		for _, v := range k.Values {
			values[v.Offset] = true
		}
	}
	for _, v := range rec.Values {
		values[v.Offset] = true
	}
	live := map[int64][]byte{}
	paths := map[int64]hive.Path{}
	if root, ok := h.Root(); ok {
		require.NoError(t, h.Walk(context.Background(), root, func(k regf.Key, _ int) error {
			keys[k.Offset()], paths[k.Offset()] = true, k.Path()
			for v := range k.Values() {
				values[v.Offset()] = true
				live[v.Offset()], _ = v.Data()
			}
			return nil
		}))
	}
	for _, p := range parts {
		switch found := keys; {
		case p.own[page]:
			continue
		case p.is:
			found = values
			fallthrough
		default:
			if !found[p.at] {
				t.Fatalf("page %d: %s %q at %d is gone", page, p.path, p.value, p.at)
			}
		}
		if !p.pages[page] && (p.is && !bytes.Equal(p.data, live[p.at]) || !p.is && p.path != paths[p.at]) {
			t.Fatalf("page %d: %s %q at %d is not what it was", page, p.path, p.value, p.at)
		}
	}
}

// What could not be read of a hive stays lost when logs are laid over it, but for what a log wrote.
func TestLostRangesCarryOver(t *testing.T) {
	img, l := hivetest.BuildLayout(t, "[a]\n\"big\"=hex:41*12000\n[b]\n\"v\"=\"x\"\n")
	page := int64(l.Keys["a"].Values[0].Data)/base.PageSize*base.PageSize + base.PageSize // inside the data
	log := hivetest.AppendEntry(hivetest.LogBase(img, 6, 7), 7, uint32(len(img)-base.Size),
		[]hivetest.PageRef{{Offset: uint32(page - base.Size), Data: img[page : page+base.PageSize]}})
	for _, c := range []struct {
		name string
		bad  int64
		lost []cells.Span
	}{
		{"written by the log", page, nil},
		{"beside it", page + base.PageSize, []cells.Span{{From: page + base.PageSize, To: page + base.PageSize + 512}}},
	} {
		dirty := hivetest.Dirty(img, 8, 7)
		disk := readFrom(t, badBlocks{img: dirty, bad: []cells.Span{{From: c.bad, To: c.bad + 512}}}, len(dirty), regf.Options{})
		require.Len(t, disk.Cells().Image.Lost, 1, c.name)
		h, err := regf.WithLogs(context.Background(), disk, []translog.Input{{Path: "h.LOG1", Slot: translog.LOG1, Data: log}})
		require.NoError(t, err)
		require.Equal(t, 1, h.Logs()[0].Applied, h.Logs()[0].Note)
		require.Equal(t, c.lost, h.Cells().Image.Lost, c.name)
		require.Contains(t, kinds(h), hive.KindUnreadable)
		require.Empty(t, h.SHA256())
		v, ok := mustLookup(t, h, "a").Value("big")
		require.True(t, ok)
		_, whole := v.Data()
		require.Equal(t, c.lost == nil, whole, c.name)
	}
}
