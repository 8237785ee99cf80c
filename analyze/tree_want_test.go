package analyze_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
)

// Cases of several hives give what their comments want, as those of one do.
func TestWantTrees(t *testing.T) {
	for _, name := range analyze.Trees(t) {
		t.Run(name, func(t *testing.T) {
			c, wants := analyze.ReadTree(t, name)
			require.Empty(t, disagreements(wants, analyze.Run(&c, analyze.All())))
		})
	}
}

// isTree reports whether the case of that name is one of several hives.
func isTree(name string) bool {
	_, err := os.Stat(filepath.Join("testdata/trees", name))
	return err == nil
}
