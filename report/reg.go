package report

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/secret"
)

// RegOptions say how a profile is written as registry text.
type RegOptions struct {
	// To is the key that the profile is to become, below HKEY_CURRENT_USER; see RegPlace.
	To mapi.Location
	// WithSecrets writes passwords and other secrets too.
	WithSecrets bool
	// UTF8 writes UTF-8 with LF, as hivexregedit reads it; otherwise UTF-16LE with a byte order mark and CRLF,
	// as regedit writes it.
	UTF8 bool
}

// regHeading is the first line of a file that regedit takes for its own, since Windows 2000.
const regHeading = "Windows Registry Editor Version 5.00"

// regRoot stands for the root key of a user's hive.
const regRoot = "HKEY_CURRENT_USER"

// RegPlace returns what the profile is given back as: for a profile that was deleted the key of its name in the
// Profiles of its generation, for any other the one it is. ok is false where a recovered profile's place or
// name is lost.
func RegPlace(p *mapi.Profile) (to mapi.Location, ok bool) {
	to = p.Location().Live()
	return to, to.Holder != "" && !p.Key.Lost() && p.Root != mapi.UnknownGeneration
}

// Reg writes a profile as registry text (.reg) that makes the same keys, values and bytes when it is imported.
// What the text cannot hold, what is not whole and, unless asked for, secrets are left out and named in the
// text. Last-write times, class names and security descriptors have no place in registry text. The error is
// that of w, or says that the profile's name cannot be written.
func Reg(w io.Writer, s *analyze.Snapshot, p mapi.Whole, o RegOptions) (left RegLeftOut, err error) {
	r := regWriter{o: o, seen: map[hive.Text]bool{}}
	for name := range o.To.Key().Names() {
		if why := r.badName(name); why != "" {
			return left, fmt.Errorf("the name %s cannot stand in registry text: %s", quote(name), why)
		}
	}
	r.profile(r.way(o.To.Holder), p)

	body := r.b.String()
	r.b = strings.Builder{}
	r.b.WriteString(regHeading + "\n\n")
	r.head(s, p.Profile)
	r.b.WriteByte('\n')
	left = RegLeftOut{len(r.lost), r.secretNames}
	return left, r.write(w, r.b.String(), body)
}

// RegLeftOut is what a registry text lacks of its profile.
type RegLeftOut struct {
	Lost    int         // parts that the text cannot hold or that are not whole
	Secrets []hive.Text // names of the values that are secrets, where those were not asked for
}

// regWriter collects the lines of a registry text.
type regWriter struct {
	o       RegOptions
	b       strings.Builder
	seen    map[hive.Text]bool // keys and values by raised path
	keys    int
	values  int
	secrets []string // where each secret stands, left out or not
	lost    []string // what else is left out, and why

	secretNames []hive.Text // of those left out
}

// way opens every key on the way to the profile: hivexregedit, unlike regedit, makes none by itself. It returns
// the path of the last as registry text has it: the names themselves, without escapes.
func (r *regWriter) way(holder hive.Path) (path hive.Text) {
	for name := range holder.Names() {
		if path != "" {
			path += `\`
		}
		path += name
		r.open(path)
		r.b.WriteByte('\n')
	}
	return path
}

func (r *regWriter) open(path hive.Text) {
	r.b.WriteString("[" + regRoot + `\` + string(path) + "]\n")
}

func (r *regWriter) profile(holder hive.Text, p mapi.Whole) {
	top := holder + `\` + r.o.To.Name
	r.open(top)
	for i := range p.Properties {
		r.value(p.Key, top, &p.Properties[i])
	}
	r.b.WriteByte('\n')
	for i := range p.Sections {
		r.tree(top, &p.Sections[i])
	}
}

// tree writes a section and everything below it.
func (r *regWriter) tree(top hive.Text, s *mapi.Section) {
	type below struct {
		key    *mapi.Key
		parent hive.Text
	}
	todo := []below{{&s.Key, top}} // a stack: keys may be nested as deep as the hive allows
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		path, why := at.parent+`\`+at.key.Name, r.badName(at.key.Name)
		if why == "" && !r.first(path) {
			why = "a key of that name stands before it"
		}
		if why != "" {
			r.leave(fmt.Sprintf("key %s at %s with all below it", quote(at.key.Path), offset(at.key.Offset)), why)
			continue
		}
		if at.key.Lost != "" {
			r.leave("of key "+quote(at.key.Path), "lost in the hive: "+at.key.Lost)
		}
		if at.key.LeftOut != "" {
			r.leave("of key "+quote(at.key.Path), "not read: "+at.key.LeftOut)
		}
		r.keys++
		r.open(path)
		for _, v := range at.key.Values {
			p := s.Decode(v) // the section decides what is secret
			r.value(at.key.Path, path, &p)
		}
		r.b.WriteByte('\n')
		for i := range slices.Backward(at.key.Subkeys) {
			todo = append(todo, below{&at.key.Subkeys[i], path})
		}
	}
}

// first reports whether a key or value is met for the first time; an import would mix two of one name.
func (r *regWriter) first(path hive.Text) bool {
	up := hive.UpcaseText(path)
	if r.seen[up] {
		return false
	}
	r.seen[up] = true
	return true
}

// value writes a value of the key at from in the hive, which is at path in the text.
func (r *regWriter) value(from hive.Path, path hive.Text, p *prop.Property) {
	v := &p.Raw
	what := func() string {
		return fmt.Sprintf("value %s of key %s at %s", quote(v.Name), quote(from), offset(v.Offset))
	}
	if p.Hides() && !r.o.WithSecrets {
		r.secrets = append(r.secrets, what())
		r.secretNames = append(r.secretNames, v.Name)
		return
	}
	why := ""
	if v.Name != "" {
		why = r.badText(v.Name)
	}
	switch {
	case why != "":
	case v.Missing != "":
		why = v.Missing
	case !r.first(path + "\x00" + v.Name):
		why = "a value of that name stands before it"
	}
	if why != "" {
		r.leave(what(), why)
		return
	}
	if p.Hides() {
		r.secrets = append(r.secrets, what())
	}
	r.values++
	name := "@"
	if v.Name != "" {
		name = regQuote(v.Name)
	}
	r.data(name+"=", v)
}

func (r *regWriter) leave(what, why string) { r.lost = append(r.lost, what+": "+why) }

// data writes the data of a value after its name.
func (r *regWriter) data(name string, v *prop.Value) {
	if t, ok := r.plainText(v); ok {
		r.b.WriteString(name + regQuote(t) + "\n")
		return
	}
	switch {
	case v.Type == hive.RegDword && len(v.Data) == 4:
		fmt.Fprintf(&r.b, "%sdword:%08x\n", name, binary.LittleEndian.Uint32(v.Data))
		return
	case v.Type == hive.RegBinary:
		name += "hex:"
	default:
		name += fmt.Sprintf("hex(%x):", uint32(v.Type))
	}
	const lineEnd = 80 - len(`,\`)
	r.b.WriteString(name)
	column := width(name)
	for i, b := range v.Data {
		if i > 0 {
			r.b.WriteByte(',')
			if column++; column+2 > lineEnd {
				r.b.WriteString("\\\n  ")
				column = 2
			}
		}
		fmt.Fprintf(&r.b, "%02x", b)
		column += 2
	}
	r.b.WriteByte('\n')
}

// plainText returns the text of a REG_SZ that can stand in quotation marks: one that ends in its only NUL and
// that every importer reads as the same bytes. hivexregedit takes the bytes of UTF-8 for characters, so that
// text beyond ASCII is for regedit only.
func (r *regWriter) plainText(v *prop.Value) (hive.Text, bool) {
	n := len(v.Data) - 2
	if v.Type != hive.RegSz || n < 0 || n%2 != 0 || v.Data[n] != 0 || v.Data[n+1] != 0 {
		return "", false
	}
	t := hive.DecodeUTF16(v.Data[:n])
	for _, c := range string(t) {
		if !unicode.IsPrint(c) || c == unicode.ReplacementChar || r.o.UTF8 && c > unicode.MaxASCII {
			return "", false
		}
	}
	return t, true
}

func regQuote(t hive.Text) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(string(t)) + `"`
}

// badName says why a key's name cannot stand in registry text, "" where it can.
func (r *regWriter) badName(name hive.Text) string {
	switch {
	case name == "":
		return "it is empty"
	case strings.Contains(string(name), `\`):
		return "it holds a backslash"
	}
	return r.badText(name)
}

// badText says why a name cannot stand in registry text, "" where it can: text has no way to write control
// characters, and UTF-8 none to write half a surrogate pair. A password in a URL is for those who asked.
func (r *regWriter) badText(name hive.Text) string {
	if !r.o.WithSecrets && secret.MaskURLs(name) != name {
		return "it holds a password"
	}
	for i, c := range string(name) {
		switch {
		case unicode.IsControl(c):
			return fmt.Sprintf("it holds the control character U+%04X", c)
		case r.o.UTF8 && c == unicode.ReplacementChar && !strings.HasPrefix(string(name)[i:], "\uFFFD"):
			return "it holds half a surrogate pair, which UTF-8 cannot write"
		}
	}
	return ""
}

// write writes texts in the encoding and with the line ends that were asked for.
func (r *regWriter) write(w io.Writer, texts ...string) error {
	out := bufio.NewWriter(w) // it keeps the first error for Flush
	if !r.o.UTF8 {
		out.Write(hive.EncodeUTF16("\ufeff"))
	}
	for _, text := range texts {
		if r.o.UTF8 {
			out.WriteString(text)
			continue
		}
		for line := range strings.Lines(text) {
			out.Write(hive.EncodeUTF16(hive.Text(strings.TrimSuffix(line, "\n") + "\r\n")))
		}
	}
	return out.Flush()
}
