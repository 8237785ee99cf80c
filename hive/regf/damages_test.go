package regf_test

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

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
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
			h, err := regf.New(t.Context(), bytes.NewReader(damaged), int64(len(damaged)), regf.Options{NoHash: true})
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
			if state == hive.Clean {
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
