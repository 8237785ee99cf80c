package regf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// A watch is told once of each key with a subkey of the wanted length of name, in stored order, and of keys that are
// shown only.
func TestVerifyTellsWatches(t *testing.T) {
	deep := strings.TrimSuffix(strings.Repeat(`d\`, hive.MaxDepth), `\`)
	h, err := Read(t.Context(), hivetest.Build(t, `
[B\four]
[B\more]
[B\other]
[A\x\four]
[A\y]
;@ utf16
[A\wide]
[`+deep+`\four]
`))
	require.NoError(t, err)
	var four, one []hive.Path
	watch := func(chars int, to *[]hive.Path) Watch {
		return Watch{Chars: chars, Found: func(k hive.Key) { *to = append(*to, k.Path()) }}
	}
	_, err = h.Verify(t.Context(), watch(4, &four), watch(1, &one))
	require.NoError(t, err)
	require.Equal(t, []hive.Path{"A", `A\x`, "B"}, four)
	require.Equal(t, []hive.Path{"", "A"}, one[:2])
	require.Len(t, one, 2+hive.MaxDepth-1, fmt.Sprint(one[:3]))
}
