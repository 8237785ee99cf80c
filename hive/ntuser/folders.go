package ntuser

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/winpath"
)

const userProfile = `%USERPROFILE%\`

// folders reads the shell folders and, from them, the profile directory: where User Shell Folders say
// %USERPROFILE%\Documents and Shell Folders say C:\Users\alice\Documents, it is C:\Users\alice.
func (r *reader) folders() {
	tails := make(map[hive.Text]hive.Text) // raised folder name -> what follows %USERPROFILE%\
	if k, ok := r.lookup(explorerPath + `\User Shell Folders`); ok {
		for name, v := range r.values(k) {
			f, ok := r.folder(k, name, v, true)
			if ok && hasPrefixFold(f.Fact.Text, userProfile) {
				tails[hive.UpcaseText(f.Name)] = f.Fact.Text[len(userProfile):]
			}
		}
	}
	k, ok := r.lookup(explorerPath + `\Shell Folders`)
	if !ok {
		return
	}
	var homes []Claim
	for name, v := range r.values(k) {
		f, ok := r.folder(k, name, v, false)
		if !ok || !winpath.IsFull(f.Fact.Text) {
			continue
		}
		if home, ok := cutTail(f.Fact.Text, tails[hive.UpcaseText(f.Name)]); ok {
			homes = r.claim(homes, home, hive.High, "Shell Folders compared with the same folders below %USERPROFILE% in User Shell Folders", f.Fact)
		} else if home, ok := standardHome(f.Fact.Text); ok {
			homes = r.claim(homes, home, hive.Medium, "shell folders below where Windows keeps profiles", f.Fact)
		}
	}
	// Folders of a former profile directory may remain: what one or two say against all others is weaker.
	most := 0
	for _, h := range homes {
		most = max(most, len(h.Facts))
	}
	for i := range homes {
		if len(homes[i].Facts)*2 < most {
			homes[i].Confidence, homes[i].Why = hive.Low, "few shell folders, against most of the others"
		}
	}
	rank(homes)
	r.c.Homes = homes
}

func (r *reader) folder(k key, name hive.Text, v hive.Value, user bool) (Folder, bool) {
	if strings.HasPrefix(string(name), "!") { // "!Do not use this registry key"
		return Folder{}, false
	}
	text, ok := r.text(k, v)
	if !ok || text == "" {
		return Folder{}, false
	}
	f := Folder{Name: name, User: user, Fact: r.valueFact(k, name, v, text)}
	r.c.Folders = append(r.c.Folders, f)
	return f, true
}

// cutTail returns what stands before \tail in path.
func cutTail(path, tail hive.Text) (hive.Text, bool) {
	cut := len(path) - len(tail)
	if tail == "" || cut < 2 || path[cut-1] != '\\' || !hive.EqualFold(path[cut:], tail) {
		return "", false
	}
	home := path[:cut-1]
	return home, isUserDirectory(winpath.Base(home))
}

// standardHome returns X:\Users\NAME or X:\Documents and Settings\NAME of a path inside it.
func standardHome(path hive.Text) (hive.Text, bool) {
	part := strings.SplitN(string(path), `\`, 4)
	if len(part) < 4 || len(part[0]) != 2 || !isUserDirectory(hive.Text(part[2])) {
		return "", false
	}
	if parent := hive.Text(part[1]); !hive.EqualFold(parent, "Users") && !hive.EqualFold(parent, "Documents and Settings") {
		return "", false
	}
	return hive.Text(strings.Join(part[:3], `\`)), true
}

// isUserDirectory reports whether a directory beside the users' own can be a user's.
func isUserDirectory(name hive.Text) bool {
	for _, shared := range []hive.Text{"", "Public", "All Users", "Default", "Default User"} {
		if hive.EqualFold(name, shared) {
			return false
		}
	}
	return true
}

func hasPrefixFold(t, prefix hive.Text) bool {
	return len(t) >= len(prefix) && hive.EqualFold(t[:len(prefix)], prefix)
}
