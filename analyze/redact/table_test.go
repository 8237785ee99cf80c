package redact

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
)

// undecided names the fields of a type, and of those in it, that hold text or bytes and have no row.
func undecided(t reflect.Type) (out []string) {
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type, at string, decided bool)
	walk = func(t reflect.Type, at string, decided bool) {
		switch {
		case safeTypes[t]:
			return
		case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8, t.Kind() == reflect.Array && t.Elem().Kind() != reflect.Uint8:
			walk(t.Elem(), at, decided)
		case t.Kind() == reflect.Struct:
			if seen[t] {
				return
			}
			seen[t] = true
			for i := range t.NumField() {
				f := t.Field(i)
				walk(f.Type, t.String()+"."+f.Name, fields[t][f.Name] != 0)
			}
		case t.Kind() >= reflect.Bool && t.Kind() <= reflect.Float64:
		case !decided:
			out = append(out, at)
		}
	}
	walk(t, t.Name(), false)
	return out
}

// Of every text and every byte in a snapshot it is decided what becomes of it.
func TestEveryFieldHasARow(t *testing.T) {
	require.Empty(t, undecided(reflect.TypeFor[analyze.Snapshot]()))
}

// What is not decided is seen, and what the table names is there.
func TestTableIsOfFieldsThatAre(t *testing.T) {
	type more struct {
		analyze.User
		Town string
		Blob []byte
		List []struct{ Street string }
	}
	require.Equal(t, []string{"redact.more.Town", "redact.more.Blob", "struct { Street string }.Street"}, undecided(reflect.TypeFor[more]()))
	for of, rows := range fields {
		for field := range rows {
			_, ok := of.FieldByName(field)
			require.True(t, ok, "%s.%s", of, field)
		}
	}
}

var update = flag.Bool("update", false, "write vocabulary.txt")

// The vocabulary is the words of the literals in the packages whose sentences a snapshot holds, or nearly: a word that
// is missing is replaced, which tells nothing.
func TestVocabulary(t *testing.T) {
	words := map[string]bool{}
	for _, root := range []string{"../../hive", ".."} {
		require.NoError(t, filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "testdata" || d.Name() == "hivetest" || d.Name() == "internal" && strings.Contains(file, "prop") || d.Name() == "redact"):
				return filepath.SkipDir
			case filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_gen.go"):
				return nil
			}
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			ast.Inspect(f, func(n ast.Node) bool {
				if _, ok := n.(*ast.ImportSpec); ok {
					return false
				}
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					s, _ := strconv.Unquote(lit.Value)
					for w := range strings.FieldsFuncSeq(s, func(c rune) bool { return c > 0x7F || !unicode.IsLetter(c) }) {
						if len(w) > 1 {
							words[strings.ToLower(w)] = true
						}
					}
				}
				return true
			})
			return nil
		}))
	}
	want := "# The words of this program's own sentences; a test writes them with -update.\n" + strings.Join(slices.Sorted(maps.Keys(words)), "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile("vocabulary.txt", []byte(want), 0o666))
		return
	}
	other := 0
	for w := range words {
		if !vocabulary()[raise(w)] {
			other++
		}
	}
	for w := range vocabulary() {
		if !words[strings.ToLower(w)] {
			other++
		}
	}
	require.Less(t, other, len(words)/20, "the sentences have changed: run the test with -update")
}
