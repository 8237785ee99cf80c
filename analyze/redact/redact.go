// Package redact replaces in snapshots what tells whose they are, so that a report on them can leave the house.
//
// Names, addresses, computers, SIDs and paths are replaced word by word: a run of letters and digits becomes another
// of the same length and case, the same for the same word, and another for another. What stands between words stays,
// and so do words that are public: those of Windows' and Outlook's own folders, keys, services and files
// (public.txt), words of one letter, and numbers of up to four digits. So a path keeps its drive, depth and extension,
// a spelling its relation to another, a computer's short name that to the full one, and analyzers find in the result
// what they would have found before.
//
// The tokens are made with a key by HMAC-SHA256. Without the key nobody can tell whether a word that he guesses is the
// right one; with it, anybody can, so that a key is to be kept as the evidence is. What stays visible all the same
// says something: how long a word is, which case its letters have, how often it comes.
package redact

import (
	"crypto/rand"
	"crypto/sha256"
	"reflect"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/winpath"
)

// Redactor replaces words under one key. It is for one goroutine.
type Redactor struct {
	key     []byte
	tokens  map[string]string
	private map[string]bool        // raised words that were replaced
	modules map[hive.Text]bool     // names of modules as stored, which are what a finding is about
	ids     map[string]bool        // UIDs and the like, in hex
	longs   map[string][]hive.Text // names in paths that can have a short name, by how that starts
	seen    map[string]bool        // the names in longs
	shorts  map[string]hive.Text   // the long name that a short one can be of, "" for none
}

// New returns a redactor with a key of any length. Two with one key replace a word by the same token. Without a key
// one is made that nobody knows.
func New(key []byte) *Redactor {
	sum := sha256.Sum256(append([]byte("mapihive redact 1\x00"), key...))
	if len(key) == 0 {
		_, _ = rand.Read(sum[:]) // never fails
	}
	return &Redactor{
		key: sum[:], tokens: map[string]string{}, private: map[string]bool{}, modules: map[hive.Text]bool{},
		ids: map[string]bool{}, longs: map[string][]hive.Text{}, seen: map[string]bool{}, shorts: map[string]hive.Text{},
	}
}

// Wholes returns the sources as they may be shown. Their contents have no section: values that no finding rests on are
// left out.
func (r *Redactor) Wholes(all []analyze.Whole) []analyze.Whole {
	out := make([]analyze.Whole, len(all))
	for i, s := range r.Snapshots(analyze.Snapshots(all)) {
		out[i] = analyze.Whole{Snapshot: s, Contents: make([]mapi.Contents, len(s.Profiles))}
	}
	return out
}

// Snapshots returns snapshots as they may be shown. They are to be given together: what one of them says of a word
// decides about it in all.
func (r *Redactor) Snapshots(all []analyze.Snapshot) []analyze.Snapshot {
	for i := range all {
		r.learn(reflect.ValueOf(all[i]))
	}
	out := make([]analyze.Snapshot, len(all))
	for range 2 { // in the first round it is found which words are private
		for i := range all {
			out[i] = r.snapshot(&all[i])
		}
	}
	return out
}

// Text replaces the words of a text that are not public.
func (r *Redactor) Text(t hive.Text) hive.Text {
	if r.modules[t] {
		return r.module(t)
	}
	var b strings.Builder
	s, afterServers := string(t), false
	for at := 0; at < len(s); {
		if n := serverAt(s, at); n > 0 { // what follows is a computer
			end := at + n
			for end < len(s) && s[end] != '\\' && s[end] != '/' {
				end++
			}
			b.WriteString(s[at : at+n])
			b.WriteString(r.host(s[at+n : end]))
			at = end
			continue
		}
		if s[at] == '\\' || s[at] == '/' {
			b.WriteByte(s[at])
			at++
			continue
		}
		n := strings.IndexAny(s[at:], `\/`)
		if n < 0 {
			n = len(s) - at
		}
		if name := s[at : at+n]; afterServers && len(name) > len("cn=") {
			b.WriteString(name[:len("cn=")] + r.host(name[len("cn="):]))
		} else {
			b.WriteString(r.component(name))
		}
		afterServers = strings.EqualFold(s[at:at+n], "cn=Servers") // in a distinguished name of Exchange
		at += n
	}
	return hive.Text(b.String())
}

// serverAt returns how long that is which says at this place of a text that the name of a computer follows, 0 where
// nothing does.
func serverAt(s string, at int) int {
	rest := s[at:]
	if at > 0 && strings.IndexByte(` ,;"'(=`, s[at-1]) < 0 || len(rest) < 3 || rest[:2] != `\\` && (rest[:2] != "//" || at > 0) {
		return 0
	}
	if long := `\\?\UNC\`; len(rest) > len(long) && strings.EqualFold(rest[:len(long)], long) {
		return len(long)
	}
	if strings.IndexByte(`\/?.`, rest[2]) >= 0 {
		return 0
	}
	return 2
}

// component replaces the words of a name in a path. A short name becomes that of what a long name of the evidence
// becomes, where it can be its.
func (r *Redactor) component(s string) string {
	for _, mark := range []string{"##", ",,"} { // the path of a share as the name of a key has it
		if rest, ok := strings.CutPrefix(s, mark); ok && rest != "" {
			server, share, _ := strings.Cut(rest, mark[:1])
			return mark + r.host(server) + r.words(rest[len(server):len(rest)-len(share)]+share)
		}
	}
	if !winpath.IsShort(hive.Text(s)) {
		return r.words(s)
	}
	key := string(hive.UpcaseText(hive.Text(s)))
	of, known := r.shorts[key]
	if !known {
		for _, long := range r.longs[startOf(s)] {
			if winpath.MayBeShort(hive.Text(s), long) && (of == "" || long < of) {
				of = long
			}
		}
		r.shorts[key] = of
	}
	if of == "" {
		return r.words(s)
	}
	if short, ok := r.shortLike(s, string(of), r.words(string(of))); ok {
		return short
	}
	return r.words(s)
}

// module replaces the folder of a module. Its file name stays: which program it is of is what is looked for.
func (r *Redactor) module(t hive.Text) hive.Text {
	at := strings.LastIndexAny(string(t), `\/:`) + 1
	folder, name := t[:at], t[at:]
	var b strings.Builder
	for part := range strings.SplitAfterSeq(string(folder), `\`) {
		b.WriteString(r.words(part))
	}
	return hive.Text(b.String()) + name
}

// Path replaces the words of a key's path.
func (r *Redactor) Path(p hive.Path) (out hive.Path) {
	if p == "" {
		return ""
	}
	first := true
	for name := range p.Names() {
		if first {
			out, first = hive.Path("").Join(r.name(name)), false
			continue
		}
		out = out.Join(r.name(name))
	}
	return out
}

// name replaces the words of the name of a key or a value. What is a number of MAPI or Outlook in hex stays: a
// property, an account, a section.
func (r *Redactor) name(t hive.Text) hive.Text {
	if (len(t) == 8 || len(t) == 32) && strings.Trim(string(t), "0123456789abcdefABCDEF") == "" {
		return t
	}
	return r.Text(t)
}

// hex replaces bytes that are no plain identity of 16 bytes: they can hold text. What is nothing but text stays text.
func (r *Redactor) hex(b hive.Hex) hive.Hex {
	if len(b) == 0 || len(b) == 16 && !readable(b) {
		return b
	}
	for width := 1; width <= 2; width++ {
		if s, ok := plainText(b, width); ok {
			out := make(hive.Hex, len(b))
			for i, c := range []byte(r.words(s)) {
				if i*width < len(b) {
					out[i*width] = c
				}
			}
			return out
		}
	}
	var out hive.Hex
	for i := byte(0); len(out) < len(b); i++ {
		out = append(out, r.sum("bytes", string(b), i)...)
	}
	return out[:len(b)]
}

// plainText returns the ASCII text that bytes are, apart from zeros at their end, with so many bytes a character.
func plainText(b []byte, width int) (string, bool) {
	var s strings.Builder
	for ; len(b) >= width && b[0] >= 0x20 && b[0] < 0x7F && (width == 1 || b[1] == 0); b = b[width:] {
		s.WriteByte(b[0])
	}
	return s.String(), strings.Trim(string(b), "\x00") == ""
}

// readable reports whether bytes may be text: five in a row are, also with a zero behind each.
func readable(b []byte) bool {
	run := func(step int) bool {
		for at := 0; at < step; at++ {
			n := 0
			for i := at; i < len(b); i += step {
				if b[i] < 0x20 || b[i] >= 0x7F {
					n = 0
				} else if n++; n >= 5 {
					return true
				}
			}
		}
		return false
	}
	return run(1) || run(2)
}

// Texts is Text of several.
func (r *Redactor) Texts(ts []hive.Text) []hive.Text {
	out := slices.Clone(ts)
	for i := range out {
		out[i] = r.Text(out[i])
	}
	return out
}
