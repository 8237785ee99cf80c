package main

import (
	"context"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/hive/regf"
)

// What is asked for by name is completed from the evidence that the command line names so far. It is read when a shell
// asks, no more of it than live and deleted profiles need, and what goes wrong is not said: somebody is typing.

// completeFlag completes the value of a flag. What a name adds to a line, a shell shows behind a tab.
func completeFlag(cmd *cobra.Command, flag string, words func(ctx context.Context, args []string, begun string) []string) {
	// The only error is a flag that does not exist; a test asks for each completion.
	_ = cmd.RegisterFlagCompletionFunc(flag, func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		return words(cmd.Context(), args, begun), cobra.ShellCompDirectiveNoFileComp
	})
}

// profileNames are the names of profiles in the hive of a command line, those that can be typed.
func (a *app) profileNames(ctx context.Context, args []string, begun string) []string {
	var names []string
	for _, s := range a.glance(ctx, args) {
		for i := range s.Profiles {
			p := &s.Profiles[i]
			if line := string(p.Name) + "\t" + string(p.State); typable(p.Name, begun) && !slices.ContainsFunc(names, sameWord(line)) {
				names = append(names, line)
			}
		}
	}
	return names
}

// userNames are the users in the file of a command line.
func (a *app) userNames(ctx context.Context, args []string, begun string) (names []string) {
	for _, s := range a.glance(ctx, args) {
		if typable(s.UserKey, begun) {
			names = append(names, string(s.UserKey))
		}
	}
	return names
}

// sameWord finds the word that a line begins with.
func sameWord(line string) func(string) bool {
	word, _, _ := strings.Cut(line, "\t")
	return func(other string) bool {
		of, _, _ := strings.Cut(other, "\t")
		return of == word
	}
}

// typable reports whether a name goes on from what is typed and holds nothing that a shell's list of words cannot.
func typable(name hive.Text, begun string) bool {
	s := string(name)
	return s != "" && name.String() == s && strings.TrimSpace(s) == s && beginsFold(s, begun)
}

func beginsFold(s, begun string) bool {
	return len(s) >= len(begun) && hive.EqualFold(hive.Text(s[:len(begun)]), hive.Text(begun))
}

// glance reads the file that a command line names, for what is in it.
func (a *app) glance(ctx context.Context, args []string) (sources []analyze.Snapshot) {
	if len(args) == 0 || !oneFile(args[0]) {
		return nil
	}
	c := collect.New(a.readers)
	for r := range c.Read(ctx, c.Find(ctx, args[:1]), collect.Options{Live: true}) {
		if r.Source != nil {
			sources = append(sources, r.Source.Snapshot)
		}
	}
	return sources
}

// oneFile reports whether a path is a file or one in an archive: whole folders, lists and patterns are not read while
// somebody is typing.
func oneFile(path string) bool {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().IsRegular()
	}
	_, _, ok := collect.SplitMember(path)
	return ok
}

// keysBelow are the keys that a path that is being typed can lead to.
func (a *app) keysBelow(ctx context.Context, path, begun string, o inputOptions) (keys []string) {
	if !oneFile(path) {
		return nil
	}
	c := collect.New(a.readers)
	for range c.Visit(ctx, c.Find(ctx, []string{path}), func(f *collect.File, r *collect.Reader) {
		switch {
		case r.Open != nil:
			if view, err := r.Open(ctx, f, collect.Options{NoHash: true}); err == nil {
				keys = subkeysOf(view, begun)
			}
		case r.Name == "regf":
			if h, err := collect.OpenLive(ctx, f, regf.Options{NoLogs: o.noLogs, NoHash: true}); err == nil {
				defer h.Close()
				keys = subkeysOf(h.View(), begun)
			}
		}
	}) {
	}
	return keys
}

// subkeysOf completes a path of a key by one name. What is typed stays as it is.
func subkeysOf(h hive.Registry, begun string) (keys []string) {
	above, name := "", begun
	if i := strings.LastIndex(begun, `\`); i >= 0 {
		above, name = begun[:i+1], begun[i+1:]
	}
	path, err := findKey(h, nil, above)
	if err != nil {
		return nil
	}
	k, _, ok := descend(h, path)
	if !ok {
		return nil
	}
	for sub := range k.Subkeys() {
		s := sub.Name().Component()
		if !beginsFold(s, name) {
			continue
		}
		for range sub.Subkeys() {
			s += `\` // there is more below it
			break
		}
		keys = append(keys, above+s)
	}
	return keys
}

// sidesOf completes an argument of diff: behind a colon by the profiles of the hive before it.
func (a *app) sidesOf(cmd *cobra.Command, begun string) ([]string, cobra.ShellCompDirective) {
	i := strings.LastIndex(begun, ":")
	if i < 0 || !oneFile(begun[:i]) {
		return nil, cobra.ShellCompDirectiveDefault
	}
	names := a.profileNames(cmd.Context(), []string{begun[:i]}, begun[i+1:])
	for j := range names {
		names[j] = begun[:i+1] + names[j]
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// onlyPath completes one argument, a path, and no second one.
func onlyPath(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveDefault
}
