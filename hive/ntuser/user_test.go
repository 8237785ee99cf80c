package ntuser

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

const (
	shellFolders     = `[Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders]` + "\n"
	userShellFolders = `[Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders]` + "\n"
	explorer         = `[Software\Microsoft\Windows\CurrentVersion\Explorer]` + "\n"
)

func TestNamesAndHomes(t *testing.T) {
	for name, tc := range map[string]struct {
		reg    string
		homes  []string
		names  []string
		called string
	}{
		"user's directory": {
			reg:   shellFolders + `"Personal"="C:\\Users\\alice\\Documents"`,
			homes: []string{`C:\Users\alice medium`}, names: []string{"alice medium"}, called: "alice"},
		"Windows XP": {
			reg:   shellFolders + `"Personal"="D:\\Documents and Settings\\alice\\My Documents"` + "\n" + explorer + `"Logon User Name"="Alice"`,
			homes: []string{`D:\Documents and Settings\alice medium`}, names: []string{"Alice high"}, called: "Alice"},
		"elsewhere, by comparison": {
			reg: userShellFolders + `"Local AppData"=expand:"%UserProfile%\\AppData\\Local"` + "\n" +
				shellFolders + `"local appdata"="E:\\Profiles\\alice.CORP\\AppData\\Local"`,
			homes: []string{`E:\Profiles\alice.CORP high`}, names: []string{"alice.CORP medium"}, called: "alice.CORP"},
		"elsewhere, nothing to compare with": {reg: shellFolders + `"Local AppData"="E:\\Profiles\\alice\\AppData\\Local"`},
		"redirected to a server":             {reg: userShellFolders + `"Personal"="\\\\srv\\home\\alice"` + "\n" + shellFolders + `"Personal"="\\\\srv\\home\\alice"`},
		"another name than the directory's": {
			reg:   shellFolders + `"Personal"="C:\\Users\\alice\\Documents"` + "\n" + explorer + `"Logon User Name"="bob"`,
			homes: []string{`C:\Users\alice medium`}, names: []string{"bob high", "alice medium"}, called: "bob"},
		"two directories": {
			reg:   shellFolders + `"Personal"="C:\\Users\\alice\\Documents"` + "\n" + `"Desktop"="C:\\Users\\bob\\Desktop"`,
			homes: []string{`C:\Users\alice medium`, `C:\Users\bob medium`}, names: []string{"alice medium", "bob medium"}},
		"one folder left behind": {
			reg: shellFolders + `"A"="C:\\Users\\alice\\A"` + "\n" + `"B"="C:\\users\\ALICE\\B"` + "\n" +
				`"C"="C:\\Users\\alice\\C"` + "\n" + `"Old"="C:\\Users\\bob\\Old"`,
			homes: []string{`C:\Users\alice medium`, `C:\Users\bob low`}, names: []string{"alice medium", "bob low"}, called: "alice"},
		"directories of nobody": {
			reg: shellFolders + `"A"="C:\\Users\\Public\\Documents"` + "\n" + `"B"="C:\\Users\\Default\\x"` + "\n" +
				`"C"="C:\\Documents and Settings\\All Users\\x"` + "\n" + `"Fonts"="C:\\Windows\\Fonts"` + "\n" + `"D"="C:\\Users\\alice"` + "\n" + `"E"="C:\\Users\\\\x"`},
		"the system's": {
			reg: userShellFolders + `"AppData"=expand:"%USERPROFILE%\\AppData\\Roaming"` + "\n" +
				shellFolders + `"AppData"="C:\\Windows\\system32\\config\\systemprofile\\AppData\\Roaming"`,
			homes: []string{`C:\Windows\system32\config\systemprofile high`}},
		"a session's variable": {
			reg:   "[Volatile Environment\\1]\n\"USERNAME\"=\"alice\"\n",
			names: []string{"alice high"}, called: "alice"},
		"a variable of the user's own": {reg: "[Environment]\n\"USERNAME\"=\"alice\"\n"},
		"not text":                     {reg: explorer + `"Logon User Name"=hex:61,00`},
		"empty":                        {reg: explorer + `"Logon User Name"=""`},
		"nothing":                      {reg: "[Software]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			c := read(t, tc.reg)
			require.Equal(t, tc.homes, texts(c.Homes))
			require.Equal(t, tc.names, texts(c.Names))
			user, _ := c.Name()
			require.Equal(t, tc.called, string(user.Text))
		})
	}
}

func TestExpand(t *testing.T) {
	c := read(t, userShellFolders+`"Personal"=expand:"%USERPROFILE%\\Documents"`+"\n"+
		shellFolders+`"Personal"="C:\\Users\\alice\\Documents"`+"\n"+`"AppData"="C:\\Users\\alice\\AppData\\Roaming"`+"\n"+
		explorer+`"Logon User Name"="alice"`+"\n"+
		`[Environment]
"TEMP"=expand:"%USERPROFILE%\\Temp"
"LITERAL"="%USERPROFILE%\\x"
"LOOP"=expand:"%loop%\\x"
"A"=expand:"%B%\\a"
"B"=expand:"%A%\\b"
"SYS"=expand:"%SystemRoot%\\x"
`)
	for in, want := range map[string]struct {
		text    string
		missing []string
	}{
		`C:\plain`:                        {text: `C:\plain`},
		`%USERPROFILE%\Mail.pst`:          {text: `C:\Users\alice\Mail.pst`},
		`%UserProfile%%userprofile%`:      {text: `C:\Users\aliceC:\Users\alice`},
		`%TEMP%\x`:                        {text: `C:\Users\alice\Temp\x`},
		`%LITERAL%`:                       {text: `%USERPROFILE%\x`},
		`%APPDATA%\x`:                     {text: `C:\Users\alice\AppData\Roaming\x`},
		`\\srv\%USERNAME%$`:               {text: `\\srv\alice$`},
		`%LOCALAPPDATA%\x`:                {text: `%LOCALAPPDATA%\x`, missing: []string{"LOCALAPPDATA"}},
		`%SystemRoot%\%systemroot%\%SYS%`: {text: `%SystemRoot%\%systemroot%\%SystemRoot%\x`, missing: []string{"SystemRoot"}},
		`%LOOP%`:                          {text: `%loop%\x`, missing: []string{"loop"}},
		`%A%`:                             {text: `%A%\b\a`, missing: []string{"A"}},
		`100% pure`:                       {text: `100% pure`},
		`%%TEMP%`:                         {text: `%%TEMP%`},
		`%NOPE%TEMP%`:                     {text: `%NOPE%TEMP%`, missing: []string{"NOPE"}},
		``:                                {},
	} {
		text, missing := c.Expand(hive.Text(in))
		require.Equal(t, want.text, string(text), in)
		require.Equal(t, want.missing, plain(missing), in)
	}
}

func TestExpandIsBounded(t *testing.T) {
	reg := "[Environment]\n"
	for v := 'A'; v < 'Z'; v++ {
		next := string(v + 1)
		reg += `"` + string(v) + `"=expand:"%` + next + `%\\%` + next + `%"` + "\n"
	}
	c := read(t, reg+`"Z"="C:\\Users\\alice"`+"\n")
	text, missing := c.Expand("%A%")
	require.NotEmpty(t, missing)
	require.Less(t, len(text), 2*maxExpanded)
}

func TestEnvironmentTakesPathsOnly(t *testing.T) {
	c := read(t, `[Environment]
"OneDrive"="C:\\Users\\alice\\OneDrive"
"HOME"=expand:"%HOMEDRIVE%"
"SHARE"="\\\\srv\\home"
"INDEX_URL"="https://build:token@example.org/simple"
"Path"="C:\\a;C:\\b"
"API_KEY"="0123456789abcdef"
"WEIRD"="%x%y"
"NUMBER"=dword:1
[Volatile Environment]
"USERDOMAIN"="CORP"
"SECRET"="x"
`)
	var names []string
	for _, v := range c.Environment {
		names = append(names, string(v.Name))
	}
	require.ElementsMatch(t, []string{"OneDrive", "HOME", "SHARE", "USERDOMAIN"}, names)
}
