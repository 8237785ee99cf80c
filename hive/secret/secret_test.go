package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestSecretNames(t *testing.T) {
	for _, name := range []hive.Text{
		"Password", "password", "PASSWORD", "POP3 Password", "IMAP Password", "HTTPS-Kennwort", "PasswordSalt", "Password2", "2Password",
		"SMTPPassword", "smtppassword", "userPasswd", "FTP_PWD", "db.pwd", "PWD", "Pass", "proxy-pass", "ProxyPass", "Passphrase", "Passcode",
		"PIN", "Pin", "UserPin", "CardPINCode", "Token", "access_token", "AccessToken", "refreshtoken", "tokens", "Secret", "client_secret",
		"ClientSecret", "Credential", "credentials", "Creds", "ApiKey", "API Key", "api-key", "APIKey", "private key", "PrivateKey",
		"Passwort", "Kennwörter", "Kennwort2", "mot de passe", "MotDePasse", "contraseña", "Contraseña de correo", "wachtwoord", "пароль",
		"Пароль", "パスワード", "登录密码", "hasło", "PassWord", `x\Password`, "POP3PW", "password=x", "=password", "a=1&password=x",
	} {
		require.True(t, secretName(name), name)
		require.Equal(t, Secret, Judge(name, hive.RegSz, utf16le("x"), false), name)
	}
	for _, name := range []hive.Text{
		"", "Bypass", "ByPass", "BypassProxy", "Compass", "Tokenizer", "Passport", "Passive", "PassiveMode", "Passenger", "passthrough",
		"PassThrough", "Pass-Through", "Secretary", "Accredited", "Pinned", "PinToStart", "Pin Unread", "Spin", "Pwdump", "DefaultTokenId",
		"Keyboard", "PrivateKeyboard", `C:\Software Token\SecurID.exe`, "KeePass.exe", `C:\Passwords\list.txt`, "AppXbyd7vxtgb16rbdx5pw1zf",
		"@{windows?ms-resource://x/ChangePassword/Description}", "API", "Key", "Kenn", "passe", "Passepartout", "POP3 User", "Account Name",
		"\xed\xa0\x80", "\xff", "x?eventName=pin",
	} {
		require.False(t, secretName(name), name)
	}
}

func TestSecretKeys(t *testing.T) {
	for path, is := range map[hive.Path]bool{
		"":                                 false,
		"Password":                         true,
		`Software\Vendor\Passwords`:        true,
		`Software\Vendor\Passwords\a\b`:    true,
		`Software\Vendor\SavedPasswords\a`: true,
		`?\Credentials`:                    true,
		`Software\Kennwörter\x`:            true,
		`Software\Microsoft\Protected Storage System Provider\S-1-5\Data`: true,
		`Software\Skype\ProtectedStorage`:                                 false,
		`Software\Credential Providers\x`:                                 false,
		`Software\Microsoft\Speech\Tokens`:                                false,
		`Software\Vendor\Password Policy\x`:                               false,
		`Software\Bypass`:                                                 false,
	} {
		require.Equal(t, is, Key(path), path)
	}
	require.Equal(t, Secret, Judge("x", hive.RegSz, nil, true))
	require.Equal(t, Open, Judge("SavePassword", hive.RegDword, []byte{1, 0, 0, 0}, false), "a switch")
	require.Equal(t, Open, Judge("SavePassword", hive.RegDword, []byte{0, 0, 0, 0}, true))
	require.Equal(t, Secret, Judge("PIN", hive.RegDword, []byte{2, 0, 0, 0}, false))
}

// TestAboutSecrets: what is said about secrets can be seen, unless it may hold one, or tells its length.
func TestAboutSecrets(t *testing.T) {
	dword, qword := []byte{2, 1, 0, 0}, []byte{2, 1, 0, 0, 0, 0, 0, 0}
	for _, name := range []hive.Text{"msPKI-Private-Key-Flag", "DIMSRoamingMaxTokenSize", "DIMSRoamingMaxNumTokens", "PasswordAge", "PIN_Attempts"} {
		require.True(t, secretName(name), name)
		require.Equal(t, Open, Judge(name, hive.RegDword, dword, false), name)
		require.Equal(t, Open, Judge(name, hive.RegQword, qword, false), name)
		require.Equal(t, Secret, Judge(name, hive.RegSz, utf16le("x"), false), name)
		require.Equal(t, Secret, Judge(name, hive.RegDword, qword, false), "no number: %s", name)
	}
	require.Equal(t, Open, Judge("SettingsVersion", hive.RegDword, dword, true))
	for _, name := range []hive.Text{"PasswordLength", "Password Size", "PasswordCRC", "TokenHash", "PIN", "Password Code", "Flag Password", "PasswordFlagged"} {
		require.Equal(t, Secret, Judge(name, hive.RegDword, dword, false), name)
	}
	for _, text := range []string{"urn:microsoft:purpose:LIBind", "https://login.example.com/oauth/token", "HTTPS://login.example.com/"} {
		require.Equal(t, Open, Judge("TokenIssuanceUri", hive.RegSz, utf16le(text+"\x00"), false), text)
		require.Equal(t, Open, Judge("token_url", hive.RegSz, utf16le(text), false), text)
		require.Equal(t, Secret, Judge("UrlToken", hive.RegSz, utf16le(text), false), text)
	}
	for _, text := range []string{
		"", "hunter", "x:hunter", "https:hunter", "https://u:pw@example.com/", "https://u@example.com/", "https://example.com/?t=x", "https://example.com/#x",
		"https://example.com/hunter2", "https://example.com/abcdefghijklmnop", "https://example.com/%41", "https://example.com/a b", "urn:é", "https://example.com/[x]",
		"https://example.com/\x00hunter2",
	} {
		require.Equal(t, Secret, Judge("TokenIssuanceUri", hive.RegSz, utf16le(text), false), text)
	}
	require.Equal(t, Secret, Judge("TokenUri", hive.RegBinary, []byte("urn:a"), false))
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
			require.True(t, holdsBlob(utf16le(text)), text)
			require.Equal(t, Secret, Judge("x", hive.RegSz, utf16le(text), false))
		}
		require.True(t, holdsBlob(blob))
	}
	require.True(t, strings.HasPrefix(base64.StdEncoding.EncodeToString(dpapiMagic), "AQAAANCMnd8BFdERjHoAwE/Cl+s"))
	for _, text := range []string{
		"", "{DF9D8CD0-1501-11D1-8C7A-00C04FC297EB}", "AQAAANCMnd8BFd", "01000000d08c9ddf",
		base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("no blob"), 20)), hex.EncodeToString(bytes.Repeat([]byte("no blob"), 20)),
	} {
		require.False(t, holdsBlob([]byte(text)), text)
		require.False(t, holdsBlob(utf16le(text)), text)
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
		"smtp://al@x.org:pw@mail.x.org:25/": "smtp://al@x.org:***@mail.x.org:25/",
		"smtp://al@x.org:p@w@mail.x.org/":   "smtp://al@x.org:***@mail.x.org/",
		"smtp://al@x.org:p/w@mail.x.org/":   "smtp://al@x.org:***@mail.x.org/",
		"http://alice@host:8080/mail@x.org": "http://alice@host:8080/mail@x.org",
		"http://alice@host:8080/a:b@x.org":  "http://alice@host:8080/a:b@x.org",
		"http://alice@[2001:db8::1]:80/a@b": "http://alice@[2001:db8::1]:80/a@b",
		"http://alice@[2001:db8::1]/a@b":    "http://alice@[2001:db8::1]/a@b",
		"http://al:pw@[2001:db8::1]:80/a@b": "http://al:***@[2001:db8::1]:80/a@b",
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
		require.Equal(t, in != want, holdsURLPassword(utf16le(in)), in)
	}
}

func utf16le(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
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
		Key(hive.Path(name))
		Judge(hive.Text(name), hive.RegSz, data, false)
		masked := MaskURLs(string(data))
		require.Equal(t, masked, MaskURLs(masked))
		if !bytes.ContainsRune(data, 0) {
			require.False(t, holdsURLPassword([]byte(masked)))
		}
	})
}
