package report

import (
	"strings"

	"mapihive/hive/secret"
)

const secretsDoc = `
Of a secret every command says that it is stored, and nothing else: no length, no size and no hash, which
a dictionary opens. diff compares secrets and says whether they changed. export leaves them out and names
them, unless it is asked for them with --with-secrets. A value is a secret

  by its property tag: PST passwords (6703, 6704, 67ff), Exchange and LDAP
  passwords (66a1, 67f0 to 67ff), and every secured property (S and a tag);
  by a word of its name: see below;
  by its key, where that or one above it is called Passwords, Credentials,
  Secrets or the like (a profile may be called what it likes), or is where
  Windows XP kept passwords (Protected Storage System Provider);
  by its data, where they hold what Windows protected for the user (DPAPI),
  as bytes, base64 or hex.

The password of a URL, between "user:" and "@host", is shown as *** wherever the URL is text; bytes that hold
one are a secret. No secret by its name or key is a REG_DWORD of 0 or 1, which is a switch (SavePassword), a
number whose name has a word for a bound (max, min, limit) or ends with one for what it counts or switches
(Private-Key-Flag), and a URI of short words in a text whose name ends with Uri or Url (TokenUri).

What lies around a secret is shown with its place in the file, which bounds the room that the secret takes.

What neither a name nor a known form gives away, such as a password inside a connection string or a note, is
not recognized and is shown: look through a report before you pass it on.

Words end at a change from lower to upper case, at digits and at everything that is no letter. Bypass,
Compass and Tokenizer hold none of these:
`

// Secrets is what is taken for a secret, and what becomes of it. It has no other form than the page.
func Secrets() *Document { return &Document{Name: "explain secrets", Blocks: blocks(secretsPage)} }

func secretsPage(p *page) {
	p.title("Secrets")
	p.manual(secretsDoc)
	p.gap()
	p.para(2, strings.Join(secret.Words(), ", "))
}
