package secret

import (
	"bytes"
	"strings"
)

// urlMask stands for the password of a URL, whatever its length.
const urlMask = "***"

// MaskURLs returns t with the password of every URL in it (scheme://user:password@host, RFC 3986, "User
// Information") replaced by "***". A port and an "@" in the path are no password.
func MaskURLs[T ~string](t T) T {
	if !strings.Contains(string(t), "://") {
		return t
	}
	u := urlScanner[T]{text: t, width: 1}
	var b strings.Builder
	done := 0
	for at := 0; ; {
		i := strings.Index(string(t[at:]), "://")
		if i < 0 {
			break
		}
		from, to, next := u.password(at + i + len("://"))
		if to > from {
			b.WriteString(string(t[done:from]))
			b.WriteString(urlMask)
			done = to
		}
		at = next
	}
	if done == 0 {
		return t
	}
	b.WriteString(string(t[done:]))
	return T(b.String())
}

// holdsURLPassword reports whether data, read as ASCII or as UTF-16, hold a URL with a password.
func holdsURLPassword(data []byte) bool {
	for _, form := range [...]struct {
		start, mask string
		width       int
	}{{"://", urlMask, 1}, {":\x00/\x00/\x00", "*\x00*\x00*\x00", 2}} {
		u := urlScanner[[]byte]{text: data, width: form.width}
		for at := 0; ; {
			i := bytes.Index(data[at:], []byte(form.start))
			if i < 0 {
				break
			}
			from, to, next := u.password(at + i + len(form.start))
			if to > from && string(data[from:to]) != form.mask {
				return true
			}
			at = next
		}
	}
	return false
}

// urlScanner looks at a text of characters of one or two bytes. Positions are in bytes.
type urlScanner[T ~string | ~[]byte] struct {
	text  T
	width int
	bare  int // no "@" stands between the last place looked at and here
}

// at returns the character at i; ok is false after the last.
func (u *urlScanner[T]) at(i int) (c uint16, ok bool) {
	switch {
	case i+u.width > len(u.text):
		return 0, false
	case u.width == 1:
		return uint16(u.text[i]), true
	}
	return uint16(u.text[i]) | uint16(u.text[i+1])<<8, true
}

// password finds the password in the authority that begins at i, after "://": the bytes from..to, none
// where to is not above from. next is where to look for the next URL.
func (u *urlScanner[T]) password(i int) (from, to, next int) {
	colon, at, port := -1, -1, true
	next = i
	c, ok := u.at(next)
	bracket := c == '['
	for ; ok && !endsAuthority(c); c, ok = u.at(next) {
		switch {
		case c == '@':
			at = next
		case c == '[' && at >= 0 && next == at+u.width:
			bracket = true
		case c == ':' && colon < 0: // also behind an "@": "alice@example.com:password@host"
			colon = next
		case colon >= 0 && (c < '0' || c > '9'):
			port = false
		}
		next += u.width
	}
	if colon < 0 {
		return 0, 0, next
	}
	if at < colon && ok && !endsURL(c) && !bracket && !port && next >= u.bare {
		// "user:pass/word@host": no host has such a port. Nothing is looked at more than twice.
		j := next
		for ; ok && !endsURL(c); c, ok = u.at(j) {
			if c == '@' {
				at = j
			}
			j += u.width
		}
		u.bare = j
	}
	if at < colon {
		return 0, 0, next
	}
	return colon + u.width, at, max(next, at)
}

// endsAuthority reports whether the character is not part of a URL's authority.
func endsAuthority(c uint16) bool { return c == '/' || c == '?' || c == '#' || endsURL(c) }

// endsURL reports whether a URL ends before the character: white space, a control or a delimiter.
func endsURL(c uint16) bool { return c <= ' ' || c == 0x7F || c == '"' || c == '<' || c == '>' }
