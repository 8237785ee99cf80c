package collect

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"mapihive/hive"
)

// maxList is how much is read of a list of paths, in bytes.
const maxList = 64 << 20

// Expand makes paths of what a user names: "@FILE" is a file with a path on each line, "@-" standard input, and a
// pattern (*, ?, [a-z], and ** for any number of folders) stands for every path that it fits in any case: the shell
// of Windows leaves that to programs. What is there under the very name is meant itself. A pattern that nothing fits stays.
func Expand(args []string, stdin io.Reader) (paths []string, err error) {
	for _, arg := range args {
		list, isList := strings.CutPrefix(arg, "@")
		switch _, statErr := os.Lstat(arg); {
		case statErr == nil:
			paths = append(paths, arg)
		case isList:
			lines, err := readList(list, stdin)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", hive.Text(arg), err)
			}
			paths = append(paths, lines...)
		case isPattern(arg):
			fits, err := glob(arg)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", hive.Text(arg), err)
			}
			if len(fits) == 0 {
				fits = []string{arg}
			}
			paths = append(paths, fits...)
		default:
			paths = append(paths, arg)
		}
	}
	return paths, nil
}

// readList reads paths, one a line, or each behind a NUL as find -print0 writes them.
func readList(file string, stdin io.Reader) ([]string, error) {
	from := stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, errors.New(reason(err))
		}
		defer f.Close()
		from = f
	}
	data, err := io.ReadAll(io.LimitReader(from, maxList+1))
	switch {
	case err != nil:
		return nil, errors.New(reason(err))
	case len(data) > maxList:
		return nil, fmt.Errorf("a list of paths has at most %d bytes", maxList)
	case bytes.HasPrefix(data, []byte("regf")), bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil, errors.New("this is evidence and no list of paths; save it to a file and name that without @")
	case bytes.HasPrefix(data, []byte("\xff\xfe")): // as PowerShell writes
		data = []byte(hive.DecodeUTF16(data[2:]))
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	split := "\n"
	if strings.Contains(text, "\x00") {
		split = "\x00"
	}
	var paths []string
	for _, line := range strings.Split(text, split) {
		if line = strings.TrimSuffix(line, "\r"); line != "" {
			paths = append(paths, line)
		}
	}
	if len(paths) == 0 {
		return nil, errors.New("the list names no path")
	}
	return paths, nil
}

func isPattern(name string) bool { return strings.ContainsAny(name, "*?[") }

// glob returns the paths that fit a pattern, in lexical order and in any case, as Windows has it: collections come
// from there.
func glob(pattern string) ([]string, error) {
	top := filepath.VolumeName(pattern)
	rest := filepath.ToSlash(pattern[len(top):])
	if strings.HasPrefix(rest, "/") {
		top += string(filepath.Separator)
		rest = strings.TrimLeft(rest, "/")
	}
	parts := strings.Split(rest, "/")
	if CheckPatterns(parts) != nil {
		return nil, errors.New("this is no pattern: a [ has no ], or a part of it is empty")
	}
	var fits []string
	met := map[string]bool{}
	fitting(top, parts, func(name string) {
		if !met[name] {
			met[name] = true
			fits = append(fits, name)
		}
	})
	return fits, nil
}

// fitting calls found for what fits the parts of a pattern below a folder. What cannot be listed has nothing that
// fits; symbolic links are followed where a part is meant for them alone.
func fitting(in string, parts []string, found func(string)) {
	if len(parts) == 0 {
		found(in)
		return
	}
	part, rest := parts[0], parts[1:]
	if _, err := os.Lstat(filepath.Join(in, part)); err == nil && !isPattern(part) {
		fitting(filepath.Join(in, part), rest, found)
		return
	}
	if part == "**" {
		fitting(in, rest, found)
	}
	entries, _ := os.ReadDir(cmp.Or(in, "."))
	for _, e := range entries {
		at := filepath.Join(in, e.Name())
		if part == "**" {
			if e.IsDir() {
				fitting(at, parts, found)
			}
			continue
		}
		if ok, _ := path.Match(strings.ToUpper(part), strings.ToUpper(e.Name())); ok && (len(rest) == 0 || !e.Type().IsRegular()) {
			fitting(at, rest, found)
		}
	}
}

// fitsParts reports whether the components of a path fit those of a pattern.
func fitsParts(pattern, name []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			for skip := range len(name) + 1 {
				if fitsParts(pattern[1:], name[skip:]) {
					return true
				}
			}
			return false
		}
		if len(name) == 0 {
			return false
		}
		if ok, err := path.Match(pattern[0], name[0]); err != nil || !ok {
			return false
		}
		pattern, name = pattern[1:], name[1:]
	}
	return len(name) == 0
}

// fitsAny reports whether the end of a path fits one of the patterns, whatever the case: as many components as a
// pattern has.
func fitsAny(patterns []string, name string) bool {
	components := func(s string) []string {
		return strings.Split(strings.ReplaceAll(strings.ToUpper(filepath.ToSlash(s)), memberMark, "/"), "/")
	}
	parts := components(name)
	for _, p := range patterns {
		pattern := components(p)
		if fitsParts(append([]string{"**"}, pattern...), parts) {
			return true
		}
	}
	return false
}

// CheckPatterns returns an error for what is no pattern.
func CheckPatterns(patterns []string) error {
	for _, p := range patterns {
		if _, err := path.Match(filepath.ToSlash(p), ""); err != nil || p == "" {
			return fmt.Errorf("%q is no pattern", p)
		}
	}
	return nil
}

// SplitMember parts the path of a file in an archive, as it is shown, from that of the archive: "case.zip!a/b".
func SplitMember(name string) (archive, member string, ok bool) {
	for i, r := range name {
		if string(r) != memberMark || i == 0 || i == len(name)-1 {
			continue
		}
		if info, err := os.Stat(name[:i]); err == nil && info.Mode().IsRegular() {
			return name[:i], filepath.ToSlash(name[i+1:]), true
		}
	}
	return "", "", false
}
