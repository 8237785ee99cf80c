package redact

import (
	"strings"

	"mapihive/hive"
)

// shortLike returns the short name that Windows could make of a redacted long name, with the letters, the number and the
// case of the one that it could make of the long name itself.
func (r *Redactor) shortLike(short, long, redacted string) (string, bool) {
	base, ext := cutExt(short)
	head, number, _ := strings.Cut(base, "~")
	longBase, _ := cutExt(raise(long))
	newBase, newExt := cutExt(raise(redacted))
	was, is := plainShort(longBase), plainShort(newBase)
	keep := len(head)
	if !strings.HasPrefix(was, raise(head)) {
		keep = min(2, keep) // two letters of the name and a hash of it
	}
	if len(is) < keep {
		return "", false
	}
	out := is[:keep] + r.hexText(head[keep:])
	newExt = plainShort(newExt)
	newExt = newExt[:min(len(newExt), len(ext))]
	out += "~" + number
	if ext != "" {
		out += "." + newExt
	}
	if short == strings.ToLower(short) {
		out = strings.ToLower(out)
	}
	return out, true
}

func cutExt(name string) (base, ext string) {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[:i], name[i+1:]
	}
	return name, ""
}

// plainShort drops and replaces what no short name holds.
func plainShort(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == ' ' || c == '.':
			return -1
		case strings.ContainsRune("+,;=[]", c) || c >= 0x80:
			return '_'
		}
		return c
	}, s)
}

// remember keeps the names in a path that can have a short name.
func (r *Redactor) remember(t hive.Text) {
	if len(t) > 1<<10 {
		return
	}
	for name := range strings.FieldsFuncSeq(string(t), func(c rune) bool { return strings.ContainsRune(`\/:"<>|`, c) }) {
		if start := startOf(name); len(name) > 3 && !r.seen[name] && len(r.longs[start]) < maxAlike {
			r.seen[name] = true
			r.longs[start] = append(r.longs[start], hive.Text(name))
		}
	}
}

// maxAlike is how many long names that start alike are looked at for a short one.
const maxAlike = 1_000

// startOf is what a short name and the long one start with in any case.
func startOf(name string) string {
	base, _ := cutExt(raise(name))
	base, _, _ = strings.Cut(plainShort(base), "~")
	return base[:min(2, len(base))]
}
