package hivetest

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

const regHeading = "Windows Registry Editor Version 5.00"

// parser reads one text line by line.
type parser struct {
	tree     *Tree
	fsys     fs.FS // where included files are; nil if there is no such place
	source         // being read
	includes int   // files included so far

	key    *Key
	path   string // of key
	value  *Value // last value of key, nil right after the key
	keys   map[*Key]map[string]*Key
	named  map[*Key]map[string]bool // live value names
	next   directives
	anyKey bool
}

// item reads one line, and the lines a backslash joins to it.
func (p *parser) item(line string) error {
	switch {
	case !utf8.ValidString(line):
		return errors.New("not UTF-8")
	case line == "":
		return nil
	case strings.HasPrefix(line, ";@"):
		return p.directive(strings.TrimSpace(line[2:]))
	case line[0] == ';':
		return p.comment(line)
	case line[0] == '[':
		return p.section(line)
	case line[0] == '"' || line[0] == '@':
		return p.assignment(line)
	case line == regHeading && p.key == nil:
		return nil
	}
	return fmt.Errorf("not a key, value or comment: %q", line)
}

// comment takes a comment, or nothing, after an item; it looks for wants only.
func (p *parser) comment(s string) error {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil
	}
	if s[0] != ';' {
		return fmt.Errorf("unexpected %q", s)
	}
	for part := range strings.SplitSeq(s[1:], ";") {
		text, ok := strings.CutPrefix(strings.TrimSpace(part), "want ")
		if !ok {
			continue
		}
		if p.key == nil {
			return errors.New("want before the first key")
		}
		want := Want{File: p.file, Line: p.line, Key: p.path, OnKey: p.value == nil, Text: strings.TrimSpace(text)}
		if p.value != nil {
			want.Value = NameText(p.value.Name)
		}
		p.tree.Wants = append(p.tree.Wants, want)
	}
	return nil
}

// section reads [KEY\PATH].
func (p *parser) section(line string) error {
	inner, rest, err := bracketed(line)
	if err != nil {
		return err
	}
	if strings.HasPrefix(inner, "-") {
		return errors.New("a hive is made from scratch: nothing to delete; mark the key with ;@ deleted")
	}
	path, err := keyPath(inner)
	if err != nil {
		return err
	}
	d := p.next
	p.next = directives{}
	if err := d.only("lastwrite", "class", "owner", "flags", "utf16", "deleted"); err != nil {
		return err
	}
	p.anyKey = true
	p.key, p.path, p.value = p.base, p.basePath, nil
	for i, name := range path {
		p.open(name, i == len(path)-1, d.deleted)
	}
	if len(path) == 0 && (d.deleted || d.utf16) {
		return errors.New("the key where paths start is neither deleted nor named here")
	}
	d.apply(p.key)
	if p.key.Line == 0 {
		p.key.Line = p.line
	}
	return p.comment(rest)
}

// open goes to a subkey of the current key and makes it if need be. The last component of a section is
// made anew when it is to be deleted, or when the key there is a deleted one.
func (p *parser) open(name []uint16, last, deleted bool) {
	subs := p.keys[p.key]
	if subs == nil {
		subs = map[string]*Key{}
		p.keys[p.key] = subs
	}
	id := folded(name)
	sub := subs[id]
	if sub == nil || last && (deleted || sub.Deleted) {
		sub = &Key{Name: name}
		subs[id] = sub
		p.key.Subkeys = append(p.key.Subkeys, sub)
	}
	p.path = JoinPath(p.path, sub.Name)
	p.key = sub
}

// bracketed splits [inner] from what follows. The inner part ends at the first bracket that only a
// comment follows, so names may hold brackets.
func bracketed(line string) (inner, rest string, err error) {
	for i := 1; i < len(line); i++ {
		if line[i] != ']' {
			continue
		}
		if rest := strings.TrimSpace(line[i+1:]); rest == "" || rest[0] == ';' {
			return line[1:i], rest, nil
		}
	}
	return "", "", errors.New("key without closing bracket")
}

// keyPath is the names on a path, without the part that stands for the hive.
func keyPath(s string) ([][]uint16, error) {
	if s == "" || s == `\` {
		return nil, nil
	}
	var path [][]uint16
	name := []uint16{}
	for s != "" {
		if u, ok := unitEscape(s); ok {
			name = append(name, u)
			s = s[6:]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		if r == '\\' {
			path = append(path, name)
			name = []uint16{}
			continue
		}
		name = utf16.AppendRune(name, r)
	}
	path = append(path, name)
	switch hive := NameText(path[0]); strings.ToUpper(hive) {
	case "HKEY_CURRENT_USER":
		path = path[1:]
	case "HKEY_USERS":
		if len(path) < 2 {
			return nil, errors.New("HKEY_USERS needs the name of a user's hive")
		}
		path = path[2:]
	default:
		if strings.HasPrefix(strings.ToUpper(hive), "HKEY_") {
			return nil, fmt.Errorf("%s is not in a user's hive", hive)
		}
	}
	for _, name := range path {
		if len(name) == 0 {
			return nil, errors.New("empty key name")
		}
	}
	return path, nil
}

// unitEscape reads \uXXXX at the start of s.
func unitEscape(s string) (uint16, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return uint16(n), err == nil
}

// quoted reads a string in quotes at the start of s.
func quoted(s string) (text []uint16, rest string, err error) {
	if s == "" || s[0] != '"' {
		return nil, "", fmt.Errorf("expected a string in quotes at %q", s)
	}
	text = []uint16{}
	for s = s[1:]; s != ""; {
		if u, ok := unitEscape(s); ok {
			text = append(text, u)
			s = s[6:]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		switch r {
		case '"':
			return text, s, nil
		case '\\':
			if s == "" || s[0] != '\\' && s[0] != '"' {
				return nil, "", errors.New(`backslash that is none of \\, \" and \uXXXX`)
			}
			r = rune(s[0])
			s = s[1:]
		}
		text = utf16.AppendRune(text, r)
	}
	return nil, "", errors.New("string without closing quote")
}

// assignment reads "name"=data or @=data.
func (p *parser) assignment(line string) error {
	if p.key == nil {
		return errors.New("value before the first key")
	}
	d := p.next
	p.next = directives{}
	if err := d.only("utf16", "deleted", "reuse"); err != nil {
		return err
	}
	name, rest := []uint16{}, line[1:]
	if line[0] == '"' {
		var err error
		if name, rest, err = quoted(line); err != nil {
			return err
		}
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(rest), "=")
	if !ok {
		return errors.New("value without =")
	}
	if d.deleted && d.reuse != nil {
		return errors.New("a deleted value cannot reuse a place")
	}
	v := &Value{Name: name, WideName: d.utf16, Deleted: d.deleted, Reuse: d.reuse, Line: p.line}
	rest, err := p.data(v, strings.TrimSpace(rest))
	if err != nil {
		return err
	}
	if !v.Deleted {
		names := p.named[p.key]
		if names == nil {
			names = map[string]bool{}
			p.named[p.key] = names
		}
		id := folded(name)
		if names[id] {
			return fmt.Errorf("value %q is in this key already", NameText(name))
		}
		names[id] = true
	}
	p.key.Values = append(p.key.Values, v)
	p.value = v
	return p.comment(rest)
}

// parseTime reads an RFC 3339 time or a raw FILETIME in hexadecimal.
func parseTime(s string) (uint64, error) {
	if raw, ok := strings.CutPrefix(s, "0x"); ok {
		return strconv.ParseUint(raw, 16, 64)
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return 0, err
	}
	return Filetime(t), nil
}
