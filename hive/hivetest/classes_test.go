package hivetest

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestClassesAreComplete(t *testing.T) {
	numbers, names := map[int]bool{}, map[string]bool{}
	for _, c := range Classes() {
		numbers[c.Number] = true
		require.False(t, names[c.Name], c.Name)
		names[c.Name] = true
		require.NotEmpty(t, c.Doc, c.Name)
	}
	for n := 1; n <= 63; n++ {
		if n >= 53 && n <= 56 { // special files: no property of an image
			require.False(t, numbers[n])
			continue
		}
		require.True(t, numbers[n], "class %d", n)
	}
}

// TestClassesAreWhatTheySay runs the audit, which accepts exactly what Windows would leave behind.
func TestClassesAreWhatTheySay(t *testing.T) {
	for _, c := range Classes() {
		t.Run(c.Name, func(t *testing.T) {
			img := c.Make()
			require.True(t, bytes.Equal(img, c.Make()), "not the same twice")
			require.LessOrEqual(t, len(img), 5<<20)
			a := auditImage(img)
			if c.Valid {
				require.Empty(t, a.errs)
			} else {
				require.NotEmpty(t, a.errs)
			}
			if len(img) < 512 || c.Number == 5 {
				return
			}
			sealed := slices.Clone(img[:512])
			Seal(sealed)
			require.Equal(t, c.Name != "csum-bad", bytes.Equal(sealed, img[:512]), "checksum")
		})
	}
}

// TestDamageHitsItsTarget says for each kind of damage what an independent look at the image finds.
func TestDamageHitsItsTarget(t *testing.T) {
	clean, layout := seed()
	require.Empty(t, auditImage(clean).errs)
	mail := layout.Keys["Mail"]
	nk := layout.Body(mail.Cell)
	vk := layout.Body(mail.Value("path").Cell)
	small := layout.Body(mail.Value("small").Cell)
	list := layout.Body(mail.List)
	sk := layout.Body(mail.Security)
	db := layout.Body(mail.Value("big").Data)
	require.Equal(t, "lh", string(clean[list:list+2]))
	require.Equal(t, "db", string(clean[db:db+2]))

	for name, want := range map[string]struct {
		at   int
		size int
		v    uint64
	}{
		"root-nil":                 {36, 4, 0xFFFFFFFF},
		"size-4g":                  {40, 4, 0xFFFFF000},
		"seq-mismatch":             {4, 8, 0x0000000200000003},
		"hbin-size0":               {layout.Bins[1] + 8, 4, 0},
		"cell-size0":               {mail.Cell, 4, 0},
		"cell-int-min":             {mail.Cell, 4, 0x80000000},
		"cell-free-but-referenced": {mail.Cell, 4, 88},
		"cell-overlap":             {list + 4, 4, uint64(layout.Keys[`Mail\b`].Cell - 4096 + 8)},
		"self-subkey":              {list + 4, 4, uint64(mail.Cell - 4096)},
		"root-subkey":              {list + 4, 4, 0x20},
		"self-parent":              {nk + 16, 4, uint64(mail.Cell - 4096)},
		"parent-cycle":             {nk + 16, 4, uint64(layout.Keys[`Mail\b`].Cell - 4096)},
		"sub-nil-count3":           {nk + 28, 4, 0xFFFFFFFF},
		"sub-count-4g":             {nk + 20, 4, 0xFFFFFFFF},
		"list-count-65535":         {list + 2, 2, 65535},
		"name-len-past":            {nk + 72, 2, 0x7FFF},
		"vcount-1e9":               {nk + 36, 4, 1_000_000_000},
		"vlist-to-nk":              {nk + 40, 4, uint64(mail.Cell - 4096)},
		"vk-name-past":             {vk + 2, 2, 0x7FFF},
		"vk-data-4g":               {vk + 4, 4, 0x7FFFFFFF},
		"vk-self-data":             {vk + 8, 4, uint64(mail.Value("path").Cell - 4096)},
		"vk-inline-5":              {small + 4, 4, 0x80000005},
		"vk-type-ffff":             {vk + 12, 4, 0xFFFF},
		"class-past":               {nk + 74, 2, 0xFFFE},
		"predef":                   {nk + 36, 4, 0x80000002},
		"db-count-65535":           {db + 2, 2, 65535},
		"db-list-self":             {db + 4, 4, uint64(db - 4 - 4096)},
		"sk-size-4g":               {sk + 16, 4, 0xFFFFFFFF},
		"filetime-max":             {nk + 4, 8, 1<<64 - 1},
	} {
		c := classNamed(t, name)
		img := c.Make()
		var raw [8]byte
		copy(raw[:], img[want.at:want.at+want.size])
		require.Equal(t, want.v, le.Uint64(raw[:]), name)
		require.Len(t, img, len(clean), name)
		changed := 0
		for i := range img {
			if img[i] != clean[i] && (i < 508 || i >= 512) {
				changed++
			}
		}
		require.LessOrEqual(t, changed, 24, name)
	}
}

func classNamed(t *testing.T, name string) Class {
	t.Helper()
	i := slices.IndexFunc(Classes(), func(c Class) bool { return c.Name == name })
	require.GreaterOrEqual(t, i, 0, name)
	return Classes()[i]
}

func TestApplyLeavesTheImageAlone(t *testing.T) {
	img, l := seed()
	before := slices.Clone(img)
	Apply(img, l, CellIntMin(KeyCell("Mail")), RISelf("Mail"), ZeroPages(0, 1))
	require.Equal(t, before, img)
}

func TestAimAtNothing(t *testing.T) {
	img, l := seed()
	for i, d := range []Damage{
		KeyTime("nowhere", 0), ValueType("Mail", "nothing", 0), CellFree(ClassCell("Zulu")), DBListSelf("Mail", "small"),
	} {
		require.Panics(t, func() { Apply(img, l, d) }, "%d", i)
	}
}

func TestTruncations(t *testing.T) {
	img, _ := seed()
	n := 0
	for length, cut := range Truncations(img) {
		require.Equal(t, n, length)
		require.Len(t, cut, length)
		n++
	}
	require.Equal(t, len(img), n)
}

func TestReuseCell(t *testing.T) {
	img, l := BuildLayout(t, deletedText)
	var place int
	for _, d := range l.Deleted {
		if d.ValueName == "second" {
			place = d.DataCell
		}
	}
	img = Apply(img, l, ReuseCell(place, []byte("someone else's")))
	require.Equal(t, "someone else's", string(img[l.Body(place):][:14]))
	for _, d := range l.Deleted {
		require.Equal(t, d.ValueName == "second", d.DataReused, d.ValueName)
		require.False(t, d.RecordReused, d.ValueName)
	}
	a := auditImage(img)
	require.Len(t, a.errs, 1, "one cell nobody refers to: %v", a.errs)
	require.Panics(t, func() { Apply(img, l, ReuseCell(place, []byte("taken"))) })
}
