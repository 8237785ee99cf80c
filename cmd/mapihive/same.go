package main

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"mapihive/hive"
)

// epochVariable is the variable of the environment by which builds and reports are made the same each time
// (reproducible-builds.org): the seconds since 1970 that are to stand for now.
const epochVariable = "SOURCE_DATE_EPOCH"

// runClock tells the times of a run. Where they are fixed, nothing that a document says is to depend on when and where
// it was made.
type runClock struct {
	fixed bool
	at    time.Time
}

// clockOf is the clock that the variable asks for.
func clockOf(epoch string) (runClock, error) {
	if epoch == "" {
		return runClock{}, nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	at := time.Unix(seconds, 0).UTC()
	if err != nil || seconds < 0 || at.Year() > 9999 {
		return runClock{}, usagef("%s is no number of seconds: %q", epochVariable, epoch)
	}
	return runClock{true, at}, nil
}

// now is the time in UTC.
func (c runClock) now() time.Time {
	if c.fixed {
		return c.at
	}
	return time.Now().UTC()
}

// absolute is where a file lies on this machine. Of one that was named by a relative path a document that is to be the
// same everywhere does not say it.
func (c runClock) absolute(path, absolute hive.Text) hive.Text {
	if c.fixed && !filepath.IsAbs(string(path)) {
		return ""
	}
	return absolute
}

// inOrder sorts paths, the files of a folder together, so that the order in which they were named cannot matter.
func inOrder(paths []string) {
	names := func(path string) []string { return strings.Split(filepath.ToSlash(filepath.Clean(path)), "/") }
	slices.SortFunc(paths, func(a, b string) int {
		return cmp.Or(slices.Compare(names(a), names(b)), cmp.Compare(a, b))
	})
}
