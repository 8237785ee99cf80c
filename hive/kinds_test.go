package hive

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryKindIsDocumented finds a kind that KindDocs forgot, by its constant in the source.
func TestEveryKindIsDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, doc := range KindDocs() {
		require.False(t, documented[string(doc.Kind)], "%s is documented twice", doc.Kind)
		require.NotEmpty(t, doc.Doc, "%s", doc.Kind)
		documented[string(doc.Kind)] = true
	}
	declared := 0
	file, err := parser.ParseFile(token.NewFileSet(), "kinds.go", nil, 0)
	require.NoError(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, name := range spec.Names {
			lit, ok := valueLit(spec, i)
			if !strings.HasPrefix(name.Name, "Kind") || !ok {
				continue
			}
			kind, err := strconv.Unquote(lit.Value)
			require.NoError(t, err)
			require.True(t, documented[kind], "%s is missing from KindDocs", name.Name)
			declared++
		}
		return true
	})
	require.Equal(t, len(documented), declared)
}

func valueLit(spec *ast.ValueSpec, i int) (*ast.BasicLit, bool) {
	if i >= len(spec.Values) {
		return nil, false
	}
	lit, ok := spec.Values[i].(*ast.BasicLit)
	return lit, ok && lit.Kind == token.STRING
}
