package collect

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive/hivetest/share"
)

// Fifty users name PST files of their teams by drive letter and server, each in the user's spelling. Every team's file
// with all who name it is found, with nobody else's, and of each user who spells it in two ways that too.
func TestSharedFilesAreFoundAsPlanted(t *testing.T) {
	dir := t.TempDir()
	want := map[string][]string{} // by rule and file, who names it, from which profile and how
	plant := func(what string, u *share.User, use share.Use) {
		want[what] = append(want[what], u.Name+" "+use.Profile+" "+use.Path)
	}
	p := share.Plan{Users: 50, Seed: 11, Parts: os.DirFS("../testdata"), Teams: 5, Dirty: 20}
	require.NoError(t, p.Write(dir, func(u *share.User) {
		shared := u.Uses[1:]
		for _, use := range shared {
			plant(fmt.Sprintf("shared-between-users team%02d", use.Team), u, use)
			if len(shared) > 1 {
				plant(how(shared)+" "+u.Name, u, use)
			}
		}
	}))
	for what, told := range want {
		if user := func(told string) string { return strings.Fields(told)[0] }; !slices.ContainsFunc(told, func(s string) bool { return user(s) != user(told[0]) }) &&
			strings.HasPrefix(what, "shared") {
			delete(want, what) // one user's own
		}
	}
	require.Greater(t, len(want), p.Teams+3)

	c := New(Readers())
	var sources []analyze.Snapshot
	for r := range c.Read(t.Context(), c.Find(t.Context(), []string{dir}), Options{}) {
		if r.Source != nil {
			require.Empty(t, r.Source.Error)
			sources = append(sources, r.Source.Snapshot)
		}
	}
	require.Len(t, sources, p.Users)
	got := map[string][]string{}
	for _, f := range analyze.Run(&analyze.Case{Sources: sources}, analyze.All()) {
		switch f.Rule {
		case "location", "home-of-another":
			continue // of each path on a share by itself
		}
		of := map[string]bool{}
		var told []string
		for _, e := range f.Evidence {
			user := filepath.Base(filepath.Dir(string(sources[e.Source].Path)))
			if e.Profile == "" {
				continue // what the spellings mean: the drive, Outlook's version
			}
			of[user] = true
			told = append(told, user+" "+string(e.Profile)+" "+string(e.Text))
		}
		what := f.Rule + " " + strings.Join(slices.Sorted(keys(of)), " ")
		if f.Rule == "shared-between-users" {
			file := strings.ToLower(path.Base(strings.ReplaceAll(string(f.Evidence[0].Text), `\`, "/")))
			what = f.Rule + " " + strings.TrimSuffix(file, ".pst")
		}
		got[what] = append(got[what], told...)
	}
	for _, m := range []map[string][]string{want, got} {
		for _, told := range m {
			slices.Sort(told)
		}
	}
	require.Equal(t, want, got)
}

// how says by which rule two spellings of one file are told.
func how(uses []share.Use) string {
	if uses[0].Drive == "" && uses[1].Drive == "" && strings.EqualFold(uses[0].Path, uses[1].Path) {
		return "case"
	}
	return "alias"
}

func keys(m map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
