package mapi

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// nested is a path of n keys.
func nested(n int) string { return strings.TrimSuffix(strings.Repeat(`k\`, n), `\`) }

// What is recovered deeper below a profile than is followed is counted.
func TestRecoveredTooDeep(t *testing.T) {
	path := reg16 + `\Profiles\Work`
	for _, c := range []struct {
		name, deleted string
		depth         int // of the deepest key below the profile
		note          string
		leftOut       int
	}{
		{"a whole profile", path, 16, "", 0},
		{"a whole profile", path, 17, "left out: 2 records nested deeper than 16 keys below the profile", 1},
		{"a whole profile", path, 19, "left out: 6 records nested deeper than 16 keys below the profile", 1},
		{"a key of a live one", path + `\` + nested(16), 16, "", 0},
		{"a key of a live one", path + `\` + nested(17), 17, "left out: 2 records nested deeper than 16 keys below the profile", 0},
		{"a key of a live one", path + `\` + nested(17), 18, "left out: 4 records nested deeper than 16 keys below the profile", 0},
	} {
		t.Run(fmt.Sprint(c.name, " ", c.depth), func(t *testing.T) {
			text := &hiveText{}
			if c.deleted != path {
				text.pstProfile(shape64, path, `C:\Mail\work.pst`, "key")
			}
			fmt.Fprintf(text, "\n;@ deleted\n[%s]\n\"v\"=\"some text\"\n", c.deleted)
			for i := strings.Count(c.deleted, `\k`); i < c.depth; i++ {
				fmt.Fprintf(text, "[%s\\%s]\n\"v\"=\"some text\"\n", path, nested(i+1))
			}
			_, out := recoverFrom(t, hivetest.Build(t, text.String()))
			require.Len(t, out, 1)
			require.Equal(t, hive.Path(path), out[0].Key)
			require.NotEmpty(t, out[0].Confidence)
			if c.note == "" {
				require.NotContains(t, notes(out[0]), "deeper")
			} else {
				require.Contains(t, notes(out[0]), c.note)
			}
			require.NotContains(t, notes(out[0]), "all its sections")
			n := 0
			for i := range out[0].Sections {
				for k := range out[0].Sections[i].keysBelow() {
					if k.LeftOut != "" {
						n++
						require.Contains(t, c.note, k.LeftOut)
					}
				}
			}
			require.Equal(t, c.leftOut, n)
		})
	}

	// A value that was removed from a live key.
	text := &hiveText{}
	text.pstProfile(shape64, path, `C:\Mail\work.pst`, "key")
	fmt.Fprintf(text, "\n[%s\\%s]\n\"stays\"=\"some text\"\n;@ deleted\n\"v\"=\"some text\"\n", path, nested(17))
	_, out := recoverFrom(t, hivetest.Build(t, text.String()))
	require.Len(t, out, 1)
	require.Contains(t, notes(out[0]), "left out: 1 record nested deeper than 16 keys")
	require.Equal(t, hive.Medium, out[0].Confidence)
}

// A live profile is followed as deep as Windows allows, and further than that it is said.
func TestLiveTooDeep(t *testing.T) {
	path := reg16 + `\Profiles\Work`
	for _, c := range []struct{ depth, leftOut int }{{500, 0}, {512, 0}, {513, 1}, {515, 1}} {
		text := fmt.Sprintf("[%s\\%s]\n\"v\"=\"x\"\n", path, nested(c.depth))
		found, h := read(t, text)
		require.Len(t, found.Profiles, 1)
		last, keys := &found.Contents[0].Sections[0].Key, 1
		for k := range found.Contents[0].Sections[0].keysBelow() {
			last, keys = k, keys+1
		}
		require.Equal(t, min(c.depth, 512), keys)
		said := 0
		for _, d := range h.Diagnostics() {
			if d.Kind == hive.KindDepth && d.Path == hive.Path(path) {
				said++
				require.Equal(t, last.Place, d.Place)
			}
		}
		require.Equal(t, c.leftOut, said, "%d", c.depth)
		require.Equal(t, c.leftOut > 0, last.LeftOut != "")
	}
}
