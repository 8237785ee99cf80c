package compare

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// cut takes the snapshot of a hive that ends after the first bins.
func cut(t *testing.T, reg string, bins int) *analyze.Whole {
	t.Helper()
	image := hivetest.Build(t, reg)
	require.Greater(t, len(image), (bins+1)*4096)
	s := collect.TakeWholeImage(t.Context(), "NTUSER.DAT", image[:(bins+1)*4096])
	require.Empty(t, s.Error)
	return &s
}

// A copy that is not whole proves no absence: nothing is said to be removed.
func TestDoubtsAbsence(t *testing.T) {
	none := "[" + wms + "\\Profiles]\n\"DefaultProfile\"=\"Cached\"\n"
	dirty := ";@ hive seq=2/1\n" + none
	const mayBe = ": it may be there"
	for name, c := range map[string]struct {
		b     *analyze.Whole
		kind  Kind
		doubt string
	}{
		"clean":     {taken(t, none), Removed, ""},
		"truncated": {cut(t, none+"[Software\\Other]\n\"long\"=hex:00*9000\n", 1), NotInB, "B is truncated" + mayBe},
		"dirty":     {taken(t, dirty), NotInB, "B is dirty, without its last changes" + mayBe},
		"limit":     {with(taken(t, none), hive.KindLimit, ""), NotInB, "B was read up to a limit" + mayBe},
		"unreadable and dirty": {
			with(taken(t, dirty), hive.KindUnreadable, ""), NotInB,
			"B could not be read in part and is dirty, without its last changes" + mayBe,
		},
		"damage anywhere":        {with(taken(t, none), hive.KindBin, ""), NotInB, "B is damaged" + mayBe},
		"another key in a list":  {with(with(taken(t, none), hive.KindListHash, wms), hive.KindUnusedCells, ""), NotInB, "B is damaged at or above this key" + mayBe},
		"a hash, no key missing": {with(taken(t, none), hive.KindListHash, wms), Removed, ""},
		"values, further up":     {with(with(taken(t, none), hive.KindDataBounds, wms), hive.KindUnusedCells, ""), Removed, ""},
		"harmless, elsewhere":    {with(taken(t, none), hive.KindListHash, "Software\\Other"), Removed, ""},
		"an ill-formed property": {with(taken(t, none), hive.KindProperty, wms), Removed, ""},
		"a broken log":           {broken(taken(t, none)), NotInB, "B lacks the end of its transaction log" + mayBe},
	} {
		t.Run(name, func(t *testing.T) {
			a := taken(t, cached)
			d := differing(t, Snapshots(a, c.b))
			require.Equal(t, c.kind, d.Kind)
			require.Equal(t, c.doubt, d.Doubt)
			for _, s := range d.Sections {
				require.Equal(t, c.kind, s.Kind)
				require.Equal(t, c.doubt, s.Doubt)
			}
			forth := Snapshots(a, c.b)
			require.Empty(t, forth.Gaps.A)
			require.Equal(t, c.doubt != "", len(forth.Gaps.B) > 0)

			back := Snapshots(c.b, a) // what B lacks is now what A lacks
			require.Equal(t, forth.Gaps.B, back.Gaps.A)
			require.Equal(t, strings.Replace(c.doubt, "B", "A", 1), back.Profiles[0].Doubt)
			if c.doubt != "" {
				require.Equal(t, NotInA, back.Profiles[0].Kind)
			} else {
				require.Equal(t, Added, back.Profiles[0].Kind)
			}
		})
	}
}

// with adds a diagnostic.
func with(s *analyze.Whole, kind hive.Kind, path hive.Path) *analyze.Whole {
	s.Diagnostics = append(s.Diagnostics, hive.Diagnostic{Kind: kind, Path: path})
	return s
}

func broken(s *analyze.Whole) *analyze.Whole {
	s.State, s.Logs = hive.Replayed, []analyze.Log{{Applied: 1, Missing: 2}}
	return s
}

// In a profile that both have, each thing that one lacks is judged by itself.
func TestDoubtsParts(t *testing.T) {
	const gone = `"001e6602"="EXCH01"`
	a := taken(t, cached+secondMailbox)
	exchange := hive.Path(wms + `\Profiles\Cached\13dbb0c8aa05101a9bb000aa002fc45a`)
	b := with(taken(t, edit(t, cached, gone, "")), hive.KindValueList, exchange)
	d := differing(t, Snapshots(a, b))
	require.Equal(t, Changed, d.Kind)
	require.Empty(t, d.Doubt)
	require.Len(t, d.Sections, 2)
	require.Equal(t, NotInB, d.Sections[0].Values[0].Kind)
	require.Equal(t, "B is damaged at or above this key: it may be there", d.Sections[0].Values[0].Doubt)
	require.Equal(t, hive.Text("EXCH01"), d.Sections[0].Values[0].Before)
	require.Equal(t, Removed, d.Sections[1].Kind, "another section")

	// What surrounds the profiles has no key of its own, and is doubted for the whole hive.
	b = with(taken(t, cached), hive.KindTruncated, "")
	a.Outlook, b.Outlook = []string{"14.0"}, nil
	context := Snapshots(a, b).Context
	require.Equal(t, ContextDiff{Kind: NotInB, What: "Outlook", Before: "14.0", Doubt: "B is truncated: it may be there"}, context[0])
}

// Data that could not be read whole may be equal.
func TestDoubtsPartOfAValue(t *testing.T) {
	value := func(data string, missing string) analyze.Whole {
		raw := prop.Value{Name: "v", Type: hive.RegBinary, Data: []byte(data), Missing: missing}
		section := mapi.Section{Key: mapi.Key{Name: "s"}, Properties: []prop.Property{prop.Decode(raw, nil)}}
		return analyze.Whole{Snapshot: source(profile("P", hive.Live)), Contents: []mapi.Contents{{Sections: []mapi.Section{section}}}}
	}
	a, b, c := value("abc", ""), value("ab", "2 of 3 bytes could be read"), value("a", "1 of 3 bytes could be read")
	require.Equal(t, "in B it could not be read whole: they may be equal", oneValue(t, Snapshots(&a, &b)).Doubt)
	require.Equal(t, "in A it could not be read whole: they may be equal", oneValue(t, Snapshots(&b, &a)).Doubt)
	require.Equal(t, "neither could be read whole: they may be equal", oneValue(t, Snapshots(&b, &c)).Doubt)
	b = value("ab", "")
	require.Empty(t, oneValue(t, Snapshots(&a, &b)).Doubt)
}

// A profile that is gone from B's live keys and stands among its deleted records is said to be recoverable.
func TestFindsRecoverableProfiles(t *testing.T) {
	none := "[" + wms + "\\Profiles]\n\"DefaultProfile\"=\"Cached\"\n"
	gone := func(reg string) string {
		return none + strings.Replace(strings.Replace(reg, "\"DefaultProfile\"=\"Cached\"\n", "", 1),
			"["+wms+`\Profiles]`, ";@ deleted\n["+wms+`\Profiles\Cached]`, 1)
	}
	for name, c := range map[string]struct {
		b    string
		want bool
	}{
		"deleted":                 {gone(cached), true},
		"no trace":                {none, false},
		"another of the name":     {gone(edit(t, cached, "5c*16", "5d*16")), false},
		"without instance":        {gone(edit(t, cached, `"0102300b"=hex:5c*16`, "")), true},
		"under another name":      {gone(strings.ReplaceAll(cached, `\Cached`, `\Other`)), true},
		"another in all respects": {gone(strings.NewReplacer(`\Cached`, `\Other`, "5c*16", "5d*16", "a1", "c1", "b1", "c2", "b2", "c3").Replace(cached)), false},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "under another name" || name == "another in all respects" {
				c.b = strings.Replace(c.b, ";@ deleted\n["+wms+`\Profiles\Cached]`, ";@ deleted\n["+wms+`\Profiles\Other]`, 1)
			}
			a, b := taken(t, cached), taken(t, c.b)
			d := differing(t, Snapshots(a, b))
			require.Equal(t, Removed, d.Kind)
			require.Equal(t, c.want, len(d.Recovered) > 0)
			if c.want {
				r := d.Recovered[0]
				require.Equal(t, hive.Recovered, r.State)
				require.Positive(t, r.Offset)
				require.NotEmpty(t, r.Confidence)
				require.Equal(t, len(a.Contents[0].Sections), r.Of)
				require.Equal(t, r.Of, r.Sections)
			}
			require.Equal(t, d.Recovered, differing(t, Snapshots(b, a)).Recovered, "the other way round")
		})
	}
}
