package hivetest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// directives are what the lines ";@ ..." before an item say about it.
type directives struct {
	line  int // of the last one, 0 if there is none
	given []string

	lastWrite uint64
	class     []uint16
	owner     string
	flags     uint16
	utf16     bool
	deleted   bool
	reuse     *Reuse
}

// only complains about directives that do not belong to this kind of item.
func (d *directives) only(allowed ...string) error {
	for _, g := range d.given {
		if !slices.Contains(allowed, g) {
			return fmt.Errorf("directive %s does not belong here", g)
		}
	}
	return nil
}

func (d *directives) apply(k *Key) {
	for _, g := range d.given {
		switch g {
		case "lastwrite":
			k.LastWritten, k.HasTime = d.lastWrite, true
		case "class":
			k.Class = d.class
		case "owner":
			k.Owner = d.owner
		case "flags":
			k.Flags |= d.flags
		case "utf16":
			k.WideName = true
		case "deleted":
			k.Deleted = true
		}
	}
}

// directive reads what follows ";@".
func (p *parser) directive(s string) error {
	word, arg, _ := strings.Cut(s, " ")
	arg = strings.TrimSpace(arg)
	if word == "hive" {
		if p.anyKey || p.next.line != 0 {
			return errors.New("the hive directive stands before everything else")
		}
		return p.hive(arg)
	}
	if word == "include" {
		return p.include(arg)
	}
	d := &p.next
	if slices.Contains(d.given, word) {
		return fmt.Errorf("directive %s given twice", word)
	}
	d.line = p.line
	d.given = append(d.given, word)
	var err error
	switch word {
	case "lastwrite":
		d.lastWrite, err = parseTime(arg)
		arg = ""
	case "class":
		d.class, arg, err = quoted(arg)
	case "owner":
		d.owner = arg
		_, err = sid(arg)
		arg = ""
	case "flags":
		var flags uint64
		flags, err = strconv.ParseUint(arg, 0, 16)
		d.flags = uint16(flags)
		arg = ""
	case "utf16":
		d.utf16 = true
	case "deleted":
		d.deleted = true
	case "reuse":
		d.reuse, err = parseReuse(arg)
		arg = ""
	default:
		return fmt.Errorf("no such directive: %q", word)
	}
	if err == nil && arg != "" {
		err = fmt.Errorf("unexpected %q", arg)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", word, err)
	}
	return nil
}

// parseReuse reads: record|data [path] ["value"|@].
func parseReuse(s string) (*Reuse, error) {
	part, s, _ := strings.Cut(s, " ")
	r := &Reuse{}
	switch part {
	case "record":
	case "data":
		r.Part = DataPart
	default:
		return nil, fmt.Errorf("%q is neither record nor data", part)
	}
	s = strings.TrimSpace(s)
	end := strings.LastIndexByte(s, ']')
	if !strings.HasPrefix(s, "[") || end < 0 {
		return nil, errors.New("expected the path of a deleted key in brackets")
	}
	path, err := keyPath(s[1:end])
	if err != nil {
		return nil, err
	}
	for _, name := range path {
		r.Path = JoinPath(r.Path, name)
	}
	switch s = strings.TrimSpace(s[end+1:]); s {
	case "":
		if r.Part == DataPart {
			return nil, errors.New("data needs the name of a value")
		}
	case "@":
		r.IsValue = true
	default:
		name, rest, err := quoted(s)
		if err != nil || rest != "" {
			return nil, fmt.Errorf("not a value name: %q", s)
		}
		r.IsValue, r.Value = true, NameText(name)
	}
	return r, nil
}

// hive reads the fields of the hive directive.
func (p *parser) hive(s string) error {
	h := &p.tree.Header
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		field, after, ok := strings.Cut(s, "=")
		if !ok {
			return fmt.Errorf("not field=value: %q", s)
		}
		var text string
		if strings.HasPrefix(after, `"`) {
			name, rest, err := quoted(after)
			if err != nil {
				return err
			}
			text, s = NameText(name), rest
		} else {
			text, s, _ = strings.Cut(after, " ")
		}
		var err error
		switch field {
		case "minor":
			h.Minor, err = strconv.Atoi(text)
		case "seq":
			_, err = fmt.Sscanf(text, "%d/%d", &h.Seq1, &h.Seq2)
		case "name":
			h.Name = text
		case "root":
			h.RootName = text
		case "lastwritten":
			h.LastWritten, err = parseTime(text)
		case "leaf":
			h.Leaf, err = strconv.Atoi(text)
		case "freelinks":
			h.FreeLinks, err = strconv.Atoi(text)
		default:
			err = errors.New("no such field")
		}
		if err != nil {
			return fmt.Errorf("hive %s=%s: %w", field, text, err)
		}
	}
	return nil
}
