package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestMapped(t *testing.T) {
	drives := []Drive{{Letter: "P", Remote: `\\controller\public`}, {Letter: "Q", Remote: ``}}
	got, ok := mapped(`p:\Mail\a.pst`, drives)
	require.True(t, ok)
	require.Equal(t, hive.Text(`\\controller\public\Mail\a.pst`), got)
	for _, p := range []hive.Text{`C:\a.pst`, `P:a.pst`, `\\controller\public\a.pst`, `q:\a.pst`, `P`} {
		_, ok := mapped(p, drives)
		require.False(t, ok, "%q", string(p))
	}
}
