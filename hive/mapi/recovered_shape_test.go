package mapi

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
)

// recoverShaped is what is recovered of profiles where candidates of the live tree are known.
func recoverShaped(t *testing.T, text string) []Whole {
	t.Helper()
	h, err := regf.Read(t.Context(), hivetest.Build(t, text))
	require.NoError(t, err)
	var c Candidates
	_, err = h.Verify(t.Context(), regf.Watch{Chars: SectionNameChars, Found: c.Add})
	require.NoError(t, err)
	rec, err := lost.Recover(t.Context(), h)
	require.NoError(t, err)
	return wholes(Recovered(h.View(), rec, Options{Contents: true, Candidates: &c}))
}

// Recovered profiles, too, are found by their shape, and it is said where they stood.
func TestRecoveredByShape(t *testing.T) {
	kept := `Software\keep\sake`
	whole := func(path string) string {
		text := &hiveText{}
		text.deletedProfile(shape64, path, `C:\Mail\a.pst`, "key")
		return text.String()
	}
	live := func(path, deleted string) string {
		text := &hiveText{}
		text.pstProfile(shape64, path, `C:\Mail\a.pst`, "key")
		fmt.Fprintf(text, "\n;@ deleted\n[%s\\00112233445566778899aabbccddeeff]\n%s", path, deleted)
		return text.String()
	}
	section := string(shape64.text(idPSTPath, `C:\Mail\b.pst`)) + "\n" + string(long(idResourceType, 33)) + "\n"
	for _, c := range []struct{ name, text, want, note string }{
		{"a whole one kept aside", whole(kept + `\Old`), kept + `\Old: recovered, unknown, elsewhere high`, ""},
		{"a whole one beside Profiles", whole(reg16 + `\sake\Old`), reg16 + `\sake\Old: recovered, 16.0, beside profiles high`, ""},
		{"a whole one of a part", whole(`Microsoft\Office\16.0\Outlook\Profiles\Old`), `Microsoft\Office\16.0\Outlook\Profiles\Old: recovered, 16.0, saved part medium`, ""},
		{"a whole one in Deleted Profiles of a part", whole(`Outlook\Deleted Profiles\Old`), `Outlook\Deleted Profiles\Old: recovered, unknown, saved part low`, "it stood in Deleted Profiles"},
		{"a section of one kept aside", live(kept+`\Old`, section), kept + `\Old: recovered, unknown, elsewhere high`, "removed from a profile that still exists"},
		{"a section of one in a part", live(`Profiles\Old`, section), `Profiles\Old: recovered, unknown, saved part low`, "removed from a profile that still exists"},
		{"the sections alone", "[" + kept + "\\Old]\n\"x\"=\"y\"\n;@ deleted\n[" + kept + "\\Old\\" + rootSection + "]\n" + string(uidList(idServices, "svc")) + "\n",
			kept + `\Old: recovered, unknown, elsewhere high`, "no profile any more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := recoverShaped(t, c.text)
			ps := Profiles{}
			for _, p := range out {
				ps.Profiles = append(ps.Profiles, *p.Profile)
			}
			require.Equal(t, []string{c.want}, stands(ps))
			require.NotEmpty(t, out[0].Why)
			require.Contains(t, notes(out[0]), c.note)
		})
	}
}

// Deleted keys that are only called like sections are no profile.
func TestNothingRecoveredByShape(t *testing.T) {
	for _, text := range []string{
		"[Software\\Game]\n\"x\"=\"y\"\n;@ deleted\n[Software\\Game\\P\\00112233445566778899aabbccddeeff]\n\"00033e03\"=dword:1\n[Software\\Game\\P\\10112233445566778899aabbccddeeff]\n\"00033e03\"=dword:1\n",
		"[Software\\Game]\n\"x\"=\"y\"\n;@ deleted\n[Software\\Game\\00112233445566778899aabbccddeeff]\n" + string(shape64.text(idDisplayName, "x")) + "\n",
	} {
		require.Empty(t, recoverShaped(t, text))
	}
}

// Subkeys that were lost below n sections of a profile are given back to them without going through all sections for
// each.
func TestLostSectionsAreLinear(t *testing.T) {
	steps := func(n int) int64 {
		tree := hivetest.NewTree()
		k := tree.Root
		for name := range hive.Path(reg16 + `\Profiles\Old`).Names() {
			k = k.Add(string(name))
		}
		for i := range n {
			section := k.Add(fmt.Sprintf("%032x", i))
			section.AddValue("001f3001", 1, []byte("x\x00\x00\x00"))
			section.Add("00000001").Deleted = true
		}
		img, err := tree.Image()
		require.NoError(t, err)
		h, err := regf.Read(t.Context(), img)
		require.NoError(t, err)
		var c Candidates
		_, err = h.Verify(t.Context(), regf.Watch{Chars: SectionNameChars, Found: c.Add})
		require.NoError(t, err)
		_, err = Read(t.Context(), h.View(), Options{Candidates: &c})
		require.NoError(t, err)
		rec, err := lost.Recover(t.Context(), h)
		require.NoError(t, err)
		require.Len(t, rec.Keys, n)
		require.Len(t, Recovered(h.View(), rec, Options{Candidates: &c}).Profiles, 1)
		return h.Cells().Steps
	}
	require.Less(t, steps(20_000), 12*steps(2_000))
}
