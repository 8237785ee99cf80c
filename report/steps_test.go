package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Ten steps and more stand in a column as nine do.
func TestManySteps(t *testing.T) {
	for _, n := range []int{9, 10} {
		p := newPage(TextOptions{})
		p.steps(2, strings.Repeat("Close Outlook.\n", n-1)+"Save it:\n  mapihive export")
		lines := strings.Split(strings.TrimRight(p.b.String(), "\n"), "\n")
		require.Len(t, lines, n+1)
		at := strings.Index(lines[0], "Close")
		require.Equal(t, at, strings.Index(lines[n-1], "Save"), "%q", lines[n-1])
		require.Equal(t, at, strings.Index(lines[n], "mapihive"))
		require.Contains(t, lines[n-1], ". Save")
	}
}
