package mapi

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// deletedProfile writes a whole profile that was deleted: its keys' cells are free, and joined with their
// neighbours as Windows does.
func (t *hiveText) deletedProfile(s shape, path, file, recordKey string) {
	fmt.Fprintf(t, "\n;@ deleted\n[%s]\n", path)
	t.pstProfile(s, path, file, recordKey)
}

func recoverFrom(t testing.TB, img []byte, logs ...translog.Input) (*regf.Hive, []Whole) {
	t.Helper()
	h, err := regf.Read(context.Background(), img, logs...)
	require.NoError(t, err)
	rec, err := lost.Recover(context.Background(), h)
	require.NoError(t, err)
	out := wholes(Recovered(h.View(), rec, Options{Contents: true}))
	for _, p := range out {
		require.Equal(t, hive.Recovered, p.State)
		for _, s := range p.Sections {
			require.Equal(t, hive.Recovered, s.Key.State)
		}
		for _, r := range p.Paths {
			require.Equal(t, hive.Recovered, r.Fact.State)
		}
	}
	return h, out
}

func notes(p Whole) string { return strings.Join(p.Notes, "\n") }

// storeOf finds the one PST provider of a profile.
func storeOf(t *testing.T, p Whole) Provider {
	t.Helper()
	for _, s := range p.Services {
		for _, v := range s.Providers {
			if v.PSTPath != "" {
				return v
			}
		}
	}
	require.Fail(t, "no store", "%+v", p.Services)
	return Provider{}
}

func TestDeletedProfileComesBack(t *testing.T) {
	for _, c := range []struct{ home, root, holder, note string }{
		{reg16, "16.0", "Profiles", ""},
		{regWMS, "wms", "Profiles", ""},
		{reg16, "16.0", "Deleted Profiles", "it stood in Deleted Profiles"},
	} {
		t.Run(c.root+" "+c.holder, func(t *testing.T) {
			text := &hiveText{}
			text.pstProfile(shape64, c.home+`\Profiles\Live`, `C:\Mail\live.pst`, "live-key")
			text.deletedProfile(shape64, c.home+`\`+c.holder+`\Old`, `C:\Mail\old.pst`, "old-key")
			_, out := recoverFrom(t, hivetest.Build(t, text.String()))
			require.Len(t, out, 1)
			p := out[0]
			require.Equal(t, "Old", string(p.Name))
			require.Equal(t, hive.Path(c.home+`\`+c.holder+`\Old`), p.Key)
			require.Equal(t, Generation(c.root), p.Root)
			require.Contains(t, notes(p), c.note)
			require.Equal(t, []hive.Source{hive.FreeCell}, p.Sources)
			require.False(t, p.Part || p.Older)
			require.NotContains(t, notes(p), "partial")
			require.Len(t, p.Services, 2)
			require.Len(t, p.Accounts, 2)
			require.Len(t, p.Instance, 16)
			require.Empty(t, p.Missing)
			require.Empty(t, p.MissingProperties)
			v := storeOf(t, p)
			require.Equal(t, hive.Text(`C:\Mail\old.pst`), v.PSTPath)
			key := uidOf("old-key")
			require.Equal(t, hive.Hex(key[:]), v.RecordKey)
			require.Equal(t, v.UID, p.Order.DefaultStore)
		})
	}
}

// Some of the free cells were used again: what was written over is missing, and said to be; it is never
// filled in.
func TestPartlyReusedProfile(t *testing.T) {
	path := reg16 + `\Profiles\Old`
	provider := path + `\` + uidOf("prv-pst").String()
	service := path + `\` + uidOf("svc-pst").String()
	for _, c := range []struct {
		name, reuse string
		check       func(*testing.T, Whole)
	}{
		{"the path's data", `;@ reuse data [` + provider + `] "001f6700"`, func(t *testing.T, p Whole) {
			for _, r := range p.Paths {
				require.NotEqual(t, SourceProvider, r.Source, "%s", r.Path)
			}
			require.Contains(t, notes(p), "data")
		}},
		{"the provider's key", `;@ reuse record [` + provider + `]`, func(t *testing.T, p Whole) {
			require.Equal(t, -1, indexOf(p, "prv-pst"))
			require.NotEmpty(t, p.Missing)
			require.Contains(t, notes(p), "named in its lists")
		}},
		{"the service's key", `;@ reuse record [` + service + `]`, func(t *testing.T, p Whole) {
			require.Equal(t, -1, indexOf(p, "svc-pst"))
			require.Contains(t, notes(p), "named in its lists")
			require.Equal(t, hive.Text(`C:\Mail\old.pst`), storeOf(t, p).PSTPath, "the provider still speaks of its service")
		}},
		{"the list of services", `;@ reuse record [` + path + `\` + rootSection + `]`, func(t *testing.T, p Whole) {
			require.Contains(t, notes(p), "the section that lists its services")
			require.Equal(t, hive.Text(`C:\Mail\old.pst`), storeOf(t, p).PSTPath)
			require.Empty(t, p.Order.Stores)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := &hiveText{}
			text.deletedProfile(shape64, path, `C:\Mail\old.pst`, "old-key")
			fmt.Fprintf(text, "\n[Other]\n%s\n\"new\"=hex:55*72\n", c.reuse)
			_, out := recoverFrom(t, hivetest.Build(t, text.String()))
			require.Len(t, out, 1)
			require.Contains(t, notes(out[0]), "partial: lost are")
			require.NotEqual(t, hive.High, out[0].Confidence)
			c.check(t, out[0])
		})
	}
}

// A live profile of the same name is another one; the deleted one says so and is not mixed with it.
func TestDeletedProfileWithLiveTwin(t *testing.T) {
	text := &hiveText{}
	text.deletedProfile(shape64, reg16+`\Profiles\Work`, `C:\Mail\old.pst`, "old-key")
	text.WriteString("\n[" + reg16 + `\Profiles\Work` + "]\n")
	text.pstProfile(shape64, reg16+`\Profiles\Work`, `C:\Mail\new.pst`, "new-key")
	h, out := recoverFrom(t, hivetest.Build(t, text.String()))
	require.Len(t, out, 1)
	require.Contains(t, notes(out[0]), "a live profile has the same key")
	require.Equal(t, hive.Text(`C:\Mail\old.pst`), storeOf(t, out[0]).PSTPath)
	ps, err := Read(t.Context(), h.View(), Options{Contents: true})
	require.NoError(t, err)
	require.Equal(t, hive.Text(`C:\Mail\new.pst`), storeOf(t, ps.whole(0)).PSTPath)
}

// Sections and values that were removed from a profile that lives on.
func TestRemovedFromLiveProfile(t *testing.T) {
	path := reg16 + `\Profiles\Work`
	text := &hiveText{}
	text.pstProfile(shape64, path, `C:\Mail\work.pst`, "key")
	text.WriteString("\n;@ deleted")
	text.section(path, "gone", long(idResourceType, 33), shape64.text(idServiceName, "MSUPST MS"), uidList(idServiceUID, "svc-pst"), shape64.text(idPSTPath, `C:\Mail\removed.pst`), uidList(idRecordKey, "removed"))
	fmt.Fprintf(text, "\n[%s\\%s]\n;@ deleted\n%s\n", path, uidOf("prefs1"), shape64.text(0x0418, "mallory@example.com"))
	fmt.Fprintf(text, "\n;@ deleted\n[%s\\%s\\00000003]\n%s\n", path, prop.AccountsName, szValue("Account Name", "former account"))
	_, out := recoverFrom(t, hivetest.Build(t, text.String()))
	require.Len(t, out, 1)
	p := out[0]
	require.Equal(t, hive.Path(path), p.Key)
	require.Equal(t, "Work", string(p.Name))
	require.Contains(t, notes(p), "removed from a profile that still exists")
	require.True(t, p.Part)
	require.NotContains(t, notes(p), "partial", "what is live is not lost")
	require.Empty(t, p.Missing)
	require.Equal(t, hive.Medium, p.Confidence)
	require.Len(t, p.Sections, 3)
	require.Equal(t, hive.Text(`C:\Mail\removed.pst`), storeOf(t, p).PSTPath)
	require.Equal(t, "former account", string(p.Accounts[0].Name))
	got, _ := property(t, p, "prefs1", "001f0418").Text()
	require.Equal(t, "mallory@example.com", string(got))
}

// Where the profile's own key was written over, its sections still name one parent.
func TestNamelessProfile(t *testing.T) {
	path := reg16 + `\Profiles\Old`
	text := &hiveText{}
	text.pstProfile(shape64, reg16+`\Profiles\Live`, `C:\Mail\live.pst`, "live-key")
	text.deletedProfile(shape64, path, `C:\Mail\old.pst`, "old-key")
	fmt.Fprintf(text, "\n;@ deleted\n[Elsewhere]\n[Elsewhere\\%s]\n\"v\"=\"no profile\"\n", uidOf("x"))
	fmt.Fprintf(text, "\n[Other]\n;@ reuse record [%s]\n\"new\"=hex:55*72\n;@ reuse record [Elsewhere]\n\"new2\"=hex:55*72\n", path)
	_, out := recoverFrom(t, hivetest.Build(t, text.String()))
	require.Len(t, out, 1, "a key of 32 digits alone makes no profile")
	p := out[0]
	require.Equal(t, "?", string(p.Name))
	require.Equal(t, UnknownGeneration, p.Root)
	require.Equal(t, hive.Medium, p.Confidence)
	require.Contains(t, notes(p), "the profile's own key is lost, and with it its name")
	require.Equal(t, hive.Text(`C:\Mail\old.pst`), storeOf(t, p).PSTPath)
	require.Equal(t, MissingProperty{"PR_PROFILE_NAME", "?", "the profile's key could not be recovered"}, p.MissingProperties[0])
	require.Len(t, p.Services, 2)
}

// Deleted keys that are no profiles give none, whatever they are called.
func TestNothingIsInvented(t *testing.T) {
	_, out := recoverFrom(t, hivetest.Build(t, `
;@ deleted
[Software\Example\Profiles\Mail]
"001f6700"=utf16:"C:\\no.pst"
;@ deleted
[Software\Microsoft\Office\16.0\Outlook\Profiles]
;@ deleted
[Software\Example\0123456789abcdef0123456789abcdef]
"v"="x"
`))
	require.Empty(t, out)
}

// logged reads a hive whose log takes it from one text to the other.
func logged(t *testing.T, before, after string) *regf.Hive {
	t.Helper()
	b, a := hivetest.Build(t, before), hivetest.Build(t, after)
	h, err := regf.Read(t.Context(), hivetest.Dirty(b, 8, 7), translog.Input{Path: "NTUSER.DAT.LOG1", Slot: translog.LOG1, Data: hivetest.NewLog(b, a, 7, 2)})
	require.NoError(t, err)
	require.Equal(t, hive.Replayed, h.State())
	return h
}

func changesIn(t *testing.T, h *regf.Hive) []Change {
	t.Helper()
	after, err := Read(t.Context(), h.View(), Options{Contents: true})
	require.NoError(t, err)
	before, err := Read(t.Context(), h.OnDisk().View(), Options{Contents: true})
	require.NoError(t, err)
	return Changes(before, after)
}

// timed begins a key with a last write.
func (t *hiveText) timed(path, at string) { fmt.Fprintf(t, "\n;@ lastwrite %s\n[%s]\n", at, path) }

// A profile that the log moves from Profiles to Deleted Profiles is dated by it: after the last write in the
// file, and at the last write of its key.
func TestMovedToDeletedInsideTheLog(t *testing.T) {
	const then, now = "2020-01-02T03:04:05.0000001Z", "2020-01-02T08:00:00.0000002Z"
	before, after := &hiveText{}, &hiveText{}
	before.timed(reg16+`\Profiles\Work`, then)
	before.pstProfile(shape64, reg16+`\Profiles\Work`, `C:\Mail\a.pst`, "key")
	after.timed(reg16+`\Profiles`, now)
	after.timed(reg16+`\Deleted Profiles\Work`, now)
	after.pstProfile(shape64, reg16+`\Deleted Profiles\Work`, `C:\Mail\a.pst`, "key")

	h := logged(t, before.String(), after.String())
	got := changesIn(t, h)
	require.Len(t, got, 1)
	c := got[0]
	require.Equal(t, MovedToDeleted, c.Kind)
	require.Equal(t, now, c.LastWrite.String())
	require.GreaterOrEqual(t, c.Previous.String(), then)
	require.Equal(t, []hive.Path{reg16 + `\Profiles\Work`, reg16 + `\Deleted Profiles\Work`}, []hive.Path{c.Before, c.After})
	require.Empty(t, c.Detail, "nothing in it changed")

	rec, err := lost.Recover(t.Context(), h)
	require.NoError(t, err)
	for _, p := range wholes(Recovered(h.View(), rec, Options{Contents: true})) {
		require.Contains(t, notes(p), "on disk, before its transaction logs")
	}

	back := changesIn(t, logged(t, after.String(), before.String()))
	require.Len(t, back, 1)
	require.Equal(t, MovedBack, back[0].Kind)
}

func TestChanges(t *testing.T) {
	profile := func(name, file, key string) func(*hiveText) {
		return func(t *hiveText) { t.pstProfile(shape64, reg16+`\`+name, file, key) }
	}
	work, home := profile(`Profiles\Work`, `C:\a.pst`, "key"), profile(`Profiles\Home`, `C:\a.pst`, "key")
	kept := profile(`Kept\Work`, `C:\a.pst`, "key")
	for _, c := range []struct {
		name          string
		before, after []func(*hiveText)
		want          []string
	}{
		{"nothing", []func(*hiveText){work, home}, []func(*hiveText){work, home}, nil},
		{"in another order", []func(*hiveText){home, work}, []func(*hiveText){work, home}, nil},
		{"a new profile", []func(*hiveText){work}, []func(*hiveText){work, home}, []string{"appeared Home "}},
		{"a deleted one", []func(*hiveText){work, home}, []func(*hiveText){work}, []string{"disappeared Home the last-write time is that of the key it stood in"}},
		{"kept aside", []func(*hiveText){work}, []func(*hiveText){kept}, []string{"moved-aside Work "}},
		{"copied aside", []func(*hiveText){work}, []func(*hiveText){work, kept}, nil},
		{"another path", []func(*hiveText){work}, []func(*hiveText){profile(`Profiles\Work`, `C:\b.pst`, "key")},
			[]string{"changed Work 4 values changed"}},
		{"a new value and section", []func(*hiveText){work},
			[]func(*hiveText){work, func(t *hiveText) { t.section(reg16+`\Profiles\Work`, "new", long(1, 1)) }},
			[]string{"changed Work 1 key added, 1 value added"}},
		{"the same name in Wow6432Node is another profile", []func(*hiveText){work},
			[]func(*hiveText){func(t *hiveText) {
				t.pstProfile(shape64, `Software\Wow6432Node\Microsoft\Office\16.0\Outlook\Profiles\Work`, `C:\a.pst`, "key")
			}}, []string{"disappeared Work ", "appeared Work "}},
		{"deleted and made anew", []func(*hiveText){work}, []func(*hiveText){func(t *hiveText) {
			t.section(reg16+`\Profiles\Work`, instanceSection, uidList(idSearchKey, "another"))
		}}, []string{"changed Work another profile of the same name: PR_SEARCH_KEY differs, 14 keys removed, 71 values removed, 1 value changed"}},
		{"one deleted, another of its name in Deleted Profiles", []func(*hiveText){work}, []func(*hiveText){func(t *hiveText) {
			t.section(reg16+`\Deleted Profiles\Work`, instanceSection, uidList(idSearchKey, "another"))
		}}, []string{"disappeared Work ", "appeared Work "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			side := func(makers []func(*hiveText)) Profiles {
				text := &hiveText{}
				text.key(reg16 + `\Profiles`)
				for _, m := range makers {
					m(text)
				}
				ps, _ := readShaped(t, text.String())
				return ps
			}
			var got []string
			for _, g := range Changes(side(c.before), side(c.after)) {
				if !strings.Contains(c.name, "Wow6432Node") && !strings.Contains(c.name, "Deleted Profiles") {
					got = append(got, fmt.Sprintf("%s %s %s", g.Kind, g.Profile, g.Detail))
				} else {
					got = append(got, fmt.Sprintf("%s %s ", g.Kind, g.Profile))
				}
			}
			require.Equal(t, c.want, got)
		})
	}
}
