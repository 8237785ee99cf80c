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

// A version that is made of the commit does not say it twice.
func TestToolMade(t *testing.T) {
	require.Equal(t, "mapihive v1.2.3-4-g0123456", Tool{Name: "mapihive", Version: "v1.2.3-4-g0123456", Commit: "0123456789abcdef"}.made())
	require.Equal(t, "mapihive v1.2.3, commit 0123456789abcdef", Tool{Name: "mapihive", Version: "v1.2.3", Commit: "0123456789abcdef"}.made())
	require.Equal(t, "mapihive v1.2.3", Tool{Name: "mapihive", Version: "v1.2.3"}.made())
}
