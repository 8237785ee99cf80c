package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// figuresFile keeps the ratios that were reached, from the root of the repository.
const figuresFile = "testdata/bench.txt"

const figuresHead = `# What "make bench" and "make bench-share" measured when they were last written here with -update: ratios in one run, of
# which less is better. A run says which of its own are more than 5 % above these.
`

// figures are ratios by name, in the order in which they were measured.
type figures struct {
	names []string
	of    map[string]float64
}

func (f *figures) set(name string, value float64) {
	if f.of == nil {
		f.of = map[string]float64{}
	}
	if _, known := f.of[name]; !known {
		f.names = append(f.names, name)
	}
	f.of[name] = value
}

// worse are the ratios that are more than 5 % above those that are known.
func (f *figures) worse(known figures) (said []string) {
	const much = 1.05
	for _, name := range f.names {
		if was, ok := known.of[name]; ok && f.of[name] > much*was {
			said = append(said, fmt.Sprintf("%s: %.3f, was %.3f (%+.0f %%)", name, f.of[name], was, 100*(f.of[name]/was-1)))
		}
	}
	return said
}

// readFigures reads lines of a ratio and its name. No file is no figures.
func readFigures(file string) (f figures, err error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	for n, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		number, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		value, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return f, fmt.Errorf("%s:%d: %w", file, n+1, err)
		}
		f.set(strings.TrimSpace(name), value)
	}
	return f, err
}

// write keeps what was measured, and of what was not what was known.
// on says by which machine.
func (f figures) write(file, on string, measured figures) error {
	for _, name := range measured.names {
		f.set(name, measured.of[name])
	}
	var b strings.Builder
	b.WriteString(figuresHead + "# The last: " + on + ".\n")
	for _, name := range f.names {
		fmt.Fprintf(&b, "%8.3f  %s\n", f.of[name], name)
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}
