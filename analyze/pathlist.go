package analyze

import (
	"slices"

	"mapihive/hive"
)

// pathList is paths in any order, some more than once. What is said of few hives costs the others nothing.
type pathList []hive.Text

// distinct sorts the paths in place and returns each once.
func (l pathList) distinct() pathList {
	slices.Sort(l)
	return slices.Compact(l)
}
