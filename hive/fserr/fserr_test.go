package fserr

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCause(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "no such file")
	_, opened := os.Open(missing)
	linked := os.Link(missing, missing+"2")
	for _, err := range []error{opened, linked, fmt.Errorf("a hive: %w", opened)} {
		require.ErrorContains(t, err, "no such file")
		cause := Cause(err)
		require.ErrorIs(t, cause, fs.ErrNotExist)
		require.NotContains(t, cause.Error(), missing)
	}
	other := errors.New("another error")
	require.Equal(t, other, Cause(other))
	require.NoError(t, Cause(nil))
}
