package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/ntuser"
)

func TestMapped(t *testing.T) {
	drives := []ntuser.Drive{{Letter: "P", Remote: `\\controller\public`}, {Letter: "Q", Remote: ``}}
	got, drive := mapped(`p:\Mail\a.pst`, drives)
	require.Same(t, &drives[0], drive)
	require.Equal(t, hive.Text(`\\controller\public\Mail\a.pst`), got)
	for _, p := range []hive.Text{`C:\a.pst`, `P:a.pst`, `\\controller\public\a.pst`, `q:\a.pst`, `P`} {
		same, drive := mapped(p, drives)
		require.Nil(t, drive, "%q", string(p))
		require.Equal(t, p, same)
	}
}
