package analyze

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/ntuser"
	"mapihive/hive/winpath"
)

// pathName is a path as it tells the files of one computer apart: two paths name one file exactly if their names
// are equal. The same rule serves findings and the list of stores.
type pathName struct {
	normal hive.Text // see winpath.Normal
	raised hive.Text // normal, raised: to be compared
	full   bool      // it leads to one file without help from a current directory or a variable
	steps  winpath.Steps
}

func nameOf(path hive.Text) pathName {
	normal, full, steps := winpath.Resolve(path)
	return pathName{normal, hive.UpcaseText(normal), full, steps}
}

// expandedName is nameOf for a path whose variables the hive proves, with the values that say what they stand for;
// nameOf for any other.
func expandedName(c *ntuser.Context, path hive.Text) (pathName, []hive.Fact) {
	if !startsWithVariable(path) {
		return nameOf(path), nil
	}
	expanded, missing := c.Expand(path)
	if len(missing) > 0 || expanded == path {
		return nameOf(path), nil
	}
	name := nameOf(expanded)
	if !name.full {
		return nameOf(path), nil
	}
	return name, c.Behind(path)
}

// startsWithVariable reports whether what a path leads to depends on a variable: "%USERPROFILE%\a.pst".
func startsWithVariable(path hive.Text) bool {
	rest, ok := strings.CutPrefix(string(path), "%")
	return ok && strings.Contains(rest, "%")
}

// asDialogStores reports whether a path is spelled as a file dialog gives it: full, without a \\?\ or \\.\ prefix
// and without a variable, all separators "\", nothing to resolve.
func asDialogStores(path hive.Text) bool {
	normal, full := winpath.Normal(path)
	s := string(path)
	return full && normal == path && !strings.HasPrefix(s, `\\?\`) && !strings.HasPrefix(s, `\\.\`) && strings.Count(s, "%") < 2
}
