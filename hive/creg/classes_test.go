package creg_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/creg"
	"mapihive/hive/hivetest/cregtest"
)

// seedPaths are the keys of the file that most classes of hostile input damage.
const seedPaths = `Alpha Alpha\below Mail Mail\a Mail\b Mail\b\inner Mail\c Zulu Zulu\below`

// hostileClasses says what the reader makes of one class of hostile input.
var hostileClasses = []struct {
	class string
	err   error  // nothing to read
	diags string // all diagnostics: kind@place, see placeOf
	lost  string // keys of the seed that are not listed under their names; * for all
	paths string // the keys listed, where the file is not the seed
	count int    // the same as a number
}{
	{class: "empty", err: creg.ErrEmpty},
	{class: "only-magic", err: creg.ErrTooShort},
	{class: "trunc-63", err: creg.ErrTooShort},
	{class: "trunc-64", diags: `truncated@/entry base-field@16 root@40`, lost: `*`},
	{class: "trunc-entries", diags: `truncated@Mail\b/entry base-field@16 cell-bounds@Mail/entry cell-bounds@Mail\a/entry record@Alpha/entry record@Mail/entry record@Mail\a/entry record@Alpha\below/entry cell-bounds@44`, lost: `*`},
	{class: "trunc-blocks", diags: `truncated@block0 base-field@16 record@Alpha/entry record@Mail/entry record@Zulu/entry record@Zulu\below/entry record@Mail\a/entry record@Mail\b/entry record@Mail\c/entry record@Mail\b\inner/entry record@Alpha\below/entry`, lost: `*`},
	{class: "trunc-header", diags: `truncated@block1 base-field@16 record@Zulu/entry record@Zulu\below/entry record@Mail\a/entry record@Mail\b/entry record@Mail\c/entry record@Mail\b\inner/entry`, lost: `Mail\a Mail\b Mail\b\inner Mail\c Zulu Zulu\below`},
	{class: "trunc-record", diags: `truncated@12403 cell-size@Mail\b/record base-field@16 record@Zulu/entry record@Zulu\below/entry record@Mail\c/entry record@Mail\b\inner/entry list-count@Mail\b/record bin@block1 cell-bounds@block1`, lost: `Mail\b\inner Mail\c Zulu Zulu\below`},
	{class: "magic", err: creg.ErrNotCREG},
	{class: "version-2", diags: `base-field@4`},
	{class: "first-block-0", diags: `base-field@8`},
	{class: "first-block-huge", diags: `base-field@8`},
	{class: "first-block-both", diags: `base-field@8 bin@36`},
	{class: "no-blocks", diags: `bin@block0 base-field@16 record@Alpha/entry record@Mail/entry record@Zulu/entry record@Zulu\below/entry record@Mail\a/entry record@Mail\b/entry record@Mail\c/entry record@Mail\b\inner/entry record@Alpha\below/entry`, lost: `*`},
	{class: "count-0", diags: `base-field@16`},
	{class: "count-65535", diags: `base-field@16`},
	{class: "tail", diags: `tail@24608`},
	{class: "keys-magic", diags: `bin@32`},
	{class: "keys-size-0", diags: `bin@36`},
	{class: "keys-size-huge", diags: `bin@36`},
	{class: "root-nil", diags: `root@40`},
	{class: "root-huge", diags: `root@40`},
	{class: "root-unaligned", diags: `root@40`},
	{class: "root-child", diags: `root@40`},
	{class: "root-free", diags: `flags@/entry`},
	{class: "zeros-64k", err: creg.ErrNotCREG},
	{class: "status-free", diags: `cell-free@Mail/entry`},
	{class: "status-odd", diags: `flags@Mail/entry`},
	{class: "hash", diags: `list-hash@Mail/entry`},
	{class: "parent-nil", diags: `parent@Mail/entry`},
	{class: "parent-wrong", diags: `parent@Mail\b/entry`},
	{class: "parent-self", diags: `parent@Mail/entry`},
	{class: "child-huge", diags: `cell-bounds@Mail/entry`},
	{class: "child-low", diags: `cell-bounds@Mail/entry`},
	{class: "child-unaligned", diags: `cell-bounds@Mail/entry`},
	{class: "child-inside", diags: `record@Mail/entry`},
	{class: "child-self", diags: `key-twice@Mail/entry`},
	{class: "child-parent", diags: `key-twice@Mail\b\inner/entry`},
	{class: "child-shared", diags: `key-twice@Zulu\below/entry`},
	{class: "child-free", diags: `record@Mail/entry`},
	{class: "child-nil", diags: `hidden@Mail\a/entry unused-cells@Mail\a/record`, lost: `Mail\a Mail\b Mail\b\inner Mail\c`},
	{class: "sibling-self", diags: `key-twice@Mail\a/entry`},
	{class: "sibling-back", diags: `key-twice@Mail\c/entry`},
	{class: "sibling-huge", diags: `cell-bounds@Mail\a/entry`},
	{class: "sibling-skip", diags: `hidden@Mail\b/entry unused-cells@Mail\b/record`, lost: `Mail\b Mail\b\inner`},
	{class: "sibling-other", diags: `parent@Alpha/entry`},
	{class: "record-other", diags: `cell-twice@Mail\a/entry unused-cells@Mail\a/record`, lost: `Mail\a`},
	{class: "record-none", diags: `record@Mail/entry unused-cells@Mail/record`, lost: `Mail Mail\a Mail\b Mail\b\inner Mail\c`},
	{class: "block-none", diags: `record@Mail/entry unused-cells@Mail/record`, lost: `Mail Mail\a Mail\b Mail\b\inner Mail\c`},
	{class: "free-self", diags: `cell-twice@288`},
	{class: "free-huge", diags: `cell-bounds@44`},
	{class: "free-used", diags: `cell-bounds@44`},
	{class: "free-size", diags: `cell-twice@288`},
	{class: "free-size-0", diags: `cell-twice@288`},
	{class: "block-magic", diags: `bin@block1`},
	{class: "block-header", diags: `bin@block1 base-field@16 record@Mail\a/entry record@Mail\b/entry record@Mail\b\inner/entry`, lost: `Mail\a Mail\b Mail\b\inner`},
	{class: "block-last", diags: `bin@block3 base-field@16 record@Zulu\below/entry`, lost: `Zulu\below`},
	{class: "block-number", diags: `bin@block1`},
	{class: "block-size-0", diags: `bin@block1`},
	{class: "block-size-small", diags: `bin@block1`},
	{class: "block-size-huge", diags: `bin@block1`},
	{class: "block-size-last", diags: `truncated@24608`},
	{class: "block-size-last-0", diags: `bin@block3`},
	{class: "free-bytes", diags: `bin@block1`},
	{class: "free-record-huge", diags: `cell-bounds@block1`},
	{class: "free-record-used", diags: `cell-bounds@block1`},
	{class: "free-record-nil", diags: `bin@block1`},
	{class: "record-size-0", diags: `cell-size@Mail/record`},
	{class: "record-size-small", diags: `cell-size@Mail/record`},
	{class: "record-size-past", diags: `cell-size@Mail/record`},
	{class: "record-size-huge", diags: `cell-size@Mail/record`},
	{class: "record-number", diags: `record@Mail/record record@Mail/entry`, lost: `Mail Mail\a Mail\b Mail\b\inner Mail\c`},
	{class: "record-number-free", diags: `record@Mail/record record@Mail/entry`, lost: `Mail Mail\a Mail\b Mail\b\inner Mail\c`},
	{class: "record-block", diags: `record@Mail/record`},
	{class: "used-0", diags: `record@Mail/record value-list@Mail/record`},
	{class: "used-less", diags: `value-list@Mail/record`},
	{class: "used-more", diags: `record@Mail/record value-list@Mail/record`},
	{class: "name-0", diags: `list-hash@Mail/entry name@Mail/record name@4260 list-count@Mail/record`, lost: `Mail Mail\a Mail\b Mail\b\inner Mail\c`},
	{class: "name-past", diags: `name@Mail\a/record`},
	{class: "name-one-more", diags: `list-hash@Mail/entry data-bounds@4265 list-count@Mail/record`, lost: `Mail Mail\a Mail\b Mail\b\inner Mail\c`},
	{class: "name-other", diags: `list-hash@Mail/entry`, lost: `Mail Mail\a Mail\b Mail\b\inner Mail\c`},
	{class: "name-backslash", diags: `list-hash@Mail/entry name@Mail/record`, lost: `Mail Mail\a Mail\b Mail\b\inner Mail\c`},
	{class: "name-nul", diags: `list-hash@Mail/entry`, lost: `Mail Mail\a Mail\b Mail\b\inner Mail\c`},
	{class: "values-more", diags: `list-count@Mail/record`},
	{class: "values-65535", diags: `list-count@Mail/record`},
	{class: "values-less", diags: `hidden@Mail/record`},
	{class: "values-0", diags: `hidden@Mail/record`},
	{class: "value-name-past", diags: `name@Mail//value value-list@Mail/record`},
	{class: "value-name-less", diags: `name@6866 list-count@Mail/record`},
	{class: "value-data-past", diags: `data-bounds@Mail//value value-list@Mail/record`},
	{class: "value-data-more", diags: `name@4359 list-count@Mail/record`},
	{class: "value-data-less", diags: `name@4282 list-count@Mail/record`},
	{class: "names", paths: "esc\x1b€"},
	{class: "same-name", diags: `duplicate-name@4195`, paths: "K"},
	{class: "same-key", diags: `duplicate-name@Mail/entry`, paths: "K K\\ab K\\AB"},
	{class: "types", paths: "K"},
	{class: "largest", paths: "K"},
	{class: "no-keys", lost: `*`},
	{class: "deep-3000", diags: `depth@14420`, count: 512},
	{class: "many-20000", count: 20000},
}

// placeOf names an offset of the seed: a block, the entry or the record of a key, a number elsewhere.
func placeOf(l *cregtest.Layout, offset int64) string {
	at := int(offset)
	for i, b := range l.Blocks {
		if b <= at && at < b+32 {
			return fmt.Sprint("block", i)
		}
	}
	for _, path := range l.Paths {
		switch k := l.Keys[path]; {
		case k.Entry <= at && at < k.Entry+28:
			return path + "/entry"
		case k.Record <= at && at < k.Record+20 && k.Record > 0:
			return path + "/record"
		}
		for name, v := range l.Keys[path].Values {
			if v == at {
				return path + "/" + name + "/value"
			}
		}
	}
	return fmt.Sprint(at)
}

func TestHostileClasses(t *testing.T) {
	_, l := cregtest.Seed()
	seed := strings.Fields(seedPaths)
	var seen []string
	for _, c := range hostileClasses {
		seen = append(seen, c.class)
		t.Run(c.class, func(t *testing.T) {
			i := slices.IndexFunc(cregtest.Classes(), func(k cregtest.Class) bool { return k.Name == c.class })
			require.GreaterOrEqual(t, i, 0, "no such class")
			class := cregtest.Classes()[i]
			h, err := creg.Read(t.Context(), class.Make(), creg.Options{})
			require.ErrorIs(t, err, c.err)
			if err != nil {
				return
			}
			counts, err := h.Verify(t.Context())
			require.NoError(t, err)
			diags := []string{}
			for _, d := range h.Diagnostics() {
				diags = append(diags, fmt.Sprintf("%s@%s", d.Kind, placeOf(l, d.Offset)))
			}
			require.Equal(t, strings.Fields(c.diags), diags)
			require.Equal(t, class.Valid, len(diags) == 0)
			listed := paths(t, h)
			if _, rooted := h.Root(); rooted {
				require.Equal(t, counts.Keys, 1+len(listed))
			} else {
				require.Zero(t, counts.Keys)
			}
			if c.count > 0 {
				require.Len(t, listed, c.count)
				return
			}
			if c.paths != "" {
				require.Equal(t, strings.Fields(c.paths), listed)
				return
			}
			lost := slices.DeleteFunc(slices.Clone(seed), func(p string) bool { return slices.Contains(listed, p) })
			want := strings.Fields(c.lost)
			if c.lost == "*" {
				want = seed
			}
			require.ElementsMatch(t, want, lost)
		})
	}
	for _, c := range cregtest.Classes() {
		require.Contains(t, seen, c.Name, "a class without a row")
	}
	require.Len(t, seen, len(cregtest.Classes()))
}

// Whatever is damaged, Windows' own files are not: their classes are told apart by their state.
func TestState(t *testing.T) {
	for _, c := range cregtest.Classes() {
		h, err := creg.Read(t.Context(), c.Make(), creg.Options{})
		if err != nil {
			continue
		}
		_, err = h.Verify(t.Context())
		require.NoError(t, err)
		want := hive.Sound
		if slices.ContainsFunc(kinds(h), hive.Kind.Damage) {
			want = hive.Damaged
		}
		require.Equal(t, want, h.State(), c.Name)
	}
}
