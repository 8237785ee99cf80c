package hive

import "strings"

// SplitPath splits a key path before its last component: the path of the parent key, "" for the root, and
// the component as it stands in the path. An escape (see JoinPath) separates nothing.
func SplitPath(path Text) (parent, component Text) {
	s := string(path)
	for i := strings.LastIndexByte(s, '\\'); i >= 0; i = strings.LastIndexByte(s[:i], '\\') {
		switch rest := s[i:]; {
		case strings.HasPrefix(rest, pathBackslash), strings.HasPrefix(rest, pathEmpty), strings.HasPrefix(rest, pathU):
			if i > 0 && s[i-1] == '\\' {
				return path[:i-1], path[i:] // the separator stands right before the escape
			}
		default:
			return path[:i], path[i+1:]
		}
	}
	return "", path
}
