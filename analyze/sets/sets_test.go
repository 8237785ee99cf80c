package sets

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBy(t *testing.T) {
	for _, c := range []struct {
		name string
		ids  []string // a letter is an identity
		want []int
	}{
		{"none", nil, []int{}},
		{"without an identity", []string{"", ""}, []int{0, 1}},
		{"different", []string{"a", "b", "c"}, []int{0, 1, 2}},
		{"two of three", []string{"a", "b", "a"}, []int{0, 1, 0}},
		{"joined by a third", []string{"a", "b", "ab"}, []int{0, 0, 0}},
		{"two chains", []string{"a", "b", "bc", "ad", "c", "d"}, []int{0, 1, 1, 0, 1, 0}},
		{"an identity twice", []string{"aa", "a"}, []int{0, 0}},
		{"late join of two groups", []string{"a", "b", "a", "b", "c", "bc", "ac"}, []int{0, 0, 0, 0, 0, 0, 0}},
	} {
		got := By(len(c.ids), func(i int) []byte { return []byte(c.ids[i]) })
		require.Equal(t, c.want, got, c.name)
	}
}
