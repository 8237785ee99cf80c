// Package office knows how Office names what several readers meet: the keys of its versions and the data
// files of Outlook.
package office

import (
	"cmp"
	"strconv"
	"strings"

	"mapihive/hive"
)

// Version is a version of Office. Its key below Software\Microsoft\Office is named like it.
type Version struct{ Major, Minor int }

// ParseVersion reads the name of a version's key: "8.0" (Office 97), "8.5" (Outlook 98) to "16.0" (2016 and
// all since). The key of one to come may have three digits; no name has a leading zero.
func ParseVersion(name string) (v Version, ok bool) {
	major, minor, _ := strings.Cut(name, ".")
	if len(major) < 1 || len(major) > 3 || major[0] == '0' || len(minor) != 1 {
		return Version{}, false
	}
	x, err := strconv.ParseUint(major, 10, 16)
	y, err2 := strconv.ParseUint(minor, 10, 16)
	if err != nil || err2 != nil {
		return Version{}, false
	}
	return Version{int(x), int(y)}, true
}

// Compare orders versions.
func (v Version) Compare(w Version) int {
	return cmp.Or(cmp.Compare(v.Major, w.Major), cmp.Compare(v.Minor, w.Minor))
}

// outlooks are the names under which versions of Outlook were sold. One key has served all since 2016.
var outlooks = map[string]string{
	"8.0": "97", "8.5": "98", "9.0": "2000", "10.0": "2002", "11.0": "2003", "12.0": "2007", "14.0": "2010", "15.0": "2013",
	"16.0": "2016 or later",
}

// Outlook names a version of Outlook for a reader: "Outlook 2010 (14.0)"; one that has no name here is its
// number alone, "Outlook 17.0". What is no version of Office stays as it is.
func Outlook(version string) string {
	if name := outlooks[version]; name != "" {
		return "Outlook " + name + " (" + version + ")"
	}
	if _, ok := ParseVersion(version); ok {
		return "Outlook " + version
	}
	return version
}

// DataFile is the kind of Outlook data file that a path names, by its extension: "pst", "ost", "nst" (the
// cache of Microsoft 365 groups), or "" for any other.
func DataFile(path hive.Text) string {
	if n := len(path) - len(".pst"); n >= 0 {
		for _, kind := range [...]string{"pst", "ost", "nst"} {
			if hive.EqualFold(path[n:], hive.Text("."+kind)) {
				return kind
			}
		}
	}
	return ""
}
