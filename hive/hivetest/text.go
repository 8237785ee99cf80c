package hivetest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ParseError is what is wrong with a registry text.
type ParseError struct {
	File string // "" for a text that was not read from a file
	Line int    // counted from 1
	Err  error
}

func (e *ParseError) Error() string {
	if e.File != "" {
		return fmt.Sprintf("%s: line %d: %v", e.File, e.Line, e.Err)
	}
	return fmt.Sprintf("line %d: %v", e.Line, e.Err)
}

// Unwrap returns the cause without the line.
func (e *ParseError) Unwrap() error { return e.Err }

// Parse reads registry text that includes nothing. Errors are of type *ParseError.
func Parse(reg string) (*Tree, error) { return parse(nil, "", reg) }

// ParseFile reads a file of registry text. What it includes must lie in its folder or below; nothing else
// is opened, not even through a symbolic link. What is wrong with a text is of type *ParseError.
func ParseFile(path string) (*Tree, error) {
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return ParseFS(root.FS(), filepath.Base(path))
}

// ParseFS is ParseFile for a file of fsys, whose root stands for the folder.
func ParseFS(fsys fs.FS, name string) (*Tree, error) {
	reg, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	return parse(fsys, name, string(reg))
}

// source is the text that is being read: the one given, or an included one.
type source struct {
	file     string   // its name, "" for a text without one
	from     *source  // that includes it, nil for the first
	lines    []string // without placeholders
	line     int      // number of the line being read, from 1
	base     *Key     // where its paths start
	basePath string   // of base
}

func parse(fsys fs.FS, name, reg string) (*Tree, error) {
	p := &parser{
		tree:  NewTree(),
		fsys:  fsys,
		keys:  map[*Key]map[string]*Key{},
		named: map[*Key]map[string]bool{},
	}
	p.source = source{file: name, lines: splitLines(reg), base: p.tree.Root}
	if err := p.text(); err != nil {
		return nil, err
	}
	return p.tree, nil
}

func splitLines(reg string) []string {
	return strings.Split(strings.TrimPrefix(reg, "\ufeff"), "\n")
}

// text reads the source to its end.
func (p *parser) text() error {
	for p.line < len(p.lines) {
		line := strings.TrimSpace(p.lines[p.line])
		p.line++
		start := p.line
		if err := p.item(line); err != nil {
			if _, inner := err.(*ParseError); inner {
				return err // from an included file, which it names
			}
			return &ParseError{p.file, start, err}
		}
	}
	if p.next.line != 0 {
		return &ParseError{p.file, p.next.line, errors.New("directive with nothing after it")}
	}
	return nil
}
