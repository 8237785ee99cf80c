package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestOriginOf(t *testing.T) {
	for _, c := range []struct {
		path       hive.Text
		host, user string
	}{
		{`/cases/7/C/Users/ann/NTUSER.DAT`, "/cases/7", "ann"},
		{`cases/7/D/Users/bob/ntuser.dat`, "/cases/7", "bob"},
		{`/cases/7/VSS2/Users/ann/NTUSER.DAT`, "/cases/7", "ann"},
		{`/cases/7/VSS2/C/Users/ann/NTUSER.DAT`, "/cases/7", "ann"},
		{`x.zip!uploads/auto/C%3A/Users/ann/NTUSER.DAT`, "/x.zip", "ann"},
		{`x.zip!uploads/ntfs/%5C%5C.%5CC%3A/Users/ann/NTUSER.DAT`, "/x.zip", "ann"},
		{`x/uploads/ntfs/%5C%5C%3F%5CGLOBALROOT%5CDevice%5CHarddiskVolumeShadowCopy1/Users/ann/NTUSER.DAT`, "/x", "ann"},
		{`C:\Users\ann\NTUSER.DAT`, "/", "ann"},
		{`/mnt/Documents and Settings/ann/NTUSER.DAT`, "/mnt", "ann"},
		{`/mnt/Windows/System32/config/DEFAULT`, "/mnt", "DEFAULT"},
		{`/mnt/Windows/System32/config/systemprofile/NTUSER.DAT`, "/mnt", "systemprofile"},
		{`/mnt/WINDOWS/ServiceProfiles/LocalService/NTUSER.DAT`, "/mnt", "LocalService"},
		{`/Users/me/cases/7/C/Users/ann/NTUSER.DAT`, "/Users/me/cases/7", "ann"},
		{`/Users/me/hives/ann/NTUSER.DAT`, "", ""},
		{`ann/NTUSER.DAT`, "", ""},
		{`NTUSER.DAT`, "", ""},
		{``, "", ""},
	} {
		require.Equal(t, origin{c.host, c.user, c.host != ""}, originOf(c.path), "%q", string(c.path))
	}
}

func TestUserOf(t *testing.T) {
	domain := &Snapshot{Path: "C/Users/ann/NTUSER.DAT", User: User{SID: "S-1-5-21-1-2-3-1001"}}
	require.Equal(t, "S-1-5-21-1-2-3-1001", userOf(domain, originOf(domain.Path)))
	// The SID of a service's account is on every computer.
	service := &Snapshot{Path: "7/C/Windows/System32/config/DEFAULT", User: User{SID: "S-1-5-18"}}
	require.Equal(t, "/7|DEFAULT", userOf(service, originOf(service.Path)))
	require.Empty(t, userOf(&Snapshot{Path: "a/NTUSER.DAT", User: User{SID: "S-1-5-18"}}, origin{}))
}
