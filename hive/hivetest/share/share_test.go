package share

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func plan() *Plan {
	return &Plan{Users: 120, Seed: 7, Parts: os.DirFS("../../../analyze/testdata"), Filler: 20, Teams: 4, Dirty: 20, Broken: 30}
}

// The seed decides everything, and everything there can be is in a share of some size.
func TestShareIsOfItsSeed(t *testing.T) {
	dirty, teams, broken := 0, map[int]int{}, map[string]int{}
	dir := t.TempDir()
	p := plan()
	require.NoError(t, p.Write(dir, func(u *User) {
		if u.Files["ntuser.dat.LOG1"] != nil {
			dirty++
		}
		broken[u.Broken]++
		for _, use := range u.Uses {
			teams[use.Team]++
		}
	}))
	require.Greater(t, dirty, 5)
	require.Len(t, teams, 1+p.Teams)
	require.Len(t, broken, 1+len(Breaks()))
	for _, i := range []int{0, 33, 119} {
		u, err := plan().User(i)
		require.NoError(t, err)
		for name, data := range u.Files {
			got, err := os.ReadFile(filepath.Join(dir, u.Name, name))
			require.NoError(t, err)
			require.True(t, bytes.Equal(data, got), "%s/%s", u.Name, name)
		}
	}
	p.Seed++
	other, err := p.User(0)
	require.NoError(t, err)
	same, err := os.ReadFile(filepath.Join(dir, other.Name, "NTUSER.DAT"))
	require.NoError(t, err)
	require.False(t, bytes.Equal(same, other.Files["NTUSER.DAT"]))
}
