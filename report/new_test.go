package report

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
)

// A report says which analyzers found nothing, whether they were chosen or not.
func TestNew(t *testing.T) {
	all := analyze.All()
	c := analyze.Case{Sources: stores(t)}
	r := New(&c)
	require.Equal(t, Schema, r.Schema)
	require.Len(t, r.Run.Analyzers, len(all))
	require.Equal(t, analyze.Run(&c, all), r.Findings)
	require.Equal(t, "mapihive", r.Tool.Name)
	require.NotEmpty(t, r.Tool.Version)
	require.True(t, r.Started.IsZero())

	one := New(&c, all[2])
	require.Equal(t, []string{all[2].Name}, one.Run.Analyzers)
	for _, f := range one.Findings {
		require.Equal(t, all[2].Name, f.Analyzer)
	}
	require.NotEmpty(t, writtenAs(t, Analysis(one), "json"))
}
