package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// What a program made hundreds of is said once, and is no reason to print hundreds.
func TestProfilesOfAProgramAreShort(t *testing.T) {
	s := snapshot("NTUSER.DAT", hive.Clean)
	for i := range 400 {
		holder, state := "Profiles", hive.Live
		if i%3 == 0 {
			holder, state = "Deleted Profiles", hive.Deleted
		}
		name := hive.Text(fmt.Sprintf("{%08X-1D2B-4C3A-8E9F-001122334455}", i*104_729))
		s.Profiles = append(s.Profiles, mapi.Profile{
			Name: name, State: state, Root: "wms", Key: hive.Path(wms).Join(hive.Text(holder)).Join(name), Place: hive.Place{Offset: int64(4096 + 80*i)},
		})
	}
	r := &Report{Sources: []analyze.Snapshot{s}, Findings: analyze.Run(&analyze.Case{Sources: []analyze.Snapshot{s}}, analyze.All())}
	require.Len(t, r.Findings, 1)
	text := string(writtenAs(t, Analysis(r), "text"))
	require.Less(t, strings.Count(text, "\n"), 70, text)
	require.Contains(t, text, "400 profiles with names of one form")
	whole := []analyze.Whole{{Snapshot: s, Contents: make([]mapi.Contents, len(s.Profiles))}}
	require.Greater(t, strings.Count(string(writtenAs(t, Profiles(whole, false), "text")), "\n"), 400, "the profiles themselves are shown by profiles")
}
