package ntuser

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

func TestDrives(t *testing.T) {
	image, l := hivetest.BuildLayout(t, `;@ lastwrite 2019-03-05T08:00:00.1234567Z
[Network\p]
"RemotePath"="\\\\controller\\public"
"UserName"=dword:0
"ProviderName"="Microsoft Windows Network"
"ConnectionType"=dword:1
[Network\H]
"RemotePath"="\\\\srv\\home"
"UserName"="CORP\\alice"
[Network\Z]
[Network\LPT1]
"RemotePath"="\\\\srv\\printer"
[Network\1]
"RemotePath"="\\\\srv\\x"
`)
	c, h := readImage(t, image)
	require.Empty(t, h.Diagnostics())
	require.Len(t, c.Drives, 3)
	require.Equal(t, "H", c.Drives[0].Letter)
	require.Equal(t, hive.Text(`CORP\alice`), c.Drives[0].User)
	require.Equal(t, Drive{
		Letter: "P", Remote: `\\controller\public`, Provider: "Microsoft Windows Network", Type: 1,
		Fact: hive.Fact{
			Key: `Network\p`, Value: "RemotePath", Place: hive.Place{Offset: int64(l.Keys[`Network\p`].Value("RemotePath").Cell)}, State: hive.Live,
			LastWrite: c.Drives[1].Fact.LastWrite, Text: `\\controller\public`,
			Data: `\\controller\public`, // UTF-16 text is kept as text
		},
	}, c.Drives[1])
	require.Equal(t, "2019-03-05T08:00:00.1234567Z", c.Drives[1].Fact.LastWrite.String())
	require.Equal(t, Drive{Letter: "Z", Fact: hive.Fact{Key: `Network\Z`, Place: hive.Place{Offset: int64(l.Keys[`Network\Z`].Cell)}, State: hive.Live, LastWrite: c.Drives[2].Fact.LastWrite}}, c.Drives[2])
}

// Windows 95, 98 and Me keep them one key further down.
func TestDrivesOfWindows9x(t *testing.T) {
	c := read(t, `[Network\Persistent\P]
"RemotePath"="\\\\srv\\mail"
[Network\Recent\Q]
"RemotePath"="\\\\srv\\old"`)
	require.Len(t, c.Drives, 1)
	require.Equal(t, []any{"P", hive.Text(`\\srv\mail`), hive.Path(`Network\Persistent\P`)}, []any{c.Drives[0].Letter, c.Drives[0].Remote, c.Drives[0].Fact.Key})
}

func TestShares(t *testing.T) {
	c := read(t, `[Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2\##srv#home#alice]
[Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2\P]
[Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2\##srv]
[Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2\##?#Volume{d38a501b-ecfc-11df-a2d7-806e6f6e6963}]
[Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2\###x#y]
[Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2\{d38a501b-ecfc-11df-a2d7-806e6f6e6963}]
[Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2\CPC]
[Software\Microsoft\Windows\CurrentVersion\Explorer\Map Network Drive MRU]
"a"="\\\\srv\\old"
"b"="\\\\srv\\new"
"c"="\\\\srv\\unlisted"
"MRUList"="ba"
`)
	var got []string
	for _, s := range c.Shares {
		got = append(got, fmt.Sprintf("%s %s %s %d", s.Source, s.Letter, s.Remote, s.Rank))
	}
	require.ElementsMatch(t, []string{
		`mount-point  \\srv\home\alice 0`, "mount-point P  0", `mru  \\srv\old 2`, `mru  \\srv\new 1`, `mru  \\srv\unlisted 0`,
	}, got)
}
