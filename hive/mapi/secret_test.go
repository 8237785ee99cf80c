package mapi

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestSecrets(t *testing.T) {
	dpapi := append([]byte{2}, append(bytes.Clone(dpapiMagic), "hidden"...)...)
	for _, c := range []struct {
		name   string
		data   []byte
		secret bool
	}{
		{"POP3 Password", []byte("hidden"), true},
		{"smtp password", []byte("hidden"), true},
		{"Password", nil, true},
		{"001e6703", []byte("hidden"), true},
		{"001f6704", []byte("hidden"), true},
		{"00036703", []byte("hidd"), true},
		{"00036704", []byte("hidd"), true},
		{"010266a1", []byte("hidden"), true},
		{"010267f0", []byte("hidden"), true},
		{"000367FF", []byte("hidd"), true},
		{"000267ff", []byte("hidden"), true},
		{"S00031234", []byte("hidden"), true},
		{"01026666", dpapi, true},
		{"01023d00", dpapi, true},
		{"Anything", dpapi, true},
		{"11026626", encMVBinary(8, dpapi), true},
		{"POP3 User", []byte("shown\x00"), false},
		{"01026666", dpapi[:15], false},
		{"001f6702", encUTF16("shown"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := regBinary(c.name, c.data)
			require.Equal(t, c.secret, Judge(v) == Secret)
			p := Decode(v, nil)
			require.Equal(t, c.secret, p.Secret)
			if c.secret {
				requireHidden(t, &p)
			}
		})
	}
}

// requireHidden checks that no accessor gives anything of a secret's data.
func requireHidden(t *testing.T, p *Property) {
	t.Helper()
	require.True(t, p.Secret)
	require.Equal(t, Stored, p.Display())
	require.Empty(t, p.Note)
	require.NotRegexp(t, `\d`, p.Problem)
	require.Nil(t, p.Flags())
	require.Nil(t, p.Paths())
	for what, ok := range map[string]func() bool{
		"text":  func() bool { _, ok := p.Text(); return ok },
		"texts": func() bool { _, ok := p.Texts(); return ok },
		"long":  func() bool { _, ok := p.Long(); return ok },
		"longs": func() bool { _, ok := p.Longs(); return ok },
		"int":   func() bool { _, ok := p.Int(); return ok },
		"bytes": func() bool { _, ok := p.Bytes(); return ok },
		"list":  func() bool { _, ok := p.ByteSlices(); return ok },
		"uid":   func() bool { _, ok := p.UID(); return ok },
		"uids":  func() bool { _, ok := p.UIDs(); return ok },
		"eid":   func() bool { _, ok := p.EntryID(); return ok },
	} {
		require.False(t, ok(), what)
	}
}

// What is wrong with a secret's data, or how much of them there is, tells their length.
func TestSecretsSayNoLength(t *testing.T) {
	for _, v := range []Value{
		regBinary("000367ff", []byte("1234567")),
		regBinary("001f6703", []byte("123")),
		{Name: "POP3 Password", Type: hive.RegBinary, Data: []byte("123"), Missing: "3 of 9 bytes could be read"},
		{Name: "PIN", Type: hive.RegDword, Data: []byte("123")},
	} {
		p := Decode(v, nil)
		requireHidden(t, &p)
	}
}

// A tag is meant in a context: what another section's tag means there does not decide here.
func TestSecretByContext(t *testing.T) {
	p := Decode(regBinary("001f67f0", encUTF16("hidden")), nil).In(CtxMSMail)
	requireHidden(t, &p)
}

// A secured property is a DPAPI blob whatever type its name gives: its length is no problem.
func TestSecuredProperty(t *testing.T) {
	p := Decode(regBinary("S00036602", []byte(strings.Repeat("x", 264))), nil)
	require.True(t, p.Secured)
	require.Equal(t, PTBinary, p.Type())
	require.Empty(t, p.Problem)
	require.Equal(t, Tag(0x66020003), p.Tag)
}

func TestSecretNames(t *testing.T) {
	for _, name := range []hive.Text{
		"Password", "password", "PASSWORD", "POP3 Password", "IMAP Password", "HTTPS-Kennwort", "PasswordSalt", "Password2", "2Password",
		"SMTPPassword", "smtppassword", "userPasswd", "FTP_PWD", "db.pwd", "PWD", "Pass", "proxy-pass", "ProxyPass", "Passphrase", "Passcode",
		"PIN", "Pin", "UserPin", "CardPINCode", "Token", "access_token", "AccessToken", "refreshtoken", "tokens", "Secret", "client_secret",
		"ClientSecret", "Credential", "credentials", "Creds", "ApiKey", "API Key", "api-key", "APIKey", "private key", "PrivateKey",
		"Passwort", "Kennwörter", "Kennwort2", "mot de passe", "MotDePasse", "contraseña", "Contraseña de correo", "wachtwoord", "пароль",
		"Пароль", "パスワード", "登录密码", "hasło", "PassWord", `x\Password`, "POP3PW",
	} {
		require.True(t, secretName(name), name)
		require.Equal(t, Secret, Judge(Value{Name: name, Type: hive.RegSz, Data: encUTF16("x")}), name)
	}
	for _, name := range []hive.Text{
		"", "Bypass", "ByPass", "BypassProxy", "Compass", "Tokenizer", "Passport", "Passive", "PassiveMode", "Passenger", "passthrough",
		"PassThrough", "Pass-Through", "Secretary", "Accredited", "Pinned", "PinToStart", "Pin Unread", "Spin", "Pwdump", "DefaultTokenId",
		"Keyboard", "PrivateKeyboard", `C:\Software Token\SecurID.exe`, "KeePass.exe", `C:\Passwords\list.txt`, "AppXbyd7vxtgb16rbdx5pw1zf",
		"@{windows?ms-resource://x/ChangePassword/Description}", "API", "Key", "Kenn", "passe", "Passepartout", "POP3 User", "Account Name",
		"\xed\xa0\x80", "\xff",
	} {
		require.False(t, secretName(name), name)
	}
}

func TestSecretKeys(t *testing.T) {
	for path, secret := range map[hive.Path]bool{
		"":                                  false,
		"Password":                          true,
		`Software\Vendor\Passwords`:         true,
		`Software\Vendor\Passwords\a\b`:     true,
		`Software\Vendor\SavedPasswords\a`:  true,
		`?\Credentials`:                     true,
		`Software\Kennwörter\x`:             true,
		`Software\Credential Providers\x`:   false,
		`Software\Microsoft\Speech\Tokens`:  false,
		`Software\Vendor\Password Policy\x`: false,
		`Software\Bypass`:                   false,
		`Software\Microsoft\Office\16.0\Outlook\Profiles\Passwords`:           false,
		`Software\Microsoft\Office\16.0\Outlook\Profiles\Passwords\00`:        false,
		`Software\Microsoft\Office\16.0\Outlook\Profiles\Passwords\00\Secret`: true,
	} {
		require.Equal(t, secret, SecretKey(path), path)
	}
	require.Equal(t, Secret, Judge(Value{Name: "x", Hidden: true}))
	require.Equal(t, Open, Judge(Value{Name: "SavePassword", Type: hive.RegDword, Data: []byte{1, 0, 0, 0}}), "a switch")
	require.Equal(t, Open, Judge(Value{Name: "SavePassword", Type: hive.RegDword, Data: []byte{0, 0, 0, 0}, Hidden: true}))
	require.Equal(t, Secret, Judge(Value{Name: "PIN", Type: hive.RegDword, Data: []byte{2, 0, 0, 0}}))
	require.Equal(t, Secret, Judge(Value{Name: "000367ff", Type: hive.RegDword, Data: []byte{1, 0, 0, 0}}))
}

func TestSecretBlobs(t *testing.T) {
	for before := range 3 {
		blob := append(bytes.Repeat([]byte{2}, before), dpapiMagic...)
		blob = append(blob, "and what it protects"...)
		std, url := base64.StdEncoding.EncodeToString(blob), base64.RawURLEncoding.EncodeToString(blob)
		lines := std[:20] + "\r\n" + std[20:]
		digits := hex.EncodeToString(blob)
		var comma, c strings.Builder
		for _, b := range blob {
			fmt.Fprintf(&comma, "%02X,", b)
			fmt.Fprintf(&c, "0x%02x, ", b)
		}
		for _, text := range []string{std, url, lines, digits, strings.ToUpper(digits), comma.String(), c.String(), "before " + std + " after"} {
			require.True(t, holdsBlob([]byte(text)), text)
			require.True(t, holdsBlob(encUTF16(text)), text)
			require.Equal(t, Secret, Judge(Value{Name: "x", Type: hive.RegSz, Data: encUTF16(text)}))
		}
		require.True(t, holdsBlob(blob))
	}
	require.True(t, strings.HasPrefix(base64.StdEncoding.EncodeToString(dpapiMagic), "AQAAANCMnd8BFdERjHoAwE/Cl+s"))
	for _, text := range []string{
		"", "{DF9D8CD0-1501-11D1-8C7A-00C04FC297EB}", "AQAAANCMnd8BFd", "01000000d08c9ddf",
		base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("no blob"), 20)), hex.EncodeToString(bytes.Repeat([]byte("no blob"), 20)),
	} {
		require.False(t, holdsBlob([]byte(text)), text)
		require.False(t, holdsBlob(encUTF16(text)), text)
	}
}

func TestMaskURLs(t *testing.T) {
	for in, want := range map[string]string{
		"":                                  "",
		"https://bob:hunter2@example.com/":  "https://bob:***@example.com/",
		"see ftp://u:p@ss@host/x and more":  "see ftp://u:***@host/x and more",
		"a://:pw@h b://c:d@e":               "a://:***@h b://c:***@e",
		"http://p/http://u:pw@h/":           "http://p/http://u:***@h/",
		"http://u:pa/ss@h/":                 "http://u:***@h/",
		"http://u:p?q@h":                    "http://u:***@h",
		`<a href="http://u:pw@h">`:          `<a href="http://u:***@h">`,
		"http://u:***@h":                    "http://u:***@h",
		"http://host:8080/mail@example.com": "http://host:8080/mail@example.com",
		"http://host/a@b:c@d":               "http://host/a@b:c@d",
		"http://host:/a@b":                  "http://host:/a@b",
		"http://[2001:db8::1]:80/a@b":       "http://[2001:db8::1]:80/a@b",
		"https://alice@example.com/":        "https://alice@example.com/",
		"https://alice:@example.com/":       "https://alice:@example.com/",
		"mailto:bob@example.com":            "mailto:bob@example.com",
		"http://host:80 bob:x@y":            "http://host:80 bob:x@y",
		`C:\a:b@c`:                          `C:\a:b@c`,
		"://":                               "://",
		"://:":                              "://:",
		"://@":                              "://@",
	} {
		require.Equal(t, want, MaskURLs(in))
		require.Equal(t, want, MaskURLs(want), "twice is once")
		require.Equal(t, in != want, holdsURLPassword([]byte(in)), in)
		require.Equal(t, in != want, holdsURLPassword(encUTF16(in)), in)
	}
}

// A text with such a URL is shown without its password; bytes with one are a secret.
func TestMaskedProperty(t *testing.T) {
	url := encUTF16("https://bob:hunter2@example.com/")
	for _, p := range []Property{
		Decode(regBinary("001f6622", url), nil),
		Decode(Value{Name: "EAS Server URL", Type: hive.RegSz, Data: url}, nil),
		Decode(regBinary("001f6622", append(bytes.Clone(url), "tail"...)), nil),
	} {
		require.True(t, p.Masked)
		require.False(t, p.Secret)
		require.Equal(t, hive.Text("https://bob:***@example.com/"), p.Display())
		text, _ := p.Text()
		require.Equal(t, p.Display(), text)
		require.Empty(t, p.Problem)
	}
	p := Decode(regBinary("01026666", url), nil)
	requireHidden(t, &p)
}

// Hostile names and texts cost no more than their length.
func FuzzSecrets(f *testing.F) {
	f.Add("POP3Password", []byte("https://bob:hunter2@example.com/"))
	f.Add(`Software\Passwords\x`, dpapiMagic)
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		end := 0
		for w := range words(name) {
			require.NotEmpty(t, w.lower)
			require.Greater(t, w.end, end)
			end = w.end
		}
		require.LessOrEqual(t, end, len(name))
		require.Equal(t, holdsSecretWord(name), secretName(hive.Text(name)), "the quick look misses no word")
		SecretKey(hive.Path(name))
		Judge(Value{Name: hive.Text(name), Type: hive.RegSz, Data: data})
		masked := MaskURLs(string(data))
		require.Equal(t, masked, MaskURLs(masked))
		if !bytes.ContainsRune(data, 0) {
			require.False(t, holdsURLPassword([]byte(masked)))
		}
	})
}
