package secret

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mapihive/hive"
)

// secretWords are the words that make a name that of a secret. Words end at a change from lower to upper
// case, at digits and at everything that is no letter: "HTTPS-Kennwort" and "POP3Password2" have one,
// Bypass, Compass, Tokenizer and Passport have none. What describes a secret (PasswordSalt) is hidden
// with it.
var secretWords = set(
	// English
	"password", "passwords", "passwd", "passwds", "pwd", "pwds", "pswd", "passw", "pw", "pass", "passphrase", "passphrases",
	"passcode", "passcodes", "pin", "token", "tokens", "secret", "secrets", "credential", "credentials", "cred", "creds", "apikey",
	"apikeys", "privatekey", "authtoken", "accesstoken", "refreshtoken", "idtoken", "clientsecret",
	// German
	"kennwort", "kennworte", "kennwörter", "passwort", "passworte", "passwörter", "geheimnis",
	// French, Spanish, Italian, Portuguese
	"mdp", "motdepasse", "contraseña", "contraseñas", "contrasena", "contrasenas", "parola", "senha", "senhas", "palavrapasse",
	// Dutch, Swedish, Danish, Norwegian, Finnish
	"wachtwoord", "wachtwoorden", "lösenord", "adgangskode", "kodeord", "passord", "salasana",
	// Polish, Czech and Slovak, Hungarian, Romanian, Turkish
	"hasło", "hasla", "haslo", "hesla", "heslo", "jelszó", "parolă", "şifre", "sifre",
	// Russian, Ukrainian, Greek
	"пароль", "пароли", "паролі", "κωδικός",
	// Chinese, Japanese, Korean
	"密码", "密碼", "口令", "パスワード", "暗証番号", "암호", "비밀번호",
)

// secretPairs are two words that make one of these together.
var secretPairs = set(
	"api key", "api keys", "private key", "private keys", "access key", "shared key", "preshared key", "encryption key",
	"master key", "recovery key", "de passe", "palavra passe",
)

// openPairs take back what their first or second word says.
var openPairs = set(
	"pass through", "pass thru", "by pass", // no password
	"token id", "token enum", "token enums", // names of the parts of speech recognition
)

// secretStems are found inside words too, because nothing else holds them: "smtppassword".
var secretStems = []string{
	"password", "passwort", "passwd", "passphrase", "passcode", "kennwort", "wachtwoord", "lösenord", "contraseña",
	"accesstoken", "authtoken", "refreshtoken", "clientsecret", "apikey", "privatekey",
	"密码", "密碼", "パスワード", "비밀번호",
}

// secretKeys are the words of key names below which every value is a secret. Others of secretWords are
// too common there: Tokens is where speech recognition keeps its voices.
var secretKeys = set(
	"password", "passwords", "passwd", "passphrase", "passphrases", "credential", "credentials", "creds", "secret", "secrets",
	"kennwort", "kennwörter", "passwort", "passwörter", "contraseñas", "contraseña", "wachtwoorden", "wachtwoord",
	"senha", "senhas", "lösenord", "hasło", "hasla", "пароль", "пароли", "密码", "パスワード",
)

// storeKeys are keys of programs that keep secrets without a word for it. Protected Storage is where Outlook
// Express, Outlook 2002 and 2003 and Internet Explorer kept passwords; the keys to them lie beside them.
var storeKeys = set("protected storage system provider")

// secretKeyWords may stand beside them: SavedPasswords. "Credential Providers" is no such key.
var secretKeyWords = set("saved", "stored", "cached", "user", "web", "mail", "my", "gespeicherte", "mots", "de", "passe")

// Words returns the words and pairs of words that make a name that of a secret, sorted.
func Words() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for _, table := range []map[string]bool{secretWords, secretPairs} {
			for w := range table {
				if !yield(w) {
					return
				}
			}
		}
	})
}

func set(words ...string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

// secretName reports whether a value's name has a word for a secret. Where it is a path, its last part
// counts; of an assignment, what stands before it; and the name of a program says nothing about its data:
// KeePass.exe.
func secretName(path hive.Text) bool {
	return mayHoldWord(string(path)) && holdsSecretWord(string(path))
}

func holdsSecretWord(name string) bool {
	name = name[strings.LastIndexByte(name, '\\')+1:]
	if i := strings.LastIndexByte(name, '='); i > 0 {
		name = name[:i] // what stands behind is no name: "eventName=pin"
	}
	if strings.Contains(name, "://") {
		name = name[strings.LastIndexByte(name, '/')+1:]
	}
	if n := len(name) - len(".exe"); n >= 0 && (strings.EqualFold(name[n:], ".exe") || strings.EqualFold(name[n:], ".lnk")) {
		return false
	}
	found, last := false, ""
	pending := false // the word before is one, unless this one takes it back
	for w := range words(name) {
		pair := last + " " + w.lower
		found = found || pending && !openPairs[pair] || secretPairs[pair]
		pending = w.secret() && !openPairs[pair] && !(w.between && len(w.lower) <= shortWord) && (w.lower != "pin" || w.upper || w.end == len(name))
		last = w.lower
	}
	return found || pending
}

// wordStarts has the first three letters of every word of the tables, case folded, and shortStarts those of
// two letters. Most names have none of them, and need not be taken apart.
var wordStarts, shortStarts = func() (three [1 << 15]bool, two [1 << 10]bool) {
	for _, table := range []map[string]bool{secretWords, secretPairs, secretKeys, storeKeys} {
		for phrase := range table {
			w := phrase[strings.LastIndexByte(phrase, ' ')+1:]
			if len(w) == 2 {
				two[fold(w[0])<<5|fold(w[1])] = true
			} else if len(w) > 2 {
				three[fold(w[0])<<10|fold(w[1])<<5|fold(w[2])] = true
			}
		}
	}
	return three, two
}()

// fold is the number of an ASCII letter, whatever its case; what is no letter may give any number.
func fold(c byte) int { return int(c & 0x1F) }

// mayHoldWord reports whether a word of the tables can stand in s.
func mayHoldWord(s string) bool {
	last := 0
	for i := range len(s) {
		if s[i] >= 0x80 {
			return true
		}
		last = (last<<5 | fold(s[i])) & (1<<15 - 1)
		if wordStarts[last] || shortStarts[last&(1<<10-1)] {
			return true
		}
	}
	return false
}

// secret reports whether the word alone says that there is a secret.
func (w word) secret() bool {
	if secretWords[w.lower] {
		return true
	}
	if len(w.lower) <= len("apikey") {
		return false
	}
	for _, stem := range secretStems {
		if strings.Contains(w.lower, stem) {
			return true
		}
	}
	return false
}

// Keys yields the path of every key on the way to path, and of that itself, that is called after secrets, so
// that each value in it and below it is one.
func Keys(path hive.Path) iter.Seq[hive.Path] {
	return func(yield func(hive.Path) bool) {
		s := string(path)
		if !mayHoldWord(s) {
			return
		}
		for start := 0; start < len(s); {
			end := len(s)
			if i := strings.IndexByte(s[start:], '\\'); i >= 0 {
				end = start + i
			}
			if secretKeyName(s[start:end]) && !yield(path[:end]) {
				return
			}
			start = end + 1
		}
	}
}

// Key reports whether the key at path, or one above it, is called after secrets.
func Key(path hive.Path) bool {
	for range Keys(path) {
		return true
	}
	return false
}

func secretKeyName(name string) bool {
	if storeKeys[strings.ToLower(name)] {
		return true
	}
	found := false
	for w := range words(name) {
		switch {
		case secretKeys[w.lower], w.lower == "passe":
			found = true
		case !secretKeyWords[w.lower]:
			return false
		}
	}
	return found
}

// shortWord is the length of words that chance makes between the digits of a number in base 36.
const shortWord = 4

// word is a word of a name.
type word struct {
	lower   string
	upper   bool // it is written in capitals
	between bool // it stands between two digits
	end     int  // offset after it
}

// words yields the words of a name, in order.
func words(name string) func(yield func(word) bool) {
	return func(yield func(word) bool) {
		start, capitals := -1, 0 // of the word being read, and how many capitals it has begun with
		prevLower := false
		emit := func(end int) bool {
			w := name[start:end]
			between := start > 0 && end < len(name) && isDigit(name[start-1]) && isDigit(name[end])
			return yield(word{strings.ToLower(w), capitals == utf8.RuneCountInString(w), between, end})
		}
		for i, c := range name {
			switch {
			case !unicode.IsLetter(c) && !unicode.IsMark(c):
				if start >= 0 && !emit(i) {
					return
				}
				start, prevLower = -1, false
				continue
			case start < 0:
				start, capitals = i, 0
			case unicode.IsUpper(c) && prevLower:
				if !emit(i) {
					return
				}
				start, capitals = i, 0
			case unicode.IsLower(c) && !prevLower && capitals > 1:
				// "SMTPPassword": the last capital begins the next word.
				_, n := utf8.DecodeLastRuneInString(name[:i])
				capitals--
				if !emit(i - n) {
					return
				}
				start, capitals = i-n, 1
			}
			if unicode.IsUpper(c) {
				capitals++
			}
			prevLower = unicode.IsLower(c)
		}
		if start >= 0 {
			emit(len(name))
		}
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
