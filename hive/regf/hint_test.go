package regf_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// TestWideNamesAreClean: characters above U+00FF at any of the first places of a key's name leave a hint
// with fewer characters, which is no damage; the keys are found through it.
func TestWideNamesAreClean(t *testing.T) {
	for _, minor := range []int{3, 4, 5} {
		h := read(t, hivetest.Build(t, `
[Mail\日abc]
[Mail\a日bc]
[Mail\ab日c]
[Mail\abc日]
[Mail\abcd日]
[Mail\aü日c]
[Mail\Plain]
`, hivetest.WithMinor(minor)))
		_, err := h.Verify(t.Context())
		require.NoError(t, err)
		for _, k := range dump(t, h) {
			mustLookup(t, h, string(k.Path.Raised()))
		}
		require.Empty(t, h.Diagnostics(), "1.%d", minor)
		require.Equal(t, hive.Clean, h.State())
	}
}
