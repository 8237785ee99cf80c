package hive

import (
	"iter"
	"strings"
)

// Path is the path of a key below the root key, which is not named: "Software\Microsoft"; "" is the root key
// itself. Names stand between single backslashes, and a path has as many of them as it has keys: a backslash
// in a name, which Windows forbids, is written \u005C and a name that is empty, which only damage leaves,
// \u0000; a name that itself starts as such an escape continues has its u written \u0075. A path whose first
// name is "?" is that of a key with an ancestor that is lost.
//
// Like Text, a path is hostile until proven otherwise and escapes itself wherever it is printed.
type Path Text

// The escapes of a key path.
const (
	pathBackslash = `\u005C`
	pathEmpty     = `\u0000` // no character at all
	pathU         = `\u0075`
)

// PlainPath returns the path of the names that stand between the backslashes of s, in which nothing is an escape.
func PlainPath(s Text) (p Path) {
	for name := range strings.SplitSeq(string(s), `\`) {
		p = p.Join(Text(name))
	}
	return p
}

// Join returns the path of the key called name below the key at p.
func (p Path) Join(name Text) Path {
	if p == "" {
		return pathComponent(name)
	}
	return p + `\` + pathComponent(name)
}

func pathComponent(name Text) Path {
	s := string(name)
	if strings.IndexByte(s, '\\') >= 0 {
		s = strings.ReplaceAll(s, `\`, pathBackslash)
	}
	if s == "" {
		return pathEmpty
	}
	if strings.HasPrefix(s, pathBackslash[1:]) || strings.HasPrefix(s, pathEmpty[1:]) || strings.HasPrefix(s, pathU[1:]) {
		s = pathU + s[1:]
	}
	return Path(s)
}

// Parent returns the path of the key that holds the key at p; "" for a key below the root, and for the root.
func (p Path) Parent() Path {
	parent, _ := p.cutLast()
	return parent
}

// Base returns the name of the key at p, its escapes undone; "" for the root.
func (p Path) Base() Text {
	_, last := p.cutLast()
	name, _, _ := last.cutFirst()
	return name
}

// cutLast splits a path before its last name, which stays as it stands in the path. An escape separates
// nothing.
func (p Path) cutLast() (parent, last Path) {
	s := string(p)
	for i := strings.LastIndexByte(s, '\\'); i >= 0; i = strings.LastIndexByte(s[:i], '\\') {
		if !isPathEscape(s[i:]) {
			return p[:i], p[i+1:]
		}
	}
	return "", p
}

func isPathEscape(s string) bool {
	return strings.HasPrefix(s, pathBackslash) || strings.HasPrefix(s, pathEmpty) || strings.HasPrefix(s, pathU)
}

// Names yields the names on the way from the root key to the key at p, their escapes undone.
func (p Path) Names() iter.Seq[Text] {
	return func(yield func(Text) bool) {
		for rest, more := p, p != ""; more; {
			var name Text
			name, rest, more = rest.cutFirst()
			if !yield(name) {
				return
			}
		}
	}
}

// cutFirst cuts the first name off a path and undoes its escapes; more is false where it is the only one.
func (p Path) cutFirst() (name Text, rest Path, more bool) {
	s := string(p)
	if !strings.Contains(s, pathEmpty[:4]) {
		first, after, more := strings.Cut(s, `\`)
		return Text(first), Path(after), more
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], pathBackslash):
			b.WriteByte('\\')
			i += len(pathBackslash) - 1
		case strings.HasPrefix(s[i:], pathEmpty):
			i += len(pathEmpty) - 1
		case strings.HasPrefix(s[i:], pathU):
			b.WriteByte('u')
			i += len(pathU) - 1
		case s[i] == '\\':
			return Text(b.String()), p[i+1:], true
		default:
			b.WriteByte(s[i])
		}
	}
	return Text(b.String()), "", false
}

// Equal reports whether Windows takes p and q for the path of one key.
func (p Path) Equal(q Path) bool {
	if !strings.Contains(string(p), pathEmpty[:4]) && !strings.Contains(string(q), pathEmpty[:4]) {
		return EqualFold(Text(p), Text(q))
	}
	return p.Raised() == q.Raised()
}

// Raised returns the path with every name raised as by UpcaseText: two paths are those of one key exactly when
// theirs are equal.
func (p Path) Raised() Path {
	if !strings.Contains(string(p), pathEmpty[:4]) {
		return Path(UpcaseText(Text(p)))
	}
	var b strings.Builder
	for name := range p.Names() {
		if b.Len() > 0 {
			b.WriteByte('\\')
		}
		b.WriteString(string(pathComponent(UpcaseText(name))))
	}
	return Path(b.String())
}

// Within reports whether the key at p is the key at q or below it; both are raised.
func (p Path) Within(q Path) bool {
	rest, ok := strings.CutPrefix(string(p), string(q))
	return q == "" || ok && (rest == "" || rest[0] == '\\' && !isPathEscape(rest))
}

// Lost reports whether the path starts with "?": a key above it is lost.
func (p Path) Lost() bool { return p == "?" || strings.HasPrefix(string(p), `?\`) }

// String, MarshalJSON and UnmarshalJSON are those of Text.
func (p Path) String() string { return Text(p).String() }

// MarshalJSON writes the path as Text.MarshalJSON does.
func (p Path) MarshalJSON() ([]byte, error) { return Text(p).MarshalJSON() }

// UnmarshalJSON is the inverse of MarshalJSON.
func (p *Path) UnmarshalJSON(b []byte) error { return (*Text)(p).UnmarshalJSON(b) }
