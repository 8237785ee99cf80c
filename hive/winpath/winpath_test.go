package winpath

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestKinds(t *testing.T) {
	for _, c := range []struct {
		path      hive.Text
		full, unc bool
		drive     string
		base      hive.Text
	}{
		{`C:\Mail\a.pst`, true, false, "C", "a.pst"},
		{`z:\`, true, false, "Z", ""},
		{`C:`, false, false, "C", "C:"},
		{`C:a.pst`, false, false, "C", "C:a.pst"},
		{`C:/a.pst`, false, false, "C", "C:/a.pst"},
		{`1:\a.pst`, false, false, "", "a.pst"},
		{`:\a`, false, false, "", "a"},
		{`\\server\share\a.pst`, true, true, "", "a.pst"},
		{`\\s`, true, true, "", "s"},
		{`\\`, false, true, "", ""},
		{`\\\server\share`, false, true, "", "share"},
		{`\\?\C:\a.pst`, true, false, "", "a.pst"},
		{`\\.\C:\a.pst`, true, false, "", "a.pst"},
		{`\a.pst`, false, false, "", "a.pst"},
		{`a.pst`, false, false, "", "a.pst"},
		{``, false, false, "", ""},
	} {
		require.Equal(t, c.full, IsFull(c.path), "%q", string(c.path))
		require.Equal(t, c.unc, IsUNC(c.path), "%q", string(c.path))
		letter, ok := Drive(c.path)
		require.Equal(t, c.drive, letter, "%q", string(c.path))
		require.Equal(t, c.drive != "", ok, "%q", string(c.path))
		require.Equal(t, c.base, Base(c.path), "%q", string(c.path))
	}
}
