package hivetest

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// maxIncludes bounds how many files one text may bring in, directly and through others: files that
// include two files each, level below level, would never end.
const maxIncludes = 256

// include reads what follows ";@ include", and the file that it names. The key before the directive is
// where the paths of the included text start, and again the open key after it.
func (p *parser) include(s string) error {
	if p.next.line != 0 {
		return errors.New("a directive before include belongs to nothing")
	}
	name, args, err := includeArgs(s)
	if err != nil {
		return err
	}
	lines, err := p.included(name, args)
	if err != nil {
		return fmt.Errorf("include %s: %w", name, err)
	}
	from, key, path := p.source, p.key, p.path
	p.source = source{file: name, from: &from, lines: lines, base: from.base, basePath: from.basePath}
	if key != nil {
		p.base, p.basePath = key, path
	}
	p.key, p.path, p.value = nil, "", nil
	if err := p.text(); err != nil {
		return err
	}
	p.source, p.key, p.path, p.value = from, key, path, nil
	return nil
}

// included returns the lines of a file with the arguments put in.
func (p *parser) included(name string, args map[string]string) ([]string, error) {
	switch {
	case p.fsys == nil:
		return nil, errors.New("this text has no folder; use ParseFile")
	case !fs.ValidPath(name):
		return nil, errors.New("not a path below the folder of the text")
	case p.includes == maxIncludes:
		return nil, fmt.Errorf("more than %d files are included", maxIncludes)
	}
	for s := &p.source; s != nil; s = s.from {
		if s.file == name {
			return nil, errors.New("the file includes itself")
		}
	}
	p.includes++
	reg, err := fs.ReadFile(p.fsys, name)
	if err != nil {
		return nil, err
	}
	return fillIn(splitLines(string(reg)), args)
}

// includeArgs reads: FILE name=text name="text with spaces". The texts are taken as they stand.
func includeArgs(s string) (file string, args map[string]string, err error) {
	file, s, _ = strings.Cut(s, " ")
	if file == "" {
		return "", nil, errors.New("include needs the name of a file")
	}
	args = map[string]string{}
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		name, after, ok := strings.Cut(s, "=")
		if !ok || !argName.MatchString(name) {
			return "", nil, fmt.Errorf("not name=text: %q", s)
		}
		if _, twice := args[name]; twice {
			return "", nil, fmt.Errorf("argument %s given twice", name)
		}
		end := " "
		if quoted, ok := strings.CutPrefix(after, `"`); ok {
			after, end = quoted, `"`
		}
		args[name], s, ok = strings.Cut(after, end)
		if end == `"` && !ok {
			return "", nil, fmt.Errorf("argument %s without closing quote", name)
		}
	}
	return file, args, nil
}

var (
	argName     = regexp.MustCompile(`^[a-z]+$`)
	placeholder = regexp.MustCompile(`\$\([^)]*\)`)
)

// fillIn puts the arguments in place of $(name). A placeholder without an argument is an error and so is
// an argument without a placeholder: both are slips that would make a test about something else.
func fillIn(lines []string, args map[string]string) ([]string, error) {
	used := map[string]bool{}
	for i, line := range lines {
		var missing string
		lines[i] = placeholder.ReplaceAllStringFunc(line, func(p string) string {
			name := p[2 : len(p)-1]
			text, ok := args[name]
			if !ok {
				missing = fmt.Sprintf("line %d has %s, which no argument stands for", i+1, p)
			}
			used[name] = true
			return text
		})
		if missing != "" {
			return nil, errors.New(missing)
		}
	}
	var idle []string
	for name := range args {
		if !used[name] {
			idle = append(idle, name)
		}
	}
	if len(idle) > 0 {
		slices.Sort(idle)
		return nil, fmt.Errorf("the file has no place for %s", strings.Join(idle, ", "))
	}
	return lines, nil
}
