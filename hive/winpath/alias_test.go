package winpath

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestResolveTellsItsSteps(t *testing.T) {
	for _, c := range []struct {
		in   hive.Text
		want Steps
	}{
		{`C:\Mail\a.pst`, 0},
		{`C:/Mail/a.pst`, Slashes},
		{`C:\Mail\\a.pst`, Doubled},
		{`\\srv\\m\a.pst`, Doubled},
		{`C:\Mail\.\a.pst`, Dots},
		{`C:\Mail\x\..\a.pst`, Dots},
		{`C:\Mail.\a.pst`, Ends},
		{`C:\Mail\a.pst . `, Ends},
		{`\\?\C:\Mail\a.pst`, Prefix},
		{`\\?\UNC\srv\m\a.pst`, Prefix},
		{`//./C:/x/../a.pst`, Prefix | Slashes | Dots},
		{`\\?\C:\Mail\a.pst.`, 0}, // literal, and nothing can be dropped
		{`\\?\C:/a.pst`, 0},
		{`..\a.pst`, 0},
	} {
		normal, _, steps := Resolve(c.in)
		require.Equal(t, c.want, steps, "%q", string(c.in))
		require.Equal(t, steps == 0, normal == c.in, "%q", string(c.in))
	}
	require.Equal(t, []string{`"/" taken as "\"`, `"." and ".." resolved`}, (Slashes | Dots).Words())
	require.Len(t, stepWords, strings.Count(strings.Join(Steps(0xFF).Words(), "\n"), "\n")+1)
}

func TestRoot(t *testing.T) {
	for _, c := range []struct {
		in, root, rest, server, short hive.Text
	}{
		{`C:\Mail\a.pst`, `C:\`, `Mail\a.pst`, "", ""},
		{`\\srv\m\a.pst`, `\\srv\m\`, `a.pst`, "srv", ""},
		{`\\srv\m`, `\\srv\m\`, ``, "srv", ""},
		{`\\srv.corp.example\m\a.pst`, `\\srv.corp.example\m\`, `a.pst`, "srv.corp.example", `\\srv\m\a.pst`},
		{`\\10.0.0.7\m\a.pst`, `\\10.0.0.7\m\`, `a.pst`, "10.0.0.7", ""},
		{`\\fe80--1.ipv6-literal.net\m\a`, `\\fe80--1.ipv6-literal.net\m\`, `a`, "fe80--1.ipv6-literal.net", ""},
		{`C:a.pst`, "", "", "", ""},
		{`\\?\C:\a.pst`, "", "", "", ""},
		{`a.pst`, "", "", "", ""},
	} {
		root, rest, ok := Root(c.in)
		require.Equal(t, c.root != "", ok, "%q", string(c.in))
		require.Equal(t, c.root, root)
		require.Equal(t, c.rest, rest)
		require.Equal(t, c.server, Server(c.in))
		if c.short == "" {
			c.short = c.in
		}
		require.Equal(t, c.short, ShortServer(c.in))
	}
}

func TestAdminShare(t *testing.T) {
	host, local, ok := AdminShare(`\\pc7\c$\Mail\a.pst`)
	require.True(t, ok)
	require.Equal(t, hive.Text("pc7"), host)
	require.Equal(t, hive.Text(`C:\Mail\a.pst`), local)
	for _, p := range []hive.Text{`\\pc7\c\a.pst`, `\\pc7\cc$\a.pst`, `\\pc7\1$\a.pst`, `C:\c$\a.pst`, `\\pc7\admin$\a.pst`} {
		_, _, ok := AdminShare(p)
		require.False(t, ok, "%q", string(p))
	}
}

func TestShortNames(t *testing.T) {
	for _, c := range []struct {
		short, long hive.Text
		want        bool
	}{
		{`PROGRA~1`, `Program Files`, true},
		{`archiv~2.pst`, `Archive of 2009.pst`, true},
		{`OUTLOO~1.PST`, `Outlook.backup.pst`, true},
		{`AB~1.PST`, `a b.pst`, true},                             // a space needs a short name
		{`A_B~1.PST`, `a+b.pst`, true},                            // as does "+"
		{`TE021F~1.PST`, `test file with many like it.pst`, true}, // two characters and a hash
		{`ARCHIV~10.PST`, `Archive of 2009.pst`, false},           // nine characters
		{`ARCHI~10.PST`, `Archive of 2009.pst`, true},
		{`ARCHIV~1.PST`, `Archive.pst`, false}, // fits as it is
		{`ARCHIV~1.PST`, `Arch of 2009.pst`, false},
		{`ARCHIV~1.PST`, `Archive of 2009.ost`, false},
		{`ARCHIV~1.PST`, `ARCHIV~2.PST`, false},
		{`ARCH~1.PST`, `Archive of 2009.pst`, false}, // six characters were there to take
		{`ARCHIV~0.PST`, `Archive of 2009.pst`, false},
		{`Archive.pst`, `Archive of 2009.pst`, false},
	} {
		require.Equal(t, c.want, MayBeShort(c.short, c.long), "%q %q", string(c.short), string(c.long))
	}
}

func TestBehindJunctions(t *testing.T) {
	for in, want := range map[hive.Text]hive.Text{
		`C:\Documents and Settings\ann\a.pst`:                                       `C:\USERS\ann\a.pst`,
		`c:\documents AND settings\ann\Local Settings\Application Data\x\a.pst`:     `c:\USERS\ann\APPDATA\LOCAL\x\a.pst`,
		`C:\Documents and Settings\ann\My Documents\a.pst`:                          `C:\USERS\ann\DOCUMENTS\a.pst`,
		`C:\Users\ann\Application Data\a.pst`:                                       `C:\USERS\ann\APPDATA\ROAMING\a.pst`,
		`C:\Documents and Settings\All Users\Application Data\a.pst`:                `C:\PROGRAMDATA\a.pst`,
		`C:\Dokumente und Einstellungen\ann\Lokale Einstellungen\Anwendungsdaten\a`: `C:\USERS\ann\APPDATA\LOCAL\a`,
		`C:\Users\ann\Eigene Dateien\a.pst`:                                         `C:\USERS\ann\DOCUMENTS\a.pst`,
		`C:\Users\ann\Documents\a.pst`:                                              "",
		`C:\Mail\Documents and Settings\a.pst`:                                      "",
		`\\srv\Documents and Settings\ann\a.pst`:                                    "",
		`Documents and Settings\ann\a.pst`:                                          "",
		`C:\Documents and Settings2\ann\a.pst`:                                      "",
	} {
		got, ok := BehindJunctions(in)
		require.Equal(t, want != "", ok, "%q", string(in))
		if want == "" {
			want = in
		}
		require.Equal(t, want, got)
		again, _ := BehindJunctions(got)
		require.Equal(t, got, again)
	}
}

func FuzzAliases(f *testing.F) {
	for _, s := range []string{`C:\Documents and Settings\x\My Documents\a`, `\\a.b\c$\d`, `\\.\`, `PROGRA~1`, `\\?\UNC\`, `C:\USERS\*\LOCAL SETTINGS`} {
		f.Add(s, `Program Files`)
	}
	f.Fuzz(func(t *testing.T, s, long string) {
		normal, _ := Normal(hive.Text(s))
		if to, ok := BehindJunctions(normal); ok {
			again, _ := BehindJunctions(to)
			require.Equal(t, to, again)
		}
		require.Equal(t, ShortServer(normal), ShortServer(ShortServer(normal)))
		if root, rest, ok := Root(normal); ok && rest != "" {
			require.Equal(t, normal, root+rest)
		}
		if _, local, ok := AdminShare(normal); ok {
			require.True(t, IsFull(local))
		}
		if MayBeShort(hive.Text(s), hive.Text(long)) {
			require.True(t, IsShort(hive.Text(s)))
			require.False(t, IsShort(hive.Text(long)))
		}
	})
}
