package prop

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The names of links are those that the table of tags has.
func TestLinkNames(t *testing.T) {
	tsv, err := os.ReadFile("tags.tsv")
	require.NoError(t, err)
	linking := 0
	for line := range strings.Lines(string(tsv)) {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || f[7] == "" {
			continue
		}
		id, err := strconv.ParseUint(f[0], 0, 16)
		require.NoError(t, err)
		require.Equal(t, f[7], NewTag(uint16(id), PTBinary).Link().String(), f[2])
		linking++
	}
	require.Len(t, linkTable, linking)
	require.Len(t, linkNames, linking+1, "a link that no property has")
}
