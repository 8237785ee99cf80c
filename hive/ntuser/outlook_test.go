package ntuser

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestOutlookVersions(t *testing.T) {
	const outlook = `[Software\Microsoft\Office\16.0\Outlook`
	for name, tc := range map[string]struct {
		reg  string
		want []string
		all  []string // every version with an Outlook key and its confidence
	}{
		"first run":     {reg: outlook + "\\Setup]\n\"First-Run\"=hex:01,02,03,04\n", want: []string{"16.0"}, all: []string{"16.0 medium"}},
		"profile":       {reg: outlook + "\\Profiles\\Outlook]\n", want: []string{"16.0"}, all: []string{"16.0 medium"}},
		"default":       {reg: outlook + "]\n\"DefaultProfile\"=\"Outlook\"\n", want: []string{"16.0"}, all: []string{"16.0 medium"}},
		"searched file": {reg: outlook + "\\Search]\n\"C:\\\\Mail.pst\"=dword:1\n", want: []string{"16.0"}, all: []string{"16.0 medium"}},
		"secure folder": {reg: outlook + "\\Security]\n\"OutlookSecureTempFolder\"=\"C:\\\\x\\\\\"\n", want: []string{"16.0"}, all: []string{"16.0 medium"}},
		"two traces": {reg: outlook + "\\UserInfo]\n\"RulesMachineID\"=hex:01,02,03,04\n" + outlook + "]\n\"OutlookName\"=\"Outlook\"\n",
			want: []string{"16.0"}, all: []string{"16.0 high"}},
		"ascending by number": {reg: `[Software\Microsoft\Office\14.0\Outlook\Profiles\A]
[Software\Microsoft\Office\9.0\Outlook\Profiles\A]
[Software\Microsoft\Office\8.5\Outlook\Profiles\A]
`, want: []string{"8.5", "9.0", "14.0"}, all: []string{"8.5 medium", "9.0 medium", "14.0 medium"}},

		"key alone":            {reg: outlook + "]\n", all: []string{"16.0 low"}},
		"no profile":           {reg: outlook + "\\Profiles]\n", all: []string{"16.0 low"}},
		"empty default":        {reg: outlook + "]\n\"DefaultProfile\"=\"\"\n", all: []string{"16.0 low"}},
		"first run as text":    {reg: `[Software\Microsoft\Office\8.0\Outlook]` + "\n\"First-Run\"=\"False\"\n", all: []string{"8.0 low"}},
		"a setting of Lync":    {reg: `[Software\Microsoft\Office\12.0\Outlook\IM]` + "\n\"SetOnlineStatusLevel\"=dword:3\n", all: []string{"12.0 low"}},
		"an installer's":       {reg: outlook + "\\AutoDiscover]\n\"example.org\"=\"C:\\\\x.xml\"\n", all: []string{"16.0 low"}},
		"an add-in's":          {reg: outlook + "\\Addins\\X]\n\"LoadBehavior\"=dword:3\n", all: []string{"16.0 low"}},
		"deployment":           {reg: outlook + "\\Setup]\n\"ImportPRF\"=\"C:\\\\x.prf\"\n", all: []string{"16.0 low"}},
		"search setting":       {reg: outlook + "\\Search]\n\"IndexAvailableBody\"=dword:0\n", all: []string{"16.0 low"}},
		"a policy":             {reg: `[Software\Policies\Microsoft\Office\16.0\Outlook]` + "\n\"ForcePSTPath\"=expand:\"D:\\\\\"\n"},
		"names that are close": {reg: "[Software\\Microsoft\\Office\\Outlook\\Profiles\\A]\n[Software\\Microsoft\\Office\\016.0\\Outlook\\Profiles\\A]\n[Software\\Microsoft\\Office\\16.00\\Outlook\\Profiles\\A]\n[Software\\Microsoft\\Office\\x.0\\Outlook\\Profiles\\A]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			c := read(t, tc.reg)
			require.Equal(t, tc.want, c.OutlookVersions())
			var all []string
			for _, v := range c.Outlook {
				require.NotEmpty(t, v.Facts)
				all = append(all, v.Version+" "+string(v.Confidence))
			}
			require.Equal(t, tc.all, all)
		})
	}
}

// A version is proven by what Outlook alone writes when it runs, and by nothing else.
func TestOutlookProven(t *testing.T) {
	const outlook = `[Software\Microsoft\Office\12.0\Outlook`
	for name, tc := range map[string]struct {
		reg   string
		proof []hive.Text // names of the values
	}{
		"first run":         {outlook + "\\Setup]\n\"First-Run\"=hex:01,02,03,04\n", []hive.Text{"First-Run"}},
		"search":            {outlook + "\\Search]\n\"C:\\\\Mail.pst\"=dword:1\n", []hive.Text{`C:\Mail.pst`}},
		"search catalog":    {outlook + "\\Search\\Catalog]\n\"C:\\\\Mail.pst\"=hex:00\n", []hive.Text{`C:\Mail.pst`}},
		"2007's catalog":    {outlook + "\\Catalog]\n\"C:\\\\Mail.pst\"=hex:00\n", []hive.Text{`C:\Mail.pst`}},
		"two":               {outlook + "\\Setup]\n\"First-Run\"=hex:01,02,03,04\n" + outlook + "\\Catalog]\n\"C:\\\\Mail.pst\"=hex:00\n", []hive.Text{"First-Run", `C:\Mail.pst`}},
		"key alone":         {outlook + "]\n", nil},
		"first run as text": {outlook + "\\Setup]\n\"First-Run\"=\"Yes\"\n", nil},
		"search setting":    {outlook + "\\Search]\n\"IndexAvailableBody\"=dword:0\n", nil},
		"default":           {outlook + "]\n\"DefaultProfile\"=\"Outlook\"\n", nil},
		"name":              {outlook + "]\n\"OutlookName\"=\"Outlook\"\n", nil},
		"profile":           {outlook + "\\Profiles\\A]\n", nil},
		"an add-in's":       {outlook + "\\Addins\\X]\n\"LoadBehavior\"=dword:3\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			c := read(t, tc.reg)
			require.Len(t, c.Outlook, 1)
			var names []hive.Text
			for _, f := range c.Outlook[0].Proof {
				names = append(names, f.Value)
				require.Contains(t, c.Outlook[0].Facts, f)
			}
			require.Equal(t, tc.proof, names)
			require.Equal(t, len(tc.proof) > 0, c.Outlook[0].Proven())
		})
	}
}

func TestStoresAndSettings(t *testing.T) {
	c := read(t, `[Software\Microsoft\Office\12.0\Outlook]
"ForceOSTPath"=expand:"%LOCALAPPDATA%\\Mail"
[Software\Microsoft\Office\12.0\Outlook\Catalog]
"C:\\Old\\Archive.PST"=hex:00,01,02,03,04,05,06,07
[Software\Microsoft\Office\12.0\Outlook\PST]
"MaxLargeFileSize"=dword:00005000
"LastCorruptStore"="C:\\Old\\Archive.pst"
[Software\Microsoft\Office\16.0\Outlook\Search]
"\\\\srv\\mail\\alice.ost"=dword:1
"relative.pst"=dword:1
[Software\Microsoft\Office\16.0\Outlook\Search\Catalog]
"C:\\x.nst"=hex:00
[Software\Policies\Microsoft\Office\16.0\Outlook]
"ForcePSTPath"="D:\\Mail"
`)
	var stores, settings []string
	for _, s := range c.Stores {
		if s.Place == StoreSearch {
			require.Equal(t, s.Path, s.Fact.Value)
		} else {
			require.Equal(t, s.Path, s.Fact.Text)
		}
		stores = append(stores, string(s.Place)+s.Version+" "+s.Kind+" "+string(s.Path))
	}
	for _, f := range c.Settings {
		settings = append(settings, string(f.Value)+"="+string(f.Text))
	}
	require.Equal(t, []string{`last-corrupt12.0 pst C:\Old\Archive.pst`, `12.0 pst C:\Old\Archive.PST`, `16.0 ost \\srv\mail\alice.ost`, `16.0 nst C:\x.nst`}, stores)
	require.Equal(t, []string{`ForceOSTPath=%LOCALAPPDATA%\Mail`, "MaxLargeFileSize=20480", `LastCorruptStore=C:\Old\Archive.pst`, `ForcePSTPath=D:\Mail`}, settings)
}

// Paths in the data of values: LastCorruptStore whatever its extension, others by theirs, each of a list.
func TestStoreSettings(t *testing.T) {
	c := read(t, `
[Software\Microsoft\Office\16.0\Outlook\PST]
"lastcorruptstore"="C:\\Old\\damaged.bak"
"Recent"=multi:"C:\\a.pst","D:\\b.ost","relative.pst","C:\\notes.txt"
"Folder"="D:\\Mail"
"Flags"=hex:43,00,3a,00,5c,00,61,00,2e,00,70,00,73,00,74,00
"Password"="C:\\hunter2.pst"
[Software\Microsoft\Office\16.0\Outlook\Search]
"Last"=expand:"\\\\srv\\g.nst"
[Software\Microsoft\Office\16.0\Outlook\Options]
"LastCorruptStore"="C:\\elsewhere.pst"
`)
	var got []string
	for _, s := range c.Stores {
		got = append(got, string(s.Place)+" "+s.Kind+" "+string(s.Path)+" in "+string(s.Fact.Value))
	}
	require.Equal(t, []string{
		`last-corrupt  C:\Old\damaged.bak in lastcorruptstore`, `setting pst C:\a.pst in Recent`, `setting ost D:\b.ost in Recent`, `setting nst \\srv\g.nst in Last`,
	}, got)
	require.Empty(t, c.OutlookVersions(), "they are no footprints")
}

// Of a secret there is nothing but that it is stored.
func TestSettingsHideSecrets(t *testing.T) {
	c := read(t, `
[Software\Microsoft\Office\16.0\Outlook\PST]
"LastPassword"="hunter2"
"PIN"=dword:00001267
"Blob"=hex:01,00,00,00,d0,8c,9d,df,01,15,d1,11,8c,7a,00,c0,4f,c2,97,eb,07
"Proxy"="https://bob:hunter2@example.com/"
"Bytes"=utf16:"https://bob:hunter2@example.com/"
"Bypass"="shown"
[Network\P]
"RemotePath"="https://bob:hunter2@example.com/dav"
`)
	var got []hive.Text
	for _, f := range c.Settings {
		got = append(got, f.Value+": "+f.Text)
	}
	require.Equal(t, []hive.Text{
		"LastPassword: stored", "PIN: stored", "Blob: stored", "Proxy: https://bob:***@example.com/", "Bytes: stored", "Bypass: shown",
	}, got)
	require.Equal(t, hive.Text("https://bob:***@example.com/dav"), c.Drives[0].Remote)
}
