package report

import (
	"fmt"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/which"
)

// placeTitles name kinds of places where profiles stand.
var placeTitles = map[mapi.PlaceKind]string{
	mapi.SavedPart:     "In a part of a registry",
	mapi.Aside:         "Beside the key for profiles",
	mapi.Elsewhere:     "At another key",
	mapi.AppV:          "In an App-V package",
	mapi.Sandbox:       "In a sandbox",
	mapi.InstallShadow: "In a terminal server's shadow",
	mapi.Machine:       "In the computer's registry",
}

// standing writes what kind of place a profile stands in, where Outlook and Windows do not look for profiles or that is
// not known.
func (p *page) standing(indent int, w mapi.Where) {
	if w.Kind != "" {
		p.para(indent, fmt.Sprintf("%s, %s confidence: %s.", placeTitles[w.Kind], w.Sure, w.Why))
	}
}

// keyLine is the path of a key on a line of its own: a backslash for the root key.
func keyLine(path hive.Path) string {
	if path == "" {
		return `\`
	}
	return path.String()
}

// thisIs says which of Windows' hives a source is.
func thisIs(h which.Hive) string {
	keys := make([]string, len(h.Keys))
	for i, k := range h.Keys {
		keys[i] = quote(k)
	}
	tell := "keys " + strings.Join(keys, " and ") + " tell"
	if len(keys) == 1 {
		tell = "key " + keys[0] + " tells"
	}
	return fmt.Sprintf("this is the hive %s, %s, as its %s", h.Name, h.Doc, tell)
}

// notAUsers reports whether a source is known to be another of Windows' hives than that of a user.
func notAUsers(s *analyze.Snapshot) bool { return s.Which.Name != "" && !s.Which.User }

// sentence makes a clause one.
func sentence(clause string) string { return strings.ToUpper(clause[:1]) + clause[1:] + "." }
