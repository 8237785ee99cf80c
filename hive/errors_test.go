package hive

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/internal/base"
)

// A hive that this build cannot address is refused before room is made for it; one that it can is not. Only the
// numbers are compared, so that it is tested where no file is so large.
func TestTooLargeToAddress(t *testing.T) {
	const most = maxImage - base.Size - maxTail
	require.NoError(t, (&Hive{fileSize: maxImage, binsSize: most}).checkSize())
	require.NoError(t, (&Hive{fileSize: 2 * maxImage, binsSize: most}).checkSize(), "the file's tail is not kept")
	require.ErrorIs(t, (&Hive{fileSize: 2 * maxImage, binsSize: most + 1}).checkSize(), ErrAddressing)
	require.ErrorIs(t, (&Hive{fileSize: maxFileSize + 1, binsGuessed: true}).checkSize(), ErrTooLarge)
	require.NoError(t, (&Hive{fileSize: maxFileSize + 1, binsSize: most}).checkSize(), "a size that the base block says")
}
