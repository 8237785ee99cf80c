package report

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

// What is a copy of another source says so, in every list of sources.
func TestSameAs(t *testing.T) {
	sources := []analyze.Snapshot{snapshot("a", hive.Clean), snapshot("b", hive.Clean), snapshot("c", hive.Clean), snapshot("d", hive.Clean)}
	sources[2].SHA256, sources[3].SHA256 = sources[1].SHA256, sources[1].SHA256
	sources[3].UserKey = "alice"
	for _, d := range []*Document{Analysis(&Report{Sources: sources}), Profiles(wholes(sources), false), Stores(sources), Accounts(sources), Timeline(wholes(sources))} {
		var doc struct {
			Sources []struct {
				SameAs *int `json:"same_as"`
			}
		}
		require.NoError(t, json.Unmarshal(writtenAs(t, d, "json"), &doc))
		require.Len(t, doc.Sources, 4)
		for i, s := range doc.Sources {
			if i == 2 {
				require.Equal(t, 1, *s.SameAs, d.Name)
				continue
			}
			require.Nil(t, s.SameAs, d.Name)
		}
		n := 0
		for r := range d.Records {
			if s, is := r.(sourceRecord); is {
				want := hive.Text("")
				if s.Source == "c" {
					want = "b"
				}
				require.Equal(t, want, s.SameAs, d.Name)
				n++
			}
		}
		require.Equal(t, 4, n)
	}
}
