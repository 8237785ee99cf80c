package redact

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/winpath"
)

// shortLike returns the short name that Windows could make of a redacted long name, with the letters, the number and the
// case of the one that it could make of the long name itself.
func (r *Redactor) shortLike(short, long, redacted string) (string, bool) {
	base, ext := winpath.SplitExt(short)
	head, number, _ := strings.Cut(base, "~")
	longBase, _ := winpath.SplitExt(raise(long))
	newBase, newExt := winpath.SplitExt(raise(redacted))
	was, is := winpath.Plain83(longBase), winpath.Plain83(newBase)
	keep := len(head)
	if !strings.HasPrefix(was, raise(head)) {
		keep = min(2, keep) // two letters of the name and a hash of it
	}
	if len(is) < keep {
		return "", false
	}
	out := is[:keep] + r.hexText(head[keep:])
	newExt = winpath.Plain83(newExt)
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
	base, _ := winpath.SplitExt(raise(name))
	base, _, _ = strings.Cut(winpath.Plain83(base), "~")
	return base[:min(2, len(base))]
}
