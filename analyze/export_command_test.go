package analyze

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

func TestShellWord(t *testing.T) {
	for in, want := range map[string]string{
		"Outlook":                "Outlook",
		"/mnt/c/NTUSER.DAT":      "/mnt/c/NTUSER.DAT",
		"Müller":                 "Müller",
		"":                       "''",
		"a b":                    `"a b"`,
		"it's":                   `"it's"`,
		`C:\Users\a\x`:           `"C:\Users\a\x"`,
		`\\srv\share\x`:          `"\\srv\share\x"`,
		`C:\a b\`:                `'C:\a b\'`,
		"$HOME":                  "'$HOME'",
		"`id`":                   "'`id`'",
		"a!b":                    "'a!b'",
		"100%":                   "'100%'",
		`"it's"`:                 `'"it'\''s"'`,
		`/mnt/a\\b c`:            `'/mnt/a\\b c'`,
		"a;b":                    `"a;b"`,
		"a\nb":                   "",
		"a\x1b[2J":               "",
		"a\u202eb":               "",
		strings.Repeat("a", 600): "",
	} {
		got, ok := shellWord(in)
		require.Equal(t, want, got, in)
		require.Equal(t, want != "", ok, in)
	}
}

// The command names the one profile that is meant, with no more than it needs.
func TestExportCommand(t *testing.T) {
	live, old := profile("A"), profile("A", deleted)
	newer := profile("a", of("16.0", office16))
	lost := profile("A", recovered)
	lost.Key, lost.Root = `?\A`, mapi.UnknownGeneration
	twice := profile("A")
	twice.Offset = 8192
	for _, c := range []struct {
		name string
		path hive.Text
		all  []mapi.Profile
		to   string
		want string
	}{
		{"alone", "NTUSER.DAT", []mapi.Profile{live}, "", "mapihive export NTUSER.DAT --profile A -o A-wms.reg"},
		{"by state", "NTUSER.DAT", []mapi.Profile{old, live}, "A 2", `mapihive export NTUSER.DAT --profile A --state deleted --to "A 2" -o A-wms-deleted.reg`},
		{"by root", "NTUSER.DAT", []mapi.Profile{newer, live, profile("B")}, "", "mapihive export NTUSER.DAT --profile a --state live --root 16.0 -o a-16.0.reg"},
		{"by offset", "NTUSER.DAT", []mapi.Profile{live, twice}, "", "mapihive export NTUSER.DAT --profile A --state live --root wms --offset 4128 -o A-wms.reg"},
		{"a path like a flag", "-x/NTUSER.DAT", []mapi.Profile{live}, "", "mapihive export ./-x/NTUSER.DAT --profile A -o A-wms.reg"},
		{"a name without letters", "NTUSER.DAT", []mapi.Profile{profile("..")}, "", "mapihive export NTUSER.DAT --profile .. -o wms.reg"},
		{"a name that cannot be typed", "NTUSER.DAT", []mapi.Profile{profile("a\x1b[2J"), profile("a\x1b[2J", deleted)}, "restored", "mapihive export NTUSER.DAT --offset 4128 --to restored -o a2J-wms.reg"},
		{"a hostile path", "a\nb/NTUSER.DAT", []mapi.Profile{live}, "", ""},
		{"a lost place", "NTUSER.DAT", []mapi.Profile{lost}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := exportCommand(c.path, "", &c.all[0], newOrphanLook(&Snapshot{Profiles: c.all}).named[placeOf(&c.all[0]).Name], c.to)
			require.Equal(t, c.want, got)
			require.Equal(t, c.want != "", ok)
		})
	}
}

// A name for what is given back is one that nothing has.
func TestFreeName(t *testing.T) {
	s := source(profile("A restored"), profile("a RESTORED 2"))
	require.Equal(t, "A restored 3", newOrphanLook(&s).freeName("A restored"))
	require.Equal(t, "B restored", newOrphanLook(&s).freeName("B restored"))
}
