package analyze

import (
	"cmp"
	"slices"
	"strings"

	"mapihive/hive"
)

// origin is what the place of a hive in a collection tells: which computer it is of, and whose folder it lay in.
type origin struct {
	host  string // the folder of the computer's drives; equal ones are one computer
	user  string // the name of the user's folder; of a hive beside those of the computer, its own
	known bool
}

// originOf reads the path of a hive, in a folder or in an archive. A hive is of a known computer only where it lies in
// the place that Windows gives it: hives that were put side by side by hand say nothing of each other.
func originOf(path hive.Text) origin {
	parts := strings.FieldsFunc(string(path), func(r rune) bool { return r == '/' || r == '\\' || r == '!' })
	n := len(parts) - 1 // the file itself
	if n < 2 {
		return origin{}
	}
	is := func(i int, names ...string) bool {
		return i >= 0 && slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(parts[i], name) })
	}
	root, user := 0, parts[n-1]
	switch {
	case is(n-2, "Users", "Documents and Settings"):
		root = n - 2
	case is(n-1, "config") && is(n-2, "System32") && is(n-3, "Windows", "WINNT"):
		root, user = n-3, parts[n]
	case is(n-1, "systemprofile") && is(n-2, "config") && is(n-3, "System32") && is(n-4, "Windows", "WINNT"):
		root = n - 4
	case is(n-2, "ServiceProfiles") && is(n-3, "Windows", "WINNT"):
		root = n - 3
	default:
		return origin{}
	}
	drives := parts[:root]
	for len(drives) > 0 && (isDriveFolder(drives[len(drives)-1]) || isShadowFolder(drives[len(drives)-1])) {
		drives = drives[:len(drives)-1]
	}
	if k := len(drives); k > 1 && strings.EqualFold(drives[k-2], "uploads") {
		drives = drives[:k-2] // the accessor that a file was read with: auto, ntfs
	}
	return origin{host: "/" + strings.Join(drives, "/"), user: user, known: true}
}

// isDriveFolder reports whether collectors name the folder of a drive so: "C", "C:", "C%3A", "%5C%5C.%5CC%3A".
func isDriveFolder(name string) bool {
	name = strings.TrimPrefix(strings.ToUpper(name), "%5C%5C.%5C")
	name = strings.TrimSuffix(strings.TrimSuffix(name, "%3A"), ":")
	return len(name) == 1 && 'A' <= name[0] && name[0] <= 'Z'
}

// isShadowFolder reports whether collectors name the folder of a shadow copy so: "VSS3", or by the device.
func isShadowFolder(name string) bool {
	name = strings.ToUpper(name)
	number, ok := strings.CutPrefix(name, "VSS")
	return strings.Contains(name, "HARDDISKVOLUMESHADOWCOPY") || ok && number != "" && strings.Trim(number, "0123456789") == ""
}

// userOf identifies the user of a hive beyond the hive: by the SID, where that is of one account in the world, else by
// the computer and the folder. "" where neither is known.
func userOf(s *Snapshot, o origin) string {
	if strings.HasPrefix(s.User.SID, "S-1-5-21-") || strings.HasPrefix(s.User.SID, "S-1-12-1-") {
		return s.User.SID
	}
	if o.known {
		return o.host + "|" + string(hive.UpcaseText(hive.Text(o.user)))
	}
	return ""
}

// userNameOf names the user of a hive for a reader: as the hive does, else by the folder, else by the SID.
func userNameOf(s *Snapshot, o origin) string {
	return cmp.Or(string(s.User.Name), o.user, s.User.SID)
}
