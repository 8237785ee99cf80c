package main

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// planted is a secret in a hive: what is hidden, and the value's data around it.
type planted struct {
	where string
	text  []byte // what nobody may see
	data  []byte // as stored
	short bool   // too short for its length to be told from other numbers
}

// garden makes secrets, each with another text and another length, and remembers them.
type garden struct {
	seed    string
	planted []planted
}

var blobStart = []byte("\x01\x00\x00\x00\xd0\x8c\x9d\xdf\x01\x15\xd1\x11\x8c\x7a\x00\xc0\x4f\xc2\x97\xeb")

// text returns n characters that stand nowhere else.
func (g *garden) text(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %d", g.seed, len(g.planted), i))
		b.WriteString(base64.RawURLEncoding.EncodeToString(sum[:]))
	}
	return strings.NewReplacer("-", "x", "_", "y").Replace(b.String()[:n])
}

// length is one that no other secret has, nor twice or two more than twice of it, and no text of ours.
func (g *garden) length() int { return 1009 + 12*len(g.planted) }

func (g *garden) add(where, text string, data []byte) string {
	g.planted = append(g.planted, planted{where, []byte(text), data, len(text) < 1000})
	return text
}

// sz, utf16, ansi, bytes and blob give the right-hand side of a line of registry text.
func (g *garden) sz(where string) string { return g.around(where, "", "") }

func (g *garden) around(where, before, after string) string {
	s := g.text(g.length())
	g.add(where, s, hive.EncodeUTF16(hive.Text(before+s+after+"\x00")))
	return `"` + strings.ReplaceAll(before, `\`, `\\`) + s + after + `"`
}

func (g *garden) utf16(where, before, after string) string {
	return "utf16:" + g.around(where, before, after)
}

func (g *garden) bytes(where string) string {
	s := g.text(g.length())
	g.add(where, s, []byte(s))
	return regHex([]byte(s))
}

func (g *garden) blob(where string) string {
	s := g.text(g.length())
	data := slices.Concat([]byte{2}, blobStart, []byte(s))
	g.add(where, s, data)
	return regHex(data)
}

// encoded is a blob as text.
func (g *garden) encoded(where string, encode func([]byte) string) string {
	blob := slices.Concat(blobStart, []byte(g.text(g.length()/2)))
	s := encode(blob)
	g.add(where, s[len(s)/2:], hive.EncodeUTF16(hive.Text(s+"\x00")))
	return `"` + s + `"`
}

// crc is the four bytes of a PR_PST_PASSWORD.
func (g *garden) crc(where string) string {
	sum := sha256.Sum256([]byte(g.seed + where))
	b := sum[:4]
	b[3] |= 0x80
	g.planted = append(g.planted, planted{where: where, text: b, data: b, short: true})
	return regHex(b)
}

func (g *garden) dword(where string) string {
	v := binary.LittleEndian.Uint32(must(hex.DecodeString(strings.ReplaceAll(strings.TrimPrefix(g.crc(where), "hex:"), ",", ""))))
	return fmt.Sprintf("dword:%08x", v)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func regHex(b []byte) string {
	var out []string
	for _, c := range b {
		out = append(out, fmt.Sprintf("%02x", c))
	}
	return "hex:" + strings.Join(out, ",")
}

// short is a text for a name: nothing is said of its length, which every name shows.
func (g *garden) short(where string) string { return g.add(where, g.text(24), nil) }

// plant is a hive with a secret of every kind in every place.
func (g *garden) plant() string {
	std := base64.StdEncoding.EncodeToString
	const profile = wms + `\Profiles\Outlook`
	var b strings.Builder
	key := func(path string) { fmt.Fprintf(&b, "[%s]\n", path) }
	value := func(name, data string) { fmt.Fprintf(&b, "\"%s\"=%s\n", name, data) }

	b.WriteString(conflict)
	key(profile + `\9375CFF0413111d3B88A00104B2A6676\00000001`)
	value("clsid", `"{ED475411-B0D6-11D2-8C3B-00104B2A6676}"`)
	value("Account Name", `utf16:"alice"`)
	value("POP3 Password", g.blob("account, blob"))
	value("SMTP Password", g.bytes("account, bytes"))
	value("IMAP Kennwort", g.utf16("account, German", "", ""))
	value("HTTP Token", g.sz("account, token"))
	value("POP3 Server", g.utf16("account, URL", "https://bob:", "@mail.example.com/pop"))
	value("EAS Server URL", g.around("account, EAS URL", "https://bob:", "@mail.example.com/"))
	value("Service UID", g.blob("account, blob under an open name"))
	key(profile + `\aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`)
	value("001f6704", g.utf16("service, PST password", "", ""))
	value("S010267f0", g.blob("service, secured"))
	value("010266a1", g.bytes("service, Exchange password"))
	value("01023d0d", g.blob("service, blob in a list"))
	value("001f3001", g.utf16("service, display name", "ftp://bob:", "@h"))
	key(profile + `\11111111111111111111111111111111`)
	value("001e6704", g.sz("provider, PST password"))
	value("000367ff", g.crc("provider, CRC"))
	value("00036703", g.crc("provider, CRC of the old number"))
	value("00036704", g.dword("provider, CRC as a dword"))
	value("001f3001", g.utf16("provider, display name", "ftp://bob:", "@h"))
	value("01020ff8", g.blob("provider, blob in a mapping signature"))
	value("01020fff", g.blob("provider, blob in an entry identifier"))
	value("001f3d13", "utf16:"+g.encoded("provider, base64", std))
	value("001e3d13", g.encoded("provider, hex", hex.EncodeToString))
	value("101f6627", regHex(hive.EncodeUTF16(hive.Text(g.around("provider, bytes with a URL", "https://bob:", "@h")))))
	key(profile + `\11111111111111111111111111111111\Passwords\mail`)
	value("x", g.bytes("provider, key of secrets"))

	key(`Software\Vendor`)
	for _, name := range []string{
		"Password", "HTTPS-Kennwort", "PasswordSalt", "apikey", "Private Key", "contraseña", "Client_Secret", "RefreshToken", "mot de passe",
		"Passphrase", "ftp pwd", "smtppassword", "Credentials",
	} {
		value(name, g.sz("vendor, "+name))
	}
	value("PIN", g.dword("vendor, PIN"))
	value("Data", g.blob("vendor, blob"))
	value("Text", g.encoded("vendor, base64", std))
	value("URLText", g.encoded("vendor, base64 of URLs", base64.RawURLEncoding.EncodeToString))
	value("Digits", g.encoded("vendor, hex", func(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }))
	value("ASCII", regHex([]byte(strings.Trim(g.encoded("vendor, ASCII base64", std), `"`))))
	value("Proxy", g.around("vendor, URL", "https://bob:", "@proxy.example.com:8080/"))
	value("Where", "expand:"+g.around("vendor, bad URL", "https://bob:a/", "@proxy.example.com/"))
	value("Sites", "multi:\"http://plain.example.com/\","+g.around("vendor, URLs", "ftp://bob:", "@h"))
	value("Bytes", g.utf16("vendor, URL in bytes", "ftp://bob:", "@h"))
	value("https://bob:"+g.short("vendor, name")+"@h", "dword:7")
	key(`Software\Vendor\Saved Passwords\example.com`)
	value("bob", g.sz("vendor, key of secrets"))
	key(`Software\Vendor\https://bob:` + g.short("vendor, key") + `@h`)
	value("x", "dword:7")
	key(`Software\Microsoft\Office\12.0\Outlook\PST`)
	value("LastPassword", g.sz("Outlook, setting"))
	value("Blob", g.blob("Outlook, blob in a setting"))
	key(`Network\P`)
	value("RemotePath", g.around("drive", "https://bob:", "@dav.example.com/"))
	key(`Software\Microsoft\Terminal Server Client\Servers\host`)
	value("UsernameHint", g.encoded("remote desktop", std))
	key(`Environment`)
	value("TOKEN", g.around("environment", `C:\`, ""))

	// What stays to be seen.
	key(`Software\Vendor\Open`)
	for _, name := range nearMisses {
		value(name, `"shown `+name+`"`)
	}
	value("URL", `"`+openURL+`"`)

	// Deleted values and keys, and a deleted profile that is recovered.
	key(`Software\Vendor\Gone`)
	value("stays", "dword:7")
	for _, name := range []string{"Old Password", "Old Blob", "Old URL"} {
		data := map[string]func() string{
			"Old Password": func() string { return g.sz("deleted, name") },
			"Old Blob":     func() string { return g.blob("deleted, blob") },
			"Old URL":      func() string { return g.around("deleted, URL", "ftp://bob:", "@h") },
		}[name]()
		b.WriteString(";@ deleted\n")
		value(name, data)
	}
	b.WriteString(";@ deleted\n")
	key(`Software\Vendor\Gone\Passwords`)
	value("bob", g.sz("deleted, key of secrets"))
	key(profile + `\11111111111111111111111111111111`)
	b.WriteString(";@ deleted\n")
	value("001f6703", g.utf16("deleted, PST password of a live profile", "", ""))
	b.WriteString(";@ deleted\n")
	key(wms + `\Profiles\Lost`)
	key(wms + `\Profiles\Lost\9207f3e0a3b11019908b08002b2a56c2`)
	value("01023d0e", "hex:a1*16")
	key(wms + `\Profiles\Lost\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1`)
	value("001f3d09", `utf16:"MSUPST MS"`)
	value("001f6704", g.utf16("recovered profile", "", ""))
	value("Blob", g.blob("recovered profile, blob"))
	key(wms + `\Deleted Profiles\Away\9207f3e0a3b11019908b08002b2a56c2`)
	value("01023d0e", "hex:a1*16")
	key(wms + `\Deleted Profiles\Away\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1`)
	value("001f3d09", `utf16:"MSUPST MS"`)
	value("001f6704", g.utf16("profile in Deleted Profiles", "", ""))
	return b.String()
}

var nearMisses = []string{"Bypass", "Compass", "Tokenizer", "Passport", "Passive Mode", "Secretary", "PinnedItems", "PassThrough", "Accredited"}

const openURL = "http://host.example.com:8080/mail@example.com?to=a:b@c"

// forms are what an output must not hold of a secret, in lower case: pieces of it in every encoding, and
// every hash of it. Where white space, commas, quotes and line ends are taken out, each is in one piece.
func (p *planted) forms() (out []string) {
	wide := hive.EncodeUTF16(hive.Text(p.text))
	pieces := [][]byte{p.text}
	if n := len(p.text); n > 36 {
		pieces = [][]byte{p.text[:14], p.text[n/2 : n/2+14], p.text[n-14:]}
	}
	for _, piece := range pieces {
		out = append(out, hex.EncodeToString(piece))
		if len(piece) == 4 { // a number
			v := binary.LittleEndian.Uint32(piece)
			out = append(out, fmt.Sprint(v), fmt.Sprint(int32(v)), fmt.Sprintf("%08x", v))
			continue
		}
		out = append(out, string(piece), hex.EncodeToString(hive.EncodeUTF16(hive.Text(piece))))
		for _, b := range [][]byte{piece, hive.EncodeUTF16(hive.Text(piece))} {
			for skip := range 3 {
				s := base64.StdEncoding.EncodeToString(b[skip:])
				out = append(out, s[:len(s)/4*4-4])
			}
		}
	}
	for _, b := range [][]byte{p.text, append(bytes.Clone(p.text), 0), wide, append(bytes.Clone(wide), 0, 0), p.data} {
		if len(b) == 0 {
			continue
		}
		m, s1, s2, s5 := md5.Sum(b), sha1.Sum(b), sha256.Sum256(b), sha512.Sum512(b)
		crc := crc32.ChecksumIEEE(b)
		out = append(out, hex.EncodeToString(m[:]), hex.EncodeToString(s1[:]), hex.EncodeToString(s2[:]), hex.EncodeToString(s5[:]),
			fmt.Sprintf("%08x", crc))
	}
	for i := range out {
		out[i] = strings.ToLower(out[i])
	}
	return out
}

// lengths are the numbers that tell the secret's length, or that of its value.
func (p *planted) lengths() (out []string) {
	if p.short {
		return nil
	}
	n := len(p.text)
	for _, n := range []int{n, n + 1, 2 * n, 2*n + 2, len(p.data), len(p.data) / 2, len(p.data)/2 - 1} {
		s := fmt.Sprint(n)
		out = append(out, s, s[:len(s)-3]+","+s[len(s)-3:], fmt.Sprintf("0x%x", n))
	}
	return out
}

var squeeze = strings.NewReplacer(" ", "", "\n", "", "\r", "", ",", "", `"`, "", `\`, "", "\x00", "")

// number is a number that stands alone. Offsets are larger than any length here, and times are no numbers.
var number = regexp.MustCompile(`(?:0x)?[0-9a-f]+(?:,[0-9]{3})*`)

var clock = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}t[0-9:.]+`)

// traces is what an output must not hold of a secret, worked out once.
type traces struct {
	where          string
	forms, lengths []string
}

func requireNoSecret(t *testing.T, what, out string, secrets []traces) {
	t.Helper()
	lower := strings.ToLower(strings.ReplaceAll(out, "\x00", ""))
	flat := squeeze.Replace(lower)
	numbers := map[string]bool{}
	for _, n := range number.FindAllString(clock.ReplaceAllString(lower, ""), -1) {
		numbers[n] = true
	}
	for i := range secrets {
		p := &secrets[i]
		for _, f := range p.forms {
			if strings.Contains(flat, f) {
				t.Errorf("%s shows %s: %s", what, p.where, f)
			}
		}
		for _, n := range p.lengths {
			if numbers[n] {
				t.Errorf("%s shows the length of %s: %s", what, p.where, n)
			}
		}
	}
}

// TestNoCommandShowsASecret runs every command in every format over hives full of secrets.
func TestNoCommandShowsASecret(t *testing.T) {
	t.Chdir(t.TempDir())
	old, now := garden{seed: "old"}, garden{seed: "now"}
	before, layout := hivetest.BuildLayout(t, old.plant())
	after := hivetest.Build(t, now.plant())
	// Data cells that are shorter than their values announce.
	damaged := hivetest.Apply(before, layout,
		hivetest.DataSize(`Software\Vendor`, "Password", 3331), hivetest.DataSize(`Software\Vendor`, "Data", 3333),
		hivetest.DataSize(wms+`\Profiles\Outlook\9375CFF0413111d3B88A00104B2A6676\00000001`, "SMTP Password", 3335),
		// Data that stand in the value, but no longer seem to.
		hivetest.DataSize(`Software\Vendor`, "PIN", 4), hivetest.DataSize(wms+`\Profiles\Outlook\11111111111111111111111111111111`, "000367ff", 4),
		hivetest.CellSizeZero(hivetest.DataCell(wms+`\Profiles\Outlook\aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`, "010266a1")))
	var secrets []traces
	for _, p := range slices.Concat(old.planted, now.planted) {
		secrets = append(secrets, traces{p.where, p.forms(), p.lengths()})
	}
	for name, img := range map[string][]byte{
		"old.dat": before, "now.dat": after, "damaged.dat": damaged,
		"dirty.dat": hivetest.Dirty(before, 2, 1), "dirty.dat.LOG1": hivetest.NewLog(before, after, 1, 1),
	} {
		require.NoError(t, os.WriteFile(name, img, 0o666))
	}

	commands := [][]string{{"explain"}, {"explain", "diagnostics"}}
	for _, hive := range []string{"old.dat", "damaged.dat", "dirty.dat"} {
		for _, line := range []string{
			"analyze", "analyze --format json", "profiles", "profiles --full", "profiles --json", "profiles --live --full", "profiles --no-logs --full",
			"stores", "stores --format json", "stores --format csv", "accounts", "accounts --format json", "accounts --format csv",
			"timeline", "timeline --format json", "timeline --format jsonl", "timeline --format csv", "timeline --format bodyfile",
			"analyze --format jsonl", "analyze --format csv", "analyze --format bodyfile", "analyze --format timesketch", "analyze --format sarif",
			"profiles --format jsonl", "profiles --format csv", "stores --format jsonl", "accounts --format jsonl", "timeline --format timesketch",
			"dump", "dump --width 0", "dump --width 1", "dump --format jsonl", "dump --deleted --width 0", "dump --live --format jsonl", "dump --no-logs --width 0",
			"collect",
		} {
			commands = append(commands, append(strings.Split(line, " "), hive))
		}
		commands = append(commands, []string{"dump", hive, `Software\Vendor`}, []string{"dump", "--width", "0", hive, wms})
		exports := exportsOf(t, hive)
		require.Greater(t, len(exports), 3, "live, deleted and recovered profiles")
		commands = append(commands, exports...)
	}
	for _, pair := range [][]string{{"old.dat", "now.dat"}, {"old.dat", "dirty.dat"}, {"old.dat", "damaged.dat"}} {
		for _, format := range []string{"text", "json"} {
			commands = append(commands, append([]string{"diff", "--format", format}, pair...))
		}
	}
	for _, args := range commands {
		status, stdout, stderr := do(args...)
		require.Contains(t, []int{statusDone, statusPartly}, status, "%q: %s", args, stderr)
		require.NotEmpty(t, stdout, args)
		what := strings.Join(args, " ")
		requireNoSecret(t, what, stdout, secrets)
		requireNoSecret(t, what+" (stderr)", stderr, secrets)
		for _, n := range []string{"3331", "3333", "3335"} {
			require.NotRegexp(t, `\b`+n[:1]+",?"+n[1:]+`\b`, stdout, what)
		}
	}

	_, dump, _ := do("dump", "--width", "0", "old.dat")
	for _, name := range nearMisses {
		require.Contains(t, dump, `"shown `+name+`"`)
	}
	require.Contains(t, dump, openURL)
	require.Contains(t, dump, `"https://bob:***@proxy.example.com:8080/"`)
	_, diff, _ := do("diff", "old.dat", "now.dat")
	for _, line := range []string{
		"~ POP3 Password  a secret, changed", "~ PR_PST_PASSWORD (000367ff)  a secret, changed", "~ EAS Server URL  a secret, changed",
		"~ PR_DISPLAY_NAME (001f3001)  a secret, changed", `~ Passwords\mail\x  a secret, changed`,
	} {
		require.Contains(t, diff, line)
	}
	_, accounts, _ := do("accounts", "old.dat")
	require.Contains(t, accounts, "https://bob:***@mail.example.com/")
}

// exportsOf are the command lines that export each profile of a hive in both forms.
func exportsOf(t *testing.T, path string) (out [][]string) {
	var doc struct {
		Sources []struct {
			Profiles []struct {
				Name, State, Root string
				Offset            int64
			}
		}
	}
	_, stdout, _ := do("profiles", "--json", path)
	require.NoError(t, json.Unmarshal([]byte(stdout), &doc))
	for _, p := range doc.Sources[0].Profiles {
		for _, form := range []string{asReg, asRegUTF8} {
			out = append(out, []string{
				"export", path, "--profile", p.Name, "--root", p.Root, "--state", p.State, "--offset", fmt.Sprint(p.Offset),
				"--as", form, "--to", `Software\Microsoft\Office\16.0\Outlook\Profiles\Mail`,
			})
		}
	}
	return out
}

// Those who ask get every secret: nothing but the flag hides them.
func TestExportWithSecrets(t *testing.T) {
	t.Chdir(t.TempDir())
	g := garden{seed: "old"}
	require.NoError(t, os.WriteFile("old.dat", hivetest.Build(t, g.plant()), 0o666))
	args := []string{"export", "old.dat", "--profile", "Outlook", "--state", "live", "--as", asRegUTF8}
	_, without, stderr := do(args...)
	require.Regexp(t, `\d+ secrets left out: "001e6703", .* and others; --with-secrets writes them\n`, stderr)
	require.Regexp(t, `; secrets: \d+ secrets left out; export --with-secrets writes them\.\n`, without)
	require.Contains(t, without, "; left out: value \"POP3 Password\" of key\n")
	_, with, stderr := do(append(args, "--with-secrets")...)
	require.Empty(t, stderr)
	flat := squeeze.Replace(with)
	for _, p := range g.planted {
		switch kind, _, _ := strings.Cut(p.where, ","); kind {
		case "account", "service", "provider":
			n := min(len(p.text), 14)
			wide := hex.EncodeToString(hive.EncodeUTF16(hive.Text(p.text[:n])))
			require.True(t, strings.Contains(flat, hex.EncodeToString(p.text[:n])) || strings.Contains(flat, wide) || strings.Contains(flat, string(p.text[:n])) ||
				len(p.text) == 4 && strings.Contains(flat, fmt.Sprintf("%08x", binary.LittleEndian.Uint32(p.text))), p.where)
		}
	}
}
