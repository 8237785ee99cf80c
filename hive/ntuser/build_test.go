package ntuser

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// read builds a hive of the registry text and reads it.
func read(t *testing.T, reg string) Context {
	t.Helper()
	c, _ := readImage(t, hivetest.Build(t, reg))
	return c
}

func readImage(t *testing.T, image []byte) (Context, *regf.Hive) {
	t.Helper()
	h, err := regf.Read(t.Context(), image)
	require.NoError(t, err)
	c, err := Read(t.Context(), h.View())
	require.NoError(t, err)
	return c, h
}

// texts shows claims as "text confidence".
func texts(claims []Claim) []string {
	var out []string
	for _, c := range claims {
		out = append(out, string(c.Text)+" "+string(c.Confidence))
	}
	return out
}

// facts is every fact of c.
func facts(c *Context) []hive.Fact {
	all := append(append([]hive.Fact(nil), c.Settings...), c.Locale...)
	for _, claims := range [][]Claim{c.SIDs, c.Names, c.Homes} {
		for _, claim := range claims {
			all = append(all, claim.Facts...)
		}
	}
	for _, versions := range [][]Version{c.Office, c.Outlook} {
		for _, v := range versions {
			all = append(all, v.Facts...)
		}
	}
	for _, x := range c.Prepared {
		all = append(all, x.Fact)
	}
	for _, x := range c.Drives {
		all = append(all, x.Fact)
	}
	for _, x := range c.Shares {
		all = append(all, x.Fact)
	}
	for _, x := range c.Folders {
		all = append(all, x.Fact)
	}
	for _, x := range c.Environment {
		all = append(all, x.Fact)
	}
	for _, x := range c.Stores {
		all = append(all, x.Fact)
	}
	for _, x := range c.Printers {
		all = append(all, x.Fact)
	}
	for _, x := range c.Connections {
		all = append(all, x.Fact)
	}
	for _, x := range c.Outgoing {
		all = append(all, x.Fact)
	}
	for _, x := range c.Sessions {
		all = append(all, x.Fact)
	}
	all = append(all, c.UEV...)
	return all
}

// requireEvidence checks that every fact leads to a record of its kind in the hive file at path or in
// the log it names, and returns how many stand in logs.
func requireEvidence(t *testing.T, c *Context, path string) (inLogs int) {
	t.Helper()
	files := make(map[string][]byte)
	for _, f := range facts(c) {
		name, want := path, "vk"
		if f.File != "" {
			name = filepath.Join(filepath.Dir(path), filepath.Base(string(f.File)))
			inLogs++
		}
		// A default value has no name either; none of the facts is one.
		if f.Value == "" {
			want = "nk"
		}
		if files[name] == nil {
			b, err := os.ReadFile(name)
			require.NoError(t, err)
			files[name] = b
		}
		require.Equal(t, want, string(files[name][f.Offset+4:f.Offset+6]), "%s %s", f.Key, f.Value)
		require.Equal(t, hive.Live, f.State)
	}
	return inLogs
}
