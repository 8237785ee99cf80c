package collect

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

// Snapshots of one run have their equal texts together, whatever comes between them, and nothing of a buffer.
func TestTextsAreKeptOnce(t *testing.T) {
	kept := newTexts()
	buffer := strings.Repeat(`Software\Microsoft`, 100)
	one, two := analyze.Snapshot{Version: buffer[:18]}, analyze.Snapshot{Version: strings.Clone(buffer[:18]), Format: buffer[18:36], Path: hive.Text("x")}
	compact(&one, kept)
	compact(&two, kept)
	at := func(s string) *byte { return unsafe.StringData(s) }
	require.Equal(t, `Software\Microsoft`, one.Version)
	require.NotSame(t, at(buffer), at(one.Version))
	require.Same(t, at(one.Version), at(two.Version))
	require.Same(t, at(one.Version), at(two.Format))
	for i := range 10 * len(kept.kept) { // many more than there are places for
		text := strings.Repeat("y", 1+i%300) + string(rune('a'+i%26))
		require.Equal(t, text, kept.keep(text))
	}
	alone := analyze.Snapshot{Version: buffer[:18]}
	compact(&alone, nil)
	require.NotSame(t, at(buffer), at(alone.Version))
	require.Equal(t, one.Version, alone.Version)
}
