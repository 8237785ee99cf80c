package main

import (
	"fmt"
	"slices"

	"mapihive/analyze"
	"mapihive/report"
)

// coverage says on stderr what could not be read, a line each, and returns what that means for the exit
// status.
func (a *app) coverage(in *input, sources []analyze.Snapshot) error {
	return a.covered(in, len(sources), slices.DeleteFunc(slices.Clone(sources), func(s analyze.Snapshot) bool { return report.Unread(&s) == "" }))
}

// covered is coverage of so many sources, of which some told nothing.
func (a *app) covered(in *input, sources int, unread []analyze.Snapshot) error {
	var lines []string
	for _, s := range in.skipped {
		if s.Failed {
			lines = append(lines, fmt.Sprintf("%s: %s", s.Path, s.Reason))
		}
	}
	for _, s := range unread {
		lines = append(lines, fmt.Sprintf("%s: not read: %s", s.Path, report.Unread(&s)))
	}
	var status error
	switch {
	case len(unread) == sources:
		status = &failure{status: statusNothing}
	case len(lines) > 0 && !in.skipErrors:
		status = &failure{status: statusPartly}
	}
	for _, line := range lines {
		if status == nil {
			a.note("%s", line)
		} else {
			complain(a.stderr, "%s", line)
		}
	}
	return status
}
