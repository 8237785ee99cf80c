package main

import (
	"path/filepath"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
)

// met is a source of a collection, read for whose it is and whether it changed.
type met struct {
	name string // its path below the collection, with slashes, and the key of the user where there are several
	s    analyze.Snapshot
}

// below is the path of a source below its collection.
func below(collection string, s *analyze.Snapshot) string {
	name := filepath.ToSlash(strings.TrimPrefix(string(s.Path), filepath.Clean(collection)))
	name = strings.TrimLeft(name, "/!")
	if s.UserKey != "" {
		name += " [" + string(s.UserKey) + "]"
	}
	return name
}

// sameBytes reports whether two sources were read from the same bytes, and logs of the same bytes.
func sameBytes(a, b *analyze.Snapshot) bool {
	sum := func(l analyze.Log) string { return l.SHA256 }
	return a.SHA256 != "" && a.SHA256 == b.SHA256 && slices.EqualFunc(a.Logs, b.Logs, func(l, m analyze.Log) bool { return sum(l) != "" && sum(l) == sum(m) })
}

// pairOf is a source of each collection; by says how they were paired, where that is not by their paths.
type pairOf struct {
	a, b *met
	by   string
}

// pairUp pairs the sources of two collections: by their paths in any case, and what is left by the SID of the user,
// where each of the two has one source of that user left.
func pairUp(a, b []met) (pairs []pairOf, onlyA, onlyB []met) {
	left := map[string][]*met{}
	for i := range b {
		key := strings.ToUpper(b[i].name)
		left[key] = append(left[key], &b[i])
	}
	taken := map[*met]bool{}
	users := func(of []met) map[string][]*met {
		out := map[string][]*met{}
		for i := range of {
			if sid := of[i].s.User.SID; sid != "" && !taken[&of[i]] {
				out[sid] = append(out[sid], &of[i])
			}
		}
		return out
	}
	pair := func(x, y *met, by string) {
		pairs = append(pairs, pairOf{x, y, by})
		taken[x], taken[y] = true, true
	}
	for i := range a {
		if key := strings.ToUpper(a[i].name); len(left[key]) > 0 {
			pair(&a[i], left[key][0], "")
			left[key] = left[key][1:]
		}
	}
	usersA, usersB := users(a), users(b)
	for i := range a {
		x := &a[i]
		if sid := x.s.User.SID; len(usersA[sid]) == 1 && len(usersB[sid]) == 1 && !taken[x] {
			y := usersB[sid][0]
			pair(x, y, "In A it is "+hive.Text(x.name).String()+". Both are of one user by the SID.")
		}
	}
	rest := func(of []met) (out []met) {
		for i := range of {
			if !taken[&of[i]] {
				out = append(out, of[i])
			}
		}
		return out
	}
	return pairs, rest(a), rest(b)
}
