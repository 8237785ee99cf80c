package collect

import (
	"encoding/json"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"mapihive/analyze"
	"mapihive/hive"
)

// Parts of the paths of user hives in collections (KAPE, Velociraptor, CyLR, acquire, rla, shares of roaming
// profiles). Nothing is said of a path that has none of them. They are compiled when a path is looked at first: the
// start of the program does not wait for them.
var (
	shadowCopy = lazily(`(?i)HarddiskVolumeShadowCopy(\d+)$`)
	// generation is what Windows adds to the folder of a roaming profile since Vista ("Deploy Roaming User Profiles").
	generation = lazily(`(?i)^(.+)\.(V[2-6])$`)
	// flattened is a path that rla wrote as a name, C:\Users\bob\NTUSER.DAT.
	flattened = lazily(`(?i)^[A-Z]_(?:Users|Documents and Settings)_(.+)_NTUSER\.(?:DAT|MAN)$`)
	// collection is what Velociraptor calls the archive of an offline collector.
	collection = lazily(`(?i)^Collection-(.+?)-\d{4}-\d\d-\d\dT\d\d[_:-]\d\d[_:-]\d\d.*\.zip$`)
)

// lazily is an expression that is compiled when it is asked for.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// labelsOf reads what a path tells: whose profile it is, and of which copy.
func labelsOf(shown string) (l analyze.Labels) {
	parts := strings.FieldsFunc(shown, func(r rune) bool { return r == '/' || r == '\\' || string(r) == memberMark })
	var words []string
	for _, p := range parts {
		if c := collection().FindStringSubmatch(p); c != nil {
			l.Host = hive.Text(c[1])
		}
		words = append(words, strings.FieldsFunc(unescaped(p), func(r rune) bool { return r == '\\' })...)
	}
	if len(words) == 0 {
		return l
	}
	var copies []string
	for i, w := range words[:len(words)-1] {
		switch {
		case shadowCopy().MatchString(w):
			copies = append(copies, "shadow copy "+shadowCopy().FindStringSubmatch(w)[1])
		case strings.EqualFold(w, "Windows.old"):
			copies = append(copies, "Windows.old")
		case (strings.EqualFold(w, "Users") || strings.EqualFold(w, "Documents and Settings") || strings.EqualFold(w, "profiles$")) && i+2 < len(words):
			l.User = hive.Text(words[i+1])
		}
	}
	if f := flattened().FindStringSubmatch(words[len(words)-1]); f != nil {
		l.User = hive.Text(f[1])
	}
	if g := generation().FindStringSubmatch(string(l.User)); g != nil {
		l.User = hive.Text(g[1])
		copies = append(copies, "roaming profile "+strings.ToUpper(g[2]))
	}
	l.Copy = hive.Text(strings.Join(copies, ", "))
	return l
}

// unescaped decodes %XX in a component of a path: Velociraptor writes C: as C%3A, and what follows \\.\ so too.
func unescaped(p string) string {
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		if p[i] == '%' && i+2 < len(p) {
			if c, err := strconv.ParseUint(p[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(c))
				i += 2
				continue
			}
		}
		b.WriteByte(p[i])
	}
	return b.String()
}

// contradiction says that a path and the hive there name different users. Windows adds a domain or a number to the
// name of a folder that is taken, and a renamed user keeps the folder; neither is one.
func contradiction(l analyze.Labels, inHive hive.Text) string {
	folder, added := l.User, len(inHive)
	if len(folder) > added && folder[added] == '.' {
		folder = folder[:added]
	}
	if l.User == "" || inHive == "" || hive.EqualFold(folder, inHive) {
		return ""
	}
	return "the path names the user " + quoted(l.User) + ", the hive " + quoted(inHive) + ": the user may have been renamed, or the file may not be where it was"
}

func quoted(t hive.Text) string { return `"` + t.String() + `"` }

// clientInfo is the file in which Velociraptor says which machine a collection is of.
const clientInfo = "client_info.json"

// hostOf reads the name of the machine out of a collection of Velociraptor, if the folder is one.
func hostOf(fsys fs.FS, dir string, entries []fs.DirEntry, c *cost) hive.Text {
	has := func(name string, isDir bool) bool {
		return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name && e.IsDir() == isDir })
	}
	if !has(clientInfo, false) || !has("uploads", true) {
		return ""
	}
	var info struct {
		Hostname hive.Text
		OS       struct{ Hostname hive.Text } `json:"os_info"`
	}
	data, err := readSmall(fsys, path.Join(dir, clientInfo), c)
	if err != nil || json.Unmarshal(data, &info) != nil { // the names of fields are taken in any case
		return ""
	}
	if info.Hostname != "" {
		return info.Hostname
	}
	return info.OS.Hostname
}
