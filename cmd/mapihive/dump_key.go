package main

import (
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/regf"
)

// findKey returns the path of the key that the user means, live or recovered. It may be spelled as in either
// form of a dump or without any escapes, and begin with the name of the registry's branch.
func findKey(h *regf.Hive, rec *hive.Recovery, arg string) (hive.Path, error) {
	spelled := strings.Trim(arg, `\`)
	if spelled == "" {
		return "", nil
	}
	candidates := spellings(spelled)
	if below, ok := belowBranch(spelled); ok {
		if _, taken := h.Lookup(candidates[0]); below == "" && !taken {
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

// belowBranch drops the name under which Windows shows a user's hive.
func belowBranch(path string) (below string, ok bool) {
	first, below, _ := strings.Cut(path, `\`)
	return below, strings.EqualFold(first, "HKCU") || strings.EqualFold(first, "HKEY_CURRENT_USER")
}

// descend follows a path from the root key as far as live keys lead, and returns the last key with its
// path as the hive spells it.
func descend(h *regf.Hive, path hive.Path) (k regf.Key, at hive.Path, whole bool) {
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
func noKey(h *regf.Hive, arg, path string) error {
	hint := ""
	if strings.Contains(path, "/") && !strings.Contains(path, `\`) {
		hint = "; key paths are written with backslashes"
	}
	nearest, at, _ := descend(h, hive.PlainPath(hive.Text(path)))
	switch _, rooted := h.Root(); {
	case !rooted:
		return failf("no key [%s]: the root key cannot be read%s", hive.Text(arg), hint)
	case at == "":
		return failf("no key [%s]; the root key has %s%s", hive.Text(arg), english.Count(int(nearest.SubkeyCount()), "subkey"), hint)
	}
	return failf("no key [%s]; the closest above it is [%s], with %s%s", hive.Text(arg), at, english.Count(int(nearest.SubkeyCount()), "subkey"), hint)
}
