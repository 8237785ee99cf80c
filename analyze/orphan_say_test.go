package analyze

import (
	"testing"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
)

func init() { moreSentenceCases = append(moreSentenceCases, orphanSentenceCases) }

// orphanSentenceCases are states that no registry text in testdata has: damage, dirty hives, logs, names that act
// on a terminal, profiles whose name is lost.
func orphanSentenceCases(t *testing.T) (out []sentenceCase) {
	add := func(name string, s Snapshot, change func(*Snapshot)) {
		if change != nil {
			change(&s)
		}
		out = append(out, sentenceCase{name, &Case{Sources: []Snapshot{s}}})
	}
	read := func(reg string) Snapshot { return TakeImage(t.Context(), "NTUSER.DAT", hivetest.Build(t, reg)) }

	dangling := func() Snapshot { return withDefault(source(profile("A", pst(1, `C:\a.pst`, keyA))), "wms", wms, "B") }
	for name, g := range map[string]hive.Diagnostic{
		"damage above":    {Kind: hive.KindCellBounds, Path: wms},
		"damage":          {Kind: hive.KindCellBounds, Path: `Software\X`},
		"a limit above":   {Kind: hive.KindLimit, Path: wms},
		"a limit, no key": {Kind: hive.KindLimit},
	} {
		add(name, dangling(), func(s *Snapshot) { s.Diagnostics = []hive.Diagnostic{g} })
	}
	add("dirty", dangling(), func(s *Snapshot) { s.State = hive.Dirty })
	add("export", dangling(), func(s *Snapshot) { s.State = hive.Export })
	pending := func() Snapshot { return source(profile("A"), profile("B", deleted, pst(1, `C:\b.pst`, keyA))) }
	add("pending in a dirty hive", pending(), func(s *Snapshot) { s.State = hive.Dirty })
	add("pending below damage", pending(), func(s *Snapshot) {
		s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindCellBounds, Path: wms + `\Deleted Profiles`}}
	})
	add("made by a log", source(profile("A", empty), profile("B", missing("01023d0e", 1))), func(s *Snapshot) {
		s.State = hive.Replayed
		for i := range s.Profiles {
			s.Changes = append(s.Changes, mapi.Change{Kind: mapi.Appeared, After: s.Profiles[i].Key})
		}
	})
	add("a lost name", withDefault(source(profile("?", recovered)), "wms", wms, "B"), func(s *Snapshot) {
		s.Profiles[0].Key, s.Profiles[0].Root = "?", mapi.UnknownGeneration
	})
	add("aside at a place that is no generation's", withDefault(source(profile("B")), "16.0", office16, "B"), func(s *Snapshot) {
		p := &s.Profiles[0]
		p.State, p.Key, p.Root = hive.KeptAside, `Kept\B`, mapi.UnknownGeneration
		p.Where = mapi.Where{Kind: mapi.Elsewhere, Sure: hive.High, Why: "no program is known that looks for profiles there"}
	})
	add("elsewhere", withDefault(source(profile("B", deleted)), "16.0", office16, "B"), nil)
	add("parts of what is pending", source(profile("B", deleted, empty), profile("B", recovered)), nil)
	add("names", withDefault(source(profile("\x1b[1J", recovered), profile("\x1b[2J", deleted), profile("\x1b[3J", missing("01023d0e", 1))), "wms", wms, "\x1b[1J"), func(s *Snapshot) { s.Path = "a\x1b[2J/NTUSER.DAT" })
	add("types", read("["+office16+`\Profiles\A\9207f3e0a3b11019908b08002b2a56c2]`+"\n\"01023d0e\"=dword:1\n"+
		"["+office16+`\Profiles\A\b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1]`+"\n\"001f3d0a\"=utf16:\"mspst.dll\"\n"), nil)
	return out
}
