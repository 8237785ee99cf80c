package ntuser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

func plain(texts []hive.Text) []string {
	var out []string
	for _, t := range texts {
		out = append(out, string(t))
	}
	return out
}

const everything = `;@ owner S-1-5-21-1004336348-1177238915-682003330-1001
[\]
[Control Panel\International]
"Locale"="00000409"
[Environment]
"TEMP"=expand:"%USERPROFILE%\\Temp"
[Volatile Environment\1]
"USERNAME"="alice"
[Network\P]
"RemotePath"="\\\\srv\\public"
"ConnectionType"=dword:1
[Printers\Connections\,,srv,LaserJet]
[Software\Microsoft\Office\16.0\Outlook\Search\Catalog]
"C:\\Mail.pst"=hex:00,01,02,03,04,05,06,07
[Software\Microsoft\Office\16.0\Outlook\PST]
"x"=hex:01
[Software\Microsoft\Protected Storage System Provider\S-1-5-21-1004336348-1177238915-682003330-1001]
[Software\Microsoft\Terminal Server Client\Servers\ts]
[Software\Microsoft\Windows NT\CurrentVersion\Devices]
"LaserJet (redirected 3)"="winspool,TS001"
[Software\Microsoft\Windows NT\CurrentVersion\Windows]
"Device"="LaserJet (redirected 3),winspool,TS001"
[Software\Microsoft\Windows\CurrentVersion\Explorer\Map Network Drive MRU]
"a"="\\\\srv\\public"
"MRUList"="a"
[Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2\##srv#public]
[Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders]
"Personal"="C:\\Users\\alice\\Documents"
[Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders]
"Personal"=expand:"%USERPROFILE%\\Documents"
`

func TestReadStopsWhenAsked(t *testing.T) {
	h, err := regf.Read(t.Context(), hivetest.Build(t, everything))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Read(ctx, h.View())
	require.ErrorIs(t, err, context.Canceled)
}

func TestReadWithoutARootKey(t *testing.T) {
	image, l := hivetest.BuildLayout(t, everything)
	image[l.Body(l.Keys[""].Cell)] = 'x'
	c, h := readImage(t, image)
	require.Equal(t, Context{}, c)
	require.NotEmpty(t, h.Diagnostics())
}

func TestTextIsCutAtTheFirstNUL(t *testing.T) {
	// "P" + NUL + rest; without a NUL; with an odd byte.
	c := read(t, `[Network\A]
"RemotePath"=hex(1):5c,00,5c,00,61,00,00,00,62,00
[Network\B]
"RemotePath"=hex(1):5c,00,5c,00,61,00
[Network\C]
"RemotePath"=hex(1):5c,00,5c,00,61,00,62
[Network\D]
"RemotePath"=hex:5c,00,5c,00,61,00
`)
	require.Equal(t, []hive.Text{`\\a`, `\\a`, `\\a`, ""}, []hive.Text{c.Drives[0].Remote, c.Drives[1].Remote, c.Drives[2].Remote, c.Drives[3].Remote})
}

func TestEntriesAreLimited(t *testing.T) {
	var reg strings.Builder
	reg.WriteString("[Software\\Microsoft\\Windows NT\\CurrentVersion\\Devices]\n")
	for i := range maxEntries + 5 {
		fmt.Fprintf(&reg, "\"p%d\"=\"winspool,Ne00:\"\n", i)
	}
	reg.WriteString("[Software\\Microsoft\\Office\\1.0]\n")
	for i := range maxVersions + 5 {
		fmt.Fprintf(&reg, "[Software\\Microsoft\\Office\\%d.%d]\n", 10+i/10, i%10)
	}
	c, h := readImage(t, hivetest.Build(t, reg.String()))
	require.Len(t, c.Printers, maxEntries)
	require.Len(t, c.Office, maxVersions)
	require.Len(t, h.Diagnostics(), 2)
	for _, d := range h.Diagnostics() {
		require.Equal(t, hive.KindLimit, d.Kind)
	}
}

func TestTextIsLimited(t *testing.T) {
	// 600 values of 60,000 bytes each are more than maxTotal.
	var reg strings.Builder
	reg.WriteString("[Software\\Microsoft\\Windows NT\\CurrentVersion\\Devices]\n")
	for i := range 600 {
		fmt.Fprintf(&reg, "\"p%d\"=hex(1):61,00", i)
		reg.WriteString(",61*60000\n")
	}
	c, h := readImage(t, hivetest.Build(t, reg.String()))
	require.Less(t, len(c.Printers), 300)
	require.Len(t, h.Diagnostics(), 1)
	require.Equal(t, hive.KindLimit, h.Diagnostics()[0].Kind)
}

func TestOneTextIsLimited(t *testing.T) {
	c, h := readImage(t, hivetest.Build(t, "[Network\\P]\n\"RemotePath\"=hex(1):61,00,61*70000\n"))
	require.Len(t, []rune(string(c.Drives[0].Remote)), maxText/2)
	require.Equal(t, hive.KindLimit, h.Diagnostics()[0].Kind)
}

func TestFactsFromALogNameIt(t *testing.T) {
	before := hivetest.Build(t, ";@ hive minor=5\n"+everything)
	after := hivetest.Build(t, ";@ hive minor=5\n"+everything+"[Network\\Q]\n\"RemotePath\"=\"\\\\\\\\srv\\\\new\"\n")
	path := filepath.Join(t.TempDir(), "NTUSER.DAT")
	require.NoError(t, os.WriteFile(path, hivetest.Dirty(before, 2, 1), 0o600))
	require.NoError(t, os.WriteFile(path+".LOG1", hivetest.NewLog(before, after, 1, 1), 0o600))
	h, err := regf.OpenPath(t.Context(), path, regf.Options{})
	require.NoError(t, err)
	require.Equal(t, hive.Replayed, h.State())
	c, err := Read(t.Context(), h.View())
	require.NoError(t, err)
	require.Len(t, c.Drives, 2)
	require.NotEmpty(t, c.Drives[1].Fact.File)
	require.Positive(t, requireEvidence(t, &c, path))
}

// FuzzRead breaks one place of a hive that holds every artifact.
func FuzzRead(f *testing.F) {
	tree, err := hivetest.Parse(everything)
	require.NoError(f, err)
	sound, err := tree.Image()
	require.NoError(f, err)
	f.Add(uint32(4096), []byte{0xFF})
	f.Add(uint32(4096+36), []byte{0xFF, 0xFF, 0xFF, 0x7F})
	f.Fuzz(func(t *testing.T, at uint32, patch []byte) {
		image := append([]byte(nil), sound...)
		copy(image[int(at)%len(image):], patch)
		h, err := regf.Read(t.Context(), image)
		if err != nil {
			return
		}
		c, err := Read(t.Context(), h.View())
		require.NoError(t, err)
		for _, p := range c.Printers {
			c.Expand(p.Name)
		}
		for _, v := range c.Environment {
			text, _ := c.Expand(v.Fact.Text)
			require.Less(t, len(text), len(v.Fact.Text)+maxExpanded+1)
		}
		c.CodePage()
	})
}

// What a value says comes with its bytes, but where a URL in it has a password.
func TestFactsCarryBytes(t *testing.T) {
	c := read(t, `
[Environment]
"A"="C:\\work"
[Software\Microsoft\UEV\Agent\Configuration]
"SettingsStoragePath"="https://alice:hunter2@example.com/uev"
`)
	require.Len(t, c.Environment, 1)
	require.Equal(t, "43003a005c0077006f0072006b000000", c.Environment[0].Fact.Data.String())
	require.Len(t, c.UEV, 1)
	require.Empty(t, c.UEV[0].Data)
}
