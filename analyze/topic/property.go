package topic

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// properties are the rows of the tag table, one for each meaning that a tag has.
func properties() []Topic {
	var out []Topic
	for _, d := range prop.Tags() {
		t := Topic{Kind: Property, Name: d.Name, Also: tagForms(d.Tag), def: d}
		if d.Canonical != "" {
			t.Also = append(t.Also, d.Canonical)
		}
		out = append(out, t)
	}
	return out
}

// describeProperty says what the property is, and which analyzers' manuals speak of it.
func (t *Topic) describeProperty(analyzers []*analyze.Analyzer) {
	t.Text = propertyText(&t.def)
	for _, a := range analyzers {
		if mentions(a.Doc, t.def.Name) {
			t.Rules = append(t.Rules, a.Name)
		}
	}
}

// mentions reports whether a text has the name as a word.
func mentions(text, name string) bool {
	for rest := text; ; {
		i := strings.Index(rest, name)
		if i < 0 {
			return false
		}
		rest = rest[i+len(name):]
		if rest == "" || rest[0] != '_' && (rest[0] < 'A' || rest[0] > 'Z') {
			return true
		}
	}
}

// tagForms are the ways in which a tag is written: 0x6700001F in documents, 001f6700 as the name of a value, and of a
// string both with the type of ANSI strings too; the identifier alone.
func tagForms(t prop.Tag) []string {
	forms := []string{t.String(), t.ValueName()}
	if ansi, ok := ansiOf(t); ok {
		forms = append(forms, ansi.String(), ansi.ValueName())
	}
	return append(forms, fmt.Sprintf("0x%04X", t.ID()))
}

// ansiOf is the tag of the same property as ANSI string.
func ansiOf(t prop.Tag) (prop.Tag, bool) {
	switch t.Type() {
	case prop.PTUnicode:
		return prop.NewTag(t.ID(), prop.PTString8), true
	case prop.PTMVUnicode:
		return prop.NewTag(t.ID(), prop.PTMVString8), true
	}
	return 0, false
}

func propertyText(d *prop.TagDef) string {
	text := fmt.Sprintf("Property %s, identifier 0x%04X, of type %v. A profile section holds it as the value %s.", d.Tag, d.Tag.ID(), d.Tag.Type(), strings.Join(valueNames(d.Tag), " or "))
	if d.Context == prop.CtxObject {
		text = fmt.Sprintf("Property %s, identifier 0x%04X, of type %v. It stands in messages, folders and recipients; no profile section holds it.", d.Tag, d.Tag.ID(), d.Tag.Type())
	} else if where := contextWords(d.Context); where != "" {
		text += " It has this meaning in " + where + "; elsewhere the identifier may mean something else."
	}
	if d.Secret {
		text += " It is a secret and is never shown."
	}
	if link := d.Tag.Link(); link != prop.LinkNone {
		text += fmt.Sprintf(" It holds UIDs of profile sections: %s.", strings.ReplaceAll(link.String(), "-", " "))
	}
	if d.Ref != "" {
		text += "\n\nKnown from: " + d.Ref + "."
	}
	return text
}

func valueNames(t prop.Tag) []string {
	names := []string{t.ValueName()}
	if ansi, ok := ansiOf(t); ok {
		names = append(names, ansi.ValueName()+" (ANSI)")
	}
	return names
}

// contextWords says in which sections a meaning holds, "" for everywhere.
func contextWords(c prop.Context) string {
	var words []string
	for _, of := range []struct {
		bit  prop.Context
		word string
	}{
		{prop.CtxExchange, "sections of Exchange"}, {prop.CtxPST, "sections of PST files"}, {prop.CtxPAB, "personal address books"},
		{prop.CtxLDAP, "LDAP directories"}, {prop.CtxContab, "the Outlook Address Book"}, {prop.CtxClient, "Outlook's own settings"},
		{prop.CtxMSMail, "Microsoft Mail"}, {prop.CtxObject, "objects of a store"},
	} {
		if c&of.bit != 0 {
			words = append(words, of.word)
		}
	}
	return strings.Join(words, ", ")
}

// byForm reads a word by its form where nothing has it for a name: 32 hexadecimal digits or a GUID are a UID, eight
// digits a property tag that the table does not have.
func byForm(word string) []Topic {
	digits := fold(word)
	if uid, ok := parseUID(digits); ok {
		return []Topic{sectionTopic(uid)}
	}
	if b, err := hex.DecodeString(digits); err != nil || len(b) != 4 {
		return nil
	}
	tag, _, ok := prop.ParseValueName(hive.Text(digits))
	if !ok {
		return nil
	}
	if !knownType(tag) {
		tag = prop.NewTag(uint16(tag.Type()), prop.Type(tag.ID())) // 6700001f, as in documents
	}
	if !knownType(tag) {
		return nil
	}
	text := fmt.Sprintf("A property of type %v with the identifier 0x%04X, which the table of properties does not have with that type.", tag.Type(), tag.ID())
	var others []string
	for _, d := range prop.Tags() {
		if d.Tag.ID() == tag.ID() && !slices.Contains(others, d.Name) {
			others = append(others, d.Name)
		}
	}
	if len(others) > 0 {
		text += " With another type it is " + strings.Join(others, " or ") + "."
	}
	if id := tag.ID(); id >= 0x6600 && id <= 0x67FF {
		text += " Identifiers from 0x6600 to 0x67FF mean what the provider of the section says."
	}
	return []Topic{{Kind: Property, Name: tag.String(), Also: []string{tag.ValueName()}, Text: text}}
}

// knownType reports whether the type has a name.
func knownType(t prop.Tag) bool { return strings.HasPrefix(t.Type().String(), "PT_") }
