package which

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/hivetest/regview"
	"mapihive/hive/regf"
)

func of(t *testing.T, keys ...string) (Hive, bool) {
	t.Helper()
	text := ""
	for _, k := range keys {
		if key, value, ok := strings.Cut(k, " = "); ok {
			text += "[" + key + "]\n" + value + "\n"
		} else {
			text += "[" + k + "]\n"
		}
	}
	tree, err := hivetest.Parse(text)
	require.NoError(t, err)
	return Of(regview.New(tree))
}

// Each hive is told by its keys, in any case.
func TestOf(t *testing.T) {
	folders := `Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders = "Desktop"="C:\\Windows\\`
	for _, c := range []struct {
		want string
		keys []string
	}{
		{"SYSTEM", []string{`Select`, `ControlSet002\Control`, `MountedDevices`}},
		{"SYSTEM", []string{`SELECT`, `controlset001`}},
		{"SOFTWARE", []string{`Classes`, `Microsoft\Windows NT\CurrentVersion\ProfileList\S-1-5-18`, `Microsoft\Office\16.0\Outlook`}},
		{"SAM", []string{`SAM\Domains\Account\Users`}},
		{"SECURITY", []string{`Policy\PolAdtEv`, `Policy\Secrets`, `Cache`}},
		{"COMPONENTS", []string{`CanonicalData\Catalogs`, `DerivedData\Components`}},
		{"DRIVERS", []string{`DriverDatabase\DriverPackages`}},
		{"BCD", []string{`Description`, `Objects\{9dea862c-5cdd-4e70-acc1-f32b344d4795}`}},
		{"Amcache.hve", []string{`Root\InventoryApplicationFile`}},
		{"Syscache.hve", []string{`DefaultObjectStore\ObjectTable`}},
		{"UsrClass.dat", []string{`CLSID`, `Local Settings\Software\Microsoft\Windows\Shell`}},
		{"NTUSER.DAT", []string{`Control Panel\Desktop`, `Software\Microsoft`, folders + `Users\\ann\\Desktop"`}},
		{"DEFAULT", []string{`Control Panel\Desktop`, `Software\Microsoft`, folders + `system32\\config\\systemprofile\\Desktop"`}},
	} {
		h, ok := of(t, c.keys...)
		require.True(t, ok, c.want)
		require.Equal(t, c.want, h.Name)
		require.NotEmpty(t, h.Doc)
		require.NotEmpty(t, h.Keys)
		require.Equal(t, c.want == "NTUSER.DAT" || c.want == "DEFAULT", h.User)
		for _, k := range h.Keys {
			found := false
			for _, have := range c.keys {
				have, _, _ = strings.Cut(have, " = ")
				found = found || hive.Path(have).Raised().Within(k.Raised())
			}
			require.True(t, found, "%s: %s", c.want, k)
		}
	}
}

// What has only some of the keys is not named.
func TestOfNothing(t *testing.T) {
	for _, keys := range [][]string{
		{`Select`}, {`ControlSet001`}, {`Microsoft\Windows NT\CurrentVersion`, `Classes`}, {`SAM`}, {`Policy`}, {`CanonicalData`},
		{`Objects`}, {`Root`}, {`Software\Microsoft`}, {`Control Panel`}, {`Profiles\Outlook`}, {`Local Settings`}, {`Software\Select`, `Software\ControlSet001`},
	} {
		_, ok := of(t, keys...)
		require.False(t, ok, "%q", keys)
	}
}

// Real hives are what their files are called.
func TestRealHives(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"dirty/regipy-usrclass/UsrClass.dat", "UsrClass.dat"},
		{"dirty/win10-ntuser/NTUSER.DAT", "NTUSER.DAT"},
		{"profiles/outlook2010-NTUSER.DAT", "NTUSER.DAT"},
		{"profiles/outlook2016-NTUSER.DAT", "NTUSER.DAT"},
		{"user/plaso-NTUSER.DAT", "NTUSER.DAT"},
		{"damaged/yarp/System_Delta", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, err := regf.OpenPath(t.Context(), hivetest.Real(t, c.name), regf.Options{})
			require.NoError(t, err)
			defer h.Close()
			got, _ := Of(h.View())
			require.Equal(t, c.want, got.Name)
		})
	}
}
