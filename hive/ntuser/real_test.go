package ntuser

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

func realHive(t testing.TB, path string) *regf.Hive {
	t.Helper()
	h, err := regf.OpenPath(t.Context(), hivetest.Real(t, path), regf.Options{})
	require.NoError(t, err)
	return h
}

func TestRealHives(t *testing.T) {
	for path, want := range map[string]struct {
		sid, name, home string
		outlook         []string
		low             []string // versions with an Outlook key that prove nothing
		drives          []string
		stores          int
		remote          bool
		codePage        int
	}{
		"profiles/outlook2010-NTUSER.DAT": {
			sid: "S-1-5-21-2036804247-3058324640-2116585241-1105", name: "nfury", home: `C:\Users\nfury`, outlook: []string{"14.0"}, low: []string{"8.0"},
			drives: []string{`P \\controller\public`}, stores: 2, codePage: 1252},
		"profiles/outlook2016-NTUSER.DAT": {
			sid: "S-1-5-21-2177727556-426307209-2251493295-1001", name: "tony", home: `C:\Users\tony`, outlook: []string{"16.0"}, low: []string{"8.0", "12.0", "15.0"},
			stores: 2, codePage: 1252},
		"user/no-profile-dirty-NTUSER.DAT": {
			sid: "S-1-5-21-127198980-2716978387-2157728702-1002", name: "tony", home: `C:\Users\tony`, low: []string{"15.0", "16.0"}, codePage: 1252},
		"user/rdp-printer-NTUSER.DAT": {
			sid: "S-1-5-21-2036804247-3058324640-2116585241-1673", name: "vibranium", home: `C:\Users\vibranium`, low: []string{"14.0"},
			drives: []string{`P \\controller\public`}, remote: true, codePage: 1252},
		"user/plaso-NTUSER.DAT": {
			sid: "S-1-5-21-789336058-1935655697-839522115-1004", name: "joe", home: `C:\Documents and Settings\joe`, codePage: 1252},
		"user/NTUSER-RunTests.DAT": {sid: "S-1-5-21-2036804247-3058324640-2116585241-1673", codePage: 1252},
	} {
		t.Run(path, func(t *testing.T) {
			h := realHive(t, path)
			before := len(h.Diagnostics())
			c, err := Read(t.Context(), h.View())
			require.NoError(t, err)
			requireEvidence(t, &c, hivetest.Real(t, path))
			require.Len(t, h.Diagnostics(), before, "these hives are sound where the context stands")

			sid, _ := c.SID()
			require.Equal(t, want.sid, string(sid.Text))
			name, _ := c.Name()
			require.Equal(t, want.name, string(name.Text))
			home, _ := c.Home()
			require.Equal(t, want.home, string(home.Text))
			require.Equal(t, want.outlook, c.OutlookVersions())
			var low, drives []string
			for _, v := range c.Outlook {
				if v.Confidence == hive.Low {
					low = append(low, v.Version)
				}
			}
			require.Equal(t, want.low, low)
			for _, d := range c.Drives {
				drives = append(drives, d.Letter+" "+string(d.Remote))
			}
			require.Equal(t, want.drives, drives)
			require.Len(t, c.Stores, want.stores)
			require.Equal(t, want.remote, c.Remote())
			number, _, _ := c.CodePage()
			require.Equal(t, want.codePage, number)
			for _, v := range c.Environment {
				require.NotContains(t, string(v.Fact.Text), "://", "addresses in variables carry secrets")
			}
		})
	}
}

func TestRealHivesWithLogs(t *testing.T) {
	for _, path := range []string{"dirty/regipy-ntuser/NTUSER.DAT", "dirty/win10-ntuser/NTUSER.DAT"} {
		t.Run(path, func(t *testing.T) {
			h := realHive(t, path)
			require.Equal(t, hive.Replayed, h.State())
			c, err := Read(t.Context(), h.View())
			require.NoError(t, err)
			require.NotEmpty(t, c.SIDs)
			t.Log(requireEvidence(t, &c, hivetest.Real(t, path)), "of", len(facts(&c)), "facts stand in logs")
		})
	}
}

func BenchmarkRead(b *testing.B) {
	h := realHive(b, "profiles/outlook2016-NTUSER.DAT")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(b.Context(), h.View()); err != nil {
			b.Fatal(err)
		}
	}
}
