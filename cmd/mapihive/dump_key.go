package main

import (
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
)

// findKey returns the path of the key that the user means, live or recovered. It may be spelled as in either
// form of a dump or without any escapes, and begin with the name of the registry's branch.
func findKey(h hive.Registry, rec *hive.Recovery, arg string) (hive.Path, error) {
	spelled := strings.Trim(arg, `\`)
	if spelled == "" {
		return "", nil
	}
	candidates := spellings(spelled)
	if below, ok := belowBranch(spelled); ok {
		if _, _, taken := descend(h, candidates[0]); below == "" && !taken {
			return "", nil
		}
		candidates = append(candidates, spellings(below)...)
		spelled = below
	}
	for _, path := range candidates {
		if _, at, ok := descend(h, path); ok {
			return at, nil
		}
	}
	if rec != nil {
		for _, path := range candidates {
			up := path.Raised()
			if slices.ContainsFunc(rec.Keys, func(k hive.RecoveredKey) bool { return k.Path.Raised() == up }) {
				return path, nil
			}
		}
	}
	return "", noKey(h, arg, spelled)
}

// spellings are the paths that a user can mean, the likeliest first.
func spellings(path string) []hive.Path {
	return []hive.Path{hive.Path(path), hive.Path(hive.Unescape(path)), hive.PlainPath(hive.Text(path))}
}

// branches are the names under which Windows shows what is in a file: the registry of a user, of all users (Windows
// 9x), of the computer.
var branches = []string{"HKCU", "HKEY_CURRENT_USER", "HKU", "HKEY_USERS", "HKLM", "HKEY_LOCAL_MACHINE"}

// belowBranch drops the name of a branch.
func belowBranch(path string) (below string, ok bool) {
	first, below, _ := strings.Cut(path, `\`)
	return below, slices.ContainsFunc(branches, func(b string) bool { return strings.EqualFold(first, b) })
}

// descend follows a path from the root key as far as live keys lead, and returns the last key with its
// path as the hive spells it.
func descend(h hive.Registry, path hive.Path) (k hive.Key, at hive.Path, whole bool) {
	k, ok := h.Root()
	if !ok {
		return k, "", false
	}
	for name := range path.Names() {
		sub, ok := k.Subkey(name)
		if !ok {
			return k, at, false
		}
		k, at = sub, at.Join(sub.Name())
	}
	return k, at, true
}

// noKey says how far a path leads.
func noKey(h hive.Registry, arg, path string) error {
	hint := ""
	if strings.Contains(path, "/") && !strings.Contains(path, `\`) {
		hint = "; key paths are written with backslashes"
	}
	nearest, at, _ := descend(h, hive.PlainPath(hive.Text(path)))
	switch _, rooted := h.Root(); {
	case !rooted:
		return failf("no key [%s]: the root key cannot be read%s", hive.Text(arg), hint)
	case at == "":
		return absentf("no key [%s]; the root key has %s%s", hive.Text(arg), english.Count(subkeys(nearest), "subkey"), hint)
	}
	return absentf("no key [%s]; the closest above it is [%s], with %s%s", hive.Text(arg), at, english.Count(subkeys(nearest), "subkey"), hint)
}

// subkeys counts the direct subkeys of a key.
func subkeys(k hive.Key) (n int) {
	for range k.Subkeys() {
		n++
	}
	return n
}
