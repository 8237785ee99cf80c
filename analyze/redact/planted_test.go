package redact_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/analyze/redact"
	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// secretive is a hive in which every name that is somebody's starts with "planted".
const secretive = `
[Software\Microsoft\Office\16.0\Outlook]
"DefaultProfile"="PlantedProfile"
"ForcePSTPath"="\\\\plantedserverf\\plantedshare"

[Software\Microsoft\Office\16.0\Outlook\PST]
"PlantedSetting"="plantedtext"

[Software\Microsoft\Office\16.0\Outlook\Search\Catalog]
"C:\\Users\\planteduser\\plantedcatalog.pst"=dword:0

[Software\Microsoft\Office\16.0\Outlook\Profiles\PlantedProfile\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:d0*16,e0*16
"01023d00"=hex:d1*16,d3*16

[Software\Microsoft\Office\16.0\Outlook\Profiles\PlantedProfile\d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0]
"001f3001"=utf16:"Planteddisplay"
"001f3d0a"=utf16:"C:\\plantedfolder\\acme.dll"
"001f3d09"=utf16:"MSEMS"
"01023d00"=hex:d1*16,d3*16
"01023d0d"=hex:d2*16

[Software\Microsoft\Office\16.0\Outlook\Profiles\PlantedProfile\d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1]
"001f300a"=utf16:"EMSMDB.DLL"
"00033e03"=hex:21,00,00,00
"001f3001"=utf16:"planted.name@plantedmail.example"
"01023d0c"=hex:d0*16
"001e660c"="4f1c9c3e-6a52-4b6e-9a0e-2d7f3f1f8a01@planteddomain.example"
"001e660b"="/o=PlantedOrg/ou=PlantedSite/cn=Recipients/cn=plantedalias"
"01020ff9"=hex:70,6c,61,6e,74,65,64,72,65,63,6f,72,64,6b,65,79
"01020ff8"=hex:70,00,6c,00,61,00,6e,00,74,00,65,00,64,00,6d,00,73,00

[Software\Microsoft\Office\16.0\Outlook\Profiles\PlantedProfile\d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2]
"001f3001"=utf16:"plantedsettings"
"001f6641"=utf16:"plantedsmtp@plantedmail.example"
"001e6602"="plantedhome"
"001e6612"="/o=PlantedOrg/cn=Configuration/cn=Servers/cn=PLANTEDEXCH"
"001f6610"=utf16:"D:\\plantedost\\x.ost"

[Software\Microsoft\Office\16.0\Outlook\Profiles\PlantedProfile\d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3]
"00033e03"=hex:21,00,00,00
"001f3001"=utf16:"Planted Archive"
"001f6700"=utf16:"\\\\plantedfs.planteddom.local\\mail\\Planted.PST"
"01023d0c"=hex:d0*16

[Software\Microsoft\Office\16.0\Outlook\Profiles\PlantedProfile\d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4]
"00033e03"=hex:21,00,00,00
"001f6700"=utf16:"\\\\PLANTEDFS\\mail\\planted.pst"

[Software\Microsoft\Office\16.0\Outlook\Profiles\PlantedProfile\9375CFF0413111d3B88A00104B2A6676\00000001]
"clsid"="{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="plantedaccount"
"Email"="plantedpop@plantedmail.example"
"POP3 Server"="plantedpopserver.example"
"POP3 User"="plantedlogon"
"Display Name"="Planted Person"

[Network\P]
"RemotePath"="\\\\plantednas\\planteddrive"
"UserName"="PLANTEDNT\\planteduserb"

[Printers\Connections\,,plantedprint,plantedlaser]

[Software\Microsoft\Terminal Server Client\Servers\plantedrdp]
"UsernameHint"="plantedhint"

[Software\Microsoft\Windows\CurrentVersion\Explorer]
"Logon User Name"="planteduser"

[Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders]
"Personal"="C:\\Users\\planteduser\\Documents"

[Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2\##plantedmount#plantedpoint]

[Software\Microsoft\Windows\CurrentVersion\Explorer\Map Network Drive MRU]
"a"="\\\\plantedmru\\share"
"MRUList"="a"

[Volatile Environment]
"USERNAME"="planteduser"
"USERDOMAIN"="PLANTEDNT"
"LOGONSERVER"="\\\\PLANTEDDC"
"CLIENTNAME"="PLANTEDCLIENT"

[Environment]
"PLANTEDVAR"="C:\\planteddir"

[Software\Microsoft\Windows NT\CurrentVersion\PrinterPorts]
"plantedprinter (from PLANTEDPC) in session 2"="winspool,TS002,15,45"
`

// Nothing of what is planted in a hive and its path is in any format, in whatever form.
func TestPlanted(t *testing.T) {
	s := collect.TakeImage(t.Context(), "plantedcase/PLANTEDHOST/C/Users/planteduser/NTUSER.DAT", hivetest.Build(t, secretive))
	s.Absolute = "/home/plantedexaminer/" + s.Path
	s.Labels.Host, s.Labels.Note = "PLANTEDHOST", `the hive says "planteduser"`
	s.Error = ""
	s.Diagnostics = append(s.Diagnostics, hive.Diagnostic{Kind: hive.KindRoot, Path: `Software\PlantedKey`, Message: `the key "PlantedKey" is damaged`})
	for _, b := range written(t, []analyze.Snapshot{s}) {
		require.Contains(t, strings.ToLower(string(b)), "planted", "there is something to hide")
	}
	planted := regexp.MustCompile(`(?i)planted|p\x00l\x00a\x00n\x00t|706c616e746564|70006c0061006e0074|504c414e544544|50004c0041004e0054|4f1c9c3e`)
	all := redact.New([]byte("a key for tests")).Snapshots([]analyze.Snapshot{s})
	require.Equal(t, outcomes([]analyze.Snapshot{s}), outcomes(all))
	require.NotEmpty(t, outcomes(all))
	for name, b := range written(t, all) {
		for _, at := range planted.FindAllIndex(b, 5) {
			t.Errorf("%s has ...%q", name, b[max(0, at[0]-60):min(len(b), at[1]+20)])
		}
	}
}
