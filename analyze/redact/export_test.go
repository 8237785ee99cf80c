package redact

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/winpath"
)

// Planted are the words of eight characters and more that were replaced, raised, apart from those that the program
// says of itself and those of the names of modules, which stay.
func (r *Redactor) Planted() (out []string) {
	shown := map[string]bool{}
	for m := range r.modules {
		eachWord(new(strings.Builder), string(winpath.Base(m)), func(w string) string { shown[raise(w)] = true; return w })
	}
	for w := range r.private {
		if len([]rune(w)) >= 8 && !vocabulary()[w] && !shown[w] && !isNumber(w) && !(len(w) >= 32 && strings.Trim(w, "0123456789ABCDEF") == "") { // bytes in hex
			out = append(out, w)
		}
	}
	return out
}

// Hides reports whether a text is replaced wherever it stands.
func (r *Redactor) Hides(t hive.Text) bool {
	return r.Sentence(string(t)) != string(t) && r.name(t) != t && !r.modules[t] && !isNumber(string(t))
}
