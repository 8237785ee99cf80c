package ntuser

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/winpath"
)

// environment reads Environment, which is the user's for good, and Volatile Environment, which belongs to
// a session and is rarely stored. Users keep passwords and tokens in variables, so only those that hold
// one path, and a few names of a session, are taken.
func (r *reader) environment() {
	if k, ok := r.lookup("Environment"); ok {
		r.variables(k, false)
	}
	k, ok := r.lookup("Volatile Environment")
	if !ok {
		return
	}
	r.variables(k, true)
	for session := range r.subkeys(k) {
		r.variables(session, true)
	}
}

// sessionNames are the names that Windows sets in Volatile Environment.
var sessionNames = [...]hive.Text{"USERNAME", "USERDOMAIN", "USERDNSDOMAIN", "CLIENTNAME", "SESSIONNAME", "LOGONSERVER", "HOMEDRIVE", "HOMEPATH", "HOMESHARE"}

func (r *reader) variables(k key, volatile bool) {
	for name, v := range r.values(k) {
		text, ok := r.text(k, v)
		if !ok {
			continue
		}
		take := isOnePath(text)
		for _, n := range sessionNames {
			take = take || volatile && hive.EqualFold(name, n)
		}
		if take {
			r.c.Environment = append(r.c.Environment, Variable{Name: name, Expands: v.Type() == hive.RegExpandSz, Volatile: volatile, Fact: r.valueFact(k, name, v, text)})
		}
	}
}

// isOnePath reports whether t is one full path, or one that starts with a variable: "%USERPROFILE%\Temp".
func isOnePath(t hive.Text) bool {
	s := string(t)
	if strings.ContainsAny(s, `;"<>|*?=@`) || strings.Contains(s, "://") {
		return false
	}
	if winpath.IsFull(t) {
		return true
	}
	if rest, ok := strings.CutPrefix(s, "%"); ok {
		name, rest, ok := strings.Cut(rest, "%")
		return ok && name != "" && (rest == "" || rest[0] == '\\')
	}
	_, drive := winpath.Drive(t)
	return drive && len(t) == 2
}
