package mapi

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi/internal/mapitest"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/regf"
)

// within fails the test if f takes longer, or holds more memory when it is done, than a reader may. Both are
// far above what is needed and far below what unbounded work takes.
func within(t *testing.T, f func() any) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	keep := f()
	require.Less(t, time.Since(start), 2*time.Minute)
	runtime.GC()
	runtime.ReadMemStats(&after)
	require.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(256<<20))
	runtime.KeepAlive(keep)
}

// binaryOf is a REG_BINARY as a Value.
func binaryOf(name string, data []byte) prop.Value {
	return prop.Value{Name: hive.Text(name), Type: hive.RegBinary, Data: data}
}

// numbered is a section's UID by number.
func numbered(kind byte, n int) prop.UID {
	uid := prop.UID{0: kind}
	binary.BigEndian.PutUint32(uid[12:], uint32(n))
	return uid
}

func sectionKey(uid prop.UID, values ...prop.Value) Key {
	return Key{Name: hive.Text(uid.String()), Path: hive.Path(reg16 + `\Profiles\Big\` + uid.String()), Values: values}
}

func longValue(id uint16, v uint32) prop.Value {
	return binaryOf(fmt.Sprintf("0003%04x", id), binary.LittleEndian.AppendUint32(nil, v))
}

func uidsValue(id uint16, n int, uid func(int) prop.UID) prop.Value {
	b := make([]byte, 0, 16*n)
	for i := range n {
		u := uid(i)
		b = append(b, u[:]...)
	}
	return binaryOf(fmt.Sprintf("0102%04x", id), b)
}

// buildBig makes a profile of sections and asks for the same twice.
func buildBig(t *testing.T, sections ...Key) (Whole, []string) {
	t.Helper()
	var p Whole
	var limits []string
	within(t, func() any {
		p, limits = build(Key{Name: "Big", Path: reg16 + `\Profiles\Big`, Subkeys: sections}, "16.0", nil)
		return &p
	})
	return p, limits
}

// 100,000 sections, every second a service that lists its provider, which links back.
func TestManySections(t *testing.T) {
	const n = 50_000
	sections := []Key{sectionKey(uidOf(rootSection), uidsValue(idServices, n, func(i int) prop.UID { return numbered('s', i) }),
		uidsValue(idStoreProviders, n, func(i int) prop.UID { return numbered('p', n-1-i) }))}
	for i := range n {
		sections = append(sections,
			sectionKey(numbered('s', i), binaryOf("001f3d0a", mapitest.UTF16("x.dll")), uidsValue(idStoreProviders, 1, func(int) prop.UID { return numbered('p', i) })),
			sectionKey(numbered('p', i), longValue(idResourceType, 33), uidsValue(idServiceUID, 1, func(int) prop.UID { return numbered('s', i) })))
	}
	p, limits := buildBig(t, sections...)
	require.Empty(t, limits)
	require.Len(t, p.Services, n)
	require.Len(t, p.Services[n-1].Providers, 1)
	require.Len(t, p.Order.Stores, n)
	require.Empty(t, p.UnlistedSections)
}

// One list names a million UIDs that do not exist.
func TestHugeList(t *testing.T) {
	p, limits := buildBig(t, sectionKey(uidOf(rootSection), uidsValue(idServices, 1_000_000, func(i int) prop.UID { return numbered('x', i) })))
	require.Len(t, p.Missing, maxMissing)
	require.Equal(t, []string{"1000 listed sections are missing or more; the rest is left out"}, limits)
	require.Empty(t, p.Services)
}

// A thousand services list the same thousand providers.
func TestSharedProviders(t *testing.T) {
	const n = 1000
	var sections []Key
	for i := range n {
		sections = append(sections,
			sectionKey(numbered('s', i), binaryOf("001f3d0a", mapitest.UTF16("x.dll")), uidsValue(idStoreProviders, n, func(j int) prop.UID { return numbered('p', j) })),
			sectionKey(numbered('p', i), longValue(idResourceType, 33)))
	}
	p, limits := buildBig(t, sections...)
	require.Equal(t, []string{"more than 100000 providers are listed; the rest is left out"}, limits)
	require.Len(t, p.Services, n)
}

// Services that list each other and themselves, providers that are each other's service.
func TestCycles(t *testing.T) {
	a, b := numbered('a', 0), numbered('b', 0)
	both := func(i int) prop.UID { return []prop.UID{a, b}[i] }
	p, _ := buildBig(t,
		sectionKey(uidOf(rootSection), uidsValue(idServices, 2, both), uidsValue(idStoreProviders, 2, both)),
		sectionKey(a, binaryOf("001f3d0a", mapitest.UTF16("x.dll")), uidsValue(idStoreProviders, 2, both), uidsValue(idServiceUID, 1, both), uidsValue(idEmsmdbSection, 1, both)),
		sectionKey(b, longValue(idResourceType, 33), uidsValue(idServiceUID, 1, func(int) prop.UID { return b }), uidsValue(idEmsmdbSection, 1, func(int) prop.UID { return b })))
	require.Len(t, p.Services, 2)
	require.Empty(t, p.UnlistedSections)
}

// A section of many values of one identifier is searched no more often than it has values.
func TestManyValues(t *testing.T) {
	values := make([]prop.Value, 100_000)
	for i := range values {
		values[i] = prop.Value{Name: "001e6700", Type: hive.RegSz, Data: mapitest.UTF16(`C:\a.pst`)}
	}
	section := sectionKey(numbered('p', 0), append(values, longValue(idResourceType, 33))...)
	exchange := sectionKey(uidOf(globalSection), append(asUsers(values), longValue(0x6601, 1))...)
	sections := []Key{section, exchange}
	for i := range 1000 {
		sections = append(sections, sectionKey(numbered('q', i), longValue(idResourceType, 33), longValue(idProfileType, 1), binaryOf("001f3d09", mapitest.UTF16("MSEMS"))))
	}
	p, limits := buildBig(t, sections...)
	require.Equal(t, []string{"100000 paths or more; the rest is left out"}, limits)
	require.Len(t, p.Providers, 1001)
}

// asUsers gives the values the identifier of an Exchange user.
func asUsers(values []prop.Value) []prop.Value {
	out := make([]prop.Value, len(values))
	for i, v := range values {
		v.Name = "001e6603"
		out[i] = v
	}
	return out
}

// A value of nothing but store identifiers.
func TestManyPaths(t *testing.T) {
	eid := mapitest.PSTEID(`C:\a.pst`)
	data := bytes.Repeat(eid, 16<<20/len(eid))
	p, limits := buildBig(t, sectionKey(uidOf(clientSection), binaryOf("0102039b", data)))
	require.Len(t, p.Paths, maxPaths)
	require.Len(t, limits, 1)
}

// copyAll copies every profile below 16.0 with the copier, as Read does.
func copyAll(t *testing.T, c *copier) (copied []Key) {
	root, ok := c.r.Root()
	require.True(t, ok)
	holder, ok := hive.Lookup(root, reg16+`\Profiles`)
	require.True(t, ok)
	for k := range holder.Subkeys() {
		tree, ok, err := c.tree(t.Context(), k, hive.Live)
		require.NoError(t, err)
		if !ok {
			break
		}
		copied = append(copied, tree)
	}
	return copied
}

// What lies beyond a limit is left out, and that is said once.
func TestCopyLimits(t *testing.T) {
	var text strings.Builder
	for _, name := range []string{"A", "B"} {
		for i := range 10 {
			fmt.Fprintf(&text, "[%s\\Profiles\\%s\\%s]\n\"v\"=hex:00*1000\n", reg16, name, numbered('k', i))
		}
	}
	for _, c := range []struct {
		name             string
		keys, bytes      int
		copied, sections int // profiles, and sections of the last
		diagnostics      int
	}{
		{"within", 22, 1 << 20, 2, 10, 0},
		{"keys", 15, 1 << 20, 2, 3, 1},
		{"keys, before the second", 11, 1 << 20, 1, 10, 1},
		{"bytes", 22, 10_000, 1, 6, 1},
		{"nothing at all", 22, 100, 0, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, err := regf.Read(t.Context(), hivetest.Build(t, text.String()))
			require.NoError(t, err)
			copied := copyAll(t, &copier{r: h.View(), keys: c.keys, bytes: c.bytes, data: 1 << 20})
			require.Len(t, copied, c.copied)
			if c.copied > 0 {
				require.Len(t, copied[c.copied-1].Subkeys, c.sections)
			}
			require.Len(t, h.Diagnostics(), c.diagnostics)
			for _, d := range h.Diagnostics() {
				require.Equal(t, hive.KindLimit, d.Kind)
			}
		})
	}
}

// Long names nested deep make paths that together are far larger than the hive: they count as well.
func TestDeepLongPaths(t *testing.T) {
	var text strings.Builder
	path := reg16 + `\Profiles\Deep` + strings.Repeat(`\`+strings.Repeat("n", 250), 200)
	for i := range 40 {
		fmt.Fprintf(&text, "[%s\\%d]\n", path, i)
	}
	h, err := regf.Read(t.Context(), hivetest.Build(t, text.String()))
	require.NoError(t, err)
	require.NotEmpty(t, copyAll(t, &copier{r: h.View(), keys: maxKeys, bytes: 6 << 20, data: 6 << 20}))
	require.Len(t, h.Diagnostics(), 1)
}

// Values that share one data cell are copied as far as a file of that size can honestly hold them, and that
// is said once.
func TestSharedData(t *testing.T) {
	const values, size = 2000, 16000
	var text strings.Builder
	fmt.Fprintf(&text, "[%s\\Profiles\\A\\%s]\n", reg16, numbered('k', 1))
	for i := range values {
		fmt.Fprintf(&text, "\"0102%04x\"=hex:41*%d\n", i, max(5, size*(1-min(i, 1))))
	}
	img, layout := hivetest.BuildLayout(t, text.String())
	path := fmt.Sprintf("%s\\Profiles\\A\\%s", reg16, numbered('k', 1))
	for i := range values {
		name := fmt.Sprintf("0102%04x", i)
		img = hivetest.Apply(img, layout,
			hivetest.Point(hivetest.ValueField(path, name, 8), hivetest.DataCell(path, "01020000")),
			hivetest.Put32(hivetest.ValueField(path, name, 4), size))
	}
	h, err := regf.Read(t.Context(), img)
	require.NoError(t, err)
	copied := copyAll(t, newCopier(h.View()))
	sum := 0
	for _, v := range copied[0].Subkeys[0].Values {
		sum += len(v.Data)
	}
	require.LessOrEqual(t, int64(sum), maxData(h.View()))
	require.Greater(t, int64(sum), maxData(h.View())-2*size, "and not before the limit")
	require.Len(t, h.Diagnostics(), 1)
	require.Equal(t, hive.KindLimit, h.Diagnostics()[0].Kind)
}
