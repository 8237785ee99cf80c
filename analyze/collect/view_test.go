package collect

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/hivetest/regview"
	"mapihive/hive/mapi"
)

// What is found does not depend on the kind of file: registry text read straight through the view gives the
// findings and profiles of the hive that is built from it. Only where things stand differs.
func TestRegistryTextThroughTheView(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.reg")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	found := 0
	for _, file := range append(files, "../../testdata/demo.reg") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			tree, err := hivetest.ParseFile(file)
			require.NoError(t, err)
			image, err := tree.Image()
			require.NoError(t, err)
			// A view of a text has nothing to recover.
			built := takeImage(t.Context(), "case", Options{Contents: true, NoRecovery: true}, image, nil)
			require.Empty(t, built.Error)

			view := regview.New(tree)
			text := analyze.Whole{Snapshot: analyze.Snapshot{Path: "case", Format: "regf", State: built.State}}
			var candidates mapi.Candidates
			require.NoError(t, candidates.Walk(t.Context(), view))
			read, _, err := facts(t.Context(), &text.Snapshot, view, nil, &candidates, true, false)
			require.NoError(t, err)
			text.Contents = read.Contents
			require.Len(t, view.Diagnostics, len(built.Diagnostics))

			want, got := findings(built.Snapshot), findings(text.Snapshot)
			require.Equal(t, want, got)
			found += len(got)
			require.Equal(t, names(built), names(text))
		})
	}
	require.Greater(t, found, 10)
}

// findings are those of a snapshot without where they stand.
func findings(s analyze.Snapshot) []analyze.Finding {
	all := analyze.Run(&analyze.Case{Sources: []analyze.Snapshot{s}}, analyze.All())
	for i := range all {
		all[i].ID = ""
		for j := range all[i].Evidence {
			all[i].Evidence[j].Place = hive.Place{}
		}
	}
	return all
}

// names are the live and deleted profiles, each with its sections.
func names(w analyze.Whole) (out []string) {
	for i := range w.Profiles {
		p := w.Profile(i)
		if p.State == hive.Recovered {
			continue
		}
		out = append(out, p.Key.String())
		for _, s := range p.Sections {
			out = append(out, s.Key.Path.String()+" "+string(s.Role)+" "+s.Key.LastWrite.String())
		}
	}
	return out
}
