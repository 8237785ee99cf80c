package hive

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestConfidenceOrder(t *testing.T) {
	order := []Confidence{"", Low, Medium, High}
	for i, a := range order {
		for j, b := range order {
			require.Equal(t, i < j, a.Compare(b) < 0, "%q %q", a, b)
			require.Equal(t, order[min(i, j)], a.Weaker(b), "%q %q", a, b)
		}
	}
}
