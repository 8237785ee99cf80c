package report

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Ten steps and more stand in a column as nine do.
func TestManySteps(t *testing.T) {
	for _, n := range []int{9, 10} {
		text := strings.Repeat("Close Outlook.\n", n-1) + "Save it:\n  mapihive export"
		lines := strings.Split(strings.TrimRight(pageText(t, func(p *page) { p.steps(2, text) }), "\n"), "\n")
		require.Len(t, lines, n+1)
		at := strings.Index(lines[0], "Close")
		require.Equal(t, at, strings.Index(lines[n-1], "Save"), "%q", lines[n-1])
		require.Equal(t, at, strings.Index(lines[n], "mapihive"))
		require.Contains(t, lines[n-1], ". Save")
	}
}

// pageText is a page as text.
func pageText(t *testing.T, page func(*page)) string {
	t.Helper()
	return string(output(t, func(w io.Writer) error { return writeText(w, blocks(page), TextOptions{}) }))
}
