package winpath

import (
	"strings"

	"mapihive/hive"
)

// Normal writes a Windows path the way GetFullPathName would, as far as that can be known without
// the machine: "/" becomes "\", repeated separators become one, "." and ".." are resolved but never
// eat into the root, a single full stop that ends a component and all full stops and spaces that end
// the path are dropped. \\?\ paths are taken literally by Windows, so they only lose their prefix, and
// only where what remains means the same without it (Jeremy Kuhne, "Path Normalization", 2016; Windows
// documentation, "Naming Files, Paths, and Namespaces").
//
// full reports whether the path names a file without help from a current directory. Variables
// (%USERPROFILE%) are left alone: nothing says that MAPI expands them. Links, substituted drives and
// 8.3 names need the machine.
//
// Normal(Normal(p)) is Normal(p).
func Normal(p hive.Text) (normal hive.Text, full bool) {
	normal, full, _ = Resolve(p)
	return normal, full
}

// Resolve is Normal with the steps that led there.
func Resolve(p hive.Text) (normal hive.Text, full bool, steps Steps) {
	if isPlain(string(p)) {
		return p, true, 0
	}
	s, full := normalize(string(p), &steps)
	if s == string(p) {
		return p, full, 0 // what was taken away was put back
	}
	return hive.Text(s), full, steps
}

// isPlain reports whether a path is in normal form at a glance, as nearly all are: on a drive or a share, with nothing
// in it that any step is about.
func isPlain(s string) bool {
	if len(s) < 4 || strings.Contains(s, "/") {
		return false
	}
	rest := s
	if s[0] == '\\' { // "\\server\share"
		rest = s[1:]
		if i := strings.IndexByte(rest[1:], '\\'); rest[0] != '\\' || rest[1] == '?' || i <= 0 {
			return false
		}
	} else if !hasDrive(s) || s[2] != '\\' {
		return false
	}
	last := s[len(s)-1]
	return last != '.' && last != ' ' && last != '\\' && !strings.Contains(rest, `\\`) && !strings.Contains(rest, `.\`) && !strings.Contains(rest, `\.`)
}

const (
	verbatim = `\\?\`
	device   = `\\.\`
)

func normalize(s string, steps *Steps) (string, bool) {
	if rest, ok := strings.CutPrefix(s, verbatim); ok {
		return unprefix(verbatim, rest, steps)
	}
	if strings.Contains(s, "/") {
		*steps |= Slashes
		s = strings.ReplaceAll(s, "/", `\`)
	}
	for _, prefix := range []string{verbatim, device} {
		if rest, ok := strings.CutPrefix(s, prefix); ok {
			return unprefix(prefix, resolve(rest, false, steps), steps)
		}
	}
	return normalizePlain(s, steps)
}

// unprefix drops \\?\ or \\.\ from a path whose rest is a plain path in normal form.
func unprefix(prefix, rest string, steps *Steps) (string, bool) {
	plain := rest
	if len(rest) >= 4 && strings.EqualFold(rest[:4], `UNC\`) {
		plain = `\\` + rest[4:]
	}
	if strings.HasPrefix(plain, verbatim) || strings.HasPrefix(plain, device) || strings.Contains(plain, "/") {
		return prefix + rest, true
	}
	if n, full := normalizePlain(plain, new(Steps)); full && n == plain {
		*steps |= Prefix
		return plain, true
	}
	return prefix + rest, true
}

// normalizePlain takes a path without device prefix whose separators are all "\".
func normalizePlain(s string, steps *Steps) (string, bool) {
	switch {
	case strings.HasPrefix(s, `\\`):
		server, rest, _ := strings.Cut(s[2:], `\`)
		if strings.HasPrefix(rest, `\`) {
			*steps |= Doubled
		}
		share, rest, _ := strings.Cut(strings.TrimLeft(rest, `\`), `\`)
		if server == "" || server == "?" || server == "." || share == "" {
			return s, false // no share: nothing is known about such a path
		}
		root := `\\` + server + `\` + share
		if rest = resolve(rest, false, steps); rest == "" {
			return root, true
		}
		return root + `\` + rest, true
	case hasDrive(s) && len(s) > 2 && s[2] == '\\':
		return s[:3] + resolve(s[3:], false, steps), true
	case hasDrive(s):
		return s[:2] + resolve(s[2:], true, steps), false
	case strings.HasPrefix(s, `\`):
		return `\` + resolve(s[1:], false, steps), false
	}
	s = resolve(s, true, steps)
	if s == "" {
		return ".", false
	}
	if hasDrive(s) {
		s = `.\` + s // ".\C:x" is no drive
	}
	return s, false
}

// resolve works out what follows the root. A relative path keeps the ".." that lead out of it.
func resolve(s string, relative bool, steps *Steps) string {
	trailing := strings.HasSuffix(s, `\`)
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '\\' })
	if strings.HasPrefix(s, `\`) || strings.Contains(s, `\\`) {
		*steps |= Doubled
	}
	out := parts[:0]
	for _, c := range parts {
		switch {
		case c == ".":
			*steps |= Dots
		case c == "..":
			*steps |= Dots
			switch n := len(out); {
			case n > 0 && out[n-1] != "..":
				out = out[:n-1]
			case relative:
				out = append(out, c)
			}
		case strings.HasSuffix(c, ".") && !strings.HasSuffix(c, ".."):
			*steps |= Ends
			out = append(out, c[:len(c)-1])
		default:
			out = append(out, c)
		}
	}
	if n := len(out); n > 0 && !trailing && out[n-1] != ".." {
		last := strings.TrimRight(out[n-1], ". ")
		if last != out[n-1] {
			*steps |= Ends
		}
		if out[n-1] = last; last == "" {
			out, trailing = out[:n-1], true
		}
	}
	if len(out) == 0 {
		return ""
	}
	s = strings.Join(out, `\`)
	if trailing {
		s += `\`
	}
	return s
}
