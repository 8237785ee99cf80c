package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive/mapi"
)

// nestedKeys is a profile whose section has depth keys below it, one below the other.
func nestedKeys(t *testing.T, depth int) analyze.Whole {
	return builtWhole(t, "NTUSER.DAT", fmt.Sprintf("[$P\\Work\\9207f3e0a3b11019908b08002b2a56c2%s]\n\"v\"=\"x\"\n", strings.Repeat(`\k`, depth)))
}

// The JSON document nests keys to a limit, and counts what is below it.
func TestProfilesJSONOfNestedKeys(t *testing.T) {
	for depth, left := range map[int]int{1: 0, maxNested: 0, maxNested + 1: 1, maxNested + 9: 9} {
		s := nestedKeys(t, depth)
		var doc struct {
			Sources []struct {
				Profiles []struct{ Sections []section }
			}
		}
		out := writtenAs(t, Profiles([]analyze.Whole{s}, true), "json")
		require.NoError(t, json.Unmarshal(out, &doc))
		at, keys := doc.Sources[0].Profiles[0].Sections[0], 0
		for len(at.Keys) > 0 {
			require.Zero(t, at.KeysBelow)
			at, keys = at.Keys[0], keys+1
		}
		require.Equal(t, depth-left, keys)
		require.Equal(t, left, at.KeysBelow)
	}
}

// What the reader left out below a key is said by every form that shows the key.
func TestLeftOutBelowAKey(t *testing.T) {
	s := nestedKeys(t, 515)
	p := s.Profile(0)
	const words = "all subkeys, which are nested deeper than 512 levels below the profile"
	text := string(output(t, func(w io.Writer) error {
		return Profiles([]analyze.Whole{s}, true).Write(w, format(t, "text"), TextOptions{Width: 200})
	}))
	require.True(t, strings.Contains(text, "not read below it: "+words))

	var last *mapi.Key
	for last = &p.Sections[0].Key; len(last.Subkeys) > 0; {
		last = &last.Subkeys[0]
	}
	require.Equal(t, words, last.LeftOut)
	reg, lost := export(t, &s.Snapshot, p, RegOptions{UTF8: true})
	require.Equal(t, 1, lost)
	require.True(t, bytes.Contains(reg, []byte("not read: all subkeys, which are nested deeper")))

	p.Sections[0].Key.LeftOut = words // in the document it may stand at any key
	require.True(t, bytes.Contains(writtenAs(t, Profiles([]analyze.Whole{s}, true), "json"), []byte(`"left_out": "`+words)))
}
