package analyze

import (
	"encoding"
	"encoding/json"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// hidden says what in a type would not survive being written as JSON and read again, or would share memory: fields
// that are not exported, have no JSON name or one that another field takes, and whatever is no plain value.
func hidden(t reflect.Type) (out []string) {
	seen := map[reflect.Type]bool{}
	say := func(at, what string) { out = append(out, at+": "+what) }
	var walk func(t reflect.Type, at string)
	fields := func(t reflect.Type, at string) {
		names := map[string]string{}
		var gather func(t reflect.Type, at string)
		gather = func(t reflect.Type, at string) {
			for i := range t.NumField() {
				f := t.Field(i)
				in := at + "." + f.Name
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				switch {
				case f.PkgPath != "":
					say(in, "not exported")
				case f.Tag.Get("json") == "-":
					say(in, "left out of JSON")
				case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
					gather(f.Type, in)
					continue
				case name == "":
					say(in, "no JSON name")
				case names[name] != "":
					say(in, "has the JSON name of "+names[name])
				}
				names[name] = in
				walk(f.Type, in)
			}
		}
		gather(t, at)
	}
	walk = func(t reflect.Type, at string) {
		if seen[t] {
			return
		}
		seen[t] = true
		if k := t.Kind(); k == reflect.Pointer || k == reflect.Interface {
			say(at, "a "+k.String())
			return
		}
		writes := t.Implements(reflect.TypeFor[json.Marshaler]()) || t.Implements(reflect.TypeFor[encoding.TextMarshaler]())
		reads := reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) || reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
		if writes != reads {
			say(at, "a form of its own that is written or read only")
		}
		switch t.Kind() {
		case reflect.Bool, reflect.String, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
			reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		case reflect.Slice, reflect.Array:
			walk(t.Elem(), at+"[]")
		case reflect.Struct:
			fields(t, at)
		default:
			say(at, "a "+t.Kind().String())
		}
	}
	walk(t, t.Name())
	return out
}

// A snapshot is all values, under names of their own, down to the last fact.
func TestSnapshotHidesNothing(t *testing.T) {
	require.Empty(t, hidden(reflect.TypeFor[Snapshot]()))
	inFinding := slices.DeleteFunc(hidden(reflect.TypeFor[Finding]()), func(what string) bool {
		return strings.HasPrefix(what, "Finding.said") // which sentences it is made of is for the tests of the sentences
	})
	require.Empty(t, inFinding)
}

type oneWay int

func (oneWay) MarshalText() ([]byte, error) { return []byte("x"), nil }

// What is hidden is seen, wherever it stands.
func TestHiddenIsSeen(t *testing.T) {
	type plain struct {
		hive.Place
		Text hive.Text `json:"text"`
	}
	type below struct {
		Sound []plain `json:"sound"`
		Deep  []struct {
			secret string
		} `json:"deep"`
	}
	require.Empty(t, hidden(reflect.TypeFor[plain]()))
	for _, c := range []struct {
		in   any
		want string
	}{
		{below{}, "below.Deep[].secret: not exported"},
		{struct{ A int }{}, ".A: no JSON name"},
		{struct {
			A int `json:"-"`
		}{}, ".A: left out of JSON"},
		{struct {
			A *prop.UID `json:"a"`
		}{}, ".A: a ptr"},
		{struct {
			A func() `json:"a"`
		}{}, ".A: a func"},
		{struct {
			A []chan int `json:"a"`
		}{}, ".A[]: a chan"},
		{struct {
			A any `json:"a"`
		}{}, ".A: a interface"},
		{struct {
			A map[string]int `json:"a"`
		}{}, ".A: a map"},
		{struct {
			A float64 `json:"a"`
		}{}, ".A: a float64"},
		{struct {
			hive.Place
			A int `json:"offset"`
		}{}, ".A: has the JSON name of .Place.Offset"},
		{struct {
			A oneWay `json:"a"`
		}{}, ".A: a form of its own that is written or read only"},
	} {
		require.Equal(t, []string{c.want}, hidden(reflect.TypeOf(c.in)))
	}
	_ = below{}.Deep
}

// again is a snapshot that was written down and read.
func again(t *testing.T, s Snapshot) (out Snapshot) {
	t.Helper()
	b, err := json.Marshal(s)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &out))
	return out
}

// requireInert asks for the same findings, stores and accounts of snapshots that were written down and read again.
func requireInert(t *testing.T, sources ...Snapshot) []Finding {
	t.Helper()
	var back []Snapshot
	for _, s := range sources {
		back = append(back, again(t, s))
	}
	findings := Run(&Case{Sources: sources}, All())
	require.Equal(t, findings, Run(&Case{Sources: back}, All()))
	require.Equal(t, StoreReferences(sources), StoreReferences(back))
	require.Equal(t, StoreFiles(StoreReferences(sources)), StoreFiles(StoreReferences(back)))
	require.Equal(t, Accounts(sources), Accounts(back))
	return findings
}

func TestSnapshotsSurviveJSON(t *testing.T) {
	files, err := filepath.Glob("testdata/*.reg")
	require.NoError(t, err)
	var all []Snapshot
	n := 0
	for _, file := range files {
		tree, err := hivetest.ParseFile(file)
		require.NoError(t, err)
		image, err := tree.Image()
		require.NoError(t, err)
		s := TakeImage(t.Context(), file, image)
		require.Equal(t, s, again(t, s), "every fact, to the byte")
		n += len(requireInert(t, s))
		all = append(all, s)
	}
	demo := Take(t.Context(), "../testdata/demo-NTUSER.DAT", Options{})
	require.Empty(t, demo.Error)
	n += len(requireInert(t, demo))
	require.GreaterOrEqual(t, n, 15, "there is something to compare")
	requireInert(t, append(all, demo)...)
	requireInert(t, everything()...)
}

// Text of a hive comes back to the byte: half a surrogate pair, what acts on a terminal, what JSON and HTML escape.
func TestHostileTextSurvivesJSON(t *testing.T) {
	for _, text := range []hive.Text{
		"\xed\xa0\x80", "\xed\xb0\x80\xed\xa0\x80", "a\xed\xa0\x80", "\x00\x01\x1b[31m\r\n\t\x7f", "\u0085\u202e\u2066\u2028\ufeff\ufffd\uffff", "😀\U000e0041",
		`"\"\u0041\\u0041</script>&`, "",
	} {
		s := source(profile(text))
		p := &s.Profiles[0]
		p.Paths = []mapi.PathRef{{Kind: mapi.PST, Path: text, Fact: hive.Fact{Key: hive.Path("Software").Join(text), Value: text, Text: text}}}
		p.Accounts = []mapi.Account{{Name: text, Servers: []hive.Text{text}, ServerValues: []hive.Text{text}}}
		s.Path, s.User.Name = text, text
		got := again(t, s)
		require.Equal(t, s.Profiles[0].Paths, got.Profiles[0].Paths)
		require.Equal(t, s.Profiles[0].Accounts, got.Profiles[0].Accounts)
		require.Equal(t, []hive.Text{text, text, text}, []hive.Text{got.Path, got.User.Name, got.Profiles[0].Name})
	}
}

func TestRealSnapshotsSurviveJSON(t *testing.T) {
	var all []Snapshot
	for _, path := range hivetest.RealHives(t) {
		s := Take(t.Context(), path, Options{})
		require.Equal(t, s, again(t, s), path)
		requireInert(t, s)
		all = append(all, s)
	}
	requireInert(t, all...)
}

// held is how many bytes n results of take keep alive, each.
func held(take func() any, n int) int {
	kept := make([]any, n)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range kept {
		kept[i] = take()
	}
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(kept)
	return int(int64(after.HeapAlloc)-int64(before.HeapAlloc)) / n
}

// A case holds the snapshots of tens of thousands of hives: each is small, and keeps nothing else alive.
func TestSnapshotsAreSmall(t *testing.T) {
	for _, name := range []string{"outlook2010-NTUSER.DAT", "outlook2016-NTUSER.DAT"} {
		path := hivetest.Real(t, "profiles/"+name)
		take := func() Snapshot { return Take(t.Context(), path, Options{}) }
		take() // what is made once, such as tables, is not the snapshot's
		whole := held(func() any { return take() }, 20)
		profile := held(func() any { return take().Profiles }, 20)
		t.Logf("%s: %d bytes a snapshot, %d a profile", name, whole, profile)
		require.LessOrEqual(t, profile, 13<<10, name)
		require.LessOrEqual(t, whole, 43<<10, name)
	}
}

// A big value is gone with the contents, whatever was read out of it.
func TestSnapshotsDropContents(t *testing.T) {
	image := hivetest.Build(t, `
[`+wms+`\Profiles\Big\0a0d020000000000c000000000000046]
"01020001"=hex:43,00,3a,00,5c,00,61,00,2e,00,70,00,73,00,74,00,00,00,00*200000
`)
	s := TakeImage(t.Context(), "NTUSER.DAT", image)
	require.Len(t, s.Profiles[0].Paths, 1)
	require.Less(t, held(func() any { return TakeImage(t.Context(), "NTUSER.DAT", image) }, 10), 10<<10)
	require.Greater(t, held(func() any { return TakeWholeImage(t.Context(), "NTUSER.DAT", image) }, 10), 150_000)
}
