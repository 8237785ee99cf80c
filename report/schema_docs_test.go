package report

import (
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The descriptions in the schemas are the comments at the fields and types: schema_docs.tsv has those that the schemas
// need, as nothing of a comment is left in a program. -update writes it anew.
func TestSchemaDocsAreTheComments(t *testing.T) {
	said := map[string]string{}
	for _, dir := range []string{
		"hive", "hive/mapi", "hive/mapi/prop", "hive/ntuser", "hive/which", "hive/pst", "analyze", "analyze/compare", "analyze/topic", "analyze/exchange",
		"report", "report/dump",
	} {
		files, err := filepath.Glob("../" + dir + "/*.go")
		require.NoError(t, err)
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				commentsIn(t, file, filepath.Base(dir), said)
			}
		}
	}
	var lines []string
	for _, l := range Layouts() {
		m := schemas{known: map[reflect.Type]bool{}, leaves: leaves(), docs: func(key string) string {
			if text := said[key]; text != "" {
				lines = append(lines, key+"\t"+text+"\n")
			}
			return ""
		}}
		for _, v := range l.of() {
			m.fields(reflect.TypeOf(v.Of))
		}
	}
	slices.Sort(lines)
	want := strings.Join(slices.Compact(lines), "")
	if *update {
		require.NoError(t, os.WriteFile("schema_docs.tsv", []byte(want), 0o666))
	} else {
		require.Equal(t, want, schemaDocs, "run: go test ./report -update")
	}
	require.Greater(t, len(lines), 200)
}

// commentsIn notes what the comments of a file say of types and their fields.
func commentsIn(t *testing.T, file, pkg string, said map[string]string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	require.NoError(t, err)
	prefix := pkg + "."
	if pkg == "report" {
		prefix = ""
	}
	for _, d := range f.Decls {
		gen, is := d.(*ast.GenDecl)
		if !is || gen.Tok != token.TYPE {
			continue
		}
		for _, spec := range gen.Specs {
			of := spec.(*ast.TypeSpec)
			body, is := of.Type.(*ast.StructType)
			if !is {
				continue
			}
			name := prefix + of.Name.Name
			about := of.Doc
			if about == nil && len(gen.Specs) == 1 {
				about = gen.Doc
			}
			said[name] = firstParagraph(about.Text())
			if is, named := strings.CutPrefix(said[name], of.Name.Name+" is "); named {
				said[name] = strings.ToUpper(is[:1]) + is[1:] // the reader does not know it by that name
			}
			for _, field := range body.Fields.List {
				text := firstParagraph(field.Doc.Text())
				if text == "" {
					text = firstParagraph(field.Comment.Text())
				}
				for _, n := range field.Names {
					said[name+"."+n.Name] = text
				}
			}
		}
	}
}

// firstParagraph is the first paragraph of a comment on one line.
func firstParagraph(text string) string {
	var p comment.Parser
	for _, b := range p.Parse(text).Content {
		if para, is := b.(*comment.Paragraph); is {
			var out strings.Builder
			for _, t := range para.Text {
				switch t := t.(type) {
				case comment.Plain:
					out.WriteString(string(t))
				case comment.Italic:
					out.WriteString(string(t))
				case *comment.DocLink:
					for _, x := range t.Text {
						fmt.Fprint(&out, x)
					}
				case *comment.Link:
					for _, x := range t.Text {
						fmt.Fprint(&out, x)
					}
				}
			}
			return strings.Join(strings.Fields(out.String()), " ")
		}
	}
	return ""
}
