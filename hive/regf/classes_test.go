package regf_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
	"mapihive/hive/regf/translog"
)

// seedPaths are the keys of the hive that most classes of hostile input damage.
const seedPaths = `Alpha Alpha\below Mail Mail\a Mail\b Mail\b\inner Mail\c Zulu Zulu\below`

// hostileClasses says what the reader makes of one class of hostile input.
var hostileClasses = []struct {
	class string
	err   error  // no hive to read
	diags string // all kinds of diagnostics; kind@place where the place is checked: an offset, a key, or key:value
	lost  string // keys of the seed that are not listed, with all below them
	paths string // the keys listed, where the hive is not the seed
	count int    // the same as a number
}{
	{class: "empty", err: regf.ErrEmpty},
	{class: "only-magic", err: regf.ErrTooShort},
	{class: "trunc-508", err: regf.ErrTooShort},
	{class: "trunc-4096", diags: "truncated@4096 root@36", lost: "*"},
	{class: "trunc-4097", diags: "truncated@4097 bin@4096 root@36", lost: "*"},
	{class: "trunc-4128", diags: "truncated@4128 root@36", lost: "*"},
	{class: "trunc-4129", diags: "truncated@4129 root@36", lost: "*"},
	{class: "trunc-5000", diags: "truncated@5000 cell-bounds@", lost: "*"}, // the root's list is cut off
	{class: "trunc-8191", diags: "truncated@8191 big-data"},
	{class: "cut-1", err: regf.ErrNotHive},
	{class: "cut-511", err: regf.ErrTooShort},
	{class: "cut-512", diags: "truncated@512 root@36", lost: "*"},
	{class: "cut-4095", diags: "truncated@4095 root@36", lost: "*"},
	{class: "cut-8192", diags: "truncated@8192 big-data"},
	{class: "cut-12000", diags: "truncated@12000 big-data"},
	{class: "cut-20001", diags: "truncated@20001 big-data"},
	{class: "zeros-64k", err: regf.ErrNotHive},
	{class: "csum-bad", diags: "base-checksum@508"},
	{class: "major-2", err: regf.ErrVersion},
	{class: "minor-7", diags: "base-field@24"},
	{class: "minor-1", diags: "cell-size@ root@36", lost: "*"},
	{class: "minor-0", err: regf.ErrVersion},
	{class: "type-6", diags: "base-field@28"},
	{class: "format-2", diags: "base-field@32"},
	{class: "root-nil", diags: "root@36"},
	{class: "root-huge", diags: "root@36"},
	{class: "root-unaligned", diags: "root@36"},
	{class: "root-in-free", diags: "root@36"},
	{class: "size-4g", diags: "base-field@40"},
	{class: "size-0", diags: "base-field@40"},
	{class: "size-odd", diags: "base-field@40"},
	{class: "seq-mismatch", diags: "base-sequence@4"},

	{class: "hbin-sig", diags: "bin@8192 big-data"},
	{class: "hbin-off", diags: "bin@8192"},
	{class: "hbin-size0", diags: "bin@8192 big-data"},
	{class: "hbin-small", diags: "bin@8192 big-data"},
	{class: "hbin-4g", diags: "bin@8192 big-data"},
	{class: "hbin-unaligned", diags: "bin@8192 big-data"},
	{class: "cell-size0", diags: "cell-size@Mail cell-bounds@", lost: "Mail"},
	{class: "cell-size4", diags: "cell-size@Mail cell-bounds@", lost: "Mail"},
	{class: "cell-odd", diags: "cell-size@Mail cell-bounds@", lost: "Mail"},
	{class: "cell-int-min", diags: "cell-size@Mail cell-bounds@", lost: "Mail"},
	{class: "cell-past-bin", diags: "cell-size@Mail cell-bounds@", lost: "Mail"},
	{class: "cell-huge-pos", diags: "cell-size@Mail cell-bounds@", lost: "Mail"},
	{class: "cell-free-but-referenced", diags: "cell-free@Mail"},
	{class: "cell-overlap", diags: "cell-bounds@Mail", lost: `Mail\a`},
	{class: "subkey-is-list", diags: "record", lost: `Mail\a`},

	{class: "self-subkey", diags: "key-twice@Mail", lost: `Mail\a`},
	{class: "root-subkey", diags: "key-twice@", lost: `Mail\a`},
	{class: "self-parent", diags: "parent@Mail"},
	{class: "parent-cycle", diags: "parent@Mail"},
	{class: "shared-child", diags: `key-twice@Alpha\below`, lost: `Mail\a`},
	{class: "sub-nil-count3", diags: "cell-bounds@Mail", lost: `Mail\a Mail\b Mail\c`},
	{class: "sub-outside", diags: "cell-bounds@Mail", lost: `Mail\a Mail\b Mail\c`},
	{class: "sub-count-4g", diags: "list-count@Mail"},
	{class: "sub-count-0-list-present", diags: "list-count@Mail", lost: `Mail\a Mail\b Mail\c`},
	{class: "list-count-65535", diags: "list-count"},
	{class: "list-count-0", diags: "list-count", lost: `Mail\a Mail\b Mail\c`},
	{class: "list-sig-xx", diags: "record", lost: `Mail\a Mail\b Mail\c`},
	{class: "list-unsorted", diags: `list-order@Mail\a`, paths: `Alpha Alpha\below Mail Mail\b Mail\b\inner Mail\a Mail\c Zulu Zulu\below`},
	{class: "lh-bad-hash", diags: `list-hash@Mail\a`},
	{class: "ri-self", diags: "list-twice"},
	{class: "ri-ri-cycle", diags: "list-nested"},
	{class: "ri-deep-300", diags: "list-nested list-count@Mail", lost: `Mail\a Mail\b Mail\c`},
	{class: "ri-1000x-same-leaf", diags: "list-twice"},
	{class: "ri-bomb", diags: "list-nested list-twice list-count@Mail", lost: `Mail\a Mail\b Mail\c`},
	{class: "name-len-past", diags: "name@Mail list-hash@Mail", count: 9},
	{class: "name-len-0", diags: "name@Mail list-hash@Mail list-order@Mail", count: 9},
	{class: "name-utf16-odd", diags: "name@Mail list-hash@Mail list-order@Zulu", count: 9},
	{class: "name-surrogate", paths: "Mail Mail\\a\xed\xa0\x81 Mail\\a\xed\xa0\x82"},
	{class: "name-esc", paths: "Mail Mail\\a\x1b[2Jb Zulu"},
	{class: "name-newline", paths: "Mail Mail\\a\r\nb Zulu"},
	{class: "name-nul", paths: "Mail Mail\\a\x00b Zulu"},
	{class: "name-bidi", paths: "Mail Mail\\a\u202eb Zulu"},
	{class: "name-backslash", diags: "name", paths: `Mail Mail\a\u005Cb Zulu`},
	{class: "dup-names", diags: "duplicate-name", paths: "Same SAME"},
	{class: "class-past", diags: "class"},
	{class: "class-outside", diags: "cell-bounds@Mail"},
	{class: "predef", diags: "hidden@Mail"}, // the handle is one, but so is the value list
	{class: "sk-outside", diags: "cell-bounds@Mail security-ring"},
	{class: "sk-size-4g", diags: "security"},
	{class: "sk-loop", diags: "security-ring"},
	{class: "deep-3000", diags: "depth", count: 512}, // what is deeper does not exist for Windows
	{class: "many-20000", count: 20001},

	{class: "vlist-outside", diags: "cell-bounds@Mail"},
	{class: "vcount-1e9", diags: "value-list cell-bounds@Mail"},
	{class: "vlist-to-nk", diags: "cell-twice@Mail cell-bounds@Mail"},
	{class: "vk-name-past", diags: "name@Mail:path"},
	{class: "vk-data-4g", diags: "big-data data-bounds"},
	{class: "vk-data-outside", diags: "cell-bounds@Mail"},
	{class: "vk-self-data", diags: "data-bounds@Mail:path cell-twice@Mail:path"},
	{class: "vk-inline-5", diags: "data-inline@Mail:small"},
	{class: "vk-inline-max", diags: "data-inline@Mail:small"},
	{class: "vk-sz-odd", paths: "Mail"},
	{class: "vk-type-ffff"},
	{class: "same-vk-1000", diags: "value-twice@Mail:path"},
	{class: "db-count-65535", diags: "big-data"},
	{class: "db-list-self", diags: "cell-twice big-data"},
	{class: "db-short", diags: "big-data"},
	{class: "db-dup-seg", diags: "cell-twice"},
	{class: "db-in-v13", diags: "big-data"},
	{class: "values-50000", paths: "many"},

	{class: "filetime-0"},
	{class: "filetime-int-max"},
	{class: "filetime-max"},
	{class: "sd-sid-count-255", diags: "security"},
	{class: "sd-acl-size"}, // only the owner is read
	{class: "sd-ace-size0"},
	{class: "shifted-bins", diags: "bin@8192 bin-shifted@8704 tail"},
	{class: "zero-pages", diags: "bin@8192 big-data"},
	{class: "output-bomb", diags: "cell-twice limit@0", paths: "bomb"},
	{class: "name-65535", count: 1},
	{class: "path-65535", count: 300},
}

func TestHostileClasses(t *testing.T) {
	classes := map[string]hivetest.Class{}
	for _, c := range hivetest.Classes() {
		if c.Logs == nil {
			classes[c.Name] = c
		}
	}
	sound := dump(t, read(t, classes["filetime-0"].Make())) // the seed, but for a time

	for _, want := range hostileClasses {
		t.Run(want.class, func(t *testing.T) {
			c, ok := classes[want.class]
			require.True(t, ok, "hivetest has no such class")
			delete(classes, want.class)
			img := c.Make()
			start := time.Now()
			h, err := regf.Read(context.Background(), img)
			if want.err != nil {
				require.ErrorIs(t, err, want.err)
				return
			}
			require.NoError(t, err)
			counts, err := h.Verify(context.Background())
			require.NoError(t, err)
			keys := dump(t, h)
			requireSoon(t, start)
			require.Equal(t, len(keys), counts.Keys)

			requireDiags(t, want.diags, h.Diagnostics(), sound, int64(len(img)))
			switch {
			case want.count > 0:
				require.Len(t, pathsOf(keys), want.count)
			case want.paths != "":
				require.Equal(t, strings.Split(want.paths, " "), pathsOf(keys))
			default:
				require.Equal(t, without(want.lost), pathsOf(keys))
				requireUnaffected(t, sound, keys)
			}
			requireLazySame(t, img, keys)
			require.Empty(t, holdsRecovered(h, int64(len(img))))
			requireSoon(t, start)
		})
	}
	for name := range classes {
		t.Errorf("hivetest's class %s has no expectation here", name)
	}
}

// hang is what no input may take, on a busy machine and under the race detector too. It tells work that
// does not end from work that is slow; how fast is for benchmarks to say.
const hang = 2 * time.Minute

// requireSoon fails a test that did not end soon enough.
func requireSoon(t testing.TB, start time.Time) {
	t.Helper()
	require.Less(t, time.Since(start), hang)
}

// without is the seed's keys but for those lost and what is below them.
func without(lost string) []string {
	var paths []string
next:
	for _, p := range strings.Split(seedPaths, " ") {
		for _, l := range strings.Fields(lost) {
			if l == "*" || p == l || strings.HasPrefix(p, l+`\`) {
				continue next
			}
		}
		paths = append(paths, p)
	}
	return paths
}

// requireUnaffected says that the keys beside the damaged one read exactly as in the undamaged hive.
func requireUnaffected(t testing.TB, sound, keys []keyDump) {
	t.Helper()
	byPath := map[hive.Path]keyDump{}
	for _, k := range keys {
		byPath[k.Path] = k
	}
	for _, k := range sound {
		got, listed := byPath[k.Path]
		if !listed || !strings.HasPrefix(string(k.Path), "Alpha") && !strings.HasPrefix(string(k.Path), "Zulu") {
			continue
		}
		if got.Owner == "" || got.Offset != k.Offset { // sk records are shared; shifted bins move
			got.Owner, got.Offset, k.Owner, k.Offset = "", 0, "", 0
			for i := range got.Values {
				got.Values[i].Offset, k.Values[i].Offset = 0, 0
			}
		}
		require.Equal(t, k, got)
	}
}

// requireDiags compares diagnostics with the kinds and places wanted.
func requireDiags(t testing.TB, want string, got []hive.Diagnostic, sound []keyDump, size int64) {
	t.Helper()
	offsets := map[hive.Kind]map[int64]bool{}
	for _, d := range got {
		require.NotEmpty(t, d.Message)
		require.NotEmpty(t, d.Structure)
		require.GreaterOrEqual(t, d.Offset, int64(0))
		require.LessOrEqual(t, d.Offset, size, "outside the file")
		if offsets[d.Kind] == nil {
			offsets[d.Kind] = map[int64]bool{}
		}
		offsets[d.Kind][d.Offset] = true
	}
	for _, w := range strings.Fields(want) {
		name, place, placed := strings.Cut(w, "@")
		kind := hive.Kind(name)
		require.Contains(t, offsets, kind, "\n%s", diagText(got))
		if placed {
			require.Contains(t, offsets[kind], offsetOf(t, place, sound), "%s\n%s", w, diagText(got))
		}
		offsets[kind][-1] = true // wanted
	}
	for kind, o := range offsets {
		if kind == hive.KindUnusedCells || kind == hive.KindSecurityCount {
			continue // what follows from records that are out of reach
		}
		require.True(t, o[-1], "unexpected %s\n%s", kind, diagText(got))
	}
}

// offsetOf resolves a place: a number, a key path ("" is the root), or path:value.
func offsetOf(t testing.TB, place string, sound []keyDump) int64 {
	t.Helper()
	if n, err := strconv.ParseInt(place, 10, 64); err == nil {
		return n
	}
	path, value, ofValue := strings.Cut(place, ":")
	for _, k := range sound {
		if string(k.Path) != path {
			continue
		}
		for _, v := range k.Values {
			if ofValue && string(v.Name) == value {
				return v.Offset
			}
		}
		return k.Offset
	}
	require.Fail(t, "no such place", place)
	return 0
}

// requireLazySame says that a hive read piece by piece shows the same as one read whole.
func requireLazySame(t testing.TB, img []byte, whole []keyDump) {
	t.Helper()
	lazy := readLazy(t, img)
	keys := dump(t, lazy)
	require.Equal(t, whole, keys)
}

// TestHostileClassesWithLogs: read bare, these are ordinary hives.
func TestHostileClassesWithLogs(t *testing.T) {
	for _, c := range hivetest.Classes() {
		if c.Logs == nil {
			continue
		}
		h := read(t, c.Make())
		_, err := h.Verify(context.Background())
		require.NoError(t, err)
		want := []hive.Kind{hive.KindBaseSequence}
		if c.Name == "log-clean-primary" {
			want = nil
		}
		require.Equal(t, want, kindsOf(h.Diagnostics()), c.Name)
		require.Equal(t, strings.Split(seedPaths, " "), pathsOf(dump(t, h)), c.Name)
	}
}

// withLogs reads a class with its logs beside it.
func withLogs(t testing.TB, c hivetest.Class) *regf.Hive {
	t.Helper()
	var logs []translog.Input
	for i, data := range c.Logs() {
		slot := []translog.Slot{translog.LOG1, translog.LOG2}[i]
		logs = append(logs, translog.Input{Path: "NTUSER.DAT." + string(slot), Slot: slot, Data: data})
	}
	h, err := regf.Read(context.Background(), c.Make(), logs...)
	require.NoError(t, err)
	return h
}

// TestHostileLogs: whatever the logs hold, the hive reads on, and recovery from them keeps its rules.
func TestHostileLogs(t *testing.T) {
	for _, c := range hivetest.Classes() {
		if c.Logs == nil {
			continue
		}
		start := time.Now()
		h := withLogs(t, c)
		_, err := h.Verify(context.Background())
		require.NoError(t, err)
		paths := pathsOf(dump(t, h))
		for _, path := range strings.Split(seedPaths, " ") {
			require.Contains(t, paths, path, c.Name)
		}
		require.NotEmpty(t, h.Logs(), c.Name)
		require.Empty(t, holdsRecovered(h, 1<<31), c.Name)
		requireSoon(t, start)
	}
}

// TestLogsAreNoHives: a transaction log is refused by name, not read as a damaged hive.
func TestLogsAreNoHives(t *testing.T) {
	seen := 0
	for _, c := range hivetest.Classes() {
		if c.Logs == nil {
			continue
		}
		for _, log := range c.Logs() {
			_, err := regf.Read(context.Background(), log)
			require.True(t, errors.Is(err, regf.ErrLog) || errors.Is(err, regf.ErrTooShort), "%s: %v", c.Name, err)
			seen++
		}
	}
	require.Positive(t, seen)
}
