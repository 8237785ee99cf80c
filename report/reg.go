package report

import (
	"fmt"
	"io"
	"slices"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/regtext"
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
	// By is what writes the text, for the comments at its head; zero leaves it out.
	By Run
}

// RegPlace returns what the profile is given back as: for a profile that was deleted, is kept aside or comes from a
// part of a registry the key of its name in the Profiles of its generation, for any other the one it is. ok is false
// where that is not known, or the name of a recovered profile is lost.
func RegPlace(p *mapi.Profile) (to mapi.Location, ok bool) {
	to = p.Location().Live()
	if p.Kind != "" {
		to.Holder = p.Root.Profiles()
	}
	return to, to.Holder != "" && !p.Key.Lost() && p.Root != mapi.UnknownGeneration
}

// Reg writes a profile as registry text (.reg) that makes the same keys, values and bytes when it is imported.
// What the text cannot hold, what is not whole and, unless asked for, secrets are left out and named in the
// text. Last-write times, class names and security descriptors have no place in registry text. The error is
// that of w, or says that the profile's name cannot be written.
func Reg(w io.Writer, s *analyze.Snapshot, p mapi.Whole, o RegOptions) (left RegLeftOut, err error) {
	r := regWriter{o: o, text: regtext.Text{UTF8: o.UTF8}, about: regtext.Text{UTF8: o.UTF8}, seen: map[hive.Text]bool{}}
	for name := range o.To.Key().Names() {
		if why := r.badName(name); why != "" {
			return left, fmt.Errorf("the name %s cannot stand in registry text: %s", quote(name), why)
		}
	}
	r.profile(r.way(o.To.Holder), p)

	r.head(s, p.Profile)
	r.about.Blank()
	return RegLeftOut{len(r.lost), r.secretNames}, regtext.Write(w, &r.about, &r.text)
}

// RegLeftOut is what a registry text lacks of its profile.
type RegLeftOut struct {
	Lost    int         // parts that the text cannot hold or that are not whole
	Secrets []hive.Text // names of the values that are secrets, where those were not asked for
}

// regWriter collects the lines of a registry text.
type regWriter struct {
	o       RegOptions
	about   regtext.Text // comments, which stand before the text
	text    regtext.Text
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
		r.text.Key(path)
		r.text.Blank()
	}
	return path
}

func (r *regWriter) profile(holder hive.Text, p mapi.Whole) {
	top := holder + `\` + r.o.To.Name
	r.text.Key(top)
	for i := range p.Properties {
		r.value(p.Key, top, &p.Properties[i])
	}
	r.text.Blank()
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
			r.leave(fmt.Sprintf("key %s at %s with all below it", quote(at.key.Path), position(at.key.Place)), why)
			continue
		}
		if at.key.Lost != "" {
			r.leave("of key "+quote(at.key.Path), "lost in the hive: "+at.key.Lost)
		}
		if at.key.LeftOut != "" {
			r.leave("of key "+quote(at.key.Path), "not read: "+at.key.LeftOut)
		}
		r.keys++
		r.text.Key(path)
		for _, v := range at.key.Values {
			p := s.Decode(v) // the section decides what is secret
			r.value(at.key.Path, path, &p)
		}
		r.text.Blank()
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
		return fmt.Sprintf("value %s of key %s at %s", quote(v.Name), quote(from), position(v.Place))
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
	r.text.Value(v.Name, v.Type, v.Data)
}

func (r *regWriter) leave(what, why string) { r.lost = append(r.lost, what+": "+why) }

// badName says why a key's name cannot stand in registry text, "" where it can.
func (r *regWriter) badName(name hive.Text) string {
	if why := r.text.BadName(name); why != "" {
		return why
	}
	return r.badText(name)
}

// badText says why a name cannot stand in registry text, "" where it can. A password in a URL is for those who
// asked.
func (r *regWriter) badText(name hive.Text) string {
	if !r.o.WithSecrets && secret.MaskURLs(name) != name {
		return "it holds a password"
	}
	return r.text.BadText(name)
}
