package cells

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/internal/base"
)

// A hive that this build cannot address is refused before room is made for it; one that it can is not. Only the
// numbers are compared, so that it is tested where no file is so large.
func TestTooLargeToAddress(t *testing.T) {
	const most = maxImage - base.Size - MaxTail
	require.NoError(t, (&File{FileSize: maxImage, BinsSize: most}).checkSize())
	require.NoError(t, (&File{FileSize: 2 * maxImage, BinsSize: most}).checkSize(), "the file's tail is not kept")
	require.ErrorIs(t, (&File{FileSize: 2 * maxImage, BinsSize: most + 1}).checkSize(), ErrAddressing)
	require.ErrorIs(t, (&File{FileSize: maxFileSize + 1, binsGuessed: true}).checkSize(), ErrTooLarge)
	require.NoError(t, (&File{FileSize: maxFileSize + 1, BinsSize: most}).checkSize(), "a size that the base block says")
}
