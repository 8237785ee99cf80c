package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/regf/translog"
)

func TestExplainDiagnostics(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Kinds().Write(&b, format(t, "text"), TextOptions{}))
	for _, d := range hive.KindDocs() {
		require.Contains(t, b.String(), "\n  "+string(d.Kind)+"  ")
	}
	for _, m := range translog.Kinds() {
		mark := "  "
		if m.Warn {
			mark = "! "
		}
		require.Contains(t, b.String(), "\n"+mark+string(m.Kind)+" ")
	}
	for l := range strings.Lines(b.String()) {
		require.LessOrEqual(t, len(l), 81)
	}
}
