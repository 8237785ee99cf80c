package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive/hivetest"
)

// What a profile's lists lead to, what they do not, and a provider that names no service.
const unlistedProfile = `
[Software\Microsoft\Office\16.0\Outlook\Profiles\P\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
"01023d00"=hex:c1*16
[Software\Microsoft\Office\16.0\Outlook\Profiles\P\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d0a"=utf16:"mspst.dll"
"001f3d09"=utf16:"MSUPST MS"
"001f3001"=utf16:"used"
"01023d00"=hex:c1*16
[Software\Microsoft\Office\16.0\Outlook\Profiles\P\c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1]
"00033e03"=hex:21,00,00,00
"001f300a"=utf16:"mspst.dll"
"001f3001"=utf16:"used store"
"01023d0c"=hex:a1*16
[Software\Microsoft\Office\16.0\Outlook\Profiles\P\a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2]
"001f3d0a"=utf16:"mspst.dll"
"001f3d09"=utf16:"MSUPST MS"
"001f3001"=utf16:"left"
"01023d00"=hex:c2*16
[Software\Microsoft\Office\16.0\Outlook\Profiles\P\c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2]
"00033e03"=hex:21,00,00,00
"001f300a"=utf16:"mspst.dll"
"001f3001"=utf16:"left store"
"01023d0c"=hex:a2*16
[Software\Microsoft\Office\16.0\Outlook\Profiles\P\c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3]
"00033e03"=hex:21,00,00,00
"001f300a"=utf16:"mspst.dll"
"001f3001"=utf16:"lone store"
`

func TestUnlistedIsMarked(t *testing.T) {
	w := collect.TakeWholeImage(t.Context(), "NTUSER.DAT", hivetest.Build(t, unlistedProfile))
	marked := func(text string) (out []string) {
		for line := range strings.Lines(text) {
			if strings.Contains(line, "(not in the profile's lists)") {
				out = append(out, strings.TrimSpace(line))
			}
		}
		return out
	}
	var tree, full, doc bytes.Buffer
	require.NoError(t, Profiles(wholes([]analyze.Snapshot{w.Snapshot}), false).Write(&tree, format(t, "text"), TextOptions{}))
	require.Equal(t, []string{
		`Service  MSUPST MS  "left"  mspst.dll  (not in the profile's lists)`,
		`Store  "left store"  data file  mspst.dll  (not in the profile's lists)`,
		`Store  "lone store"  mspst.dll  (not in the profile's lists)`,
	}, marked(tree.String()))
	require.NoError(t, Profiles([]analyze.Whole{w}, true).Write(&full, format(t, "text"), TextOptions{}))
	wrapped := strings.Join(strings.Fields(full.String()), " ")
	require.Equal(t, 3, strings.Count(wrapped, "(not in the profile's lists)"))

	require.NoError(t, Profiles([]analyze.Whole{w}, true).Write(&doc, format(t, "json"), TextOptions{}))
	var read struct {
		Sources []struct {
			Profiles []struct {
				Services []struct {
					Listed    *bool
					Providers []struct{ Listed *bool }
				}
				Providers []struct{ Listed *bool }
			}
		}
	}
	require.NoError(t, json.Unmarshal(doc.Bytes(), &read))
	p := read.Sources[0].Profiles[0]
	for i, want := range []bool{true, false} {
		require.Equal(t, want, *p.Services[i].Listed)
		require.Equal(t, want, *p.Services[i].Providers[0].Listed)
	}
	require.False(t, *p.Providers[0].Listed)
}

// Without lists nothing can be said to be in none of them.
func TestWithoutListsNothingIsMarked(t *testing.T) {
	_, rest, _ := strings.Cut(unlistedProfile, "\"01023d00\"=hex:c1*16\n")
	w := collect.TakeWholeImage(t.Context(), "NTUSER.DAT", hivetest.Build(t, rest))
	var tree, full bytes.Buffer
	require.NoError(t, Profiles(wholes([]analyze.Snapshot{w.Snapshot}), false).Write(&tree, format(t, "text"), TextOptions{}))
	require.NoError(t, Profiles([]analyze.Whole{w}, true).Write(&full, format(t, "text"), TextOptions{}))
	require.Contains(t, tree.String(), "used store")
	require.NotContains(t, tree.String()+full.String(), "not in the profile's lists")
}
