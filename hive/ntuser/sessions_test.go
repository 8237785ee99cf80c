package ntuser

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf/lost"
)

func TestSessions(t *testing.T) {
	c := read(t, `[Software\Microsoft\Windows NT\CurrentVersion\Terminal Server]
"LastUserIniSyncTime"=dword:3f5b2c00
[Remote\3]
[Remote\x]
[Volatile Environment\3]
"SESSIONNAME"="RDP-Tcp#7"
[Software\Microsoft\UEV\Agent\Configuration]
"SettingsStoragePath"="\\\\srv\\uev\\%username%"
`)
	var got []string
	for _, s := range c.Sessions {
		got = append(got, string(s.Kind)+" "+string(s.Fact.Key.Base())+" "+s.Time.String()+" "+string(s.Fact.Text))
	}
	require.Equal(t, []string{
		"terminal-server-sync Terminal Server 2003-09-07T13:00:48.0000000Z 2003-09-07T13:00:48.0000000Z",
		"remote-key 3  ",
		"session-name 3  RDP-Tcp#7",
	}, got)
	require.Len(t, c.UEV, 1)
}

// What a console leaves, what is of another type, and a session that went out are no traces.
func TestNoSessions(t *testing.T) {
	c := read(t, `[Software\Microsoft\Windows NT\CurrentVersion\Terminal Server]
"LastUserIniSyncTime"="never"
[Volatile Environment]
"SESSIONNAME"="Console"
[Software\Microsoft\UEV\Agent]
"UserConsoleVersion"="10.0.19041.1466"
[Software\Microsoft\Terminal Server Client\Servers\ts2]
`)
	require.Empty(t, c.Sessions)
	require.Empty(t, c.UEV)
	require.Empty(t, read(t, "[Software\\Microsoft\\Windows NT\\CurrentVersion\\Terminal Server]\n\"LastUserIniSyncTime\"=dword:0\n").Sessions)
}

func TestRecoveredPrinters(t *testing.T) {
	image := hivetest.Build(t, `[Software\Microsoft\Windows NT\CurrentVersion\Devices]
"Keep"="winspool,Ne00:"
;@ deleted
"LaserJet (umgeleitet 3)"="winspool,TS004"
;@ deleted
"Fax"="winspool,SHRFAX:"
;@ deleted
[Software\Microsoft\Windows NT\CurrentVersion\PrinterPorts]
"LaserJet (redirected 3)"="winspool,TS004,15,45"
;@ deleted
[Software\Other]
"Not here (redirected 3)"="winspool,TS004"
`)
	_, h := readImage(t, image)
	rec, err := lost.Recover(t.Context(), h)
	require.NoError(t, err)
	var got []string
	for _, p := range RecoveredPrinters(rec) {
		require.Equal(t, hive.Recovered, p.Fact.State)
		require.Equal(t, "vk", string(image[p.Fact.Offset+4:p.Fact.Offset+6]))
		got = append(got, string(p.Name)+" "+string(p.Port))
	}
	require.ElementsMatch(t, []string{"LaserJet (umgeleitet 3) TS004", "LaserJet (redirected 3) TS004"}, got)
}

func TestService(t *testing.T) {
	for home, want := range map[hive.Text]bool{
		`C:\Windows\ServiceProfiles\LocalService`: true, `C:\Windows\system32\config\systemprofile`: true, `C:\Users\alice`: false,
	} {
		c := Context{Homes: []Claim{{Text: home, Confidence: hive.High}}}
		got, ok := c.Service()
		require.Equal(t, want, ok, home)
		require.Equal(t, want, got.Text == home)
	}
}
