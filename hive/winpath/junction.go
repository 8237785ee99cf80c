package winpath

import (
	"strings"

	"mapihive/hive"
)

// junction is a folder of Windows XP that later versions keep as a junction to where its contents went.
type junction struct {
	from, to string // below the drive's root, raised; "*" is the folder of a user
	language string // of the Windows that makes it, "" for every one
}

// junctions are those that Windows itself makes. The names of those in a user's folder are of the language of the
// Windows; where there is none here, it is not known, which is not to say that there is none.
var junctions = []junction{
	{`DOCUMENTS AND SETTINGS\ALL USERS\APPLICATION DATA`, `PROGRAMDATA`, ""},
	{`DOCUMENTS AND SETTINGS\ALL USERS`, `PROGRAMDATA`, ""},
	{`DOCUMENTS AND SETTINGS\DEFAULT USER`, `USERS\DEFAULT`, ""},
	{`DOCUMENTS AND SETTINGS`, `USERS`, ""},
	{`USERS\ALL USERS`, `PROGRAMDATA`, ""},
	{`USERS\DEFAULT USER`, `USERS\DEFAULT`, ""},
	{`USERS\*\LOCAL SETTINGS\APPLICATION DATA`, `USERS\*\APPDATA\LOCAL`, ""},
	{`USERS\*\LOCAL SETTINGS`, `USERS\*\APPDATA\LOCAL`, ""},
	{`USERS\*\APPLICATION DATA`, `USERS\*\APPDATA\ROAMING`, ""},
	{`USERS\*\MY DOCUMENTS`, `USERS\*\DOCUMENTS`, ""},
	{`DOKUMENTE UND EINSTELLUNGEN`, `USERS`, "German"},
	{`USERS\*\LOKALE EINSTELLUNGEN\ANWENDUNGSDATEN`, `USERS\*\APPDATA\LOCAL`, "German"},
	{`USERS\*\LOKALE EINSTELLUNGEN`, `USERS\*\APPDATA\LOCAL`, "German"},
	{`USERS\*\ANWENDUNGSDATEN`, `USERS\*\APPDATA\ROAMING`, "German"},
	{`USERS\*\EIGENE DATEIEN`, `USERS\*\DOCUMENTS`, "German"},
	{`USERS\*\MES DOCUMENTS`, `USERS\*\DOCUMENTS`, "French"},
	{`USERS\*\MIS DOCUMENTOS`, `USERS\*\DOCUMENTS`, "Spanish"},
}

// way is a junction by its components.
type way struct {
	from []string
	to   string
}

// ways are the junctions by their first component.
var ways = func() map[string][]way {
	m := map[string][]way{}
	for _, j := range junctions {
		from := strings.Split(j.from, `\`)
		m[from[0]] = append(m[from[0]], way{from, j.to})
	}
	return m
}()

// maxJunctions bounds how often a path is led on: through the folder of all users, then through one of a user's.
const maxJunctions = 4

// BehindJunctions leads a full path in normal form through the junctions that Windows Vista and later make. Whether
// they stand on the computer is not told: on Windows XP the folders are real. ok is false where the path goes through
// none.
func BehindJunctions(normal hive.Text) (to hive.Text, ok bool) {
	root, rest, full := Root(normal)
	if !full || IsUNC(normal) {
		return normal, false
	}
	for range maxJunctions {
		next, led := lead(rest)
		if !led {
			break
		}
		rest, ok = next, true
	}
	if !ok {
		return normal, false
	}
	return root + rest, true
}

// lead follows the first junction that a path below a drive's root goes through.
func lead(rest hive.Text) (hive.Text, bool) {
	first, _, _ := strings.Cut(string(rest), `\`)
	candidates := ways[string(hive.UpcaseText(hive.Text(first)))]
	if candidates == nil {
		return rest, false
	}
	for _, j := range candidates {
		user, below, more, fits := "", string(rest), true, true
		for _, name := range j.from {
			var part string
			if fits = more; !fits {
				break // the path ends above the junction
			}
			if part, below, more = strings.Cut(below, `\`); name == "*" {
				user = part
			} else if fits = hive.EqualFold(hive.Text(part), hive.Text(name)); !fits {
				break
			}
		}
		if fits {
			to := strings.Replace(j.to, "*", user, 1)
			if more {
				to += `\` + below
			}
			return hive.Text(to), true
		}
	}
	return rest, false
}
