package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestExplainSecrets(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Secrets().Write(&b, format(t, "text"), TextOptions{}))
	for _, w := range []string{"password", "Kennwort", "contraseña", "api key", "connection string"} {
		require.Contains(t, strings.ToLower(b.String()), strings.ToLower(w))
	}
	for l := range strings.Lines(b.String()) {
		require.LessOrEqual(t, width(strings.TrimSuffix(l, "\n")), 80)
	}
}
