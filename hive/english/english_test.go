package english

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCount(t *testing.T) {
	for n, want := range map[int]string{
		0: "0 keys", 1: "1 key", 2: "2 keys", 999: "999 keys", 1000: "1,000 keys", 12345: "12,345 keys", 1310720: "1,310,720 keys",
	} {
		require.Equal(t, want, Count(n, "key"))
	}
	require.Equal(t, "1,000,000", Grouped(int64(1e6)))
}
