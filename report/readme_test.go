package report

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the README shows of a report of many hives is what such a report says.
func TestReadmeShowsManyHives(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	require.NoError(t, err)
	text := textAt(t, manySources(), View{})
	_, shown, ok := strings.Cut(string(readme), "```\nRead      11 hives")
	require.True(t, ok)
	shown, _, ok = strings.Cut("Read      11 hives"+shown, "```\n")
	require.True(t, ok)
	for part := range strings.SplitSeq(shown, "...\n") {
		require.Contains(t, text, part)
	}
}
