package regtext

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"mapihive/hive"
)

// structure names registry text in diagnostics.
const structure = "reg"

// parser reads the lines behind the heading.
type parser struct {
	ctx   context.Context
	lines *lines
	opt   Options
	file  *File
	hives map[hive.Path]*Hive // by raised name
	line  line

	in     *Hive  // that the key is in, nil for none
	key    *key   // that values go to, nil where they go nowhere
	nobody string // why they go nowhere
	counts counts // of what belongs to no hive

	entries int
	bytes   int64
	full    string // the limit that was reached
}

func (p *parser) next() bool {
	if !p.lines.next() {
		return false
	}
	p.line = p.lines.line
	return true
}

func (p *parser) run() error {
	p.lines.version4 = p.file.Version == 4
	for p.full == "" && p.next() {
		if p.line.number%256 == 0 || len(p.line.text) > 1<<16 {
			if err := p.ctx.Err(); err != nil {
				return err
			}
		}
		p.one()
	}
	if p.full != "" {
		p.note(p.in, hive.Diagnostic{Kind: hive.KindLimit, Place: p.line.place(), Structure: structure,
			Message: "reading ended here: " + p.full})
	}
	return cmp.Or(p.lines.err, p.ctx.Err())
}

// one reads a line, and those that continue it.
func (p *parser) one() {
	text := trimLeft(p.line.text)
	switch {
	case p.line.cut:
		p.drop(fmt.Sprintf("longer than the %d bytes that are read of a line", maxLine))
		if text[0] == '[' {
			p.leave("they stand below a key line that is too long")
		}
	case text == "", text[0] == ';', text[0] == '#' && p.line.text[0] == '#':
	case strings.IndexByte(text, 0) >= 0:
		p.drop("a NUL stands in it")
	case text[0] == '[':
		p.keyLine(text[1:])
	case text[0] == '@':
		p.value("", text[1:])
	case text[0] == '"':
		name, rest, ok := unquote(text[1:])
		if !ok {
			p.drop("the name of a value has no closing quotation mark")
			return
		}
		p.value(hive.Text(name), rest)
	default:
		p.drop("neither a key, a value nor a comment")
	}
}

// leave says that values go nowhere until the next key.
func (p *parser) leave(why string) { p.key, p.nobody = nil, why }

// keyLine reads a key line behind its bracket.
func (p *parser) keyLine(text string) {
	end := strings.LastIndexByte(text, ']')
	switch {
	case end < 0:
		p.drop("a key without a closing bracket") // values go on to the key before, as in an import
		return
	case text[0] == ' ', text[0] == '\t':
		p.drop("a blank stands behind the bracket of a key")
		return
	}
	path, removed := strings.CutPrefix(text[:end], "-")
	h, below, why := p.place(path)
	p.in = h
	switch {
	case why != "":
		p.drop("a key that is read nowhere: " + why)
		p.leave("they stand below a key that is read nowhere")
	case removed:
		p.leave("they stand below a key that is removed")
		p.removeKey(h, below)
	default:
		if k := p.open(h, below); k != nil {
			p.key = k
		}
	}
}

// open returns the key at a path, which is made where it is not there.
func (p *parser) open(h *Hive, below string) *key {
	k, depth := h.root, 0
	for name := range strings.SplitSeq(below, `\`) {
		if name == "" {
			continue
		}
		if depth++; depth > hive.MaxDepth {
			p.note(h, hive.Diagnostic{Kind: hive.KindDepth, Place: p.line.place(), Structure: structure, Path: k.tail(),
				Message: "deeper than any key of a registry; left out"})
			p.leave("they stand below a key that is too deep")
			return nil
		}
		if units(name) > maxName {
			p.drop(fmt.Sprintf("the name of a key has more than %d characters", maxName))
			p.leave("they stand below a key whose name is too long")
			return nil
		}
		sub := k.sub(hive.Text(name))
		if sub == nil {
			if !p.room(len(name)) {
				return nil
			}
			sub = k.add(hive.Text(name), p.line.place())
		}
		k = sub
	}
	return k
}

// removeKey takes a key and all below it away, as an import does, and notes that.
func (p *parser) removeKey(h *Hive, below string) {
	k := h.root
	path := hive.Path("")
	for name := range strings.SplitSeq(below, `\`) {
		if name == "" {
			continue
		}
		path = path.Join(hive.Text(name))
		if k != nil {
			k = k.sub(hive.Text(name))
		}
	}
	said := "the text removes this key with all below it"
	switch {
	case path == "":
		p.drop("it would remove a whole hive, which no import does")
		return
	case k != nil:
		said += fmt.Sprintf("; what line %d and others have of it is left out", k.at.Line)
		k.parent.remove(k)
	}
	p.note(h, hive.Diagnostic{Kind: hive.KindRemoval, Place: p.line.place(), Structure: structure, Path: path, Message: said})
}

// value reads the rest of a value's line, behind its name.
func (p *parser) value(name hive.Text, rest string) {
	rest, ok := strings.CutPrefix(trimLeft(rest), "=")
	rest = trimLeft(rest)
	switch {
	case !ok:
		p.drop("no = behind the name of a value")
		return
	case p.key == nil && p.nobody == "":
		p.nobody = "no key stands before them"
	}
	start := p.line
	v, why := p.data(rest)
	p.set(start, name, v, why)
}

// set keeps a value, or notes why there is none; start is its first line.
func (p *parser) set(start line, name hive.Text, v value, why string) {
	switch {
	case why != "":
		p.dropAt(start, name, why)
	case p.key == nil:
		p.dropAt(start, name, p.nobody)
	case units(string(name)) > maxValueName:
		p.dropAt(start, "", fmt.Sprintf("the name of a value has more than %d characters", maxValueName))
	case v.removed:
		said := "the text removes value " + quoted(name) + " of this key"
		if old := p.key.value(name); old != nil {
			said += fmt.Sprintf("; what line %d has of it is left out", old.at.Line)
			p.key.removeValue(old)
		}
		p.note(p.in, hive.Diagnostic{Kind: hive.KindRemoval, Place: start.place(), Structure: structure, Path: p.key.tail(), Message: said})
	default:
		v.name, v.at = name, start.place()
		old := p.key.value(name)
		if !p.room(len(name) + len(v.data)) {
			return
		}
		if old == nil {
			p.key.addValue(&v)
			return
		}
		if old.typ != v.typ || string(old.data) != string(v.data) {
			p.dropAt(line{number: old.at.Line, at: old.at.Offset}, name, fmt.Sprintf("line %d sets the value again, to something else", start.number))
		}
		v.name = old.name
		*old = v
	}
}

// room reports whether one more key or value of so many bytes may be kept.
func (p *parser) room(n int) bool {
	p.entries++
	p.bytes += int64(n)
	switch {
	case p.entries > maxEntries:
		p.full = fmt.Sprintf("more than %d keys and values", maxEntries)
	case p.bytes > maxBytes:
		p.full = fmt.Sprintf("more than %d bytes of names and data", maxBytes)
	}
	return p.full == ""
}

func trimLeft(s string) string { return strings.TrimLeft(s, " \t") }
