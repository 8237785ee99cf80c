package ntuser

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestRedirectedPrinters(t *testing.T) {
	for _, tc := range []struct{ name, port, want string }{
		{"LaserJet 4050 (redirected 3)", "TS001", "port, name 3 "},
		{"LaserJet 4050 (umgeleitet 3)", "TS004:", "port  "},
		{"LaserJet (from DESK7) in session 12", "Ne04:", "name 12 DESK7"},
		{"LaserJet/DESK7/Session 2", "x", "name 2 DESK7"},
		{`Client\DESK7#\LaserJet`, "x", "name  DESK7"},
		{"Microsoft XPS Document Writer", "Ne00:", "  "},
		{"LaserJet (redirected)", "LPT1:", "  "},
		{"LaserJet (redirected x)", "nul:", "  "},
		{"LaserJet (redirected 3) copy", "TPVM:", "  "},
		{"LaserJet (from DESK7)", "TSV01", "  "},
		{"LaserJet", "TS1", "  "},
		{"LaserJet", "TS001 x", "  "},
		{`Client\DESK7`, "", "  "},
		{" (redirected 3)", "", "  "},
	} {
		p := newPrinter(hive.Text(tc.name), hive.Text(tc.port), hive.Fact{})
		require.Equal(t, tc.want, fmt.Sprintf("%s %s %s", p.Redirected, p.Session, p.Client), tc.name)
	}
}

func TestPrinters(t *testing.T) {
	c := read(t, `[Software\Microsoft\Windows NT\CurrentVersion\Devices]
"LaserJet (redirected 3)"="winspool,TS001"
"NotText"=dword:1
[Software\Microsoft\Windows NT\CurrentVersion\PrinterPorts]
"LaserJet (redirected 3)"="winspool,TS001,15,45"
[Software\Microsoft\Windows NT\CurrentVersion\Windows]
"Device"="Room 1, left (redirected 4),winspool,TS002"
[Printers\Connections\,,srv,LaserJet]
[Printers\Connections\other]
[Software\Microsoft\Terminal Server Client\Default]
"MRU0"="ts1.example.org"
"MRUx"="no"
[Software\Microsoft\Terminal Server Client\Servers\ts2]
"UsernameHint"="CORP\\alice"
`)
	var printers []string
	for _, p := range c.Printers {
		printers = append(printers, fmt.Sprintf("%s|%s|%v|%s", p.Name, p.Port, p.Default, p.Redirected))
	}
	require.Equal(t, []string{"LaserJet (redirected 3)|TS001|false|port, name", "LaserJet (redirected 3)|TS001|false|port, name", "Room 1, left (redirected 4)|TS002|true|port, name"}, printers)
	require.True(t, c.Remote())
	require.Len(t, c.Connections, 1)
	require.Equal(t, `\\srv\LaserJet`, string(c.Connections[0].Printer))
	require.Len(t, c.Outgoing, 2)
	require.Equal(t, "ts1.example.org ", fmt.Sprintf("%s %s", c.Outgoing[0].Host, c.Outgoing[0].User))
	require.Equal(t, `ts2 CORP\alice`, fmt.Sprintf("%s %s", c.Outgoing[1].Host, c.Outgoing[1].User))

	outgoing := read(t, "[Software\\Microsoft\\Terminal Server Client\\Servers\\ts2]\n")
	require.False(t, outgoing.Remote(), "sessions that went out are none that came in")
}
