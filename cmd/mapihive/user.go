package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/hive"
)

// addUser adds the flag that chooses among the users of one file.
func addUser(cmd *cobra.Command, to *string) {
	cmd.Flags().StringVar(to, "user", "", "of a file with several users (Windows 9x), the one\nwhose key is called `NAME`")
}

// choosesUser reports whether --user means a source; where it is not given it means all.
func choosesUser(s *analyze.Snapshot, user string) bool {
	return user == "" || hive.EqualFold(s.UserKey, hive.Text(user))
}

// oneUser returns the one of several sources of a file that --user means. Where it is not given, it is the only one that
// has profiles.
func oneUser(sources []analyze.Whole, user string) (analyze.Whole, error) {
	if len(sources) == 1 {
		return sources[0], nil
	}
	fit := slices.DeleteFunc(slices.Clone(sources), func(s analyze.Whole) bool {
		return !choosesUser(&s.Snapshot, user) || user == "" && len(s.Profiles) == 0
	})
	if len(fit) == 1 {
		return fit[0], nil
	}
	if user != "" && len(fit) == 0 {
		return analyze.Whole{}, absentf("%s holds no user %q; there are %s", sources[0].Path, user, userKeys(sources))
	}
	return analyze.Whole{}, usagef("%s holds %d users; choose one with --user: %s", sources[0].Path, len(sources), userKeys(sources))
}

// userKeys lists the users of one file, as --user takes them.
func userKeys(sources []analyze.Whole) string {
	names := make([]string, len(sources))
	for i, s := range sources {
		names[i] = fmt.Sprintf("%q", s.UserKey.String())
	}
	return strings.Join(names, ", ")
}
