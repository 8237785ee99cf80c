package regf_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// recoverAll recovers from h and checks what holds of every recovery. logs are those h was read with; those
// of opened files are read again.
func recoverAll(t testing.TB, h *regf.Hive, logs ...translog.Input) *hive.Recovery {
	t.Helper()
	r, err := lost.Recover(context.Background(), h)
	require.NoError(t, err)
	files := map[hive.Text][]byte{"": contents(h.OnDisk())}
	for _, in := range logs {
		files[hive.Text(in.Path)] = in.Data
	}
	for _, l := range h.Logs() {
		if files[l.Path] == nil {
			files[l.Path], err = os.ReadFile(string(l.Path))
			require.NoError(t, err)
		}
	}
	problem := unsound(h, r, files)
	require.Empty(t, problem)
	return r
}

// unsound says what a recovery shows that no recovery may: records that are not where it says they are, or
// that live, or stand in it twice, data that is not there, ties that lead nowhere.
func unsound(h *regf.Hive, r *hive.Recovery, files map[hive.Text][]byte) string {
	type spot struct {
		log hive.Text
		at  int64
		sig string
	}
	seen := map[spot]string{}
	check := func(log hive.Text, at int64, sig string, name hive.Text, lost bool) string {
		file, ok := files[log]
		head := int64(h.Cells().CellHeader)
		if disk := int64(h.OnDisk().Cells().CellHeader); at+disk+2 <= int64(len(file)) && at+disk >= 0 && string(file[at+disk:at+disk+2]) == sig {
			head = disk // a log may bring another format version
		}
		switch {
		case !ok:
			return fmt.Sprintf("%s %q: no file %s", sig, name, log)
		case at+head < 0 || at+head+2 > int64(len(file)):
			return fmt.Sprintf("%s %q: %d is outside %q", sig, name, at, log)
		case !lost && string(file[at+head:at+head+2]) != sig:
			return fmt.Sprintf("%s %q: no such record at %d of %q", sig, name, at, log)
		}
		if other, twice := seen[spot{log, at, sig}]; twice {
			return fmt.Sprintf("%s %q stands in it twice, also as %s", sig, name, other)
		}
		seen[spot{log, at, sig}] = string(name)
		return ""
	}
	value := func(v *hive.RecoveredValue) string {
		if p := check(v.File, v.Offset, "vk", v.Name, false); p != "" {
			return p
		}
		switch {
		case len(v.Reasons) == 0 || v.Confidence == "" || v.Source == "" || v.Status == "":
			return fmt.Sprintf("value %q: nothing is said of it", v.Name)
		case v.Status == hive.Intact && len(v.Data) != v.Size:
			return fmt.Sprintf("value %q: %d of %d bytes are intact", v.Name, len(v.Data), v.Size)
		case v.Status == hive.Partial && (len(v.Data) == 0 || len(v.Data) >= v.Size):
			return fmt.Sprintf("value %q: %d of %d bytes are a part", v.Name, len(v.Data), v.Size)
		case (v.Status == hive.Overwritten || v.Status == hive.Unavailable) && len(v.Data) > 0:
			return fmt.Sprintf("value %q: data that is %s is shown", v.Name, v.Status)
		case v.Source != hive.BeforeLog && v.File == "" && h.OnDisk() == h && valueLives(h, v.Offset):
			return fmt.Sprintf("value %q lives", v.Name)
		}
		if v.DataAt.Offset != 0 && v.Status == hive.Intact && len(v.Data) <= cells.BigDataMin {
			file, at := files[v.DataAt.File], v.DataAt.Offset+int64(h.Cells().CellHeader)
			n := min(int64(len(v.Data)), 512-at%512, int64(len(file))-at) // a log may go on behind the file
			if v.DataAt.File != "" {
				n = 0 // unless it is in a page that is in force
				for _, p := range h.Replay().Patches {
					if h.Logs()[p.Log].Path == v.DataAt.File && p.LogOffset <= at && at < p.LogOffset+p.Size {
						n = min(int64(len(v.Data)), p.LogOffset+p.Size-at)
					}
				}
			}
			holds := func(at int64) bool { return at+n <= int64(len(file)) && bytes.Equal(v.Data[:n], file[at:at+n]) }
			if v.Source != hive.LogPage && !holds(at) && !holds(v.DataAt.Offset+int64(h.OnDisk().Cells().CellHeader)) {
				return fmt.Sprintf("value %q: its data is not at %d of %q", v.Name, v.DataAt.Offset, v.DataAt.File)
			}
		}
		return ""
	}
	for i := range r.Keys {
		k := &r.Keys[i]
		headless := slices.ContainsFunc(k.Reasons, func(s string) bool { return strings.HasPrefix(s, "its signature") })
		if p := check(k.File, k.Offset, "nk", k.Name, headless); p != "" {
			return p
		}
		switch {
		case len(k.Reasons) == 0 || k.Confidence == "" || k.Source == "" || k.PathStatus == "":
			return fmt.Sprintf("key %q: nothing is said of it", k.Path)
		case k.LostValues < 0 || k.LostSubkeys < 0:
			return fmt.Sprintf("key %q: less than nothing is lost", k.Path)
		case k.Source != hive.BeforeLog && k.File == "" && h.OnDisk() == h && keyLives(h, k.Offset):
			return fmt.Sprintf("key %q lives", k.Path)
		case k.PathStatus == hive.FullPath && h.OnDisk() == h && k.Source != hive.LogPage && k.Parent < 0 && k.Path != hive.Path(k.Name) && strings.HasPrefix(string(k.Path), `?\`):
			return fmt.Sprintf("key %q: a full path", k.Path)
		}
		if k.Parent >= 0 && !slices.Contains(r.Keys[k.Parent].Subkeys, i) {
			return fmt.Sprintf("key %q is no subkey of its parent", k.Path)
		}
		for _, sub := range k.Subkeys {
			if r.Keys[sub].Parent != i {
				return fmt.Sprintf("key %q: a subkey with another parent", k.Path)
			}
		}
		for up, n := k.Parent, 0; up >= 0; up, n = r.Keys[up].Parent, n+1 {
			if n > len(r.Keys) {
				return fmt.Sprintf("key %q is above itself", k.Path)
			}
			if n > 1000 {
				break
			}
		}
		for j := range k.Values {
			if p := value(&k.Values[j]); p != "" {
				return p
			}
		}
	}
	for i := range r.Values {
		if p := value(&r.Values[i]); p != "" {
			return p
		}
	}
	return ""
}

// valueLives reports whether live records use the cell at a file offset.
func keyLives(h *regf.Hive, offset int64) bool {
	rel, ok := h.Cells().Bins.RelAt(offset)
	return ok && rel%8 == 0 && h.Cells().Survey.Keys.Has(rel)
}

func valueLives(h *regf.Hive, offset int64) bool {
	_, ok := h.Cells().UsedCell(offset)
	return ok && offset%8 == 0
}

// allValues are the values of a recovery with the path of the key each belongs to, "?" for none.
func allValues(r *hive.Recovery) map[string]*hive.RecoveredValue {
	values := map[string]*hive.RecoveredValue{}
	add := func(path hive.Path, v *hive.RecoveredValue) {
		values[fmt.Sprintf("%s:%s@%d", string(path), string(v.Name), v.Offset)] = v
	}
	for i := range r.Keys {
		for j := range r.Keys[i].Values {
			add(r.Keys[i].Path, &r.Keys[i].Values[j])
		}
	}
	for i := range r.Values {
		v := &r.Values[i]
		switch v.Key {
		case "":
			add("?", v)
		case `\`:
			add("", v)
		default:
			add(v.Key, v)
		}
	}
	return values
}

// randomTree grows a registry of which a third is deleted. Names say how they are stored, so that they are
// unique; data is random, of every size from none to two segments.
func randomTree(rnd *rand.Rand, minor int) *hivetest.Tree {
	tree := hivetest.NewTree()
	tree.Header.Minor, tree.Header.Leaf = minor, 1+rnd.IntN(20)
	tree.Header.FreeLinks = 0
	when := uint64(129_000_000_000_000_000)
	n := 0
	name := func() []uint16 {
		n++
		alphabet := []string{"key ", "Müller ", "ПриВет ", "日本 "}[rnd.IntN(4)]
		return utf16.Encode([]rune(fmt.Sprintf("%s%d", alphabet, n)))
	}
	var grow func(k *hivetest.Key, depth int)
	grow = func(k *hivetest.Key, depth int) {
		defer func() { // deleting a key writes its parent, so a parent's time is the later one
			when += uint64(rnd.IntN(1 << 30))
			k.LastWritten, k.HasTime = when, true
		}()
		if rnd.IntN(4) == 0 {
			k.Class = name()
		}
		for range rnd.IntN(6) {
			size := []int{0, 1, 4, 5, 30, 300, 4000}[rnd.IntN(7)]
			if rnd.IntN(60) == 0 {
				size = 16345 + rnd.IntN(17000)
			}
			data := make([]byte, size)
			for i := range data {
				data[i] = byte(rnd.Uint32())
			}
			v := &hivetest.Value{Name: name(), Type: uint32(rnd.IntN(12)), Data: data, Deleted: rnd.IntN(3) == 0}
			if rnd.IntN(10) == 0 {
				v.Name = nil
			}
			if v.Name == nil && slices.ContainsFunc(k.Values, func(w *hivetest.Value) bool { return w.Name == nil }) {
				continue
			}
			k.Values = append(k.Values, v)
		}
		if depth == 6 {
			return
		}
		for range rnd.IntN(7 - depth) {
			sub := &hivetest.Key{Name: name(), Deleted: rnd.IntN(5) == 0}
			k.Subkeys = append(k.Subkeys, sub)
			grow(sub, depth+1)
		}
	}
	grow(tree.Root, 0)
	return tree
}

// TestDeletedRecordsOfBuiltHives: of everything that was deleted and not written over, every record comes
// back with its path, values and data, and nothing comes back that was not deleted.
func TestDeletedRecordsOfBuiltHives(t *testing.T) {
	keys, values := 0, 0
	for seed := range uint64(40) {
		minor := 1 + int(seed)%6
		t.Run(fmt.Sprintf("1.%d seed=%d", minor, seed), func(t *testing.T) {
			img, layout, err := randomTree(rand.New(rand.NewPCG(seed, 3)), minor).ImageLayout()
			require.NoError(t, err)
			h := read(t, img)
			r := recoverAll(t, h)
			require.Empty(t, diagText(h.Diagnostics()))
			k, v := requireDeleted(t, r, layout)
			keys, values = keys+k, values+v
		})
	}
	t.Logf("%d keys and %d values were deleted and found", keys, values)
	require.Greater(t, keys, 300)
	require.Greater(t, values, 1000)
}

// requireDeleted compares a recovery with what was deleted.
func requireDeleted(t *testing.T, r *hive.Recovery, layout *hivetest.Layout) (keys, values int) {
	t.Helper()
	found := map[int64]*hive.RecoveredKey{}
	for i := range r.Keys {
		found[r.Keys[i].Offset] = &r.Keys[i]
	}
	foundValues := map[int64]*hive.RecoveredValue{}
	owners := map[int64]hive.Path{}
	for i := range r.Keys {
		for j := range r.Keys[i].Values {
			v := &r.Keys[i].Values[j]
			foundValues[v.Offset], owners[v.Offset] = v, r.Keys[i].Path
		}
	}
	for i := range r.Values {
		v := &r.Values[i]
		foundValues[v.Offset], owners[v.Offset] = v, v.Key
	}
	for _, d := range layout.Deleted {
		if d.RecordReused {
			continue
		}
		if !d.IsValue {
			keys++
			k := found[int64(d.Cell)]
			require.NotNil(t, k, "key %s", d.Path)
			delete(found, int64(d.Cell))
			require.Equal(t, d.Path, string(k.Path))
			require.Equal(t, hive.FullPath, k.PathStatus)
			require.Equal(t, hive.High, k.Confidence, "%v", k.Reasons)
			require.Equal(t, d.LastWritten, uint64(k.LastWrite))
			require.Zero(t, k.LostSubkeys)
			require.Contains(t, []hive.Source{hive.FreeCell}, k.Source)
			continue
		}
		values++
		v := foundValues[int64(d.Cell)]
		require.NotNil(t, v, "value %s of %s", d.ValueName, d.Path)
		delete(foundValues, int64(d.Cell))
		require.Equal(t, d.ValueName, string(v.Name))
		require.Equal(t, d.Type, uint32(v.Type))
		require.Equal(t, len(d.Data), v.Size)
		if owner := owners[int64(d.Cell)]; owner != "" {
			want := d.Path
			if want == "" {
				want = `\`
			}
			require.Equal(t, want, string(owner), "owner of %s", d.ValueName)
		} else {
			require.False(t, d.OfDeleted, "%s of %s has lost its key", d.ValueName, d.Path)
		}
		if d.DataReused {
			require.NotEqual(t, hive.Intact, v.Status)
			continue
		}
		require.Equal(t, hive.Intact, v.Status, "%s of %s: %v", d.ValueName, d.Path, v.Reasons)
		require.True(t, bytes.Equal(d.Data, v.Data), "data of %s", d.ValueName)
	}
	for _, k := range found {
		require.Fail(t, "invented key", "%s at %d", k.Path, k.Offset)
	}
	for _, v := range foundValues {
		require.Fail(t, "invented value", "%s at %d", v.Name, v.Offset)
	}
	return keys, values
}

// findKey returns the recovered key at path; it fails unless there is exactly one.
func findKey(t testing.TB, r *hive.Recovery, path string) *hive.RecoveredKey {
	t.Helper()
	var found *hive.RecoveredKey
	for i := range r.Keys {
		if string(r.Keys[i].Path) == path {
			require.Nil(t, found, "%s is there twice", path)
			found = &r.Keys[i]
		}
	}
	require.NotNil(t, found, "%s was not recovered", path)
	return found
}

// findValue returns the value of k with that name.
func findValue(t testing.TB, k *hive.RecoveredKey, name string) *hive.RecoveredValue {
	t.Helper()
	for i := range k.Values {
		if string(k.Values[i].Name) == name {
			return &k.Values[i]
		}
	}
	require.Fail(t, "no such value", "%s of %s", name, k.Path)
	return nil
}

// findLoose returns the value of a live or no key with that name.
func findLoose(t testing.TB, r *hive.Recovery, name string) *hive.RecoveredValue {
	t.Helper()
	for i := range r.Values {
		if string(r.Values[i].Name) == name {
			return &r.Values[i]
		}
	}
	require.Fail(t, "no such value", name)
	return nil
}

func TestDeletedTreeWithLiveTwin(t *testing.T) {
	for minor := 1; minor <= 6; minor++ {
		h := read(t, hivetest.Build(t, fmt.Sprintf(";@ hive minor=%d freelinks=0", minor)+`
;@ deleted
[Profiles\Work]
"a"=hex:01,02,03,04,05
;@ class "a class"
[Profiles\Work\Section]
"path"="C:\\old.pst"
"big"=hex:42*40000
[Profiles\Work]
"a"="new"
[Profiles\Work\Section]
"path"="C:\\new.pst"
`))
		r := recoverAll(t, h)
		require.Len(t, r.Keys, 2)
		require.Empty(t, r.Values)
		work, section := findKey(t, r, `Profiles\Work`), findKey(t, r, `Profiles\Work\Section`)
		require.True(t, work.LiveTwin && section.LiveTwin)
		require.Equal(t, []byte{1, 2, 3, 4, 5}, findValue(t, work, "a").Data)
		require.Equal(t, section, &r.Keys[work.Subkeys[0]])
		require.Equal(t, "a class", string(hive.DecodeUTF16(section.Class)))
		require.Equal(t, bytes.Repeat([]byte{0x42}, 40000), findValue(t, section, "big").Data)
		require.Equal(t, hive.Intact, findValue(t, section, "big").Status)
		require.Zero(t, section.LostValues+work.LostValues+work.LostSubkeys)
	}
}

func TestSlackOfValueLists(t *testing.T) {
	h := read(t, hivetest.Build(t, `
[K]
"a"="first"
"b"="second"
;@ deleted
"c"="third"
[]
"live"="x"
;@ deleted
"gone"="y"
`))
	r := recoverAll(t, h)
	require.Empty(t, r.Keys)
	require.Equal(t, hive.Path("K"), findLoose(t, r, "c").Key)
	require.Equal(t, hive.Path(`\`), findLoose(t, r, "gone").Key, "the root key")
	for _, v := range r.Values {
		require.Equal(t, hive.High, v.Confidence)
		require.Contains(t, v.Reasons[0], "names it behind its end")
	}
}

// TestSlackKept: of the ends of value lists only those are kept in which something may stand.
func TestSlackKept(t *testing.T) {
	tree := hivetest.NewTree()
	for i := range 1000 {
		k := tree.Root.Add(fmt.Sprintf("key %04d", i))
		for v := range 1 + i%4 { // 2 and 4 leave four bytes
			k.AddValue(fmt.Sprintf("value %d", v), 4, []byte{1, 2, 3, 4})
		}
	}
	k := tree.Root.Add("deleted from")
	for v := range 3 {
		k.AddValue(fmt.Sprintf("value %d", v), 4, []byte{1, 2, 3, 4}).Deleted = v == 2
	}
	img, err := tree.Image()
	require.NoError(t, err)
	h := read(t, img)
	_, err = h.Verify(context.Background())
	require.NoError(t, err)
	require.Len(t, h.Cells().Survey.Slack, 1)
}

// TestReusedPlaces: what is in a place that was given to something else is not the deleted value's data.
func TestReusedPlaces(t *testing.T) {
	const gone = `
;@ deleted
[Gone]
"v"="the data of a value that was deleted, long enough to be reused in part or in whole"
"w"=hex:57*64
;@ deleted
[Gone\Sub]
"x"=hex:58*64
`
	t.Run("data", func(t *testing.T) {
		h := read(t, hivetest.Build(t, gone+`
[Live]
;@ reuse data [Gone] "w"
"new"=hex:4e*64
`))
		r := recoverAll(t, h)
		w := findValue(t, findKey(t, r, "Gone"), "w")
		require.Equal(t, hive.Overwritten, w.Status)
		require.Empty(t, w.Data)
		require.NotEqual(t, hive.High, w.Confidence)
		require.Equal(t, bytes.Repeat([]byte{0x58}, 64), findValue(t, findKey(t, r, `Gone\Sub`), "x").Data)
	})
	t.Run("part of the data", func(t *testing.T) {
		h := read(t, hivetest.Build(t, gone+`
[Live]
;@ reuse data [Gone] "v"
"new"=hex:4e*9
`))
		v := findValue(t, findKey(t, recoverAll(t, h), "Gone"), "v")
		require.Equal(t, hive.Overwritten, v.Status)
		require.Empty(t, v.Data)
	})
	t.Run("value record", func(t *testing.T) {
		h := read(t, hivetest.Build(t, gone+`
[Live]
;@ reuse record [Gone] "w"
"n"=dword:1
`))
		r := recoverAll(t, h)
		k := findKey(t, r, "Gone")
		require.Len(t, k.Values, 1, "the record belongs to a live value now")
		require.Equal(t, hive.Text("v"), k.Values[0].Name)
		require.Equal(t, 1, k.LostValues)
	})
	t.Run("key record", func(t *testing.T) {
		h := read(t, hivetest.Build(t, gone+`
[Live]
;@ reuse record [Gone]
"n"=hex:4e*72
`))
		r := recoverAll(t, h)
		sub := findKey(t, r, `?\Sub`)
		require.Equal(t, hive.UnknownPath, sub.PathStatus)
		require.Equal(t, hive.Medium, sub.Confidence)
		require.Equal(t, hive.Path(""), findLoose(t, r, "w").Key)
	})
	t.Run("live value of a key below it", func(t *testing.T) {
		// A later record that was deleted again cuts what it was written into.
		h := read(t, hivetest.Build(t, gone))
		r := recoverAll(t, h)
		v := findValue(t, findKey(t, r, "Gone"), "v")
		at := v.DataAt.Offset + 40 // inside the data
		img := slices.Clone(contents(h))
		copy(img[at:], "\x20\x00\x00\x00vk\x01\x00\x04\x00\x00\x80\x01\x00\x00\x00\x04\x00\x00\x00\x01\x00\x00\x00z\x00\x00\x00\x00\x00\x00\x00")
		r = recoverAll(t, read(t, img))
		v = findValue(t, findKey(t, r, "Gone"), "v")
		require.Equal(t, hive.Partial, v.Status)
		require.Len(t, v.Data, 36)
		require.Equal(t, hive.Medium, v.Confidence)
		require.Equal(t, hive.Path(""), findLoose(t, r, "z").Key)
	})
}

// TestReuseInRandomTrees: places are reused at random; no value shows another's data.
func TestReuseInRandomTrees(t *testing.T) {
	overwritten := 0
	for seed := range uint64(30) {
		rnd := rand.New(rand.NewPCG(seed, 9))
		tree := randomTree(rnd, 1+int(seed)%6)
		taker := tree.Root.Add("takes what is free")
		_, layout, err := tree.ImageLayout()
		require.NoError(t, err)
		n := 0
		for _, d := range layout.Deleted {
			if !d.IsValue || len(d.Data) < 5 || len(d.Data) > 16000 || rnd.IntN(3) > 0 {
				continue
			}
			v := taker.AddValue(fmt.Sprint("taker", n), 3, bytes.Repeat([]byte{0xEE}, 5+rnd.IntN(len(d.Data)-4)))
			v.Reuse = &hivetest.Reuse{Part: hivetest.DataPart, Path: d.Path, IsValue: true, Value: d.ValueName}
			n++
		}
		img, layout, err := tree.ImageLayout()
		require.NoError(t, err)
		r := recoverAll(t, read(t, img))
		deleted := map[string]*hivetest.DeletedRecord{}
		for i := range layout.Deleted {
			if d := &layout.Deleted[i]; d.IsValue {
				deleted[fmt.Sprint(d.Cell)] = d
			}
		}
		for _, v := range allValues(r) {
			d := deleted[fmt.Sprint(v.Offset)]
			require.NotNil(t, d, "invented: %s", v.Name)
			require.True(t, bytes.HasPrefix(d.Data, v.Data), "another's data is shown for %s", d.ValueName)
			if d.DataReused {
				overwritten++
				require.NotEqual(t, hive.Intact, v.Status)
			} else {
				require.Equal(t, hive.Intact, v.Status, "seed %d %s:%s cell %x data %x n=%d minor %d %v", seed, d.Path, d.ValueName, d.Cell, d.DataCell, len(d.Data), layout.Minor, v.Reasons)
			}
		}
	}
	require.Greater(t, overwritten, 100)
}

// TestFreeListTakesTheHead: Windows 2000 keeps its list of unallocated cells in their first bytes, so the
// first of the records in each has no signature. Keys come back all the same, and say so.
func TestFreeListTakesTheHead(t *testing.T) {
	for _, c := range []struct {
		header string
		time   bool
	}{{"minor=3 freelinks=4", true}, {"minor=2 freelinks=4", true}, {"minor=1 freelinks=8", false}} {
		t.Run(c.header, func(t *testing.T) {
			h := read(t, hivetest.Build(t, ";@ hive "+c.header+`
[A]
"v"="x"
;@ deleted
;@ lastwrite 2001-02-03T04:05:06Z
[Gone]
[Z]
"v"="y"
;@ deleted
;@ lastwrite 2001-02-03T04:05:06Z
[Z\Below]
"w"=hex:57*64
[ZZ]
`))
			r := recoverAll(t, h)
			for _, path := range []string{"Gone", `Z\Below`} {
				k := findKey(t, r, path)
				require.Equal(t, hive.FullPath, k.PathStatus)
				require.Equal(t, hive.Low, k.Confidence)
				require.Contains(t, strings.Join(k.Reasons, "\n"), "its signature and flags are lost")
				require.Equal(t, c.time, k.LastWrite.String() == "2001-02-03T04:05:06.0000000Z", k.LastWrite)
				require.Equal(t, !c.time, k.LastWrite == 0)
			}
			require.Equal(t, len(r.Keys), 2)
		})
	}
}

func TestRecoverFromDamage(t *testing.T) {
	const text = `
[Live]
"path"="C:\\live.pst"
[Live\Below]
;@ deleted
[Gone]
"v"=hex:56*30
[Z]
"filler"=hex:46*9000
[ZZ]
"after"="x"
`
	t.Run("a broken cell hides nothing and revives nothing", func(t *testing.T) {
		img, layout := hivetest.BuildLayout(t, text)
		whole := len(pathsOf(dump(t, read(t, img))))
		for path, k := range layout.Keys {
			for _, size := range []int32{0, -4, 4, 0x7FFFFFF8, -13} {
				h := read(t, hivetest.Apply(img, layout, hivetest.CellSize(hivetest.KeyCell(path), size)))
				r := recoverAll(t, h)
				for i := range r.Keys {
					_, lives := h.Lookup(r.Keys[i].Path)
					require.True(t, !lives || string(r.Keys[i].Path) == path || path == "", "%s is shown as deleted (%d at %s)", r.Keys[i].Path, size, path)
				}
				live := len(pathsOf(dump(t, h)))
				require.LessOrEqual(t, live, whole)
				_ = k
			}
		}
	})
	t.Run("a live record in an unallocated cell lives", func(t *testing.T) {
		img, layout := hivetest.BuildLayout(t, text)
		h := read(t, hivetest.Apply(img, layout, hivetest.CellFree(hivetest.KeyCell("Live"))))
		r := recoverAll(t, h)
		require.Len(t, r.Keys, 1)
		findKey(t, r, "Gone")
	})
	t.Run("no root", func(t *testing.T) {
		img, layout := hivetest.BuildLayout(t, text)
		h := read(t, hivetest.Apply(img, layout, hivetest.RootNil(), hivetest.CellFree(hivetest.KeyCell(""))))
		r := recoverAll(t, h)
		for _, path := range []string{"Live", `Live\Below`, "Gone", "Z", "ZZ"} {
			k := findKey(t, r, path)
			require.Equal(t, hive.FullPath, k.PathStatus, "the root key is recovered too")
		}
		require.Equal(t, "C:\\live.pst", utf16Text(findValue(t, findKey(t, r, "Live"), "path").Data))
	})
	t.Run("after the bins", func(t *testing.T) {
		img := hivetest.Build(t, text)
		old := hivetest.Build(t, "[Old]\n\"v\"=hex:4f*20")
		binary.LittleEndian.PutUint32(old[base.Size+4:], uint32(len(img)-base.Size)) // as this hive's own bin had it
		h := read(t, slices.Concat(img, old[base.Size:]))
		r := recoverAll(t, h)
		k := r.Keys[slices.IndexFunc(r.Keys, func(k hive.RecoveredKey) bool { return k.Name == "Old" })]
		require.Equal(t, hive.FileTail, k.Source)
		require.Equal(t, hive.Low, k.Confidence)
		findKey(t, r, "Gone")
	})
	t.Run("a lost bin", func(t *testing.T) {
		img, layout := hivetest.BuildLayout(t, text)
		h := read(t, hivetest.Apply(img, layout, hivetest.HBinSignature(0)))
		r := recoverAll(t, h)
		require.Equal(t, hive.NoBin, findKey(t, r, "Gone").Source)
		require.Equal(t, hive.NoBin, findKey(t, r, "Live").Source)
	})
	t.Run("shifted bins", func(t *testing.T) {
		img, layout := hivetest.BuildLayout(t, text+"\n;@ deleted\n[Last]\n\"big\"=hex:41*5000")
		plain := recoverAll(t, read(t, img))
		r := recoverAll(t, read(t, hivetest.Apply(img, layout, hivetest.ShiftedBins(1))))
		require.Len(t, r.Keys, len(plain.Keys))
		for i := range r.Keys {
			require.Equal(t, plain.Keys[i].Path, r.Keys[i].Path)
		}
	})
}

func utf16Text(data []byte) string { return strings.TrimRight(string(hive.DecodeUTF16(data)), "\x00") }

func TestRecoverEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	h := read(t, hivetest.Build(t, "[A]\n;@ deleted\n[B]"))
	cancel()
	_, err := lost.Recover(ctx, h)
	require.ErrorIs(t, err, context.Canceled)
	_, err = h.Verify(context.Background())
	require.NoError(t, err)
	_, err = lost.Recover(ctx, h)
	require.ErrorIs(t, err, context.Canceled)
	recoverAll(t, h)
}

// TestRecoverTwice: a recovery changes nothing that the next one sees.
func TestRecoverTwice(t *testing.T) {
	img, log := dirtyPair(t, "[A]\n\"v\"=\"x\"\n[B\\C]\n;@ deleted\n[D]", "[A]\n[E]", 2)
	h, err := regf.Read(context.Background(), img, translog.Input{Path: "h.LOG1", Slot: translog.LOG1, Data: log})
	require.NoError(t, err)
	in := translog.Input{Path: "h.LOG1", Data: log}
	require.Equal(t, recoverAll(t, h, in), recoverAll(t, h, in))
}
